import Nabla

@main
enum GradientCheck {
  static func main() {}
}
