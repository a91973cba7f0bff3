// What must hold for every chart, whatever is in it: it parses, no text covers another or leaves the
// page, labels stay text, and the same input gives the same bytes.

import Nabla
@testable import NablaDrawing
import Testing

@Suite("Charts of anything")
struct ChartLayoutTests {
  static let hostileLabels = [
    "</text><script>alert(1)</script>", "a & b \" ' > <", "]]>", "\u{0}\u{1B}[31m", "",
    "שלום עולם", "مرحبا", "👩‍👩‍👧 family", "\u{202E}reversed", "two\nlines",
    String(repeating: "very long ", count: 40), String(repeating: "W", count: 300),
  ]

  /// The rectangle that a text takes, by the estimate that layouts use.
  private struct Box {
    let left: Double, right: Double, top: Double, bottom: Double
    let text: String

    init(_ element: PictureReader.Element) {
      let size = element.number("font-size")
      let width = element.text.width * size
      let x = element.number("x")
      left =
        switch element.attributes["text-anchor"] {
        case "middle": x - width / 2
        case "end": x - width
        default: x
        }
      right = left + width
      top = element.number("y") - 0.8 * size
      bottom = element.number("y") + 0.2 * size
      text = element.text
    }

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  /// Fails if the picture does not parse, or a text leaves it or covers another.
  static func check(_ svg: SVG, _ hint: String = "") throws {
    let picture = try #require(PictureReader(svg), "not well-formed: \(hint)")
    #expect(!picture.elements.contains { $0.name == "script" })
    let boxes = picture.texts.map(Box.init)
    for (i, box) in boxes.enumerated() {
      let isInside =
        box.left >= 0 && box.right <= svg.width + 0.01 && box.top >= 0 && box.bottom <= svg.height
      if !isInside { Issue.record("\"\(box.text)\" leaves the page: \(hint)") }
      for other in boxes[..<i] where box.overlaps(other) {
        Issue.record("\"\(box.text)\" covers \"\(other.text)\": \(hint)")
      }
    }
    // Every coordinate is a number.
    for element in picture.elements {
      for name in ["x", "y", "width", "height"] {
        guard let text = element.attributes[name] else { continue }
        #expect(Double(text)?.isFinite == true, "\(name) = \(text): \(hint)")
      }
    }
  }

