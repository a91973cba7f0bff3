// The page of a chart, filled from top to bottom: title, legend, what is drawn, caption.
//
// Each line of text has a place of its own, and the picture grows by the lines that it needs. So the
// legend never covers data and no text covers another, however long the labels are.

/// A picture under way.
struct ChartPage {
  static let margin = 16.0
  static let titleSize = 16.0
  static let textSize = 12.0
  static let captionSize = 11.5

  let width: Double
  /// What has been drawn.
  private(set) var elements: [SVGElement] = []
  /// Where the next line begins.
  var bottom = 12.0

  /// How wide a line of text may be.
  private var lineWidth: Double { width - 2 * Self.margin }

  /// A page of that width, if it is one in which a chart can be read.
  init(width: Double) { self.width = min(max(320, width), 10000) }

  mutating func add(_ element: SVGElement) { elements.append(element) }
  mutating func add(_ more: [SVGElement]) { elements += more }
  mutating func skip(_ height: Double) { bottom += height }

  // MARK: - Words

  /// The title, in two lines at most.
  mutating func addTitle(_ title: String) {
    let lines = title.lines(ofWidth: lineWidth / Self.titleSize / 1.08, atMost: 2)
    for line in lines {
      add(
        ChartLabel(
          text: line, x: Self.margin, baseline: bottom + 16, size: Self.titleSize, isBold: true,
          whole: lines.contains { $0.hasSuffix("…") } ? title : nil
        ).element)
      bottom += 22
    }
    bottom += 4
  }

  /// What the chart leaves unsaid: lines below it.
  mutating func addCaption(_ sentences: [String]) {
    for line in sentences.joined(separator: " ")
      .lines(ofWidth: lineWidth / Self.captionSize, atMost: 8)
    {
      add(
        ChartLabel(
          text: line, x: Self.margin, baseline: bottom + 12, size: Self.captionSize, role: .muted
        ).element)
      bottom += 17
    }
  }

  /// One line of muted text, such as an axis title.
  mutating func addLine(_ text: String, x: Double, anchor: ChartLabel.Anchor = .start) {
    guard !text.isEmpty else { return }
    let room = anchor == .middle ? 2 * min(x, width - x) - 8 : width - x - 4
    add(
      ChartLabel(
        text: text.fitted(to: room / Self.textSize), x: x, baseline: bottom + 13,
        size: Self.textSize, anchor: anchor, role: .muted, whole: text
      ).element)
    bottom += 20
  }

  // MARK: - Legend

  /// The most entries that a legend shows; how many are left is said.
  static let longestLegend = 24

  /// Names with samples, in rows.
  mutating func addLegend(_ entries: [(name: String, sample: LegendSample)]) {
    let shown = entries.prefix(Self.longestLegend)
    var x = Self.margin
    for entry in shown {
      let text = entry.name.fitted(to: 240 / Self.textSize)
      let length = 30 + text.width * Self.textSize
      if x > Self.margin, x + length > width - Self.margin {
        (x, bottom) = (Self.margin, bottom + 19)
      }
      add(entry.sample.element(x: x, y: bottom + 9))
      add(
        ChartLabel(
          text: text, x: x + 28, baseline: bottom + 13, size: Self.textSize, whole: entry.name
        ).element)
      x += length + 18
    }
    if !shown.isEmpty { bottom += 24 }
    if entries.count > shown.count {
      addLine("and \(entries.count - shown.count) more", x: Self.margin)
    }
  }

  // MARK: - The whole

  /// The finished picture.
  func svg(title: String, detail: String, appearance: Appearance) -> SVG {
    SVG(
      width: width, height: bottom + 10, title: title.isEmpty ? "Chart" : title.visible,
      detail: detail.visible, appearance: appearance, content: elements)
  }
}
