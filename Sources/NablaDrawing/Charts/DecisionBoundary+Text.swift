// The decisions in a terminal: a shade for each region, the class's digit for each sample.

extension DecisionBoundary: CustomStringConvertible {
  /// The chart for a terminal of the usual size.
  public var description: String { text() }

  /// The chart for a terminal.
  ///
  /// A model that gives a probability is shown in five shades of it, one that gives scores with a shade
  /// for each class.
  ///
  /// - Parameters:
  ///   - width: How many columns it may take, at least 24.
  ///   - height: How many lines it should take.
  ///   - characters: What it is drawn with.
  /// - Returns: The lines, without a line break at the end.
  public func text(
    width: Int = 60, height: Int = 24, characters: TerminalCharacters = .braille
  ) -> String {
    var page = TextPage(width: width, characters: characters)
    page.addWords(title)
    page.addLegend(classNames.enumerated().map { (Self.digit($0), $1) })
    var below = TextPage(width: width, characters: characters)
    below.addWords(words(characters), atMost: 6)
    let taken =
      page.lines.count + below.lines.count + (yLabel.isEmpty ? 0 : 1)
      + (xLabel.isEmpty ? 2 : 3)
    var plot = TextPlot(
      AxisPlan(range: horizontal, title: xLabel), AxisPlan(range: vertical, title: yLabel),
      on: page, height: min(max(0, height), 400) - taken)
    shade(&plot.canvas)
    for point in points where isShown(point) {
      let place = plot.place(LineChart.Point(x: point.x, y: point.y))
      plot.canvas.write(Self.digit(point.classIndex), in: plot.canvas.cell(place.x, place.y))
    }
    plot.finish(on: &page)
    below.lines.forEach { page.add($0) }
    return page.text
  }

  private func words(_ characters: TerminalCharacters) -> String {
    let shades = Self.shades(characters)
    let first =
      decisions.isBinary
      ? "Shades \"\(String(shades))\": the model's answer, from 0 to 1; digits are samples."
      : "A shade for each class; digits are samples."
    return ([first] + caption(forGaps: "?").dropFirst()).joined(separator: " ")
  }

  private static func digit(_ index: Int) -> Character {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return digits[index % digits.count]
  }

  private static func shades(_ characters: TerminalCharacters) -> [Character] {
    characters == .braille ? Array(" ░▒▓█") : Array(" .:+#")
  }

  private func shade(_ canvas: inout TextCanvas) {
    let shades = Self.shades(canvas.characters)
    let count = decisions.resolution
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        let x = (Double(column) + 0.5) / Double(canvas.columns) * Double(count)
        let y = (1 - (Double(row) + 0.5) / Double(canvas.rows)) * Double(count)
        let node = Int(y.rounded()) * (count + 1) + Int(x.rounded())
        let cell = row * canvas.columns + column
        guard let decision = decisions.nodes[node] else {
          canvas.write("?", in: cell)
          continue
        }
        canvas.write(Self.shade(of: decision, decisions.isBinary, shades), in: cell)
      }
    }
  }

  private static func shade(
    of decision: DecisionGrid.Decision, _ isBinary: Bool, _ shades: [Character]
  ) -> Character {
    guard isBinary else { return shades[decision.classIndex % shades.count] }
    let strength = decision.classIndex == 1 ? decision.strength : -decision.strength
    return shades[max(0, min(4, Int(((strength + 1) * 2.5).rounded(.down))))]
  }
}
