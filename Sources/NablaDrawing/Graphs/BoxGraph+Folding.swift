import Nabla

// How much is folded, and what is refused: what is too large is refused by its count, before it is
// read, or after it is folded, before it is laid out.

extension BoxGraph {
  /// Graphs of up to so many nodes are read to be folded.
  static let readableNodes = 300_000
  /// So many boxes are left after neurons are found, at most, for more to be folded.
  private static let foldableBoxes = 20_000
  /// A picture of up to so many boxes and lines can be read.
  private static let readableBoxes = 80
  private static let readableLines = 160

  /// The boxes of a root's graph.
  init(
    of root: Value, folding: GraphFolding, groups: [GraphFold], limit: Int
  ) throws(DrawingError) {
    let nodes = root.topologicalOrder()
    if folding == .none, groups.isEmpty, nodes.count > limit {
      throw .tooManyNodes(nodes: nodes.count, boxes: nodes.count, limit: limit)
    }
    guard nodes.count <= Self.readableNodes else {
      throw .tooManyNodes(nodes: nodes.count, boxes: nil, limit: Self.readableNodes)
    }
    let graph = try Self.folded(NodeTable(nodes), folding, groups)
    guard graph.boxes.count <= limit else {
      throw .tooManyNodes(nodes: nodes.count, boxes: graph.boxes.count, limit: limit)
    }
    self = graph
  }

  private static func folded(
    _ table: NodeTable, _ folding: GraphFolding, _ folds: [GraphFold]
  ) throws(DrawingError) -> BoxGraph {
    var taken = [Bool](repeating: false, count: table.count)
    var groups: [NodeGroup] = []
    func take(_ found: [NodeGroup]) {
      groups += found
      for group in found { for place in group.members { taken[place] = true } }
    }
    for fold in folds { take([table.group(fold, taken: taken)]) }
    let isAutomatic = folding == .automatic
    let folded = groups.reduce(0) { $0 + $1.members.count - 1 }
    if folding == .none || isAutomatic && table.count - folded <= readableBoxes {
      return try table.boxes(groups)
    }
    take(table.neurons(taken: taken))
    if folding != .alike {
      let neurons = try table.boxes(groups)
      if folding == .neurons || isAutomatic && neurons.isReadable { return neurons }
      guard neurons.boxes.count <= foldableBoxes else { return neurons }
      let layers = neurons.withLayers()
      if folding == .layers || layers.isReadable { return layers }
    }
    take(table.sums(taken: taken))
    let neurons = try table.boxes(groups)
    guard neurons.boxes.count <= foldableBoxes else { return neurons }
    return neurons.withLayers().withAlikeJoined()
  }

  private var isReadable: Bool {
    boxes.count <= Self.readableBoxes && linkCount <= Self.readableLines
  }
}
