// The workloads that train a network of scalar nodes. The parameters are leaves that are kept from
// step to step; everything else is built anew for each batch.

import Nabla

/// A dense layer: a row of weights and a bias for each output.
struct Layer {
  let weights: [[Value]]
  let biases: [Value]

  /// Takes the layer's parameters from the front: the weights row by row, then the biases.
  init(inputs: Int, outputs: Int, from parameters: inout ArraySlice<Value>) {
    weights = (0..<outputs).map { _ in Self.take(inputs, from: &parameters) }
    biases = Self.take(outputs, from: &parameters)
  }

  func callAsFunction(_ x: [Double]) -> [Value] {
    zip(weights, biases).map { dot($0, x, plus: $1) }
  }

  func callAsFunction(_ x: [Value]) -> [Value] {
    zip(weights, biases).map { dot($0, x, plus: $1) }
  }

  private static func take(_ count: Int, from parameters: inout ArraySlice<Value>) -> [Value] {
    defer { parameters = parameters.dropFirst(count) }
    return Array(parameters.prefix(count))
  }
}

/// Dense layers, and all their parameters in one list.
struct Network {
  let parameters: [Value]
  let layers: [Layer]

  init(sizes: [Int], parameters numbers: [Double]) {
    parameters = numbers.map { Value($0) }
    var rest = parameters[...]
    layers = zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      Layer(inputs: inputs, outputs: outputs, from: &rest)
    }
  }

  /// One step of gradient descent; leaves the gradients at zero for the next.
  func descend(_ loss: Value, rate: Double) {
    loss.backward()
    for parameter in parameters {
      parameter.data -= rate * parameter.gradient
      parameter.gradient = 0
    }
  }

  func answer(loss: Double) -> Answer { Answer(value: loss, vector: parameters.map { $0.data }) }
}

/// W2: the XOR table, 2-4-1, tanh then sigmoid, mean squared error, 2,000 steps.
struct XOR {
  let start: [Double]

  init(_ data: DataFolder) throws { start = try data.rows("w2_params.csv").flatMap { $0 } }

  func train() -> Answer {
    let cases: [([Double], Double)] = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
    let network = Network(sizes: [2, 4, 1], parameters: start)
    var lastLoss = 0.0
    for _ in 1...2_000 {
      let loss = mean(
        cases.map { inputs, target in
          let hidden = network.layers[0](inputs).map { tanh($0) }
          let output = sigmoid(network.layers[1](hidden)[0])
          return pow(output - target, 2)
        })
      lastLoss = loss.data
      network.descend(loss, rate: 0.5)
    }
    return network.answer(loss: lastLoss)
  }
}

/// W3: two moons, 2-16-16-1 ReLU, hinge loss and the squares of the parameters, 20 steps.
struct Moons {
  let start: [Double]
  let points: [(inputs: [Double], side: Double)]

  init(_ data: DataFolder) throws {
    start = try data.rows("w3_params.csv").flatMap { $0 }
    points = try data.rows("moons.csv").map { (Array($0.prefix(2)), $0[2]) }
  }

  func train() -> Answer {
    let network = Network(sizes: [2, 16, 16, 1], parameters: start)
    var lastLoss = 0.0
    for _ in 1...20 {
      let dataLoss = mean(
        points.map { point in
          let first = network.layers[0](point.inputs).map { relu($0) }
          let second = network.layers[1](first).map { relu($0) }
          let score = network.layers[2](second)[0]
          return relu(1 - point.side * score)
        })
      let loss = dataLoss + 1e-4 * dot(network.parameters, network.parameters)
      lastLoss = loss.data
      network.descend(loss, rate: 0.1)
    }
    return network.answer(loss: lastLoss)
  }
}

/// W4: 1,797 handwritten digits, 64-32-10 tanh, cross-entropy, one epoch in batches of 32.
struct Digits {
  let start: [Double]
  let samples: [(pixels: [Double], digit: Int)]

  init(_ data: DataFolder) throws {
    start = try data.rows("w4_params.csv").flatMap { $0 }
    samples = try data.rows("digits8x8.csv").map { row in
      (row.prefix(64).map { $0 / 16 }, Int(row[64]))
    }
  }

  func train() -> Answer {
    let network = Network(sizes: [64, 32, 10], parameters: start)
    var total = 0.0
    for first in stride(from: 0, to: samples.count, by: 32) {
      let batch = samples[first..<min(first + 32, samples.count)]
      let loss = mean(
        batch.map { sample in
          let hidden = network.layers[0](sample.pixels).map { tanh($0) }
          let scores = network.layers[1](hidden)
          return logSumExp(scores) - scores[sample.digit]
        })
      total += loss.data * Double(batch.count)
      network.descend(loss, rate: 0.1)
    }
    return network.answer(loss: total / Double(samples.count))
  }
}
