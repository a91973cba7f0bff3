import Nabla

@main
enum Expression {
  static func main() {}
}
