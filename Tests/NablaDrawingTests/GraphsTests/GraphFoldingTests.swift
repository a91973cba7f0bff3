import Nabla
import Testing

@testable import NablaDrawing

@Suite("Folded graphs")
struct GraphFoldingTests {
  static func loss(writesSums: Bool = false) -> Value {
    let network = Graphs.Network([2, 16, 16, 1], writesSums: writesSums)
    return Graphs.hinge(network, [Value(0.5, label: "x1"), Value(-1, label: "x2")], target: 1)
  }

  @Test(
    "A 2-16-16-1 network with hinge loss: 33 neurons, or three boxes", arguments: [false, true])
  func network(writesSums: Bool) throws {
    let loss = Self.loss(writesSums: writesSums)
    loss.backward()
    // Two inputs, 33 neurons, and the gates of relu(1 - 1 * y): *1, 1-x, relu.
    let neurons = try DrawnGraph(GraphPicture(of: loss, folding: .neurons).svg())
    let gates = neurons.nodes.count - 35
    #expect(gates == 3)
    #expect(neurons.nodes.filter { $0.texts["inside"] == "relu neuron" }.count == 32)
    #expect(neurons.edges.count == 2 * 16 + 16 * 16 + 16 + gates)
    let layers = try DrawnGraph(GraphPicture(of: loss).svg())
    #expect(
      layers.nodes.compactMap { $0.texts["inside"] } == [
        "16 × relu neuron", "16 × relu neuron", "linear neuron", "*1", "1-x", "relu",
      ])
    #expect(
      layers.nodes.compactMap { $0.texts["detail"] } == [
        "32 weights, 16 biases", "256 weights, 16 biases", "16 weights, 1 bias",
      ])
    #expect(layers.nodes.compactMap { $0.texts["label"] } == ["x1", "x2"])
    #expect(layers.edges.count == 7)
  }

  @Test(
    "Folded boxes do not overlap either, nor do lines run through them",
    arguments: GraphFolding.allCases)
  func layout(folding: GraphFolding) throws {
    let network = Graphs.Network([3, 5, 4, 2], writesSums: true)
    let inputs = (0..<3).map { Value(Double($0), label: "input \($0)") }
    let outputs = network(inputs)
    let root = (logSumExp(outputs) - outputs[0]).labeled("cross-entropy")
    root.backward()
    for style in [NumberStyle.slide, .full] {
      let drawn = try DrawnGraph(GraphPicture(of: root, folding: folding, numbers: style).svg())
      #expect(drawn.boxFaults + drawn.lineFaults == [])
    }
  }

  @Test("A folded neuron shows its output's numbers; a layer's the lowest and highest")
  func numbers() throws {
    let x = [Value(1, label: "x1"), Value(2, label: "x2")]
    // tanh(1) and tanh(-1), by hand: w · x + b = 0.5 - 1 + 1.5 and 3 - 5 + 1.
    let h = [([0.5, -0.5], 1.5), ([3, -2.5], 1.0)].map { weights, bias in
      tanh(dot(weights.map { Value($0) }, x, plus: Value(bias)))
    }
    let root = h[0] - h[1]
    let neurons = try DrawnGraph(
      GraphPicture(of: root, folding: .neurons, numbers: .full).svg())
    #expect(neurons.nodes.count == 5)
    let values = neurons.nodes.filter { $0.kind == "gate fold" }.map { $0.texts["value"] }
    #expect(values == ["0.7615941559557649", "-0.7615941559557649"])
    let layers = try DrawnGraph(GraphPicture(of: root, folding: .layers).svg())
    let layer = try #require(layers.nodes.first { $0.kind == "gate fold" })
    #expect(layer.texts["value"] == "-0.76 … 0.76")
    #expect(layer.texts["inside"] == "2 × tanh neuron")
  }

  @Test("Small graphs are not folded by themselves, also if neurons are in them")
  func small() throws {
    #expect(try GraphPicture(of: Graphs.sigmoidNeuron()).boxCount == 13)
    #expect(try GraphPicture(of: Graphs.sigmoidNeuron(), folding: .neurons).boxCount == 7)
  }

  @Test("Samples that share parameters are one column of boxes")
  func batch() throws {
    let network = Graphs.Network([2, 4, 1])
    let losses = (0..<50).map { index in
      Graphs.hinge(network, [Value(Double(index)), Value(1)], target: 2)
    }
    for root in [sum(losses), losses.dropFirst().reduce(losses[0], +)] {
      let drawn = try DrawnGraph(GraphPicture(of: root).svg())
      let texts = drawn.nodes.compactMap { $0.texts["inside"] }
      #expect(
        Set(texts.dropLast()) == [
          "12 parameters", "100 leaves", "50 × 4 × relu neuron", "5 parameters",
          "50 × linear neuron", "50 × *2", "50 × 1-x", "50 × relu",
        ])
      #expect(drawn.nodes.count == 9)
    }
  }

  @Test("A regression over samples keeps its two parameters", arguments: [50, 1_000])
  func regression(samples: Int) throws {
    let (w, b) = (Value(0.5, label: "w"), Value(0.1, label: "b"))
    let losses = (0..<samples).map { pow(w * Value(Double($0)) + b - Double($0), 2) }
    let drawn = try DrawnGraph(GraphPicture(of: mean(losses)).svg())
    let texts = drawn.nodes.compactMap { $0.texts["label"] ?? $0.texts["inside"] }
    #expect(texts.contains("w") && texts.contains("b") && texts.contains("\(samples) leaves"))
    #expect(texts.contains("\(samples) × linear neuron"))
  }

  @Test("Nodes that the caller names are one box, with what only they use")
  func group() throws {
    let (x, y) = (Value(1, label: "x"), Value(2, label: "y"))
    let inner = exp(x * y)
    let f = inner * x
    let drawn = try DrawnGraph(
      GraphPicture(of: f, groups: [GraphFold("<energy>", outputs: [inner])]).svg())
    #expect(drawn.nodes.map { $0.texts["inside"] ?? $0.texts["label"] } == ["x", "<energy>", "*"])
    let kept = try GraphPicture(of: f, groups: [GraphFold("e", outputs: [inner], keeping: [y])])
    #expect(kept.boxCount == 4)
    let leaves = try GraphPicture(of: f, groups: [GraphFold("inputs", outputs: [x, y])])
    #expect(
      try DrawnGraph(leaves.svg()).nodes.map { $0.texts["inside"] } == ["inputs", "*", "exp", "*"])
  }

  @Test("A group that a line leaves and comes back to is refused")
  func loops() throws {
    let x = Value(1, label: "x")
    let a = exp(x)
    let b = sin(a)
    let c = a * b
    #expect(throws: DrawingError.foldLoops(name: "loop")) {
      try GraphPicture(of: c + 1, groups: [GraphFold("loop", outputs: [a, c], keeping: [b])])
    }
    #expect(DrawingError.foldLoops(name: "loop").description.contains("make two groups"))
  }

  @Test("100,000 nodes in a row are refused, and it is said what to do")
  func chain() throws {
    var x = Value(0.5)
    for _ in 0..<100_000 { x = sin(x) }
    let error = try #require(throws: DrawingError.self) { try GraphPicture(of: x) }
    #expect(error == .tooManyNodes(nodes: 100_001, boxes: 100_001, limit: 300))
    #expect(error.description.contains("100001 nodes"))
    #expect(error.description.contains("300"))
    #expect(error.description.contains("GraphPicture(of:"))
    #expect(throws: error) { try GraphPicture(of: x, folding: .none) }
    for folding in GraphFolding.allCases {
      #expect(throws: DrawingError.self) { try GraphPicture(of: x, folding: folding) }
    }
  }

  @Test("A network of 100,000 nodes is a row of boxes")
  func wide() throws {
    let network = Graphs.Network([100, 300, 200, 10, 1])
    let loss = network((0..<100).map { Value(Double($0)) })[0]
    #expect(loss.topologicalOrder().count > 90_000)
    let texts = try DrawnGraph(GraphPicture(of: loss).svg()).nodes.compactMap { $0.texts["inside"] }
    #expect(
      texts == [
        "100 leaves", "300 × relu neuron", "200 × relu neuron", "10 × relu neuron", "linear neuron",
      ])
  }

  @Test("Sums of 50,000 terms are two boxes, however they are written")
  func sums() throws {
    let terms = (0..<50_000).map { Value(Double($0)) }
    for root in [sum(terms), terms.dropFirst().reduce(terms[0], +)] {
      let drawn = try DrawnGraph(GraphPicture(of: root).svg())
      #expect(drawn.nodes[0].texts["inside"] == "50000 leaves")
      #expect(drawn.nodes[0].texts["value"] == "0.00 … 49999.00")
      #expect(
        drawn.nodes[1].texts["value"] == "1249975000.00"
          || drawn.nodes[1].texts["value"] == "1.2e+09")
      #expect(drawn.nodes.count == 2)
      #expect(drawn.edges.count == 1)
    }
  }

  /// Graphs that once were, or could be, walked again for each of their nodes.
  static let growing: [(name: String, make: @Sendable (Int) -> Value)] = [
    ("a chain", { count in (0..<count).reduce(Value(0.5)) { x, _ in sin(x) } }),
    ("pluses", { count in (1..<count).reduce(Value(0)) { x, i in x + Value(Double(i)) } }),
    ("a sum", { count in sum((0..<count).map { Value(Double($0)) }) }),
    (
      "a network",
      { count in Graphs.Network([count / 20, 20, 1])((0..<count / 20).map { Value(Double($0)) })[0]
      }
    ),
    (
      "samples",
      { count in
        let network = Graphs.Network([2, 4, 1])
        return sum(
          (0..<count / 20).map { Graphs.hinge(network, [Value(Double($0)), Value(1)], target: 2) })
      }
    ),
  ]

  @Test(
    "Folding is linear: twice the graph, twice the lines walked", arguments: GraphFolding.allCases)
  func work(folding: GraphFolding) throws {
    for (name, make) in Self.growing {
      let counts = try [4_000, 8_000].map { size in
        var folder = try Folder(make(size).topologicalOrder(), folding: folding, limit: .max)
        _ = try folder.folded([])
        return folder.table.walkedLines
      }
      // A tenth for what does not grow in step; a quadratic walk has four times the lines.
      #expect(Double(counts[1]) <= 2.2 * Double(counts[0]), "\(name): \(counts)")
      #expect(counts[1] <= 20 * 8_000 * 2, "\(name): \(counts)")
    }
  }

  @Test("A hundred additions of a constant are one sum")
  func constants() throws {
    let root = (0..<100).reduce(Value(0)) { x, _ in x + 1 }
    let drawn = try DrawnGraph(GraphPicture(of: root).svg())
    #expect(drawn.nodes.map { $0.texts["detail"] } == [nil, "101 terms"])
  }

  @Test("The limit is the caller's; lines that fill a picture are refused too")
  func limits() throws {
    #expect(throws: DrawingError.tooManyNodes(nodes: 13, boxes: 13, limit: 12)) {
      try GraphPicture(of: Graphs.sigmoidNeuron(), folding: .none, limit: 12)
    }
    var x = Value(0.1)
    var all: [Value] = []
    for _ in 0..<200 {
      x = sin(x)
      all.append(x)
    }
    #expect(throws: DrawingError.tooManyLines(nodes: 202, limit: 3_000)) {
      try GraphPicture(of: sum(all))
    }
    #expect(
      try GraphPicture(of: Graphs.sigmoidNeuron(), folding: .none, limit: .max).boxCount == 13)
  }

  // 299 nodes are within the limit; their 22,350 lines took ten seconds and made a dark patch. Laid out
  // are only lines within the limit: the test counts them.
  @Test("Few nodes with very many lines between them are folded, or refused at once")
  func manyLines() throws {
    let root = sum(softmax((0..<149).map { Value(Double($0)) }))
    #expect(throws: DrawingError.tooManyLines(nodes: 299, limit: 3_000)) {
      try GraphPicture(of: root, folding: .none)
    }
    let drawn = try DrawnGraph(GraphPicture(of: root).svg())
    #expect(drawn.nodes.count < 299 && drawn.edges.count <= 3_000)
  }
}
