// What the charts with a subject say: decisions, differences, activations, confusion, weights.

import Nabla
@testable import NablaDrawing
import Testing

@Suite("Charts with a subject")
struct ChartFactsTests {
  // MARK: - Decisions

  private static let corners = [
    DecisionBoundary.Point(x: 0, y: 0, classIndex: 0), .init(x: 1, y: 1, classIndex: 1),
  ]

  @Test("the boundary of a straight decision is a straight line through the plot")
  func boundary() throws {
    let chart = DecisionBoundary(points: Self.corners, x: 0...1, y: 0...1) { x, _ in x }
    let picture = try #require(PictureReader(chart.svg()))
    let path = try #require(picture.paths(ofClass: "boundary").first)
    let line = try #require(PictureReader.corners(of: path).first)
    // Halfway between the samples, from the floor to the top.
    let samples = picture.paths(ofClass: "sample")
    #expect(samples.count == 2)
    #expect(Set(line.map(\.x)).count == 1)
    let labels = ["0.4", "0.6"].compactMap { label in
      picture.texts.first { $0.text == label && $0.attributes["text-anchor"] == "middle" }
    }
    #expect(abs(labels.reduce(0) { $0 + $1.number("x") } / 2 - line[0].x) < 0.02)
    // The samples differ in shape: a circle is drawn with arcs, a square with lines.
    #expect(samples[0].contains("a") && samples[1].contains("L"))
  }

  @Test("a batch is asked once, for all nodes")
  func batch() {
    var calls: [Int] = []
    let one = DecisionBoundary(points: Self.corners, resolution: 8) { (rows: [[Double]]) in
      calls.append(rows.count)
      return rows.map { [$0[0] * $0[1]] }
    }
    #expect(calls == [81])
    let other = DecisionBoundary(points: Self.corners, resolution: 8) { x, y in x * y }
    #expect(one == other)
    #expect(one.svg() == other.svg())
  }

  @Test("three scores make three regions, and boundaries between them")
  func regions() {
    let chart = DecisionBoundary(points: Self.corners, x: -1...1, y: -1...1) {
      (rows: [[Double]]) in rows.map { [$0[0], -$0[0], $0[1]] }
    }
    #expect(chart.classNames == ["class 0", "class 1", "class 2"])
    let found = Set(chart.decisions.nodes.compactMap { $0?.classIndex })
    #expect(found == [0, 1, 2])
    #expect(chart.decisions.decision(column: 60, row: 5)?.classIndex == 0)
    #expect(chart.decisions.decision(column: 2, row: 5)?.classIndex == 1)
    #expect(chart.decisions.decision(column: 32, row: 60)?.classIndex == 2)
    #expect(chart.decisions.boundaries.count >= 3)
  }

  @Test("what cannot be shown is left out and said")
  func leftOut() throws {
    let points =
      Self.corners + [.init(x: .nan, y: 0, classIndex: 1), .init(x: 9, y: 0, classIndex: 0)]
    let chart = DecisionBoundary(points: points, x: 0...1, y: 0...1, resolution: 2) { x, y in
      x == 0 && y == 0 ? .nan : x
    }
    let caption = chart.caption().joined(separator: " ")
    #expect(caption.contains("2 samples left out"))
    #expect(caption.contains("not finite at 1 of 9 points"))
    try ChartLayoutTests.check(chart.svg())
    for characters in TerminalCharacters.allCases {
      let text = chart.text(width: 40, height: 20, characters: characters)
      ChartLayoutTests.check(text, width: 40, isASCII: characters == .ascii)
      #expect(text.contains("?"))
    }
    let none = DecisionBoundary(points: [], resolution: 2) { _, _ in 0.25 }
    try ChartLayoutTests.check(none.svg())
  }

  // MARK: - Differences

  // Truncation is h/2 f'' and more for forward, h^2/6 f''' and more for central differences.
  @Test("the error of differences has the shape of a V, with the slopes of the theory")
  func differences() throws {
    let chart = DifferenceErrorChart(at: 1) { x in pow(x, 3) + 0.1 * sin(x) }
    #expect(abs(chart.exact - 3.0540302305868139) < 1e-15)
    let curves = chart.chart.series
    func error(_ curve: Int, _ exponent: Int) throws -> Double {
      let h = Double(sign: .plus, exponent: exponent, significand: 1)
      return try #require(curves[curve].points.first { $0.x == h }?.y)
    }
    // Half the step: half the forward error, a quarter of the central one; 1 % for the next term.
    let forwardRatio = try error(0, -9) / error(0, -10)
    let centralRatio = try error(1, -9) / error(1, -10)
    #expect(abs(forwardRatio - 2) < 0.02 && abs(centralRatio - 4) < 0.04)
    let (forward, central) = (curves[0].points, curves[1].points)
    let best = try #require(forward.filter { $0.y > 0 }.map(\.y).min())
    // Rounding is some 1e-16 |f| / h: balanced at h = 1e-8, where the error is of that size.
    #expect(best < 1e-6 && (forward.last?.y ?? 0) > 1e-3 && forward[0].y > 0.5)
    #expect((central.filter { $0.y > 0 }.map(\.y).min() ?? 1) < best)
  }

