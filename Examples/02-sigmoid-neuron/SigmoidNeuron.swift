import Nabla

@main
enum SigmoidNeuron {
  static func main() {}
}
