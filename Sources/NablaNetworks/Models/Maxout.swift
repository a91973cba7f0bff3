// A layer whose units take the largest of several weighted sums.
//
// With two pieces it can be ReLU (one piece all zeros) or leaky ReLU (one piece a multiple of the
// other), and learns which; it has twice the parameters. I. Goodfellow, D. Warde-Farley, M. Mirza,
// A. Courville and Y. Bengio, "Maxout networks", ICML 2013.

import Nabla

/// A layer of the largest of k weighted sums: `y[i] = max(w[1][i] · x + b[1][i], ...)`.
///
/// Where two sums are equal each gets half of the gradient; of three, the last gets half.
public struct Maxout: NetworkLayer {
  /// The sums, k layers of as many units each.
  public let pieces: [Affine]

  /// Creates a layer from its pieces.
  ///
  /// - Precondition: at least one piece, all with the same numbers of inputs and outputs.
  public init(_ pieces: [Affine]) {
    precondition(!pieces.isEmpty, "expected at least 1 piece, got none")
    let shapes = pieces.map { [$0.weights[0].count, $0.weights.count] }
    precondition(
      shapes.allSatisfy { $0 == shapes[0] },
      "expected pieces of one shape, got [inputs, outputs] of \(shapes)")
    self.pieces = pieces
  }

  /// Creates a layer with random weights, drawn piece after piece, and biases of 0.
  ///
  /// - Parameters:
  ///   - inputs: How many numbers go in.
  ///   - outputs: How many come out.
  ///   - pieces: How many sums each output is the largest of.
  ///   - initialization: The distribution of the weights.
  ///   - generator: Where the randomness comes from.
  /// - Precondition: all counts are at least 1.
  public init(
    inputs: Int, outputs: Int, pieces: Int = 2, initialization: Initialization = .glorotUniform,
    using generator: inout some RandomNumberGenerator
  ) {
    precondition(pieces > 0, "expected at least 1 piece, got \(pieces)")
    var layers: [Affine] = []
    for _ in 0..<pieces {
      layers.append(
        Affine(
          inputs: inputs, outputs: outputs, initialization: initialization, using: &generator))
    }
    self.init(layers)
  }

  /// As many as each piece takes.
  public var inputCount: Int? { pieces[0].inputCount }
  /// As many as each piece gives.
  public func outputCount(from inputCount: Int) -> Int { pieces[0].weights.count }
  /// Maxout.
  public var activation: Activation { .maxout(pieces: pieces.count) }
  /// Maxout and the number of pieces.
  public var title: String { "\(activation)" }
  /// The same nodes for every sample.
  public var hasFixedGraph: Bool { true }

  /// `weight`, of shape [pieces, outputs, inputs], and `bias`, of shape [pieces, outputs].
  public var parameterArrays: [ParameterArray] {
    let (outputs, inputs) = (pieces[0].weights.count, pieces[0].weights[0].count)
    return [
      ParameterArray(
        name: "weight", shape: [pieces.count, outputs, inputs],
        values: pieces.flatMap { $0.weights.flatMap { $0 } }),
      ParameterArray(
        name: "bias", shape: [pieces.count, outputs], values: pieces.flatMap { $0.biases }),
    ]
  }

  /// The largest sum of each unit.
  public func callAsFunction(_ inputs: [Value]) -> [Value] { largest(pieces.map { $0(inputs) }) }

  /// The largest sum of each unit, of plain numbers.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> [Value] { largest(pieces.map { $0(inputs) }) }

  private func largest(_ sums: [[Value]]) -> [Value] {
    sums.dropFirst().reduce(sums[0]) { best, sums in zip(best, sums).map { maximum($0, $1) } }
  }
}
