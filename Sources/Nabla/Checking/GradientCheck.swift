// Comparing derivatives with numerical differentiation, and saying what was found.
//
// The comparison is made on one smooth piece: the branches that the piecewise nodes take are watched
// (BranchSignature.swift), and no difference leaves the piece on which the point lies (Line.swift).
// On a kink, the one-sided estimates bound the subgradients, and any value between them is right.
// Which steps suit the function is found for each input (ScaleSearch.swift).
//
// Tolerances. A derivative is right if it differs by no more than relativeTolerance * |derivative|,
// or no more than can be seen: ten error bars, where these are 1e-9 of the slopes around or less. (The
// bar estimates an error and is no bound, hence ten.) Within ten wider bars the check is inconclusive.
// Beyond, the derivative is suspected, and the suspicion is looked into (Suspicion.swift).

/// How a gradient is checked.
public struct GradientCheckOptions: Sendable, Hashable, Codable {
  /// How far the derivatives may differ, relative to the larger one.
  public var relativeTolerance: Double
  /// How far the derivatives may differ beside that; nil is 1e-9 of the slopes around, or of the one
  /// that moves the function by its own value, or ten error bars where these are smaller.
  public var absoluteTolerance: Double?
  /// The first and largest step of the differences; nil is one that suits the function and each
  /// number of the point.
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
/// On failure it checks the local gradient of every node alone and names the first wrong one. The
/// gradient must also be the same by ``Value/backward(seed:)`` and by
/// ``Value/derivatives(withRespectTo:)``.
///
/// - Parameters:
///   - point: Where to check.
///   - options: Tolerances and steps.
///   - function: A function written on ``Value``. It is evaluated some 40 times for each number of
///     the point, a few hundred times where it varies on a finer scale than its argument, and must
///     give the same value each time.
/// - Returns: A report, which prints itself.
public func checkGradient(
  at point: [Double], options: GradientCheckOptions = GradientCheckOptions(),
  of function: ([Value]) -> Value
) -> GradientReport {
  withoutActuallyEscaping(function) { function in
    GradientCheck(point: point, options: options, function: function).report()
  }
}

/// Checks the gradient of a function along random directions, and in full if that fails.
///
/// A wrong partial shows in almost every direction, so a few directions check a function of a
/// thousand numbers with some 40 evaluations each.
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
  return withoutActuallyEscaping(function) { function in
    let check = GradientCheck(point: point, options: options, function: function)
    var entries: [GradientReport.Entry] = []
    for number in 1...directions {
      // The larger a number, the longer its steps; those below 1 are taken for numbers of size 1.
      let direction = point.map { x in
        Double.random(in: -1...1, using: &generator) * max(abs(x), 1).binade
      }
      entries.append(
        check.compare(
          "direction \(number)", along: Line(point: point, direction: direction, origin: 0),
          given: Double.dot(check.gradient, direction, plus: nil),
          rounding: Double.dot(check.chainRule.rounding, direction.map { abs($0) }, plus: nil)
        ).entry)
    }
    if entries.allSatisfy({ $0.verdict == .passed }), check.disagreements.isEmpty {
      return GradientReport(entries: entries)
    }
    var report = check.report()
    report.notes.append("a random direction did not pass, so every derivative was checked")
    return report
  }
}

/// Checks the second derivatives of a function: symmetry, and differences of the gradient.
///
/// - Parameters:
///   - point: Where to check.
///   - options: Tolerances and steps.
///   - function: A function written on ``Value``.
/// - Returns: A report, which prints itself.
/// - Complexity: Some 40 gradients for each pair of numbers of the point.
public func checkHessian(
  at point: [Double], options: GradientCheckOptions = GradientCheckOptions(),
  of function: ([Value]) -> Value
) -> GradientReport {
  withoutActuallyEscaping(function) { function in
    let inputs = point.map { Value($0) }
    let isFinite = function(inputs).data.isFinite
    // The Hessian's rows are the gradients of the partial derivatives.
    let rows = point.indices.map { i in
      GradientCheck(
        point: point, options: options, mayBeUndefined: !isFinite,
        names: GradientCheck.names(of: inputs)
      ) { inputs in function(inputs).derivative(withRespectTo: inputs[i]) }
    }
    let reports = rows.enumerated().map { i, row in
      row.report { "d2f/d\(row.names[i])d\(row.names[$0])" }
    }
    var entries = reports.flatMap { $0.entries }
    var notes: [String] = []
    for i in point.indices {
      for j in 0..<i {
        let (a, b) = (rows[i].gradient[j], rows[j].gradient[i])
        let rounding = max(rows[i].chainRule.rounding[j], rows[j].chainRule.rounding[i])
        let tolerance =
          options.relativeTolerance * max(abs(a), abs(b)) + (options.absoluteTolerance ?? 0)
        if a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance + rounding { continue }
        notes.append(
          "the Hessian is not symmetric: \(entries[i * point.count + j].name) is \(a.reported), "
            + "\(entries[j * point.count + i].name) is \(b.reported)")
        entries[i * point.count + j].verdict = .failed
      }
    }
    for note in reports.flatMap({ $0.notes }) where !notes.contains(note) { notes.append(note) }
    return GradientReport(
      entries: entries, blame: reports.lazy.compactMap { $0.blame }.first, notes: notes)
  }
}
