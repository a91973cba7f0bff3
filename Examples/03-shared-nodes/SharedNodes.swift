import Nabla

@main
enum SharedNodes {
  static func main() {}
}
