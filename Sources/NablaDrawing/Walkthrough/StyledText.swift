// Lines for a terminal: text whose parts have a role, columns that line up, and colour only where it
// is wanted.

/// A line, or a part of one.
struct StyledText {
  enum Role {
    case plain, heading, value, gradient, muted

    /// The parameters of the escape sequence that begins it (ECMA-48, SGR).
    fileprivate var code: String? {
      switch self {
      case .plain: nil
      case .heading: "1"
      case .value: "32"
      case .gradient: "31"
      case .muted: "2"
      }
    }
  }

  private var parts: [(text: String, role: Role)]
  /// How many columns it takes.
  private(set) var columns: Int

  init(_ text: String = "", _ role: Role = .plain) {
    parts = [(text, role)]
    columns = text.columns
  }

  static func + (x: StyledText, y: StyledText) -> StyledText {
    var sum = x
    sum.parts += y.parts
    sum.columns += y.columns
    return sum
  }

  static func + (x: StyledText, y: String) -> StyledText { x + StyledText(y) }

  /// The text with spaces behind it up to a width.
  func padded(to width: Int) -> StyledText {
    columns < width ? self + String(repeating: " ", count: width - columns) : self
  }

  /// The text, with escape sequences if it is to be coloured, without spaces at the end.
  func text(colored: Bool) -> String {
    let text = parts.map { part in
      guard colored, let code = part.role.code, !part.text.isEmpty else { return part.text }
      return "\u{1B}[\(code)m\(part.text)\u{1B}[0m"
    }.joined()
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}

/// Rows whose cells line up, and lines between them that do not.
struct StyledTable {
  enum Row {
    case cells([StyledText])
    case line(StyledText)
  }

  /// Cells beyond this width push the rest of their row to the right instead of all rows.
  private static let cellLimit = 48

  var rows: [Row] = []
  var indent = 2

  mutating func add(_ cells: StyledText...) { rows.append(.cells(cells)) }
  mutating func addLine(_ line: StyledText) { rows.append(.line(line)) }

  /// The lines, columns two spaces apart.
  var lines: [StyledText] {
    let widths = columnWidths
    return rows.map { row in
      switch row {
      case .line(let line): return line
      case .cells(let cells):
        let start = StyledText(String(repeating: " ", count: indent))
        return cells.enumerated().reduce(start) { line, cell in
          let (column, text) = cell
          guard widths[column] > 0 || text.columns > 0 else { return line }
          // A cell that is too long still keeps its distance from the next.
          return line + text.padded(to: max(widths[column], text.columns) + 2)
        }
      }
    }
  }

  private var columnWidths: [Int] {
    var widths: [Int] = []
    for case .cells(let cells) in rows {
      for (column, cell) in cells.enumerated() {
        if column == widths.count { widths.append(0) }
        if cell.columns <= Self.cellLimit { widths[column] = max(widths[column], cell.columns) }
      }
    }
    return widths
  }
}
