import Nabla
import Testing

@testable import NablaDrawing

/// 200 random graphs, read back from their SVG by an XML parser.
@Suite("Layouts of random graphs")
struct GraphLayoutTests {
  static let states: [UInt64] = (0..<200).map { 20_261_121 + $0 }

  @Test("Boxes and lines are where they should be", arguments: states)
  func layout(state: UInt64) throws {
    let root = Graphs.random(state)
    root.backward()
    let picture = try GraphPicture(of: root, folding: .none, numbers: .full, showsGradients: true)
    let svg = picture.svg()
    let drawn = try DrawnGraph(svg)
    let nodes = root.topologicalOrder()
    let faults =
      drawn.boxFaults + drawn.lineFaults + lineFaults(drawn, nodes) + numberFaults(drawn, nodes)
    #expect(faults.isEmpty, "seed \(state)")
    guard state.isMultiple(of: 4) else { return }
    let again = try GraphPicture(of: root, folding: .none, numbers: .full, showsGradients: true)
    #expect(again.svg() == svg, "seed \(state)")
  }

  /// Every edge once, from its parent's wire to its node's shape.
  private func lineFaults(_ drawn: DrawnGraph, _ nodes: [Value]) -> [String] {
    var expected: [String: (parent: Int, node: Int)] = [:]
    for (place, node) in nodes.enumerated() {
      for (input, parent) in node.parents.enumerated() {
        expected["e\(place)-\(input)"] = (nodes.firstIndex { $0 === parent } ?? -1, place)
      }
    }
    var faults: [String] = []
    if drawn.edges.count != expected.count || Set(drawn.edges.map { $0.id }) != Set(expected.keys) {
      faults.append("lines are \(drawn.edges.map { $0.id })")
    }
    for edge in drawn.edges {
      guard let ends = expected[edge.id] else { continue }
      let (parent, node) = (drawn.nodes[ends.parent], drawn.nodes[ends.node])
      if !connects(edge, parent, node) { faults.append("\(edge.id) hangs") }
    }
    return faults
  }

  private func connects(
    _ edge: DrawnGraph.Edge, _ parent: DrawnGraph.Node, _ node: DrawnGraph.Node
  ) -> Bool {
    guard let first = edge.points.first, let last = edge.points.last else { return false }
    let shape = node.shape
    // A round gate is met on its left half.
    let half = min(20, (shape.right - shape.left) / 2)
    return first == parent.wireEnd && last.x >= shape.left - 0.01 && last.x <= shape.left + half
      && last.y > shape.top && last.y < shape.bottom
  }

  /// Full style: what is written reads back as the same number.
  private func numberFaults(_ drawn: DrawnGraph, _ nodes: [Value]) -> [String] {
    func same(_ text: String?, _ number: Double) -> Bool {
      guard let read = text.flatMap(Double.init) else { return false }
      return read == number || read.isNaN && number.isNaN
    }
    guard drawn.nodes.map({ $0.id }) == nodes.indices.map({ "n\($0)" }) else { return ["nodes"] }
    return zip(drawn.nodes, nodes).compactMap { drawn, node in
      let isRight =
        same(drawn.texts["value"], node.data) && same(drawn.texts["gradient"], node.gradient)
      return isRight ? nil : "\(drawn.id) shows \(drawn.texts)"
    }
  }
}
