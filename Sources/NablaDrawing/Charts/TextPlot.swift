// The page of a chart in a terminal: title, legend, a canvas with axes, caption, none wider than asked.

/// A chart in characters under way.
struct TextPage {
  let width: Int
  let characters: TerminalCharacters
  private(set) var lines: [String] = []

  init(width: Int, characters: TerminalCharacters) {
    self.width = min(max(24, width), 1000)
    self.characters = characters
  }

  mutating func add(_ line: String) { lines.append(line) }

  /// Words, broken into lines.
  mutating func addWords(_ text: String, atMost count: Int = 2) {
    lines += text.lines(ofWidth: Double(width), atMost: count, characters.measure)
  }

  /// Letters with the names that they stand for, in rows.
  mutating func addLegend(_ entries: [(letter: Character, name: String)]) {
    var row = ""
    for entry in entries.prefix(ChartPage.longestLegend) {
      let name = entry.name.fitted(to: Double(min(34, width - 3)), characters.measure)
      let text = "\(entry.letter) \(name)"
      if !row.isEmpty, row.columns + 3 + text.columns > width {
        lines.append(row)
        row = ""
      }
      row += (row.isEmpty ? "" : "   ") + text
    }
    if !row.isEmpty { lines.append(row) }
    if entries.count > ChartPage.longestLegend {
      lines.append("and \(entries.count - ChartPage.longestLegend) more")
    }
  }

  /// The page, without spaces at the ends of lines.
  var text: String {
    lines.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

/// A canvas with two axes.
struct TextPlot {
  var canvas: TextCanvas
  private let rows: Ticks
  private let columns: Ticks
  private let horizontal: AxisPlan
  private let vertical: AxisPlan
  private let labelWidth: Int
  private let room: LabelRoom

  init(_ horizontal: AxisPlan, _ vertical: AxisPlan, on page: TextPage, height: Int) {
    self.horizontal = horizontal
    self.vertical = vertical
    let height = min(max(4, height), 400)
    rows = Ticks(
      vertical.range,
      room: LabelRoom(length: Double(height - 1), gap: 1, count: max(3, height / 3)) { _ in 1 },
      isWhole: vertical.isWhole)
    labelWidth = rows.majors.map(\.label.count).max() ?? 0
    let width = max(8, page.width - labelWidth - 3)
    room = LabelRoom(
      length: Double(width - 1), gap: 3, count: max(2, width / 10),
      overhang: (Double(labelWidth), 0.5)
    ) { Double($0.count) }
    columns = Ticks(horizontal.range, room: room, isWhole: horizontal.isWhole)
    canvas = TextCanvas(columns: width, rows: height, characters: page.characters)
  }

  /// Where a point lies, in the canvas's finest steps.
  func place(_ point: LineChart.Point) -> (x: Int, y: Int) {
    (
      canvas.x(horizontal.range.fraction(of: point.x)),
      canvas.y(vertical.range.fraction(of: point.y))
    )
  }

  /// Puts axes, labels and what has been drawn onto the page.
  func finish(on page: inout TextPage) {
    let isPlain = canvas.characters == .ascii
    let yTitle = rows.title(vertical.title)
    if !yTitle.isEmpty { page.addWords(yTitle, atMost: 1) }
    var labels: [Int: String] = [:]
    for major in rows.majors {
      labels[canvas.cell(0, canvas.y(vertical.range.fraction(of: major.value))) / canvas.columns] =
        major.label
    }
    for (row, line) in canvas.lines.enumerated() {
      let label = (labels[row] ?? "").padded(to: labelWidth, .end)
      let tick = isPlain ? (labels[row] == nil ? "|" : "+") : (labels[row] == nil ? "│" : "┤")
      page.add("\(label) \(tick)\(line)")
    }
    addHorizontalAxis(to: &page, isPlain)
  }

  private func addHorizontalAxis(to page: inout TextPage, _ isPlain: Bool) {
    var axis = Array(repeating: Character(isPlain ? "-" : "─"), count: canvas.columns)
    var words = Array(repeating: Character(" "), count: page.width)
    let start = labelWidth + 2
    for major in columns.majors {
      let fraction = horizontal.range.fraction(of: major.value)
      let column = Int((fraction * Double(canvas.columns - 1)).rounded())
      axis[column] = isPlain ? "+" : "┬"
      let middle = room.middle(of: major.label, at: fraction)
      let first = start + Int((middle - Double(major.label.count - 1) / 2).rounded())
      for (i, letter) in major.label.enumerated() where words.indices.contains(first + i) {
        words[first + i] = letter
      }
    }
    let margin = String(repeating: " ", count: labelWidth + 1)
    page.add(margin + (isPlain ? "+" : "└") + String(axis))
    page.add(String(words))
    let title = columns.title(horizontal.title).fitted(
      to: Double(canvas.columns), canvas.characters.measure)
    if !title.isEmpty {
      page.add(margin + " " + title.padded(to: canvas.columns, .middle))
    }
  }
}
