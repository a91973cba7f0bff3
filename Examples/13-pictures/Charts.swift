// The charts of the gallery. The networks are small, so that a debug build learns the same as fast.

import Foundation
import Nabla
import NablaDrawing
import NablaNetworks

extension Pictures {
  static func charts() throws -> [Picture] {
    let xor = learnXOR()
    let digits = try learnDigits()
    return [
      ("xor-loss", xor.loss.svg()), ("xor-boundary", xor.boundary.svg()),
      ("difference-error", differenceError().svg()), ("activations", activations().svg()),
      ("digits-loss", digits.loss.svg()), ("digits-confusion", digits.confusion.svg()),
      ("digits-weights", digits.weights.svg()),
    ]
  }

  // MARK: - Functions

  /// The lecture's sin(x) (x + y) (x^3 + 1) at (1, 2), along x.
  static func differenceError() -> DifferenceErrorChart {
    DifferenceErrorChart(
      at: 1, title: "Error of df/dx for f = sin(x) (x + 2) (x^3 + 1), x = 1"
    ) { x in sin(x) * (x + 2) * (pow(x, 3) + 1) }
  }

  static func activations() -> ActivationChart {
    ActivationChart([
      ("sigmoid", { sigmoid($0) }), ("tanh", { tanh($0) }), ("relu", { relu($0) }),
      ("leakyReLU, slope 0.1", { leakyReLU($0, slope: 0.1) }),
      ("elu, alpha 1", { elu($0, alpha: 1) }), ("softplus", { softplus($0) }),
    ])
  }

  // MARK: - XOR

  /// A 2-4-1 network learns XOR.
  static func learnXOR() -> (loss: LossChart, boundary: DecisionBoundary) {
    var generator = SeededGenerator(seed: 1)
    let model = MLP(
      inputs: 2, hidden: [4], outputs: 1, activation: .tanh, outputActivation: .sigmoid,
      using: &generator)
    let corners: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1]]
    let samples = Dataset(inputs: corners, targets: [[0], [1], [1], [0]])
    let history = fit(
      model, on: samples, loss: .meanSquaredError, optimizer: SGD(learningRate: 1), epochs: 500,
      using: &generator)
    let points = zip(corners, [0, 1, 1, 0]).map {
      DecisionBoundary.Point(x: $0[0], y: $0[1], classIndex: $1)
    }
    return (
      LossChart(training: history.losses, title: "A 2-4-1 network learns XOR"),
      DecisionBoundary(
        points: points, classNames: ["XOR is 0", "XOR is 1"], x: -0.5...1.5, y: -0.5...1.5,
        title: "What a 2-4-1 network has made of XOR"
      ) { x, y in model([x, y])[0].data }
    )
  }

  // MARK: - Digits

  /// One layer learns handwritten digits: the weights of each output are an image of its digit.
  static func learnDigits() throws -> (
    loss: LossChart, confusion: ConfusionChart, weights: WeightImages
  ) {
    let data = gallery + "/../../Data/digits8x8.csv"
    let table = try Table(csvFile: data, format: CSVFormat(header: .absent))
    var digits = try table.dataset(inputs: .range(0..<64), classes: 64)
    digits.inputs = digits.inputs.map { image in image.map { $0 / 16 } }
    let (train, test) = digits.split(at: 1500)
    var generator = SeededGenerator(seed: 1)
    let model = MLP(inputs: 64, outputs: 10, initialization: .zeros, using: &generator)
    let loss = Loss.crossEntropyFromLogits
    let history = fit(
      model, on: train, validation: test, loss: loss, optimizer: Adam(learningRate: 0.01),
      epochs: 10, using: &generator)
    let counts = evaluate(model, on: test, loss: loss).confusion?.counts ?? []
    let weights = model.parameterArrays[0].values.map { $0.data }
    return (
      LossChart(
        training: history.losses, validation: history.epochs.compactMap(\.validationLoss),
        title: "One layer of 10 outputs learns 8 x 8 digits"),
      ConfusionChart(counts: counts, title: "What it takes 297 other digits for"),
      WeightImages(
        (0..<10).map { Array(weights[64 * $0..<64 * ($0 + 1)]) }, width: 8, height: 8,
        title: "The weights of each output")
    )
  }
}
