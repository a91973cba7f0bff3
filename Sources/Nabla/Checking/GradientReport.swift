// What a gradient check found, as data: printable, comparable, codable.

/// The result of comparing derivatives with numerical differentiation.
public struct GradientReport: Sendable, Hashable, Codable {
  /// What was found.
  public enum Verdict: String, Sendable, Hashable, Codable {
    /// The derivatives agree.
    case passed
    /// A derivative is wrong.
    case failed
    /// The derivatives differ, but the differences say too little to call one wrong: their error bar
    /// is too wide, or every node's own local gradient is right all the same.
    case inconclusive
  }

  /// One derivative that was compared.
  public struct Entry: Sendable, Hashable, Codable {
    /// What was differentiated by what: `df/dx[0]`, `d2f/dx[0]dx[1]`, `direction 1`.
    public var name: String
    /// The derivative that the engine gave.
    @ReportedNumber public var given: Double
    /// The estimate from values.
    @ReportedNumber public var expected: Double
    /// How far off the estimate may be.
    @ReportedNumber public var errorBar: Double
    /// The difference, relative to the larger of the two; the difference itself where that is less
    /// and within the absolute tolerance.
    @ReportedNumber public var relativeError: Double
    /// What was found.
    public var verdict: Verdict
    /// What a reader should know: a kink, a one-sided estimate, a point where nothing can be compared.
    public var note: String?
  }

  /// The worst verdict of the entries: failed, then inconclusive, then passed.
  public var verdict: Verdict
  /// The derivatives that were compared.
  public var entries: [Entry]
  /// The node whose local gradient is wrong, if the check failed because of one.
  public var blame: Blame?
  /// What else there is to say.
  public var notes: [String]

  /// Whether every derivative agrees.
  public var passed: Bool { verdict == .passed }

  /// The largest relative error of the entries; 0 if there are none.
  public var maximumRelativeError: Double {
    // NaN counts as the largest.
    entries.map { $0.relativeError }.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
  }

  init(entries: [Entry], blame: Blame? = nil, notes: [String] = []) {
    self.entries = entries
    self.blame = blame
    self.notes = notes
    let verdicts = Set(entries.map { $0.verdict })
    verdict =
      verdicts.contains(.failed)
      ? .failed : verdicts.contains(.inconclusive) ? .inconclusive : .passed
  }
}

extension GradientReport: CustomStringConvertible {
  /// The verdict in one line, a line for each derivative of a short list and for each that did not
  /// pass of a long one, and who is to blame.
  public var description: String {
    var lines = [summary]
    let shown =
      entries.count <= 8 ? entries : entries.filter { $0.verdict != .passed || $0.note != nil }
    lines += shown.prefix(20).map { "  \($0)" }
    if shown.count > 20 { lines.append("  … \(shown.count - 20) more") }
    if let blame { lines.append("\(blame)") }
    lines += notes.map { "note: \($0.visible)" }
    return lines.joined(separator: "\n")
  }

  private var summary: String {
    let derivatives = entries.count == 1 ? "1 derivative" : "\(entries.count) derivatives"
    let failures = entries.count { $0.verdict != .passed }
    let of = failures == 0 ? derivatives : "\(failures) of \(derivatives)"
    return
      "gradient check \(verdict): \(of), largest relative error \(maximumRelativeError.reported)"
  }
}

extension GradientReport.Entry: CustomStringConvertible {
  /// The entry in one line.
  public var description: String {
    let note = note.map { "; \($0.visible)" } ?? ""
    let numbers = "given \(given.reported), expected \(expected.reported) ± \(errorBar.briefly)"
    return "\(verdict) \(name.visible): \(numbers)\(note)"
  }
}

extension GradientReport.Verdict: CustomStringConvertible {
  /// The verdict as a word.
  public var description: String { rawValue }
}