  /// Fails if a line is wider than asked, or holds what moves the cursor.
  static func check(_ text: String, width: Int, isASCII: Bool = false) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.reduce(0) { $0 + $1.columns } <= width, "\(line)")
      #expect(
        !line.unicodeScalars.contains { $0.value < 0x20 || (0x202A...0x202E).contains($0.value) })
      if isASCII { #expect(line.allSatisfy { $0.isASCII }, "\(line)") }
    }
  }

  @Test("labels may hold anything")
  func hostile() throws {
    for label in Self.hostileLabels {
      let charts: [SVG] = [
        LineChart(
          title: label, xLabel: label, yLabel: label,
          series: [.init(label, x: [0, 1], y: [0, 1]), .init(label, x: [0, 1], y: [1, 0])],
          notes: [label]
        ).svg(),
        LossChart(training: [1, 0.5], title: label, step: label).svg(),
        DecisionBoundary(
          points: [.init(x: 0, y: 0, classIndex: 0), .init(x: 1, y: 1, classIndex: 1)],
          classNames: [label, label], resolution: 4, title: label, xLabel: label, yLabel: label
        ) { x, y in x + y }.svg(),
        ConfusionChart(counts: [[1, 2], [3, 4]], classNames: [label, label], title: label).svg(),
        WeightImages(
          [[1, -1], [2, 0]], width: 2, height: 1, names: [label, label], title: label
        )
        .svg(),
        ActivationChart([(label, { tanh($0) })], title: label).svg(),
        DifferenceErrorChart(at: 1, title: label) { x in x * x * x }.svg(),
      ]
      for svg in charts { try Self.check(svg, "label \(label.prefix(20))") }
      for characters in TerminalCharacters.allCases {
        Self.check(
          LineChart(
            title: label, xLabel: label, yLabel: label,
            series: [.init(label, x: [0, 1], y: [0, 1]), .init(label, x: [0, 1], y: [1, 0])]
          ).text(width: 50, characters: characters), width: 50)
        Self.check(
          ConfusionChart(counts: [[1, 2], [3, 4]], classNames: [label, label], title: label)
            .text(width: 60, characters: characters), width: 60)
      }
    }
  }

  @Test("random curves: no text covers another, and the same data give the same bytes")
  func randomCurves() throws {
    var generator = ChartNumbers(seed: 4)
    for round in 0..<90 {
      let scales: [AxisScale] = [.linear, .logarithmic]
      let seriesCount = generator.next(below: 9)
      let series = (0..<seriesCount).map { index in
        let count = [0, 1, 2, 7, 40][generator.next(below: 5)]
        let base = generator.number()
        let y = (0..<count).map { _ in
          switch generator.next(below: 20) {
          case 0: Double.nan
          case 1: Double.infinity
          case 2...9: base
          default: generator.number()
          }
        }
        return LineChart.Series(
          "series \(index)", x: (0..<count).map { _ in generator.number() }, y: y,
          style: [.line, .dashed, .marked][generator.next(below: 3)])
      }
      let chart = LineChart(
        title: "Round \(round)", xLabel: "x", yLabel: "y",
        xScale: scales[generator.next(below: 2)], yScale: scales[generator.next(below: 2)],
        series: series)
      let width = Double(300 + generator.next(below: 500))
      let height = Double(80 + generator.next(below: 300))
      let svg = chart.svg(width: width, height: height)
      try Self.check(svg, "seed 4, round \(round)")
      #expect(svg == chart.svg(width: width, height: height))
      let text = chart.text(width: 30 + round % 60, characters: .ascii)
      Self.check(text, width: 30 + round % 60, isASCII: true)
      #expect(text == chart.text(width: 30 + round % 60, characters: .ascii))
      Self.check(chart.text(width: 30 + round % 60), width: 30 + round % 60)
    }
  }

  @Test("random matrices and images: no text covers another")
  func randomTables() throws {
    var generator = ChartNumbers(seed: 5)
    for round in 0..<20 {
      let count = generator.next(below: 24)
      let names = (0..<count).map { "name \($0)" + String(repeating: "x", count: $0 % 9) }
      let largest = [3, 300, 3_000_000][generator.next(below: 3)]
      let chart = ConfusionChart(
        counts: names.map { _ in names.map { _ in generator.next(below: largest) } },
        classNames: names)
      try Self.check(chart.svg(), "seed 5, round \(round)")
      let images = WeightImages(
        names.map { _ in (0..<12).map { _ in generator.unit() } }, width: 4, height: 3,
        names: names)
      try Self.check(images.svg(width: Double(300 + 20 * round)), "seed 5, round \(round)")
      Self.check(images.text(characters: .ascii), width: 72, isASCII: true)
      #expect(images.svg() == images.svg())
    }
  }

  @Test("random decisions and functions: no text covers another")
  func randomPanels() throws {
    var generator = ChartNumbers(seed: 6)
    for round in 0..<5 {
      let points = (0..<generator.next(below: 6)).map { index in
        DecisionBoundary.Point(
          x: generator.number(), y: generator.number(), classIndex: index % 4)
      }
      let boundary = DecisionBoundary(points: points, resolution: 3) { x, y in x - y }
      try Self.check(boundary.svg(width: Double(300 + 50 * round)), "seed 6, round \(round)")
      Self.check(boundary.text(width: 30 + round), width: 30 + round)
      let ends = [generator.number(), generator.number()].sorted()
      guard ends[0] < ends[1] else { continue }
      let (a, b) = (generator.number(), generator.number())
      let functions: [(name: String, function: (Value) -> Value)] = [
        ("a", { sin($0) * b + a }), ("b", { relu($0 * b) }), ("c", { exp($0) }), ("d", { a / $0 }),
      ]
      let panels = ActivationChart(functions, over: ends[0]...ends[1])
      try Self.check(panels.svg(width: Double(300 + 100 * round)), "seed 6, round \(round)")
    }
  }

  @Test("each appearance has its colours")
  func appearance() {
    let chart = LossChart(training: [1, 0.5, 0.25])
    #expect(!chart.svg(appearance: .light).description.contains("prefers-color-scheme"))
    #expect(chart.svg(appearance: .dark).description.contains("#14161a"))
    #expect(chart.svg(appearance: .automatic).description.contains("prefers-color-scheme:dark"))
  }
}
