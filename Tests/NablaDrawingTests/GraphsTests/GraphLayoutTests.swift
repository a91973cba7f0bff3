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
    checkBoxes(drawn, "seed \(state)")
    checkLines(drawn, root.topologicalOrder(), "seed \(state)")
    checkNumbers(drawn, root.topologicalOrder(), "seed \(state)")
    let again = try GraphPicture(of: root, folding: .none, numbers: .full, showsGradients: true)
    #expect(again.svg() == svg, "seed \(state)")
  }

  /// Boxes hold their texts; none overlaps another or leaves the picture.
  private func checkBoxes(_ drawn: DrawnGraph, _ seed: Comment) {
    let page = DrawnGraph.Rectangle(left: 0, right: drawn.width, top: 0, bottom: drawn.height)
    for (index, node) in drawn.nodes.enumerated() {
      #expect(page.contains(node.frame.left, node.frame.top), seed)
      #expect(page.contains(node.frame.right, node.frame.bottom), seed)
      for other in drawn.nodes[..<index] {
        #expect(!node.frame.overlaps(other.frame), "\(seed): \(node.id) and \(other.id)")
      }
    }
  }

  /// Every edge once, from its parent's wire to its node's shape, and through no other box.
  private func checkLines(_ drawn: DrawnGraph, _ nodes: [Value], _ seed: Comment) {
    var expected: [String: (parent: Int, node: Int)] = [:]
    for (place, node) in nodes.enumerated() {
      for (input, parent) in node.parents.enumerated() {
        expected["e\(place)-\(input)"] = (nodes.firstIndex { $0 === parent } ?? -1, place)
      }
    }
    #expect(drawn.edges.count == expected.count, seed)
    #expect(Set(drawn.edges.map { $0.id }) == Set(expected.keys), seed)
    for edge in drawn.edges {
      guard let ends = expected[edge.id], let first = edge.points.first, let last = edge.points.last
      else { continue }
      let (parent, node) = (drawn.nodes[ends.parent], drawn.nodes[ends.node])
      #expect(first == parent.wireEnd, seed)
      // A round gate is met on its left half.
      let half = min(20, (node.shape.right - node.shape.left) / 2)
      #expect(last.x >= node.shape.left - 0.01 && last.x <= node.shape.left + half, seed)
      #expect(last.y > node.shape.top && last.y < node.shape.bottom, seed)
      for (index, other) in drawn.nodes.enumerated()
      where index != ends.node && index != ends.parent {
        #expect(
          !edge.points.contains { other.frame.contains($0.x, $0.y) },
          "\(seed): \(edge.id) through \(other.id)")
      }
    }
  }

  private func checkNumbers(_ drawn: DrawnGraph, _ nodes: [Value], _ seed: Comment) {
    #expect(drawn.nodes.count == nodes.count, seed)
    for (drawn, (place, node)) in zip(drawn.nodes, nodes.enumerated()) {
      #expect(drawn.id == "n\(place)", seed)
      #expect(same(drawn.texts["value"], node.data), seed)
      #expect(same(drawn.texts["gradient"], node.gradient), seed)
    }
  }

  /// Full style: what is written reads back as the same number.
  private func same(_ text: String?, _ number: Double) -> Bool {
    guard let read = text.flatMap(Double.init) else { return false }
    return read == number || read.isNaN && number.isNaN
  }
}
