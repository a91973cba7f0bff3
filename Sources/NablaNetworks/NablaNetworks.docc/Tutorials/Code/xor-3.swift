import Nabla

let inputs: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1]]
let targets: [Double] = [0, 1, 1, 0]

struct Neuron {
  let weights: [Value]
  let bias: Value

  init(_ weights: [Double], _ bias: Double) {
    self.weights = weights.map { Value($0) }
    self.bias = Value(bias)
  }

  func weightedSum(_ inputs: [Value]) -> Value { dot(weights, inputs, plus: bias) }
}

let hidden = [Neuron([0.2, 0.5], 0), Neuron([0.6, 0.9], 0)]
let output = Neuron([0.5, 0.8], 0)

func answer(_ input: [Double]) -> Value {
  let first = hidden.map { tanh($0.weightedSum(input.map { Value($0) })) }
  return sigmoid(output.weightedSum(first))
}

print(inputs.map { answer($0).data > 0.5 })  // [false, true, true, true]
