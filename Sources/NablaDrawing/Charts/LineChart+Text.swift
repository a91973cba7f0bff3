// Curves in a terminal.

extension LineChart: CustomStringConvertible {
  /// The chart for a terminal of the usual size.
  public var description: String { text() }

  /// The chart for a terminal.
  ///
  /// With dots, curves are told apart by letters that stand on them here and there; in plain characters
  /// they are drawn with their letters, and `*` stands where two meet.
  ///
  /// - Parameters:
  ///   - width: How many columns it may take, at least 24.
  ///   - height: How many lines it should take; a plot has four lines at least.
  ///   - characters: What it is drawn with.
  /// - Returns: The lines, without a line break at the end.
  public func text(
    width: Int = 72, height: Int = 20, characters: TerminalCharacters = .braille
  ) -> String {
    var page = TextPage(width: width, characters: characters)
    page.addWords(title)
    // A single curve of dots has no letter on it.
    if characters == .ascii || series.count > 1 {
      page.addLegend(
        series.indices.filter { !series[$0].name.isEmpty }
          .map { (letter(of: $0), series[$0].name) })
    }
    var below = TextPage(width: width, characters: characters)
    below.addWords(caption.joined(separator: " "), atMost: 6)
    let taken =
      page.lines.count + below.lines.count + (yLabel.isEmpty ? 0 : 1)
      + (xLabel.isEmpty ? 2 : 3)
    var plot = TextPlot(horizontal, vertical, on: page, height: min(max(0, height), 400) - taken)
    draw(in: &plot)
    plot.finish(on: &page)
    below.lines.forEach { page.add($0) }
    return page.text
  }

  /// The letter of a curve; a chart of one curve in plain characters has stars.
  private func letter(of index: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return series.count == 1 ? "*" : letters[index % letters.count]
  }

  private func draw(in plot: inout TextPlot) {
    var cells = series.map { _ in [Int]() }
    for index in series.indices {
      for piece in pieces(of: series[index]) {
        let steps = piece.map { plot.place($0) }
        for (start, end) in zip(steps, steps.dropFirst() + steps.suffix(1)) {
          cells[index] += plot.canvas.line(from: start, to: end, letter: letter(of: index))
        }
      }
    }
    guard plot.canvas.characters == .braille, series.count > 1 else { return }
    for index in series.indices { label(index, cells[index], in: &plot.canvas) }
  }

  /// Writes a curve's letter on it, at columns that the other curves do not use.
  private func label(_ index: Int, _ cells: [Int], in canvas: inout TextCanvas) {
    let spacing = max(8, 4 * series.count)
    let phase = index * spacing / series.count
    var count = 0
    for cell in cells where cell % canvas.columns % spacing == phase && !canvas.hasLetter(in: cell)
    {
      // One letter in each column, also where the curve is steep.
      let above = (0..<canvas.rows).contains {
        let other = $0 * canvas.columns + cell % canvas.columns
        return canvas.hasLetter(in: other)
      }
      if above { continue }
      canvas.write(letter(of: index), in: cell)
      count += 1
    }
    if count == 0, let cell = cells.last(where: { !canvas.hasLetter(in: $0) }) {
      canvas.write(letter(of: index), in: cell)
    }
  }
}
