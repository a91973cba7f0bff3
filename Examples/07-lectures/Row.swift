// One row of the table: where a lecture says something, what it is, and the numbers in it.
//
// Every number has up to three versions: what the lecture prints, if it prints it; the exact one, by
// another formula or from 40-digit arithmetic; and ours. Two questions are asked, and both answered
// by comparing numbers:
// - is ours the exact one, up to a tolerance that stands beside it where it is not the usual 1e-12?
// - is the printed one the exact one, rounded to as many decimals as are printed?

/// A row, which begins with the place in the lectures.
struct Row {
  let place: String
  let title: String
  var lines: [Line] = []
  /// Why a printed number is wrong, what was chosen here, or a rule that holds.
  var note = ""

  init(_ place: String, _ title: String, _ lines: [Line] = [], note: String = "") {
    self.place = place
    self.title = title
    self.lines = lines
    self.note = note
  }
}

/// One number, or one claim.
struct Line {
  let name: String
  var printed = ""
  var exact: Double
  var ours: Double
  var tolerance = Line.usualTolerance
  var isClaim = false

  /// A few hundred roundings, and a C library whose exp is off in the last digit.
  static let usualTolerance = 1e-12

  init(
    _ name: String, printed: String = "", exact: Double, ours: Double,
    within tolerance: Double = Line.usualTolerance
  ) {
    self.name = name
    self.printed = printed
    self.exact = exact
    self.ours = ours
    self.tolerance = tolerance
  }

  /// Something that is so or not.
  static func claim(_ name: String, _ holds: Bool) -> Line {
    var line = Line(name, exact: 1, ours: holds ? 1 : 0)
    line.isClaim = true
    return line
  }

  /// Numbers with a name each.
  static func list(
    _ names: [String], exact: [Double], ours: [Double], within tolerance: Double = usualTolerance
  ) -> [Line] {
    precondition(
      exact.count == ours.count && names.count == ours.count,
      "expected \(names.count) numbers, got \(exact.count) and \(ours.count)")
    return names.indices.map {
      Line(names[$0], exact: exact[$0], ours: ours[$0], within: tolerance)
    }
  }

  /// Numbers of one kind, numbered from 1.
  static func list(
    _ name: String, exact: [Double], ours: [Double], within tolerance: Double = usualTolerance
  ) -> [Line] {
    list(exact.indices.map { "\(name)\($0 + 1)" }, exact: exact, ours: ours, within: tolerance)
  }
}

extension Line {
  /// Whether ours is the exact number: relative to it, or to 1e-15 where it is 0.
  var agrees: Bool {
    exact == ours || abs(exact - ours) <= tolerance * abs(exact) + 1e-15
  }

  /// Whether the printed number is the exact one, rounded; nil if the lecture prints none.
  var isPrintedRight: Bool? {
    guard !printed.isEmpty else { return nil }
    let decimals = printed.split(separator: ".").dropFirst().first?.count ?? 0
    return Text.fixed(exact, decimals) == printed
  }

  /// The exact number, rounded to as many decimals as the lecture prints.
  var rightlyRounded: String {
    Text.fixed(exact, printed.split(separator: ".").dropFirst().first?.count ?? 0)
  }

  var verdict: String {
    var words = agrees ? "same" : "DIFFERS"
    if tolerance != Line.usualTolerance { words += " (\(tolerance))" }
    switch isPrintedRight {
    case .some(true): words += ", printed right"
    case .some(false): words += ", printed OFF: \(rightlyRounded)"
    case .none: break
    }
    return words
  }
}
