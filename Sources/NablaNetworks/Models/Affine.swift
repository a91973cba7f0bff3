// Weighted sums: the layer Y = XW + B of the lectures, one sample at a time.
//
// The weights are kept as [output][input], one row for each unit, the order of PyTorch and of most
// textbooks (W[i][j] leads to i from j). Some lectures write the transpose, W[input][output].

import Nabla

/// A layer of weighted sums: `y[i] = w[i] · x + b[i]`, one node each.
public struct Affine: NetworkLayer {
  /// The weights, one row for each output.
  public let weights: [[Value]]
  /// The biases, one for each output.
  public let biases: [Value]

  /// Creates a layer from given numbers.
  ///
  ///     let layer = Affine(weights: [[1, -2], [-1, 1]], biases: [1, 0])
  ///     print(layer([1, -1]).map { $0.data })      // [4.0, -2.0]
  ///
  /// - Precondition: at least one row, all of one length of at least 1, and a bias for each.
  public init(weights: [[Double]], biases: [Double]) {
    precondition(!weights.isEmpty && !weights[0].isEmpty, "expected at least one weight, got none")
    precondition(
      weights.allSatisfy { $0.count == weights[0].count },
      "expected rows of one length, got \(weights.map { $0.count })")
    precondition(
      biases.count == weights.count, "expected \(weights.count) biases, got \(biases.count)")
    self.weights = weights.map { row in row.map { Value($0) } }
    self.biases = biases.map { Value($0) }
  }

  /// Creates a layer with random weights, drawn row by row, and biases of 0.
  ///
  /// - Parameters:
  ///   - inputs: How many numbers go in.
  ///   - outputs: How many come out.
  ///   - initialization: The distribution of the weights.
  ///   - generator: Where the randomness comes from.
  /// - Precondition: both counts are at least 1.
  public init(
    inputs: Int, outputs: Int, initialization: Initialization = .glorotUniform,
    using generator: inout some RandomNumberGenerator
  ) {
    precondition(
      inputs > 0 && outputs > 0,
      "expected at least 1 input and 1 output, got \(inputs) and \(outputs)")
    let draws = initialization.weights(
      inputs * outputs, inputs: inputs, outputs: outputs, using: &generator)
    self.init(
      weights: (0..<outputs).map { Array(draws[$0 * inputs..<($0 + 1) * inputs]) },
      biases: Array(repeating: 0, count: outputs))
  }

  /// The length of a row.
  public var inputCount: Int? { weights[0].count }
  /// The number of rows.
  public func outputCount(from inputCount: Int) -> Int { weights.count }
  /// None.
  public var activation: Activation { .identity }
  /// Affine.
  public var title: String { "affine" }
  /// The same nodes for every sample.
  public var hasFixedGraph: Bool { true }

  /// `weight`, of shape [outputs, inputs], and `bias`.
  public var parameterArrays: [ParameterArray] {
    [
      ParameterArray(
        name: "weight", shape: [weights.count, weights[0].count], values: weights.flatMap { $0 }),
      ParameterArray(name: "bias", shape: [biases.count], values: biases),
    ]
  }

  /// The weighted sums.
  ///
  /// - Precondition: there is an input for each weight of a row.
  public func callAsFunction(_ inputs: [Value]) -> [Value] {
    check(inputs.count)
    return zip(weights, biases).map { dot($0, inputs, plus: $1) }
  }

  /// The weighted sums of plain numbers.
  ///
  /// - Precondition: there is an input for each weight of a row.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> [Value] {
    check(inputs.count)
    return zip(weights, biases).map { dot($0, inputs, plus: $1) }
  }

  private func check(_ count: Int) {
    precondition(
      count == weights[0].count,
      "expected \(weights[0].count) inputs, got \(count); a layer takes a number for each weight of a "
        + "row")
  }
}
