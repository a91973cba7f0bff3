import Nabla

@main
enum Benchmark {
  static func main() {}
}
