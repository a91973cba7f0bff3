import Nabla

@main
enum XOR {
  static func main() {}
}
