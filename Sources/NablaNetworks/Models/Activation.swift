// The functions between the layers.
//
// Most act on each number alone. Three do not: PReLU has a parameter of its own, maxout replaces the
// one weighted sum of a unit by several, and softmax looks at a whole layer. They are cases all the
// same, because a person who builds a network names them in the same place.

import Nabla

/// What a layer does with its weighted sums.
///
/// | case | formula | from |
/// |---|---|---|
/// | `identity` | x | |
/// | `sigmoid` | 1 / (1 + exp(-x)) | |
/// | `tanh` | tanh(x) | |
/// | `relu` | max(x, 0) | V. Nair and G. Hinton, ICML 2010 |
/// | `leakyReLU` | x > 0 ? x : slope x | A. Maas, A. Hannun and A. Ng, ICML 2013 |
/// | `prelu` | x > 0 ? x : slope x, slope learned | K. He et al., ICCV 2015 |
/// | `elu` | x > 0 ? x : alpha (exp(x) - 1) | D. Clevert et al., ICLR 2016 |
/// | `softplus` | log(1 + exp(x)) | C. Dugas et al., NIPS 2000 |
/// | `gelu` | x Phi(x), Phi the normal distribution function | D. Hendrycks and K. Gimpel 2016 |
/// | `silu` | x sigmoid(x) | S. Elfwing et al., Neural Networks 107 (2018) |
/// | `maxout` | the largest of several weighted sums | I. Goodfellow et al., ICML 2013 |
/// | `softmax` | exp(x[i]) / (exp(x[0]) + exp(x[1]) + ...) | J. Bridle 1990 |
///
/// What holds at the kinks is the engine's convention: relu'(0) = 0, that of `leakyReLU` and `prelu`
/// is the slope, that of `elu` alpha. Slopes are finite, alpha is at least 0.
public enum Activation: Hashable, Sendable, Codable {
  /// The number itself.
  case identity
  /// The logistic function: 0 to 1.
  case sigmoid
  /// The hyperbolic tangent: -1 to 1.
  case tanh
  /// The positive part.
  case relu
  /// The positive part, and a little of the negative one.
  case leakyReLU(slope: Double = 0.01)
  /// Leaky ReLU whose slope is a parameter, one for the layer, that begins at the given number.
  case prelu(slope: Double = 0.25)
  /// The positive part, and a negative one that levels off at -alpha.
  case elu(alpha: Double = 1)
  /// A smooth ReLU.
  case softplus
  /// The number times the probability that a standard normal one is below it.
  case gelu
  /// The number times its sigmoid.
  case silu
  /// The largest of several weighted sums, each with weights of its own.
  case maxout(pieces: Int = 2)
  /// Probabilities that add up to 1 over the layer.
  case softmax

  /// Checks the numbers that belong to it.
  func check() {
    switch self {
    case .leakyReLU(let slope), .prelu(let slope): checkSetting("a slope", slope, in: .finite)
    case .elu(let alpha): checkSetting("alpha", alpha, in: .zeroOrMore)
    case .maxout(let pieces): precondition(pieces > 0, "expected at least 1 piece, got \(pieces)")
    default: break
    }
  }

  /// Whether it acts on each number alone and has no parameters.
  public var isElementwise: Bool {
    switch self {
    case .prelu, .maxout, .softmax: false
    default: true
    }
  }

  /// The function's value, one node; `identity` is the node itself.
  ///
  /// - Precondition: the activation is elementwise; its numbers are as said above.
  public func callAsFunction(_ x: Value) -> Value {
    check()
    switch self {
    case .identity: return x
    case .sigmoid: return Nabla.sigmoid(x)
    case .tanh: return Nabla.tanh(x)
    case .relu: return Nabla.relu(x)
    case .leakyReLU(let slope): return Nabla.leakyReLU(x, slope: slope)
    case .elu(let alpha): return Nabla.elu(x, alpha: alpha)
    case .softplus: return Nabla.softplus(x)
    case .gelu: return Nabla.gelu(x)
    case .silu: return Nabla.silu(x)
    case .prelu, .maxout, .softmax:
      preconditionFailure("\(self) is a layer, not a function of one number: put it into a Layer")
    }
  }
}

extension Activation: CustomStringConvertible {
  /// The name, with its numbers: `leakyReLU(slope: 0.01)`.
  public var description: String {
    switch self {
    case .identity: "identity"
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .relu: "relu"
    case .leakyReLU(let slope): "leakyReLU(slope: \(slope))"
    case .prelu(let slope): "prelu(slope: \(slope))"
    case .elu(let alpha): "elu(alpha: \(alpha))"
    case .softplus: "softplus"
    case .gelu: "gelu"
    case .silu: "silu"
    case .maxout(let pieces): "maxout(pieces: \(pieces))"
    case .softmax: "softmax"
    }
  }
}
