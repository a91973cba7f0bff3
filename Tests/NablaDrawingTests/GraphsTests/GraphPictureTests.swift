import Nabla
import Testing

@testable import NablaDrawing

@Suite("Graph pictures")
struct GraphPictureTests {
  @Test("The slide's graph: three leaves, two gates, four lines, numbers as printed")
  func slide() throws {
    let f = Graphs.product()
    f.backward()
    let drawn = try DrawnGraph(GraphPicture(of: f).svg(idPrefix: "p-"))
    #expect(drawn.nodes.map { $0.id } == ["p-n0", "p-n1", "p-n2", "p-n3", "p-n4"])
    #expect(drawn.nodes.map { $0.kind } == ["leaf", "leaf", "gate", "leaf", "gate"])
    #expect(drawn.nodes.map { $0.texts["value"] } == ["-2.00", "5.00", "3.00", "-4.00", "-12.00"])
    #expect(
      drawn.nodes.map { $0.texts["gradient"] } == ["-4.00", "-4.00", "-4.00", "3.00", "1.00"])
    #expect(drawn.nodes.map { $0.texts["label"] ?? $0.texts["name"] } == ["x", "y", "q", "z", "f"])
    #expect(drawn.nodes.map { $0.texts["inside"] } == [nil, nil, "+", nil, "*"])
    #expect(drawn.edges.map { $0.id } == ["p-e2-0", "p-e2-1", "p-e4-0", "p-e4-1"])
    #expect(drawn.nodes[2].ids == ["value": "p-v2", "gradient": "p-g2"])
    #expect(drawn.title == "Graph of f")
    #expect(drawn.detail.hasPrefix("A graph of 5 nodes: 3 leaves and 2 gates."))
    #expect(drawn.detail.contains("x: value -2.00, gradient -4.00"))
  }

  @Test("Lines go from left to right, and a leaf stands in the column before its user")
  func columns() throws {
    let drawn = try DrawnGraph(GraphPicture(of: Graphs.sigmoidNeuron()).svg())
    #expect(drawn.nodes.count == 13)
    #expect(drawn.edges.count == 12)
    for edge in drawn.edges {
      for (a, b) in zip(edge.points, edge.points.dropFirst()) { #expect(a.x <= b.x) }
    }
    // w2 is used by the second plus only: it ends where the first plus does.
    let w2 = try #require(drawn.nodes.first { $0.texts["label"] == "w2" })
    let plus = try #require(drawn.nodes.first { $0.texts["inside"] == "+" })
    #expect(w2.wireEnd.x == plus.wireEnd.x)
  }

  @Test("x * x has two lines, and they end at different places of the gate")
  func square() throws {
    let x = Value(3, label: "x")
    let drawn = try DrawnGraph(GraphPicture(of: x * x).svg())
    #expect(drawn.edges.map { $0.id } == ["e1-0", "e1-1"])
    let ends = drawn.edges.compactMap { $0.points.last?.y }
    #expect(ends[0] < ends[1])
  }

  @Test("The minuend is above the subtrahend, also where that makes lines cross")
  func order() throws {
    let (a, b) = (Value(1, label: "a"), Value(2, label: "b"))
    let drawn = try DrawnGraph(GraphPicture(of: (b - a) * (a - b)).svg())
    #expect(drawn.edges.count == 6)
    for place in [2, 3] {
      let ends = drawn.edges.filter { $0.id.hasPrefix("e\(place)-") }.compactMap {
        $0.points.last?.y
      }
      #expect(ends == ends.sorted())
    }
  }

  @Test("A single leaf is a picture; gradients are left out before backward() and on request")
  func leaf() throws {
    let x = Value(2)
    #expect(try DrawnGraph(GraphPicture(of: x).svg()).nodes.map { $0.texts["gradient"] } == [nil])
    x.backward()
    let drawn = try DrawnGraph(GraphPicture(of: x).svg())
    #expect(drawn.nodes.map { $0.texts["gradient"] } == ["1.00"])
    #expect(drawn.title == "Graph")
    let without = try GraphPicture(of: x, showsGradients: false).svg()
    #expect(!without.description.contains("gradient\" id"))
    #expect(
      try GraphPicture(of: Value(0), showsGradients: true).svg().description.contains("id=\"g0\""))
  }

  @Test("NaN and infinity are written as such")
  func notFinite() throws {
    let f = Value(.nan, label: "a") * Value(.infinity, label: "b") + Value(-.infinity)
    let texts = try DrawnGraph(GraphPicture(of: f).svg()).nodes.map { $0.texts["value"] }
    #expect(texts == ["NaN", "inf", "NaN", "-inf", "NaN"])
  }

  @Test(
    "Labels stay text, whatever they hold",
    arguments: [
      "<script>alert(1)</script>", "a & b", "\"'", "😀🚀👩‍👩‍👧", "משקל", "وزن \u{202E}abc", "]]>",
      "a\u{0}\u{1B}[31m",
      "<!--", "&#x3C;", "line\nbreak", "",
    ])
  func hostile(label: String) throws {
    let f = (Value(1, label: label) * Value(2, label: label)).labeled(label)
    let custom = Value.custom(
      label, of: [f], value: { $0[0] }, localGradient: { _ in [1] })
    let svg = try GraphPicture(of: custom).svg(title: label, idPrefix: label)
    let drawn = try DrawnGraph(svg)
    #expect(!drawn.elements.contains("script"))
    let known = label.unicodeScalars.allSatisfy { $0.value >= 0x20 }
    if known, !label.isEmpty {
      #expect(drawn.title == label)
      #expect(drawn.nodes[0].texts["label"] == label.fitted(to: 15))
      #expect(drawn.nodes[3].texts["inside"] == label.fitted(to: 15))
    }
    #expect(drawn.nodes.count == 4)
  }

  @Test("Light, dark and automatic differ in colours only")
  func appearances() throws {
    let picture = try GraphPicture(of: Graphs.product())
    let texts = Appearance.allCases.map { picture.svg(appearance: $0).description }
    #expect(Set(texts).count == 3)
    let bodies = texts.map { $0[($0.range(of: "</style>")?.upperBound ?? $0.startIndex)...] }
    #expect(Set(bodies).count == 1)
  }

  @Test("The legend says which number is which, and can be left out")
  func legend() throws {
    let f = Graphs.product()
    f.backward()
    let picture = try GraphPicture(of: f)
    #expect(picture.svg().description.contains(">gradient</text>"))
    let without = picture.svg(showsLegend: false)
    #expect(!without.description.contains(">gradient</text>"))
    #expect(without.height < picture.svg().height)
  }
}
