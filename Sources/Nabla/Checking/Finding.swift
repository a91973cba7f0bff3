// One gradient check under way: what the engine gave, what differences say, and the verdict. A kink
// is judged in Finding+Kink.swift, and what failed is looked into in Suspicion.swift.

/// One derivative compared.
struct Finding {
  var entry: GradientReport.Entry
  /// Whether the differences are borne out by those of smaller steps.
  let isCertain: Bool
}

/// One check under way: the point, what the engine gave, and how to compare.
struct GradientCheck {
  let point: [Double]
  let options: GradientCheckOptions
  let function: ([Value]) -> Value
  /// Whether the function may be NaN: then a NaN gradient is right.
  let mayBeUndefined: Bool
  /// The gradient by ``Value/backward(seed:)``: what is checked.
  let gradient: [Double]
  /// The gradient by ``Value/derivatives(withRespectTo:)``.
  let derivatives: [Double]
  let chainRule: ChainRule
  let value: Double
  /// What the inputs are called: their labels if the function gave them any, else x[0], x[1] etc.
  let names: [String]

  init(
    point: [Double], options: GradientCheckOptions, mayBeUndefined: Bool = true,
    names: [String]? = nil, function: @escaping ([Value]) -> Value
  ) {
    self.point = point
    self.options = options
    self.function = function
    self.mayBeUndefined = mayBeUndefined
    let inputs = point.map { Value($0) }
    let output = function(inputs)
    output.backward()
    value = output.data
    gradient = inputs.map { $0.gradient }
    derivatives = output.derivatives(withRespectTo: inputs).map { $0.data }
    chainRule = ChainRule(of: output, withRespectTo: inputs)
    self.names = names ?? Self.names(of: inputs)
  }

  static func names(of inputs: [Value]) -> [String] {
    inputs.enumerated().map { $1.label ?? "x[\($0)]" }
  }

  /// The inputs whose derivative is another by `derivative(withRespectTo:)` than by `backward()`.
  var disagreements: [Int] {
    point.indices.filter { !chainRule.isSame(gradient[$0], derivatives[$0], for: $0) }
  }

  /// Compares one derivative along a line.
  func compare(
    _ name: String, along line: Line, given: Double, rounding: Double
  ) -> Finding {
    let along = LineFunction(line, of: function)
    if let entry = entryOfUndefined(name, given, along) {
      return Finding(entry: entry, isCertain: false)
    }
    switch along.piece(from: options.step) {
    case .smooth(let search):
      return compare(name, given, rounding, search)
    case .kink(let left, let right, let node):
      return compare(name, given, rounding, Kink(left: left, right: right, node: node), along)
    }
  }

  /// What is said where the function is not finite at the point, so that there are no differences.
  private func entryOfUndefined(
    _ name: String, _ given: Double, _ along: LineFunction
  ) -> GradientReport.Entry? {
    guard !value.isFinite else { return nil }
    let verdict: GradientReport.Verdict
    let note: String
    switch (value.isNaN, given.isNaN) {
    case (true, true) where mayBeUndefined: (verdict, note) = (.passed, "the function is nan here")
    case (true, true):
      (verdict, note) = (.inconclusive, "the gradient is nan where the function is finite")
    case (true, false) where along.isFiniteBeside:
      (verdict, note) = (.failed, "the function is nan at this point, so it has no derivative here")
    default:
      verdict = .inconclusive
      note = "the function is \(value.reported) here: there are no differences to compare with"
    }
    return GradientReport.Entry(
      name: name, given: given, expected: .nan, errorBar: .nan,
      relativeError: given.isNaN ? 0 : .nan, verdict: verdict, note: note)
  }

  // MARK: - On a smooth piece

  func compare(
    _ name: String, _ given: Double, _ rounding: Double, _ search: ScaleSearch
  ) -> Finding {
    let estimate = search.best
    let expected = estimate.value
    let note: String? =
      switch estimate.side {
      case _ where expected.isNaN: "the function is finite at this point alone"
      case _ where expected.isInfinite && given.isFinite:
        "the differences grow without end: an infinite slope, or a jump of the function"
      case .both: nil
      case .left: "one-sided: from steps to the left"
      case .right: "one-sided: from steps to the right"
      }
    return Finding(
      entry: GradientReport.Entry(
        name: name, given: given, expected: expected, errorBar: estimate.errorBar,
        relativeError: relativeError(given, expected, absoluteTolerance(search)),
        verdict: verdict(given, rounding, search), note: note),
      isCertain: expected.isFinite && search.found.first?.isBorneOut == true)
  }

  private func verdict(
    _ given: Double, _ rounding: Double, _ search: ScaleSearch
  ) -> GradientReport.Verdict {
    let estimate = search.best
    if estimate.value.isNaN { return .inconclusive }
    if given == estimate.value { return .passed }
    if given.isNaN, estimate.value.isInfinite { return .inconclusive }
    guard given.isFinite, estimate.value.isFinite else { return .failed }
    let difference = abs(given - estimate.value)
    if difference <= tolerance(given, estimate.value, absoluteTolerance(search)) + rounding {
      return .passed
    }
    return difference <= 10 * estimate.errorBar || search.hasRival(of: given)
      ? .inconclusive : .failed
  }

  func absoluteTolerance(_ search: ScaleSearch) -> Double {
    if let tolerance = options.absoluteTolerance { return tolerance }
    return search.found.first?.negligible ?? 0
  }

  func tolerance(_ a: Double, _ b: Double, _ absolute: Double) -> Double {
    options.relativeTolerance * max(abs(a), abs(b)) + absolute
  }

  func relativeError(_ a: Double, _ b: Double, _ absolute: Double) -> Double {
    if a == b || (a.isNaN && b.isNaN) { return 0 }
    let difference = abs(a - b)
    guard difference.isFinite else { return difference }
    let relative = difference / max(abs(a), abs(b))
    return difference <= absolute ? min(difference, relative) : relative
  }
}
