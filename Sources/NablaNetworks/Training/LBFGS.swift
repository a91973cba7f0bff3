// Minimising a smooth function whose gradient is exact and whose evaluations are few: curve fits, and
// small models on their whole data.
//
// Newton's method divides the gradient by the Hessian. L-BFGS never forms that matrix: it keeps the last
// few steps s and changes of the gradient y, which say what the Hessian does along s, and multiplies
// with its approximate inverse by two loops over them. J. Nocedal, "Updating quasi-Newton matrices
// with limited storage", Mathematics of Computation 35 (1980); D. Liu and J. Nocedal, "On the limited
// memory BFGS method", Mathematical Programming 45 (1989); J. Nocedal and S. Wright, "Numerical
// Optimization", 2nd edition 2006, algorithms 7.4 and 7.5.

import Nabla

/// The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno.
///
///     let minimum = LBFGS().minimize(from: [-1.2, 1]) { v in
///       100 * pow(v[1] - v[0] * v[0], 2) + pow(1 - v[0], 2)
///     }
///     print(minimum.point.allSatisfy { Swift.abs($0 - 1) < 1e-9 })      // true
public struct LBFGS: Hashable, Sendable, Codable {
  /// How many steps are remembered.
  public var memory: Int
  /// How many steps are taken at most.
  public var maximumIterations: Int
  /// It has converged where no part of the gradient is larger than this.
  public var gradientTolerance: Double
  /// It has converged where a step makes the value smaller by less than this part of it.
  public var valueTolerance: Double

  /// Creates the method.
  ///
  /// - Precondition: the counts are at least 1, the tolerances at least 0 and finite.
  public init(
    memory: Int = 10, maximumIterations: Int = 200, gradientTolerance: Double = 1e-10,
    valueTolerance: Double = 1e-15
  ) {
    self.memory = memory
    self.maximumIterations = maximumIterations
    self.gradientTolerance = gradientTolerance
    self.valueTolerance = valueTolerance
    check()
  }

  private func check() {
    precondition(
      memory > 0 && maximumIterations > 0,
      "expected counts of at least 1, got \(memory) and \(maximumIterations)")
    checkSetting("a gradient tolerance", gradientTolerance, in: .zeroOrMore)
    checkSetting("a value tolerance", valueTolerance, in: .zeroOrMore)
  }

  /// Where a search ended.
  public struct Minimum: Hashable, Sendable, Codable {
    /// Why it ended.
    public enum Reason: String, Hashable, Sendable, Codable {
      /// No part of the gradient is larger than the tolerance.
      case gradientIsSmall
      /// The value does not get smaller by more than the tolerance.
      case valueIsSteady
      /// As many steps as allowed were taken.
      case iterationLimit
      /// No point along the last direction is lower: rounding, a kink, or a wrong gradient.
      case lineSearchFailed
      /// The value or the gradient at the start is not finite.
      case nonFiniteStart
    }

    /// The point.
    public var point: [Double]
    /// The function's value there.
    @ReportedNumber public var value: Double
    /// The gradient there.
    public var gradient: [Double]
    /// How many steps were taken.
    public var iterations: Int
    /// How often the function was evaluated.
    public var evaluations: Int
    /// Why the search ended.
    public var reason: Reason

    /// Whether a minimum was found to the tolerances.
    public var hasConverged: Bool { reason == .converged || reason == .converged }
  }

  /// Minimises a function written on `Value`.
  ///
  /// - Parameters:
  ///   - start: Where to begin.
  ///   - function: The function.
  /// - Returns: The lowest point found.
  public func minimize(from start: [Double], _ function: ([Value]) -> Value) -> Minimum {
    minimize(valueWithGradient: { Nabla.valueWithGradient(at: $0, of: function) }, from: start)
  }

  /// Minimises a function that gives its value and its gradient.
  ///
  /// - Parameters:
  ///   - function: The value and the gradient at a point.
  ///   - start: Where to begin.
  /// - Returns: The lowest point found.
  /// - Precondition: the gradient has as many numbers as the point.
  public func minimize(
    valueWithGradient function: ([Double]) -> (value: Double, gradient: [Double]),
    from start: [Double]
  ) -> Minimum {
    check()
    let first = SearchPoint(at: start, function)
    var search = LBFGSSearch(settings: self, current: first)
    return search.run(function)
  }
}
