import Nabla

@main
enum NumericalError {
  static func main() {}
}
