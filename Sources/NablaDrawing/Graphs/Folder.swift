import Nabla

// How much is folded, and what is refused. What is too large is refused by its count: before it is
// read, before it is made into boxes, and before it is laid out.

/// Folds a graph until it can be read.
struct Folder {
  /// Graphs of up to so many nodes are read to be folded.
  static let readableNodes = 300_000
  /// With neurons and groups folded, up to so many boxes are looked at further.
  private static let foldableBoxes = 30_000
  /// A picture of up to so many boxes and lines can be read.
  private static let readableBoxes = 80
  private static let readableLines = 160

  let table: NodeTable
  private let folding: GraphFolding
  private let limit: Int
  private var groups: [NodeGroup] = []
  /// Which nodes are in groups.
  private var taken: [Bool]
  /// How many boxes the groups leave.
  private var boxCount: Int

  /// - Throws: `tooManyNodes` where the graph is not worth reading.
  init(_ nodes: [Value], folding: GraphFolding, limit: Int) throws(DrawingError) {
    guard nodes.count <= Self.readableNodes else {
      throw .tooManyNodes(nodes: nodes.count, boxes: nil, limit: Self.readableNodes)
    }
    table = NodeTable(nodes)
    self.folding = folding
    self.limit = limit
    taken = Array(repeating: false, count: nodes.count)
    boxCount = nodes.count
  }

  /// The boxes of a root's graph.
  static func boxes(
    of root: Value, folding: GraphFolding, groups: [GraphFold], limit: Int
  ) throws(DrawingError) -> BoxGraph {
    let nodes = root.topologicalOrder()
    if folding == .none, groups.isEmpty, nodes.count > limit {
      throw .tooManyNodes(nodes: nodes.count, boxes: nodes.count, limit: limit)
    }
    var folder = try Folder(nodes, folding: folding, limit: limit)
    let graph = try folder.folded(groups)
    try folder.refuse(graph.boxes.count, over: limit)
    return graph
  }

  private func refuse(_ boxes: Int, over limit: Int) throws(DrawingError) {
    guard boxes > limit else { return }
    throw .tooManyNodes(nodes: table.count, boxes: boxes, limit: self.limit)
  }

  private mutating func take(_ found: [NodeGroup]) {
    groups += found
    for group in found {
      boxCount -= group.members.count - 1
      for place in group.members { taken[place] = true }
    }
  }

  /// The boxes, with the caller's groups among them.
  mutating func folded(_ folds: [GraphFold]) throws(DrawingError) -> BoxGraph {
    for fold in folds { take([table.group(fold, taken: taken)]) }
    if folding == .none || folding == .automatic && boxCount <= Self.readableBoxes {
      try refuse(boxCount, over: limit)
      return try table.boxes(groups)
    }
    take(table.neurons(taken: taken))
    if folding == .neurons {
      try refuse(boxCount, over: limit)
      return try table.boxes(groups)
    }
    if folding == .layers || boxCount <= Self.foldableBoxes { return try joined() }
    return try alike()
  }

  /// Neurons, layers, and what is alike: as much as is asked for, or as is needed.
  private mutating func joined() throws(DrawingError) -> BoxGraph {
    if folding == .alike { return try alike() }
    try refuse(boxCount, over: Self.foldableBoxes)
    let neurons = try table.boxes(groups)
    if folding == .automatic, Self.isReadable(neurons) { return neurons }
    let layers = neurons.withLayers()
    if folding == .layers || Self.isReadable(layers) { return layers }
    let alike = try alike()
    let isDrawable =
      layers.boxes.count <= limit && layers.linkCount <= GraphPicture.lineLimit(boxes: limit)
    return isDrawable && !Self.isReadable(alike) ? layers : alike
  }

  private mutating func alike() throws(DrawingError) -> BoxGraph {
    take(table.sums(taken: taken))
    take(table.leaves(besides: groups, taken: taken))
    try refuse(boxCount, over: Self.foldableBoxes)
    return try table.boxes(groups).withLayers().withAlikeJoined()
  }

  private static func isReadable(_ graph: BoxGraph) -> Bool {
    graph.boxes.count <= readableBoxes && graph.linkCount <= readableLines
  }
}
