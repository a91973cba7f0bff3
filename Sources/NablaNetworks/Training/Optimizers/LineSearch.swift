// How far to go along a direction.
//
// A step is good if the function has become smaller by a part of what its slope promised (c1), and
// if the slope there is a part of what it was (c2): the strong Wolfe conditions. Then the change of
// the gradient tells the curvature, which L-BFGS lives on. First the step grows until an interval must
// contain a good one; then that interval is made smaller, by cubic interpolation where it helps.
// J. Nocedal and S. Wright, "Numerical Optimization", 2006, algorithms 3.5 and 3.6, equation 3.59.
//
// Values that are not finite count as too high, so that a search may step out of a domain and back.
// Near the minimum the promised decrease is lost in rounding: a few units in the last place are
// forgiven.

/// A search along a direction.
struct LineSearch {
  private static let decrease = 1e-4
  private static let flattening = 0.9

  let start: SearchPoint
  let direction: [Double]
  /// The slope at the start.
  let slope: Double
  private(set) var evaluations = 0

  init(start: SearchPoint, direction: [Double]) {
    self.start = start
    self.direction = direction
    slope = product(start.gradient, direction)
  }

  /// A point on the line.
  private struct Trial {
    var step: Double
    var evaluation: SearchPoint
    var slope: Double
    var value: Double { evaluation.value }
  }

  /// A point that satisfies the conditions or at least the first; nil if none was found.
  mutating func run(firstStep: Double, _ function: Objective) -> SearchPoint? {
    guard slope < 0, slope.isFinite else { return nil }
    var last = Trial(step: 0, evaluation: start, slope: slope)
    var step = firstStep
    for attempt in 0..<30 {
      let trial = trial(step, function)
      if isTooHigh(trial) || (attempt > 0 && trial.value >= last.value) {
        return narrow(last, trial, function)
      }
      if isFlat(trial) { return trial.evaluation }
      if trial.slope >= 0 { return narrow(trial, last, function) }
      last = trial
      step *= 2
    }
    // Downhill as far as anyone went: the function may have no minimum.
    return last.evaluation
  }

  /// Narrows the interval from the lowest good point to the other end.
  private mutating func narrow(_ low: Trial, _ high: Trial, _ function: Objective) -> SearchPoint? {
    var (low, high) = (low, high)
    for _ in 0..<40 {
      let trial = trial(between(low, high), function)
      if isTooHigh(trial) || trial.value >= low.value {
        if trial.step == low.step || trial.step == high.step { break }
        high = trial
      } else {
        if isFlat(trial) { return trial.evaluation }
        if trial.slope * (high.step - low.step) >= 0 { high = low }
        low = trial
      }
    }
    return low.step > 0 ? low.evaluation : nil
  }

  private mutating func trial(_ step: Double, _ function: Objective) -> Trial {
    evaluations += 1
    let evaluation = SearchPoint(at: sum(start.point, step, direction), function)
    return Trial(step: step, evaluation: evaluation, slope: product(evaluation.gradient, direction))
  }

  private func isTooHigh(_ trial: Trial) -> Bool {
    guard trial.evaluation.isFinite else { return true }
    let forgiven = 4 * start.value.magnitude.ulp
    return trial.value > start.value + Self.decrease * trial.step * slope + forgiven
  }

  private func isFlat(_ trial: Trial) -> Bool {
    trial.slope.magnitude <= -Self.flattening * slope
  }

  /// The minimum of the cubic through both ends, kept a tenth away from them; else the middle.
  private func between(_ a: Trial, _ b: Trial) -> Double {
    let middle = a.step + (b.step - a.step) / 2
    guard b.evaluation.isFinite else { return middle }
    let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
    let square = d1 * d1 - a.slope * b.slope
    guard square >= 0 else { return middle }
    let d2 = b.step > a.step ? square.squareRoot() : -square.squareRoot()
    let step =
      b.step - (b.step - a.step) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
    guard step.isFinite else { return middle }
    let margin = 0.1 * (b.step - a.step).magnitude
    return min(max(step, min(a.step, b.step) + margin), max(a.step, b.step) - margin)
  }
}