  @Test("a point without a derivative is said, not drawn")
  func noDerivative() throws {
    for chart in [
      DifferenceErrorChart(at: 0) { x in sqrt(x) }, DifferenceErrorChart(at: -1) { x in log(x) },
      DifferenceErrorChart(at: .nan) { x in x },
    ] {
      #expect(chart.chart.caption.first?.contains("no error can be told") == true)
      try ChartLayoutTests.check(chart.svg())
    }
    // At a kink the derivative is 0, and the last bit of 0 would stretch the axis over 324 decades.
    let kink = DifferenceErrorChart(at: 0) { x in abs(x) }
    #expect(kink.exact == 0 && kink.chart.series.count == 2)
    let linear = DifferenceErrorChart(at: 1) { x in 2 * x }
    #expect(linear.chart.caption.joined().contains("hit the derivative exactly"))
  }

  // MARK: - Activations

  @Test("a derivative that jumps is broken at the jump, a steep function is not")
  func jumps() throws {
    let chart = ActivationChart([
      ("relu", { relu($0) }), ("steep", { tanh(500 * $0) }), ("elu", { elu($0, alpha: 1) }),
    ])
    func pieces(_ place: Int, _ curve: Int) -> Int {
      chart.charts[place].pieces(of: chart.charts[place].series[curve]).count
    }
    #expect(pieces(0, 0) == 1 && pieces(0, 1) == 2)
    #expect(pieces(1, 0) == 1 && pieces(2, 0) == 1 && pieces(2, 1) == 1)
    // Both sides of relu' reach the jump, to a few parts in 10^13.
    let derivative = chart.charts[0].pieces(of: chart.charts[0].series[1])
    #expect(abs(derivative[0].last?.x ?? 1) < 1e-12 && abs(derivative[1].first?.x ?? 1) < 1e-12)
    #expect(derivative[0].allSatisfy { $0.y == 0 } && derivative[1].allSatisfy { $0.y == 1 })
    try ChartLayoutTests.check(chart.svg())
    try ChartLayoutTests.check(ActivationChart([]).svg())
    try ChartLayoutTests.check(ActivationChart([("log", { log($0) })]).svg())
  }

  @Test("a pole breaks the curve, and does not flatten the rest of it")
  func pole() throws {
    let chart = ActivationChart([("tan", { tan($0) })]).charts[0]
    // Poles at -pi/2 and pi/2.
    #expect(chart.pieces(of: chart.series[0]).count == 3)
    #expect(chart.series[0].points.allSatisfy { abs($0.y) < 1000 })
  }

  @Test("the curves are the function and its derivative")
  func activation() {
    let chart = ActivationChart([("sigmoid", { sigmoid($0) })], over: -2...2)
    for point in chart.charts[0].series[1].points {
      let s = 1 / (1 + exp(-point.x))
      #expect(abs(point.y - s * (1 - s)) < 1e-15)
    }
  }

  // MARK: - Confusion

  @Test("a row is a truth, a column a prediction")
  func confusion() throws {
    let chart = ConfusionChart(counts: [[10, 0], [1, 9]], classNames: ["cat", "dog"])
    #expect(chart.accuracy == 0.95)
    #expect(
      chart.text(characters: .ascii)
        == """
        Confusion matrix
        truth  prediction
               cat dog
        cat  |  10   .
        dog  |   1   9
        19 of 20 right, accuracy 0.950.
        """)
    let texts = try #require(PictureReader(chart.svg())).texts
    func place(_ text: String) throws -> (x: Double, y: Double) {
      let element = try #require(texts.first { $0.text == text })
      return (element.number("x"), element.number("y"))
    }
    // The 1 is in the row of dog and the column of cat.
    let dogRow = try #require(
      texts.first { $0.text == "dog" && $0.attributes["text-anchor"] == "end" })
    let catColumn = try #require(
      texts.first { $0.text == "cat" && $0.attributes["text-anchor"] == "middle" })
    let one = try place("1"), nine = try place("9")
    #expect(one.x == catColumn.number("x"))
    #expect(one.y == dogRow.number("y") && nine.y == one.y)
  }

  @Test("an accuracy that is not 1 does not look like 1, and no samples have none")
  func accuracy() throws {
    let almost = ConfusionChart(counts: [[99999, 1], [0, 0]])
    #expect(almost.caption[0] == "99999 of 100000 right, accuracy 0.999.")
    #expect(ConfusionChart(counts: [[3]]).caption[0].contains("accuracy 1.000"))
    #expect(ConfusionChart(counts: [[0, 0], [0, 0]]).accuracy == nil)
    for counts in [[], [[0]], [[Int.max, Int.max], [1, Int.max]]] {
      try ChartLayoutTests.check(ConfusionChart(counts: counts).svg())
      #expect(!ConfusionChart(counts: counts).text().isEmpty)
    }
  }

  // MARK: - Weights

  @Test("shades are symmetric about 0, and the largest weight has the strongest")
  func weights() throws {
    let images = WeightImages([[-2, 0, 1, 2], [.nan, 0.01, -1, 0.5]], width: 2, height: 2)
    #expect(images.largest == 2)
    let shades = images.weights.map { $0.map { images.shade(of: $0, largest: 2) } }
    #expect(shades == [[-16, 0, 8, 16], [nil, 0, -8, 4]])
    #expect(images.caption == ["Crossed out: 1 weight NaN or infinite."])
    let texts = try #require(PictureReader(images.svg())).texts.map(\.text)
    #expect(texts.contains("-2") && texts.contains("2") && texts.contains("0"))
    #expect(
      images.text(characters: .ascii)
        == """
        Weights of the first layer
        0     1
        ==    ??
        ++##  --++
        ## ++ positive, == -- negative; the largest weight has magnitude 2.
        Crossed out: 1 weight NaN or infinite.
        """)
    for weights in [[], [[0, 0]], [[Double.nan, .infinity]]] {
      try ChartLayoutTests.check(WeightImages(weights, width: 2, height: 1).svg())
    }
  }
}
