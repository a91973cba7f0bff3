// How far from zero weights begin.
//
// A neuron adds up as many products as it has inputs, so the spread of what it passes on grows with
// the square root of their number; and so does, backward, that of the gradient with the number of
// its outputs. The rules below undo that growth. "Uniform" ones draw from -bound ..< bound, whose
// variance is bound^2 / 3.

/// The distribution that weights are drawn from; biases begin at 0.
public enum Initialization: Hashable, Sendable, Codable {
  /// All weights 0: right for a single layer, useless below one, where all units stay alike.
  case zeros
  /// Each number of the range equally likely.
  case uniform(Range<Double>)
  /// Normal with mean 0.
  case normal(standardDeviation: Double)
  /// Variance `2 / (inputs + outputs)`, uniform: X. Glorot and Y. Bengio, "Understanding the difficulty
  /// of training deep feedforward neural networks", AISTATS 2010.
  case glorotUniform
  /// Variance `2 / (inputs + outputs)`, normal: Glorot and Bengio 2010.
  case glorotNormal
  /// Variance `2 / inputs`, uniform: K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into
  /// rectifiers", ICCV 2015. The 2 makes up for the half that ReLU cuts off.
  case heUniform
  /// Variance `2 / inputs`, normal: He et al. 2015.
  case heNormal
  /// Variance `1 / inputs`, uniform: Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, "Efficient
  /// BackProp", in "Neural Networks: Tricks of the Trade", 1998.
  case leCunUniform
  /// Variance `1 / inputs`, normal: LeCun et al. 1998.
  case leCunNormal

  /// What suits an activation: He's for those that cut off the negative half, Glorot's for others.
  public static func suited(to activation: Activation) -> Initialization {
    switch activation {
    case .relu, .leakyReLU, .prelu, .elu, .gelu, .silu, .softplus: .heNormal
    case .identity, .sigmoid, .tanh, .maxout, .softmax: .glorotUniform
    }
  }

  /// Draws the weights of a layer.
  ///
  /// - Parameters:
  ///   - count: How many weights.
  ///   - inputs: How many inputs a unit of the layer has.
  ///   - outputs: How many units the layer has.
  ///   - generator: Where the randomness comes from.
  /// - Returns: The weights, in the order in which they were drawn.
  /// - Precondition: the count is at least 0; inputs and outputs are at least 1; a range is finite and not
  ///   empty, a standard deviation finite and at least 0.
  public func weights(
    _ count: Int, inputs: Int, outputs: Int, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    precondition(
      count >= 0 && inputs > 0 && outputs > 0,
      "expected at least 0 weights, 1 input and 1 output, got \(count), \(inputs) and \(outputs)")
    check()
    var draws: [Double] = []
    draws.reserveCapacity(count)
    for _ in 0..<count { draws.append(weight(inputs, outputs, using: &generator)) }
    return draws
  }

  private func check() {
    switch self {
    case .uniform(let range):
      precondition(
        !range.isEmpty && (range.upperBound - range.lowerBound).isFinite,
        "expected a finite range that is not empty, got \(range)")
    case .normal(let deviation):
      checkSetting("a standard deviation", deviation, in: .zeroOrMore)
    default: break
    }
  }

  private func weight(
    _ inputs: Int, _ outputs: Int, using generator: inout some RandomNumberGenerator
  ) -> Double {
    let variance: Double
    switch self {
    case .zeros: return 0
    case .uniform(let range): return generator.uniform(in: range)
    case .normal(let deviation): return generator.normal(standardDeviation: deviation)
    case .glorotUniform, .glorotNormal: variance = 2 / Double(inputs + outputs)
    case .heUniform, .heNormal: variance = 2 / Double(inputs)
    case .leCunUniform, .leCunNormal: variance = 1 / Double(inputs)
    }
    switch self {
    case .glorotNormal, .heNormal, .leCunNormal:
      return generator.normal(standardDeviation: variance.squareRoot())
    default:
      let bound = (3 * variance).squareRoot()
      return generator.uniform(in: -bound..<bound)
    }
  }
}
