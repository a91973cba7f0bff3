// Words in charts: broken into lines, shortened, and kept apart.

/// How the words of a chart are measured: in a picture or in a terminal.
struct TextMeasure: Sendable {
  let width: @Sendable (String) -> Double
  /// What stands for the rest of a shortened text.
  var ellipsis = "…"

  /// Units of the font size.
  static let picture = TextMeasure { $0.width }
}

extension String {
  /// This text in lines, the last one shortened.
  ///
  /// - Parameters:
  ///   - limit: The width of a line.
  ///   - count: How many lines there may be.
  ///   - measure: How widths are measured.
  /// - Returns: The lines; none for a text of spaces.
  func lines(ofWidth limit: Double, atMost count: Int, _ measure: TextMeasure = .picture)
    -> [String]
  {
    var lines: [String] = []
    for word in visible.split(whereSeparator: \.isWhitespace) {
      // What the last line has no room for is not collected.
      if lines.count == count, measure.width(lines[count - 1]) > limit { break }
      if let last = lines.last, lines.count == count || measure.width("\(last) \(word)") <= limit {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { $0.fitted(to: limit, measure) }
  }

  /// What is visible of this text, or its beginning with an ellipsis.
  func fitted(to limit: Double, _ measure: TextMeasure = .picture) -> String {
    let whole = visible
    let room = limit - measure.width(measure.ellipsis)
    var used = 0.0
    // What has room beside an ellipsis.
    var beginning = ""
    for character in whole {
      used += measure.width(String(character))
      if used > limit { return beginning + measure.ellipsis }
      if used <= room { beginning.append(character) }
    }
    return whole
  }
}

/// A line of text in a picture.
struct ChartLabel {
  enum Anchor: String { case start, middle, end }

  let text: String
  let x: Double
  /// Where the letters stand.
  let baseline: Double
  let size: Double
  var anchor = Anchor.start
  var role = ColorRole.text
  var isBold = false
  /// The whole text, where the line holds only its beginning.
  var whole: String?

  /// The element; a shortened text tells its whole when pointed at.
  var element: SVGElement {
    var style = "fill:\(role.css)"
    if isBold { style += ";font-weight:bold" }
    let label = SVGElement(
      "text",
      [
        ("x", .number(x)), ("y", .number(baseline)), ("font-size", .number(size)),
        ("text-anchor", .text(anchor.rawValue)), ("style", .text(style)),
      ], text: text)
    guard let whole = whole?.visible, whole != text else { return label }
    return SVGElement("g", [], [SVGElement("title", text: whole), label])
  }
}

/// A count with its noun: `1 point`, `3 points`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)" + (count == 1 ? "" : "s")
}

/// A number with about three digits, for sentences: `0.00312`, `1.2e-09`, `297`.
func briefly(_ number: Double) -> String {
  guard number.isFinite, number != 0 else { return NumberStyle.full.text(number) }
  let (digits, exponent) = NumberStyle.decimal(number.magnitude)
  var leading = digits.prefix(3).reduce(0) { 10 * $0 + $1 }
  for _ in digits.prefix(3).count..<3 { leading *= 10 }
  if digits.count > 3, digits[3] >= 5 { leading += 1 }
  let tick = Tick(significand: number < 0 ? -leading : leading, exponent: exponent - 2)
  guard (-4...5).contains(exponent) else { return tick.scientific }
  var text = tick.plain
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  return text.hasSuffix(".") ? String(text.dropLast()) : text
}
