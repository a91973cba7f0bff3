// One run of L-BFGS: direction, line search, memory, until a reason to stop.

/// A function that gives its value and its gradient.
typealias Objective = ([Double]) -> (value: Double, gradient: [Double])

/// A function's value and gradient at a point.
struct SearchPoint {
  var point: [Double]
  var value: Double
  var gradient: [Double]

  init(at point: [Double], _ function: Objective) {
    self.point = point
    (value, gradient) = function(point)
    precondition(
      gradient.count == point.count,
      "expected a gradient of \(point.count) numbers, got \(gradient.count)")
  }

  var isFinite: Bool { value.isFinite && gradient.allSatisfy { $0.isFinite } }
}

/// A run under way.
struct LBFGSSearch {
  let settings: LBFGS
  var current: SearchPoint
  /// The last steps s and changes of the gradient y, oldest first.
  var pairs: [(s: [Double], y: [Double])] = []
  var iterations = 0
  var evaluations = 1

  init(settings: LBFGS, current: SearchPoint) {
    self.settings = settings
    self.current = current
  }

  mutating func run(_ function: Objective) -> LBFGS.Minimum {
    guard current.isFinite else { return minimum(.nonFiniteStart) }
    while true {
      if current.gradient.allSatisfy({ $0.magnitude <= settings.gradientTolerance }) {
        return minimum(.converged)
      }
      if iterations == settings.maximumIterations { return minimum(.iterationLimit) }
      guard let next = nextPoint(function) else { return minimum(.lineSearchFailed) }
      iterations += 1
      let gain = current.value - next.value
      remember(next)
      current = next
      if gain <= settings.valueTolerance * next.value.magnitude,
        current.gradient.contains(where: { $0.magnitude > settings.gradientTolerance })
      {
        return minimum(.converged)
      }
    }
  }

  /// The end of a line search; where it fails, that of another straight down the gradient.
  private mutating func nextPoint(_ function: Objective) -> SearchPoint? {
    while true {
      let direction = direction()
      let hasMemory = !pairs.isEmpty
      // Without memory of the function's scale the first step moves no number by more than 1.
      let steepest = direction.reduce(0) { max($0, $1.magnitude) }
      var line = LineSearch(start: current, direction: direction)
      let found = line.run(firstStep: hasMemory ? 1 : min(1, 1 / steepest), function)
      evaluations += line.evaluations
      if let found { return found }
      guard hasMemory else { return nil }
      pairs = []
    }
  }

  /// Minus the approximate inverse Hessian times the gradient: algorithm 7.4.
  private func direction() -> [Double] {
    var q = current.gradient
    var weights: [Double] = []
    for pair in pairs.reversed() {
      let weight = product(pair.s, q) / product(pair.s, pair.y)
      weights.append(weight)
      q = sum(q, -weight, pair.y)
    }
    if let last = pairs.last {
      let scale = product(last.s, last.y) / product(last.y, last.y)
      q = q.map { scale * $0 }
    }
    for (pair, weight) in zip(pairs, weights.reversed()) {
      q = sum(q, weight - product(pair.y, q) / product(pair.s, pair.y), pair.s)
    }
    return q.map { -$0 }
  }

  /// Keeps a step, if the curvature along it is positive; otherwise it would turn the direction up.
  private mutating func remember(_ next: SearchPoint) {
    let s = sum(next.point, -1, current.point)
    let y = sum(next.gradient, -1, current.gradient)
    let curvature = product(s, y)
    guard curvature > 0, curvature.isFinite, product(y, y) > 0 else { return }
    pairs.append((s, y))
    if pairs.count > settings.memory { pairs.removeFirst() }
  }

  private func minimum(_ reason: LBFGS.Minimum.Reason) -> LBFGS.Minimum {
    LBFGS.Minimum(
      point: current.point, value: current.value, gradient: current.gradient,
      iterations: iterations, evaluations: evaluations, reason: reason)
  }
}

/// The scalar product.
func product(_ x: [Double], _ y: [Double]) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

/// The vector `x + factor y`.
func sum(_ x: [Double], _ factor: Double, _ y: [Double]) -> [Double] {
  zip(x, y).map { $0 + factor * $1 }
}
