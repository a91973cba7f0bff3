// Which classes are taken for which: counts in a square, a row for each true class.

/// A chart of a confusion matrix.
///
///     print(ConfusionChart(counts: [[10, 0], [1, 9]], classNames: ["cat", "dog"]).text())
///
/// A row is a true class, a column what its samples were taken for; so the diagonal is right. The shade of
/// a cell is its share of the row.
public struct ConfusionChart: Hashable, Sendable {
  /// The counts, by true class and then by predicted class.
  public let counts: [[Int]]
  /// The names of the classes.
  public let classNames: [String]
  /// What stands above the chart.
  public let title: String

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - counts: The counts, by true class and then by predicted class.
  ///   - classNames: The names of the classes; nil for their numbers.
  ///   - title: What stands above the chart.
  /// - Precondition: as many columns as rows, and names if there are any; no count below 0.
  public init(counts: [[Int]], classNames: [String]? = nil, title: String = "Confusion matrix") {
    for row in counts {
      precondition(
        row.count == counts.count, "expected \(counts.count) counts in a row, got \(row.count)")
      precondition(row.allSatisfy { $0 >= 0 }, "expected counts of at least 0, got \(row)")
    }
    let names = classNames ?? counts.indices.map { "\($0)" }
    precondition(
      names.count == counts.count, "expected \(counts.count) class names, got \(names.count)")
    self.counts = counts
    self.classNames = names
    self.title = title
  }

  /// The part of the samples taken for what they are; nil without samples.
  public var accuracy: Double? {
    let total = counts.joined().reduce(0) { $0 + Double($1) }
    return total == 0 ? nil : right / total
  }

  private var right: Double { counts.indices.reduce(0) { $0 + Double(counts[$1][$1]) } }

  /// The part of a row that a cell holds.
  func share(_ row: Int, _ column: Int) -> Double {
    let total = counts[row].reduce(0) { $0 + Double($1) }
    return total == 0 ? 0 : Double(counts[row][column]) / total
  }

  var caption: [String] {
    guard let accuracy else { return ["No samples."] }
    let total = counts.joined().reduce(0) { $0 + Double($1) }
    return [
      "\(NumberStyle.full.text(right)) of \(NumberStyle.full.text(total)) right, "
        + "accuracy \(Self.decimals(accuracy)).",
      "A cell's shade is its share of the row; what is off the diagonal is wrong.",
    ]
  }

  /// Three decimals; an accuracy that is not 1 is not shown as 1.
  private static func decimals(_ share: Double) -> String {
    let thousandths = Int((share * 1000).rounded())
    let shown = share < 1 ? min(thousandths, 999) : 1000
    return Tick(significand: shown, exponent: -3).plain
  }
}

extension ConfusionChart: CustomStringConvertible {
  /// The chart for a terminal of the usual size.
  public var description: String { text() }

  /// The chart for a terminal: a table, in which a dot stands for 0.
  ///
  /// - Parameters:
  ///   - width: How many columns it may take; names are shortened, counts are not.
  ///   - characters: What it is drawn with.
  /// - Returns: The lines, without a line break at the end.
  public func text(width: Int = 72, characters: TerminalCharacters = .braille) -> String {
    var page = TextPage(width: width, characters: characters)
    page.addWords(title)
    guard !counts.isEmpty else {
      page.add("no classes")
      return page.text
    }
    let digits = counts.joined().map { "\($0)".count }.max() ?? 1
    let room = (page.width - 14) / counts.count - 1
    let limit = Double(max(digits, min(12, room), 3))
    let names = classNames.map { $0.fitted(to: limit, characters.measure) }
    let rowNames = classNames.map { $0.fitted(to: 14, characters.measure) }
    let column = max(digits, names.map(\.columns).max() ?? 0)
    let margin = max(4, rowNames.map(\.columns).max() ?? 0)
    let bar = characters == .ascii ? "|" : "│"
    page.add("truth".padded(to: margin) + "  prediction")
    page.add(
      "".padded(to: margin) + "  " + names.map { " " + $0.padded(to: column, .end) }.joined())
    for (row, name) in rowNames.enumerated() {
      let cells = counts[row].map { " " + ($0 == 0 ? "." : "\($0)").padded(to: column, .end) }
      page.add(name.padded(to: margin) + " " + bar + cells.joined())
    }
    page.addWords(caption.first ?? "")
    return page.text
  }
}
