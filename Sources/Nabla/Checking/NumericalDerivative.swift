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
// differences are one-sided.
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
    /// At x and x - h: the function is not finite to the right.
    case left
    /// At x and x + h: the function is not finite to the left, or the method is `forward`.
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

extension NumericalDerivative: CustomStringConvertible {
  /// The estimate with its error bar.
  public var description: String { "\(value.reported) ± \(errorBar.briefly)" }
}

/// Estimates the derivative of a function of one number from its values.
///
///     let slope = numericalDerivative(at: 1) { x in x * x * x }
///     print(abs(slope.value - 3) < 1e-12)      // true
///
/// - Parameters:
///   - point: Where to differentiate.
///   - step: The first step; by default one that suits the method and the size of the point.
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
  let sides: [NumericalDerivative.Side] =
    method == .forward ? [.right, .left] : [.both, .right, .left]
  for side in sides {
    let differences = Differences(at: point, side, of: function)
    if let step = differences.usableStep(from: step ?? method.step(at: point), of: function) {
      return differences.estimate(method, step, of: function)
    }
  }
  return NumericalDerivative(value: .nan, errorBar: .nan, step: 0, side: .both)
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

/// Difference quotients at one point, on one side of it or on both.
struct Differences {
  let point: Double
  let side: NumericalDerivative.Side
  /// The function's value at the point.
  let center: Double

  /// How many steps Ridders' method takes, each half of the one before.
  static let rowCount = 16

  init(at point: Double, _ side: NumericalDerivative.Side, of function: (Double) -> Double) {
    self.point = point
    self.side = side
    center = function(point)
  }

  private func points(_ step: Double) -> (left: Double, right: Double) {
    (side == .right ? point : point - step, side == .left ? point : point + step)
  }

  /// The largest step, not above the first, at which the function is finite; nil if there is none.
  ///
  /// Close to an edge of the domain the distance to it is often the size of the point itself (log at
  /// 1e-300), so a sixteenth of that is tried before the step is divided by eight again and again.
  func usableStep(from first: Double, of function: (Double) -> Double) -> Double? {
    guard center.isFinite else { return nil }
    var step = first
    while step > 0 {
      let (left, right) = points(step)
      guard right - left > 0 else { return nil }
      if left.isFinite, right.isFinite, function(left).isFinite, function(right).isFinite {
        return step
      }
      let near = abs(point).binade / 16
      step = step > near && near > 0 ? near : step / 8
    }
    return nil
  }

  /// The quotient, and how much the rounding of the two values may have moved it.
  func quotient(_ step: Double, of function: (Double) -> Double) -> (value: Double, noise: Double) {
    let (left, right) = points(step)
    let (low, high) = (
      side == .right ? center : function(left), side == .left ? center : function(right)
    )
    let distance = right - left
    // Divided before subtracted where the difference would overflow.
    let difference = high - low
    let value = difference.isFinite ? difference / distance : high / distance - low / distance
    let noise = max(abs(low), abs(high)) / distance * Double.ulpOfOne
    return (value, noise)
  }

  func estimate(
    _ method: DifferenceMethod, _ step: Double, of function: (Double) -> Double
  ) -> NumericalDerivative {
    guard method == .ridders else {
      let whole = quotient(step, of: function)
      let half = quotient(step / 2, of: function)
      return NumericalDerivative(
        value: whole.value, errorBar: abs(whole.value - half.value) * 2 + whole.noise,
        step: step, side: side)
    }
    return extrapolate(from: step, of: function)
  }

  /// Extrapolates to step 0 by Neville's scheme.
  ///
  /// The error of a central difference is a series in step², that of a one-sided one in step, so
  /// halving the step divides its first term by 4 or by 2.
  private func extrapolate(
    from first: Double, of function: (Double) -> Double
  ) -> NumericalDerivative {
    let ratio: Double = side == .both ? 4 : 2
    var best = NumericalDerivative(value: .nan, errorBar: .infinity, step: first, side: side)
    var above: [(value: Double, noise: Double)] = []
    var step = first
    var growth: [Double] = []
    for _ in 0..<Self.rowCount {
      let (left, right) = points(step)
      guard right - left > 0 else { break }
      var row = [quotient(step, of: function)]
      if let last = above.first { growth.append(abs(row[0].value) / abs(last.value)) }
      var power = 1.0
      for (column, over) in above.enumerated() {
        power *= ratio
        let value = row[column].value + (row[column].value - over.value) / (power - 1)
        // What the two entries' roundings contribute.
        let noise = (power * row[column].noise + over.noise) / (power - 1)
        row.append((value, noise))
        // Three neighbours must agree: where the function is noisy, two do by chance.
        guard column + 1 < above.count else { continue }
        let differences = [row[column].value, over.value, above[column + 1].value]
          .map { abs(value - $0) }
        let error = differences.reduce(noise, max)
        if error < best.errorBar {
          best = NumericalDerivative(value: value, errorBar: error, step: step, side: side)
        }
      }
      above = row
      step /= 2
    }
    // sqrt at 0: each halving multiplies the quotient by sqrt(2), without end.
    if growth.count == Self.rowCount - 1, growth.allSatisfy({ $0 > 1.2 }), let last = above.first {
      best.value = last.value < 0 ? -.infinity : .infinity
      best.errorBar = 0
    }
    return best
  }
}
