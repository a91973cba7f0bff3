// Training from fixed starts, step by step, against numbers that others computed.

import Nabla
import NablaNetworks
import Testing

@Suite("Trajectories")
struct TrajectoriesTests {
  static let xor = Dataset(
    inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]])
  static let inOrder = TrainingOptions(shuffles: false)

  /// Trains in file order; the loss of each epoch, and the parameters after the last.
  static func train(
    _ model: MLP, _ data: Dataset, _ loss: Loss, rate: Double, epochs: Int,
    batchSize: Int = 1 << 20,
    options: TrainingOptions = inOrder
  ) -> [Double] {
    var generator = SeededGenerator(seed: 0)
    return fit(
      model, on: data, loss: loss, optimizer: SGD(learningRate: rate), epochs: epochs,
      batchSize: batchSize, options: options, using: &generator
    ).losses
  }

  /// A network with its parameters from a file: layer by layer, weights row by row, then biases.
  static func network(_ sizes: [Int], _ activations: [Activation], _ file: String) throws -> MLP {
    var numbers = try Formulas.benchmarkData(file).flatMap { $0 }[...]
    var layers: [Layer] = []
    for (i, activation) in activations.enumerated() {
      let weights = (0..<sizes[i + 1]).map { _ in
        let row = Array(numbers.prefix(sizes[i]))
        numbers = numbers.dropFirst(sizes[i])
        return row
      }
      let biases = Array(numbers.prefix(sizes[i + 1]))
      numbers = numbers.dropFirst(sizes[i + 1])
      layers.append(Layer(weights: weights, biases: biases, activation: activation))
    }
    return MLP(layers)
  }

  static func checksum(_ loss: Double, _ model: MLP) -> Double {
    model.parameters.enumerated().reduce(loss) { $0 + $1.element.data * Double(1 + $1.offset % 7) }
  }

  @Test("XOR, 2-4-1, 2,000 steps: the benchmark's checksum, agreed on by many engines")
  func xorBenchmark() throws {
    let model = try Self.network([2, 4, 1], [.tanh, .sigmoid], "w2_params.csv")
    let losses = Self.train(model, Self.xor, .meanSquaredError, rate: 0.5, epochs: 2_000)
    // The checksum is given to twelve digits.
    #expect(agree(Self.checksum(losses[1_999], model), -36.8252500321, within: 1e-11))
  }

  @Test("moons, 2-16-16-1, hinge and the squares of all parameters: the benchmark's checksum")
  func moonsBenchmark() throws {
    let model = try Self.network([2, 16, 16, 1], [.relu, .relu, .identity], "w3_params.csv")
    let rows = try Formulas.benchmarkData("moons.csv")
    let data = Dataset(inputs: rows.map { Array($0.prefix(2)) }, targets: rows.map { [$0[2]] })
    let losses = Self.train(
      model, data, .hinge, rate: 0.1, epochs: 20,
      options: TrainingOptions(shuffles: false, penalties: [.l2(1e-4, includesBiases: true)]))
    #expect(agree(Self.checksum(losses[19], model), -10.0380097093, within: 1e-11))
  }

  @Test(
    "digits, 64-32-10, one epoch in batches of 32: the benchmark's checksum",
    .enabled(if: Formulas.runsSlowTests))
  func digitsBenchmark() throws {
    let model = try Self.network([64, 32, 10], [.tanh, .identity], "w4_params.csv")
    let rows = try Formulas.benchmarkData("digits8x8.csv")
    let data = Dataset(
      inputs: rows.map { row in row.prefix(64).map { $0 / 16 } },
      targets: rows.map { row in (0..<10).map { Double($0) == row[64] ? 1 : 0 } })
    let losses = Self.train(
      model, data, .crossEntropyFromLogits, rate: 0.1, epochs: 1, batchSize: 32)
    #expect(agree(Self.checksum(losses[0], model), 4.82427347703, within: 1e-11))
  }

  @Test("the lecture's XOR, 2-2-1 of sigmoids, from its fixed start")
  func xorLecture() {
    // lectures, xor.221.mse; W1[input][hidden] there.
    let model = MLP([
      Layer(weights: [[0.7, 0.6], [0.7, -0.5]], biases: [-0.8, 0.9], activation: .sigmoid),
      Layer(weights: [[0.2, -1]], biases: [0.8], activation: .sigmoid),
    ])
    let losses = Self.train(model, Self.xor, .meanSquaredError, rate: 0.5, epochs: 2_001)
    let expected = [
      0: 0.25046519916276155, 1: 0.25004656599196123, 2: 0.24971251769048267,
      3: 0.2494460377361143, 5: 0.2490634876581878, 10: 0.24860165175901172,
      100: 0.2474590799702394, 1000: 0.1716455416669081, 2000: 0.011040710398390743,
    ]
    // NumPy and PyTorch differ by 2.6e-14 themselves; training magnifies roundings.
    for (step, loss) in expected { #expect(agree(losses[step], loss, within: 1e-12), "\(step)") }
  }

  @Test("XOR with the lecture's layers, affine, sigmoid, affine, softmax, against matrix formulas")
  func xorSoftmax() {
    var model = Sequential()
    model.add(
      Affine(
        weights: [[-1.25, 0.25], [0.5, -0.75], [-0.5, 1], [1.25, 0]],
        biases: [0.1, -0.1, 0.2, -0.2]))
    model.add(.sigmoid)
    model.add(
      Affine(weights: [[-1, -0.75, -0.5, -0.25], [0.25, 0.5, 0.75, 1]], biases: [0, 0.1]))
    model.add(Softmax())
    let data = Dataset(
      inputs: Self.xor.inputs, targets: [[1, 0], [0, 1], [0, 1], [1, 0]], classNames: ["0", "1"])
    var generator = SeededGenerator(seed: 0)
    let history = fit(
      model, on: data, loss: .crossEntropy, optimizer: SGD(learningRate: 0.5), epochs: 2_001,
      options: Self.inOrder, using: &generator)
    // NumPy, by lecture 001's formulas: Y = XW + B, dX = dY W^T, dW = X^T dY, (1 - Y) Y, (Y - T) / 4.
    let expected = [
      0: 1.4019500970570924, 1: 1.0085914667124425, 2: 0.7990502417978579,
      10: 0.6908472462030276, 100: 0.6812715972660954, 1000: 0.01604872940285836,
      2000: 0.006083332356913976,
    ]
    // Training magnifies roundings; it did by 1e3 at most in the other trajectories.
    for (step, loss) in expected {
      #expect(agree(history.losses[step], loss, within: 1e-12), "\(step)")
    }
    let result = evaluate(model, on: data, loss: .crossEntropy)
    #expect(result.confusion?.counts == [[2, 0], [0, 2]])
  }

  @Test("Mazur's 2-2-2 network with biases that stay, at 1, 2, 10, 100 and 1,000 steps")
  func mazur() {
    var model = MLP([
      Layer(weights: [[0.15, 0.2], [0.25, 0.3]], biases: [0.35, 0.35], activation: .sigmoid),
      Layer(weights: [[0.4, 0.45], [0.5, 0.55]], biases: [0.6, 0.6], activation: .sigmoid),
    ])
    model.freeze("layers.0.bias")
    model.freeze("layers.1.bias")
    let data = Dataset(inputs: [[0.05, 0.1]], targets: [[0.01, 0.99]])
    let losses = Self.train(model, data, .halfSumSquaredError, rate: 0.5, epochs: 1_001)
    // lectures, mazur, trajectoryWithoutBiasUpdate.
    let expected = [
      0: 0.29837110876000267, 1: 0.29102777369359933, 2: 0.28354713312241997,
      10: 0.22091859205390407, 100: 0.020046828249425205, 1000: 0.0011143494537337395,
    ]
    for (step, loss) in expected { #expect(agree(losses[step], loss, within: 1e-13), "\(step)") }
    #expect(model.parameters[4].data == 0.35 && model.parameters[11].data == 0.6)
  }

  @Test("linear regression by the lecture's rule, and by the squared error without its half")
  func linearRegression() {
    let data = Dataset(inputs: [[1], [2], [3]], targets: [[1], [2], [3]])
    // lectures, gda: W after each step from 5, learning rate 0.1.
    let cases: [(Loss, [Double])] = [
      (.halfSumSquaredError, [3.1333333333333333, 2.137777777777778, 1.606814814814815]),
      (.meanSquaredError, [1.2666666666666666, 1.0177777777777777, 1.0011851851851852]),
    ]
    for (loss, expected) in cases {
      var model = MLP([Layer(weights: [[5]], biases: [0])])
      model.freeze("layers.0.bias")
      for (count, weight) in expected.enumerated() {
        let start = model.parameters[0]
        start.data = 5
        _ = Self.train(model, data, loss, rate: 0.1, epochs: count + 1)
        // A few roundings for each step.
        #expect(agree(model.parameters[0].data, weight, within: 1e-14), "\(loss)")
      }
    }
  }

  @Test("sum reduction takes batch-size times the step of the mean")
  func reductions() {
    let make = { MLP([Layer(weights: [[0.5, -0.25]], biases: [0.125], activation: .tanh)]) }
    let (mean, sum) = (make(), make())
    let one = Self.train(mean, Self.xor, .meanSquaredError, rate: 0.4, epochs: 5)
    let other = Self.train(
      sum, Self.xor, .meanSquaredError, rate: 0.1, epochs: 5,
      options: TrainingOptions(shuffles: false, reduction: .sum))
    // Factors of 4 are exact.
    #expect(agree(one.map { 4 * $0 }, other, within: 1e-14))
    #expect(agree(mean.parameters.map { $0.data }, sum.parameters.map { $0.data }, within: 1e-14))
  }
}
