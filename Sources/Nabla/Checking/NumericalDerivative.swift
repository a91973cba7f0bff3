// Numerical differentiation: derivatives from values alone, the witness that knows no rule.
//
//     forward   D(h) = (f(x + h) - f(x)) / h          error  h/2 f'' + …      + noise / h
//     central   D(h) = (f(x + h) - f(x - h)) / (2 h)  error  h²/6 f''' + …    + noise / h
//     Ridders   central (or forward) differences for steps halved again and again, extrapolated to
//               h = 0 by Neville's scheme; the entry whose neighbours agree best is taken, and how
//               well they agree is its error bar.
//
// Steps are powers of two, so that x + h and x - h are exact and the h divided by is the h taken;
// where rounding moves a point all the same, the distance between the points is what is divided by.
// A step is made smaller until the function is finite on both sides; if it is on one side only, the
// differences are one-sided. Whether the steps suit the function, and which do if those do not, is
// found out in ScaleSearch.swift.
//
// Source: C. J. F. Ridders, Accurate computation of F'(x) and F'(x)F''(x), Advances in Engineering
// Software 4 (1982) 75-76. We differ in halving the step instead of dividing it by 1.4, for exact
// points, and in never stopping early.

/// How a derivative is estimated from values.
public enum DifferenceMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// One evaluation ahead: an error of the order of the step.
  case forward
  /// One evaluation on each side: an error of the order of the step squared.
  case central
  /// Central differences extrapolated to step 0, with an error bar. The most accurate.
  case ridders
}

/// An estimate of a derivative from values of the function.
public struct NumericalDerivative: Sendable, Hashable, Codable {
  /// On which side of the point the function was evaluated.
  public enum Side: String, Sendable, Hashable, Codable {
    /// At x - h and x + h.
    case both
    /// At x and x - h: the function is not finite to the right, or not smooth there.
    case left
    /// At x and x + h: the function is not finite or not smooth to the left, or the method is
    /// `forward`.
    case right
  }

  /// The estimate; NaN if the function is not finite at the point or nowhere beside it, infinite if
  /// the differences grow without bound.
  @ReportedNumber public var value: Double
  /// How far off the estimate may be; an estimate itself, not a bound.
  @ReportedNumber public var errorBar: Double
  /// The smallest step that the estimate rests on.
  public var step: Double
  /// On which side the function was evaluated.
  public var side: Side
}

extension NumericalDerivative {
  /// What is said of a function that is not finite at the point or nowhere beside it.
  static let none = NumericalDerivative(value: .nan, errorBar: .nan, step: 0, side: .both)
}

extension NumericalDerivative: CustomStringConvertible {
  /// The estimate with its error bar.
  public var description: String { "\(value.reported) ± \(errorBar.briefly)" }
}

/// Estimates the derivative of a function of one number from its values.
///
///     let slope = numericalDerivative(at: 1) { x in x * x * x }
///     print(abs(slope.value - 3) < 1e-12)      // true
///
/// The step is made to suit the function: where it varies on a finer scale than its argument, as a
/// narrow peak does, smaller ones are taken.
///
///     let steep = numericalDerivative(at: 1e-6) { x in 1 / x }
///     print(abs(steep.value / -1e12 - 1) < 1e-9)      // true
///
/// - Parameters:
///   - point: Where to differentiate.
///   - step: The first and largest step; by default one that suits the size of the point. The
///     methods `forward` and `central` take no other.
///   - method: How to estimate.
///   - function: The function, on plain numbers.
/// - Returns: The estimate with its error bar.
/// - Precondition: the step is positive and finite.
public func numericalDerivative(
  at point: Double, step: Double? = nil, method: DifferenceMethod = .ridders,
  of function: (Double) -> Double
) -> NumericalDerivative {
  if let step {
    precondition(
      step > 0 && step.isFinite, "numericalDerivative: expected a positive step, got \(step)")
  }
  return withoutActuallyEscaping(function) { function in
    let samples = Samples(of: function)
    if method == .ridders {
      return ScaleSearch(at: point, from: step, of: samples).best
    }
    return simpleDifference(at: point, step: step, method: method, of: samples)
  }
}

/// A forward or central difference; without a step, one that the halved step bears out.
private func simpleDifference(
  at point: Double, step: Double?, method: DifferenceMethod, of samples: Samples
) -> NumericalDerivative {
  let sides: [NumericalDerivative.Side] =
    method == .forward ? [.right, .left] : [.both, .right, .left]
  for side in sides {
    let differences = Differences(at: point, side, of: samples)
    guard let first = differences.usableStep(from: step ?? method.step(at: point)) else {
      continue
    }
    var best = differences.simple(first)
    var next = first / 16
    // Where halving the step changes more than a thousandth, the step is too long for the function.
    while step == nil, next >= point.ulp * 16,
      best.errorBar.isNaN || best.errorBar > 1e-3 * abs(best.value)
    {
      let estimate = differences.simple(next)
      if best.errorBar.isNaN || estimate.errorBar < best.errorBar { best = estimate }
      next /= 16
    }
    return best
  }
  return .none
}

/// Estimates the gradient of a function of several numbers from its values.
///
/// - Parameters:
///   - point: Where to differentiate.
///   - function: A function written on ``Value``; only its values are used.
///   - method: How to estimate.
/// - Returns: One estimate for each number of the point.
public func numericalGradient(
  at point: [Double], of function: ([Value]) -> Value, method: DifferenceMethod = .ridders
) -> [Double] {
  numericalGradient(
    at: point, of: { (x: [Double]) in function(x.map { Value($0) }).data }, method: method)
}

/// Estimates the gradient of a function on plain numbers from its values.
///
/// - Parameters:
///   - point: Where to differentiate.
///   - function: A function of several numbers.
///   - method: How to estimate.
/// - Returns: One estimate for each number of the point.
@_disfavoredOverload
public func numericalGradient(
  at point: [Double], of function: ([Double]) -> Double, method: DifferenceMethod = .ridders
) -> [Double] {
  point.indices.map { i in
    numericalDerivative(at: point[i], method: method) { x in
      var moved = point
      moved[i] = x
      return function(moved)
    }.value
  }
}

extension DifferenceMethod {
  /// The step that balances truncation and rounding for a function that varies on the scale of x,
  /// as a power of two; Ridders' method starts far out and halves.
  func step(at x: Double) -> Double {
    let scale = Swift.max(Swift.abs(x), 1)
    let relative: Double =
      switch self {
      case .forward: 0x1p-26
      case .central: 0x1p-17
      case .ridders: 0x1p-4
      }
    return scale.binade * relative
  }
}
