import Nabla
import NablaNetworks

var generator = SeededGenerator(seed: 42)
let model = MLP(
  inputs: 2, hidden: [4], outputs: 1, activation: .tanh, outputActivation: .sigmoid,
  using: &generator)
print(model.parameterCount)  // 17
