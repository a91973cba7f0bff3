// A price on large parameters, added to the loss.
//
// Biases are usually spared: they do not make a function steep. Weight decay of an optimizer is
// another thing (see `SGD` and `AdamW`): it shrinks parameters directly, and is not in the loss.

import Nabla

/// A price on the size of parameters.
public struct Penalty: Hashable, Sendable, Codable {
  /// How size is measured.
  public enum Norm: String, Hashable, Sendable, Codable {
    /// `Σ |w|`, which drives weights to exactly 0: R. Tibshirani, "Regression shrinkage and selection
    /// via the lasso", Journal of the Royal Statistical Society B 58 (1996).
    case l1
    /// `Σ w²`, without a factor 1/2: A. Hoerl and R. Kennard, "Ridge regression", Technometrics 12
    /// (1970).
    case l2
  }

  /// How size is measured.
  public var norm: Norm
  /// What a unit of it costs.
  public var factor: Double
  /// Whether biases cost too.
  public var includesBiases: Bool

  /// A price of `factor * Σ |w|`.
  public static func l1(_ factor: Double, includesBiases: Bool = false) -> Penalty {
    Penalty(norm: .l1, factor: factor, includesBiases: includesBiases)
  }

  /// A price of `factor * Σ w²`.
  public static func l2(_ factor: Double, includesBiases: Bool = false) -> Penalty {
    Penalty(norm: .l2, factor: factor, includesBiases: includesBiases)
  }

  /// Creates a penalty.
  ///
  /// - Precondition: the factor is finite and at least 0.
  public init(norm: Norm, factor: Double, includesBiases: Bool = false) {
    self.norm = norm
    self.factor = factor
    self.includesBiases = includesBiases
    check()
  }

  func check() { checkSetting("a penalty's factor", factor, in: .zeroOrMore) }

  /// The price of parameters, as a node.
  ///
  /// Biases are the arrays whose name ends in `bias`; all others count as weights, also the slopes of
  /// PReLU. Tied weights cost once.
  public func callAsFunction(on arrays: [ParameterArray]) -> Value {
    check()
    let values = DistinctParameters(of: arrays.filter { includesBiases || !$0.isBias }).leaves
    return switch norm {
    case .l1: factor * sum(values.map { abs($0) })
    case .l2: factor * dot(values, values)
    }
  }
}

extension [Penalty] {
  /// The price of arrays, whose derivatives are added to the gradients of their distinct parameters.
  func price(
    of arrays: [ParameterArray], _ parameters: [Value], addingTo gradients: inout [Double]
  ) -> Double {
    guard !isEmpty else { return 0 }
    for parameter in parameters { parameter.gradient = 0 }
    let price = sum(map { $0(on: arrays) })
    price.backward()
    for (i, parameter) in parameters.enumerated() { gradients[i] += parameter.gradient }
    return price.data
  }
}
