// Comparing derivatives with numerical differentiation, and saying what was found.
//
// The comparison is made on one smooth piece: the branches that the piecewise nodes take are watched
// (BranchSignature.swift), and the step is made smaller until both sides lie on one piece. Where
// that does not help, the point is on a kink; the one-sided estimates then bound the subgradients,
// and any value between them is right.
//
// Tolerances. Ridders' estimate is good to some 1e-10 of the derivative for functions that vary on
// the scale of their argument, and says how good it is. A difference is right within
// relativeTolerance * |derivative| + absoluteTolerance; beyond that it is wrong if it is also beyond
// ten error bars (an estimate of an error, not a bound, hence ten), and inconclusive if it is not.

/// How a gradient is checked.
public struct GradientCheckOptions: Sendable, Hashable, Codable {
  /// How far the derivatives may differ, relative to the larger one.
  public var relativeTolerance: Double
  /// How far the derivatives may differ beside that; nil is 1e-9 of the function's size at the point.
  public var absoluteTolerance: Double?
  /// The first step of the differences; nil is one that suits each number of the point.
  public var step: Double?

  /// Creates the options of a check.
  ///
  /// - Precondition: the tolerances are at least 0, and the step is positive and finite.
  public init(
    relativeTolerance: Double = 1e-7, absoluteTolerance: Double? = nil, step: Double? = nil
  ) {
    for tolerance in [relativeTolerance, absoluteTolerance ?? 0] {
      precondition(
        tolerance >= 0, "GradientCheckOptions: expected tolerances of at least 0, got \(tolerance)")
    }
    if let step {
      precondition(
        step > 0 && step.isFinite, "GradientCheckOptions: expected a positive step, got \(step)")
    }
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
    self.step = step
  }
}

/// Checks the gradient of a function against numerical differentiation.
///
///     let report = checkGradient(at: [1, 2]) { v in sin(v[0]) * v[1] }
///     print(report.passed)        // true
///
/// On failure it checks the local gradient of every node alone and names the first wrong one.
///
/// - Parameters:
///   - point: Where to check.
///   - options: Tolerances and steps.
///   - function: A function written on ``Value``. It is evaluated some 35 times for each number of
///     the point and must give the same value each time.
/// - Returns: A report, which prints itself.
public func checkGradient(
  at point: [Double], options: GradientCheckOptions = GradientCheckOptions(),
  of function: ([Value]) -> Value
) -> GradientReport {
  let check = GradientCheck(point: point, options: options, function: function)
  let entries = point.indices.map { i in
    check.entry(
      named: "df/d\(check.names[i])", along: .axis(i, of: point), given: check.gradient[i],
      of: function)
  }
  return check.report(entries, of: function)
}

/// Checks the gradient of a function along random directions, and in full if that fails.
///
/// A wrong partial shows in almost every direction, so a few directions check a function of a
/// thousand numbers with some 35 evaluations each.
///
/// - Parameters:
///   - point: Where to check.
///   - directions: How many random directions.
///   - generator: The source of randomness.
///   - options: Tolerances and steps.
///   - function: A function written on ``Value``.
/// - Returns: A report, which prints itself.
/// - Precondition: there is at least one direction.
public func checkGradient(
  at point: [Double], directions: Int, using generator: inout some RandomNumberGenerator,
  options: GradientCheckOptions = GradientCheckOptions(), of function: ([Value]) -> Value
) -> GradientReport {
  precondition(
    directions > 0, "checkGradient: expected at least 1 direction, got \(directions)")
  let check = GradientCheck(point: point, options: options, function: function)
  var entries: [GradientReport.Entry] = []
  for number in 1...directions {
    let direction = point.map { _ in Double.random(in: -1...1, using: &generator) }
    entries.append(
      check.entry(
        named: "direction \(number)", along: Line(point: point, direction: direction, origin: 0),
        given: Double.dot(check.gradient, direction, plus: nil), of: function))
  }
  if entries.allSatisfy({ $0.verdict == .passed }) { return GradientReport(entries: entries) }
  var report = checkGradient(at: point, options: options, of: function)
  report.notes.append(
    "a random direction did not pass, so every derivative was checked")
  return report
}

/// Checks the second derivatives of a function: symmetry, and differences of the gradient.
///
/// - Parameters:
///   - point: Where to check.
///   - options: Tolerances and steps.
///   - function: A function written on ``Value``.
/// - Returns: A report, which prints itself.
/// - Complexity: Some 35 gradients for each pair of numbers of the point.
public func checkHessian(
  at point: [Double], options: GradientCheckOptions = GradientCheckOptions(),
  of function: ([Value]) -> Value
) -> GradientReport {
  let check = GradientCheck(point: point, options: options, function: function)
  let given = hessian(at: point, of: function)
  var entries: [GradientReport.Entry] = []
  for i in point.indices {
    for j in point.indices {
      func partial(_ inputs: [Value]) -> Value {
        function(inputs).derivative(withRespectTo: inputs[i])
      }
      entries.append(
        check.entry(
          named: "d2f/d\(check.names[i])d\(check.names[j])", along: .axis(j, of: point),
          given: given[i][j], of: partial))
    }
  }
  var notes: [String] = []
  for i in point.indices {
    for j in 0..<i where !check.agree(given[i][j], given[j][i]) {
      notes.append(
        """
        the Hessian is not symmetric: d2f/d\(check.names[i])d\(check.names[j]) is \
        \(given[i][j]), d2f/d\(check.names[j])d\(check.names[i]) is \(given[j][i])
        """)
      entries[i * point.count + j].verdict = .failed
    }
  }
  return check.report(entries, notes: notes, of: function)
}

