import Nabla
import NablaNetworks

var generator = SeededGenerator(seed: 42)
let model = MLP(
  inputs: 2, hidden: [4], outputs: 1, activation: .tanh, outputActivation: .sigmoid,
  using: &generator)
print(model.parameterCount)  // 17

let xor = Dataset(inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]])
let history = fit(
  model, on: xor, loss: .binaryCrossEntropy, optimizer: Adam(learningRate: 0.05), epochs: 300,
  batchSize: 4, using: &generator)
print(history.epochs[299].loss < 0.01)  // true

let classes = model.predictions(for: xor.inputs).map { classIndex(of: $0) }
print(classes)  // [0, 1, 1, 0]

try Safetensors(model).save(to: "xor.safetensors")
