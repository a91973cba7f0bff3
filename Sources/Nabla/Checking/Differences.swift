// Difference quotients at one point, and how far the rounding of the values may have moved them.

/// A function whose values are kept: the searches for a step come by the same points again.
final class Samples {
  private let function: (Double) -> Double
  private var known: [Double: Double] = [:]

  init(of function: @escaping (Double) -> Double) { self.function = function }

  func value(_ x: Double) -> Double {
    if let value = known[x] { return value }
    let value = function(x)
    known[x] = value
    return value
  }
}

/// Difference quotients at one point, on one side of it or on both.
struct Differences {
  let point: Double
  let side: NumericalDerivative.Side
  /// The function's value at the point.
  let center: Double
  private let samples: Samples

  init(at point: Double, _ side: NumericalDerivative.Side, of samples: Samples) {
    self.point = point
    self.side = side
    self.samples = samples
    center = samples.value(point)
  }

  /// A quotient, and what the values say of the step.
  struct Quotient {
    let step: Double
    let value: Double
    /// How much the rounding of the values, to half a unit of the last place each, may have moved it.
    let noise: Double
    /// How far the value at the point is from the middle of those beside it, or from the one beside it.
    let bend: Double
    /// The largest value.
    let size: Double
    /// Whether the values differ by no more than a unit of the last place.
    let isFlat: Bool
  }

  private func points(_ step: Double) -> (left: Double, right: Double) {
    (side == .right ? point : point - step, side == .left ? point : point + step)
  }

  /// Whether the step leads to other points, where the function is finite.
  func isUsable(_ step: Double) -> Bool {
    let (left, right) = points(step)
    return right - left > 0 && left.isFinite && right.isFinite && samples.value(left).isFinite
      && samples.value(right).isFinite
  }

  /// The largest step, not above the first, at which the function is finite; nil if there is none.
  ///
  /// Close to an edge of the domain the distance to it is often the size of the point itself (log at
  /// 1e-300), so a sixteenth of that is tried before the step is divided by eight again and again.
  func usableStep(from first: Double) -> Double? {
    guard center.isFinite else { return nil }
    var step = first
    while step > 0, point - step < point || point + step > point {
      if isUsable(step) { return step }
      let near = abs(point).binade / 16
      step = step > near && near > 0 ? near : step / 8
    }
    return nil
  }

  /// The quotient; nil where rounding leaves no distance between the points.
  func quotient(_ step: Double) -> Quotient? {
    let (left, right) = points(step)
    let distance = right - left
    guard distance > 0, distance.isFinite else { return nil }
    let (low, high) = (samples.value(left), samples.value(right))
    // Divided before subtracted where the difference would overflow.
    let difference = high - low
    let value = difference.isFinite ? difference / distance : high / distance - low / distance
    let bend = side == .both ? abs((low / 2 + high / 2) - center) : abs(difference)
    let size = max(abs(low), abs(high), abs(center))
    // The smallest subnormal number stands for the last place of those below it.
    let unit = max(size * Double.ulpOfOne, Double.leastNonzeroMagnitude)
    return Quotient(
      step: step, value: value, noise: unit / distance, bend: bend, size: size,
      isFlat: abs(difference) <= unit && bend <= unit)
  }

  /// The quotient itself, with what halving the step changes as its error bar.
  func simple(_ step: Double) -> NumericalDerivative {
    guard let whole = quotient(step) else { return .none }
    // The last step that moves the point cannot be halved: its quotient may be wrong altogether.
    let change = quotient(step / 2).map { abs(whole.value - $0.value) } ?? abs(whole.value)
    return NumericalDerivative(
      value: whole.value, errorBar: change * 2 + whole.noise, step: step, side: side)
  }
}
