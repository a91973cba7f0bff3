// Curves: where points lie, what is left out, and how it looks in a terminal.

import Nabla
@testable import NablaDrawing
import Testing

@Suite("Curves")
struct LineChartTests {
  @Test("points lie where the axes say")
  func coordinates() throws {
    let chart = LineChart(
      title: "t", yScale: .logarithmic, series: [.init("s", x: [0, 5, 10], y: [1, 10, 100])])
    let picture = try #require(PictureReader(chart.svg()))
    let path = try #require(picture.paths(ofClass: "curve").first)
    let corners = PictureReader.corners(of: path)
    try #require(corners.count == 1 && corners[0].count == 3)
    let line = corners[0]
    // Equal steps of x, equal ratios of y: the middle point is in the middle, to a hundredth.
    #expect(abs(line[1].x - (line[0].x + line[2].x) / 2) < 0.011)
    #expect(abs(line[1].y - (line[0].y + line[2].y) / 2) < 0.011)
    #expect(line[0].x < line[2].x && line[0].y > line[2].y)
    // The labels 0 and 10 stand below the ends, 1 and 100 beside them.
    let texts = picture.texts
    let below = texts.filter {
      ["4", "6"].contains($0.text) && $0.attributes["text-anchor"] == "middle"
    }
    #expect(abs(below.reduce(0) { $0 + $1.number("x") } / 2 - line[1].x) < 0.011)
    let ten = try #require(texts.first { $0.text == "10" && $0.attributes["text-anchor"] == "end" })
    #expect(abs(ten.number("y") - 4 - line[1].y) < 0.011)
  }

  @Test("what has no place leaves a gap, and the caption says so")
  func gaps() throws {
    let x: [Double] = [0, 1, 2, 3, 4, 5, 6]
    let y: [Double] = [1, 2, .nan, 4, .infinity, -1, 3]
    let chart = LineChart(
      title: "t", yScale: .logarithmic, series: [.init("s", x: x, y: y)])
    #expect(
      chart.caption == [
        "2 points left out: NaN or infinite.",
        "1 point left out: not positive, which a logarithmic axis has no place for.",
      ])
    let picture = try #require(PictureReader(chart.svg()))
    // 0 to 1 is a line; 3 and 6 stand alone, as dots.
    let line = try #require(picture.paths(ofClass: "curve").first)
    #expect(PictureReader.corners(of: line).map(\.count) == [2])
    let dots = try #require(picture.paths(ofClass: "points").first)
    #expect(dots.filter { $0 == "M" }.count == 2)
    #expect(picture.texts.contains { $0.text.hasPrefix("2 points left out") })
    #expect(chart.text().contains("2 points left out"))
  }

  @Test("nothing to show is said")
  func empty() throws {
    for series in [[], [LineChart.Series("s", x: [], y: [])], [.init("s", x: [1], y: [.nan])]] {
      let chart = LineChart(title: "t", series: series)
      try ChartLayoutTests.check(chart.svg())
      #expect(chart.text().contains("There is no data to show."))
      #expect(PictureReader(chart.svg())?.texts.contains { $0.text == "no data" } == true)
    }
  }

  @Test("a single point and constant data lie in the middle")
  func constant() throws {
    for y in [0, 5, -1e9, 1e-300, 1.7e308, Double.leastNonzeroMagnitude] {
      let chart = LineChart(title: "t", series: [.init("s", x: [3, 4], y: [y, y])])
      #expect(chart.vertical.range.lower < y && y < chart.vertical.range.upper)
      // At the end of all numbers there is no room above.
      if y < 1e308 { #expect(abs(chart.vertical.range.fraction(of: y) - 0.5) < 1e-6) }
      try ChartLayoutTests.check(chart.svg(), "\(y)")
    }
    let point = LineChart(title: "t", series: [.init("s", x: [3], y: [5])])
    #expect(PictureReader(point.svg())?.paths(ofClass: "points").count == 1)
  }

  @Test("many points make a small picture with all its peaks")
  func thinning() throws {
    var y = Array(repeating: 1.0, count: 300_000)
    y[154_321] = 9
    let x = y.indices.map { Double($0) }
    let svg = LineChart(title: "t", series: [.init("s", x: x, y: y)]).svg()
    #expect(svg.description.utf8.count < 60000)
    let path = try #require(PictureReader(svg)?.paths(ofClass: "curve").first)
    let heights = PictureReader.corners(of: path).joined().map(\.y)
    let (top, bottom) = (try #require(heights.min()), try #require(heights.max()))
    // The plot is 300 high, with a margin of 4 % above and below.
    #expect(bottom - top > 270)
  }

  @Test("a curve in plain characters")
  func ascii() {
    let chart = LineChart(
      title: "Squares", xLabel: "x", yLabel: "y",
      series: [.init("", x: [0, 1, 2, 3, 4], y: [0, 1, 4, 9, 16])])
    let lines = chart.text(width: 30, height: 12, characters: .ascii).split(separator: "\n")
    #expect(lines.count == 12)
    #expect(lines.first == "Squares")
  }

  @Test("sizes that make no sense are made some that do")
  func sizes() throws {
    let chart = LineChart(title: "t", series: [.init("s", x: [0, 1], y: [0, 1])])
    for size in [-1, 0, Double.nan, .infinity] {
      try ChartLayoutTests.check(chart.svg(width: size, height: size))
    }
    for size in [Int.min, -1, 0, 1, Int.max] {
      #expect(!chart.text(width: size, height: size).isEmpty)
    }
  }

  @Test("curves that meet are told apart by letters")
  func letters() {
    let chart = LineChart(
      title: "t",
      series: [.init("up", x: [0, 1], y: [0, 1]), .init("down", x: [0, 1], y: [1, 0])])
    let plain = chart.text(width: 40, height: 15, characters: .ascii)
    #expect(plain.contains("a up   b down"))
    #expect((1...4).contains(plain.filter { $0 == "*" }.count))
    let dots = chart.text(width: 40, height: 15)
    for letter in ["a", "b"] { #expect(dots.filter { String($0) == letter }.count >= 3) }
    #expect(dots.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
  }

  @Test("losses have a logarithmic axis if they are positive")
  func losses() {
    #expect(LossChart(training: [1, 0.1]).chart.yScale == .logarithmic)
    #expect(LossChart(training: [1, 0.1, 0]).chart.yScale == .linear)
    #expect(LossChart(training: [1, .nan, 0.1]).chart.yScale == .logarithmic)
    #expect(LossChart(training: [1, 0.1], scale: .linear).chart.yScale == .linear)
    #expect(LossChart(training: []).chart.isEmpty)
    let chart = LossChart(training: [1, 0.5, 0.25], validation: [1.5, 0.75, 0.8])
    #expect(
      chart.chart.caption == [
        "The last training loss is 0.25, at epoch 3.",
        "The smallest validation loss is 0.75, at epoch 2.",
      ])
  }
}