/// One check under way: the point, what the engine gave, and how to compare.
private struct GradientCheck {
  let point: [Double]
  let options: GradientCheckOptions
  let gradient: [Double]
  let value: Double
  /// What the inputs are called: their labels if the function gave them any, else x[0], x[1] etc.
  let names: [String]

  init(point: [Double], options: GradientCheckOptions, function: ([Value]) -> Value) {
    self.point = point
    self.options = options
    let inputs = point.map { Value($0) }
    let output = function(inputs)
    output.backward()
    value = output.data
    gradient = inputs.map { $0.gradient }
    names = inputs.enumerated().map { $1.label ?? "x[\($0)]" }
  }

  var absoluteTolerance: Double {
    options.absoluteTolerance ?? 1e-9 * max(abs(value).isFinite ? abs(value) : 1, 1e-300)
  }

  func tolerance(_ a: Double, _ b: Double) -> Double {
    options.relativeTolerance * max(abs(a), abs(b)) + absoluteTolerance
  }

  /// Whether two derivatives are the same within the tolerance; NaN equals NaN here.
  func agree(_ a: Double, _ b: Double) -> Bool {
    a == b || (a.isNaN && b.isNaN)
      || (a.isFinite && b.isFinite && abs(a - b) <= tolerance(a, b))
  }

  func relativeError(_ a: Double, _ b: Double) -> Double {
    if a == b || (a.isNaN && b.isNaN) { return 0 }
    let difference = abs(a - b)
    guard difference.isFinite else { return difference }
    return difference <= absoluteTolerance ? difference : difference / max(abs(a), abs(b))
  }

  /// Compares one derivative along a line.
  func entry(
    named name: String, along line: Line, given: Double, of function: ([Value]) -> Value
  ) -> GradientReport.Entry {
    let step = options.step ?? DifferenceMethod.ridders.step(at: line.origin)
    switch line.piece(from: step, of: function) {
    case .smooth(let estimate):
      return compare(name, given, estimate)
    case .kink(let left, let right, let node):
      return compare(name, given, left: left, right: right, node)
    }
  }

  private func compare(
    _ name: String, _ given: Double, _ estimate: NumericalDerivative
  ) -> GradientReport.Entry {
    let expected = estimate.value
    let difference = abs(given - expected)
    let verdict: GradientReport.Verdict =
      if agree(given, expected) {
        .passed
      } else if !value.isFinite && !value.isNaN {
        // The function is infinite here: there are no differences to compare with.
        .inconclusive
      } else if given.isFinite && expected.isFinite && difference <= 10 * estimate.errorBar {
        .inconclusive
      } else {
        .failed
      }
    let note: String? =
      switch estimate.side {
      case _ where expected.isInfinite && given.isFinite:
        "the differences grow without end: an infinite slope, or a jump of the function"
      case .both: nil
      case .left: "one-sided: the function is not finite to the right"
      case .right: "one-sided: the function is not finite to the left"
      }
    return GradientReport.Entry(
      name: name, given: given, expected: expected, errorBar: estimate.errorBar,
      relativeError: relativeError(given, expected), verdict: verdict, note: note)
  }

  private func compare(
    _ name: String, _ given: Double, left: NumericalDerivative, right: NumericalDerivative,
    _ node: String
  ) -> GradientReport.Entry {
    let (low, high) = (min(left.value, right.value), max(left.value, right.value))
    // No derivative lies between sides of which one is NaN.
    let nearest =
      low.isNaN || high.isNaN ? .nan : given < low ? low : given > high ? high : given
    let errorBar = max(left.errorBar, right.errorBar)
    let isWithin = agree(given, nearest)
    let verdict: GradientReport.Verdict =
      isWithin ? .passed : abs(given - nearest) <= 10 * errorBar ? .inconclusive : .failed
    return GradientReport.Entry(
      name: name, given: given, expected: nearest, errorBar: errorBar,
      relativeError: relativeError(given, nearest), verdict: verdict,
      note: """
        a kink at \(node): \(isWithin ? "a" : "not a") subgradient between \(low.reported) and \
        \(high.reported)
        """)
  }

  /// The report, with the guilty node if a derivative failed.
  func report(
    _ entries: [GradientReport.Entry], notes: [String] = [], of function: ([Value]) -> Value
  ) -> GradientReport {
    var report = GradientReport(entries: entries, notes: notes)
    guard report.verdict == .failed else { return report }
    let inputs = point.map { Value($0) }
    report.blame = Blame.firstWrongNode(of: function(inputs))
    if report.blame == nil, notes.isEmpty {
      report.notes.append(
        """
        every node's own local gradient is right. Does the function take numbers out of the graph \
        (.data, detached()), or give another value each time?
        """)
    }
    return report
  }
}
