import Nabla

/// A graph drawn from left to right: gates, the value above each wire, the gradient below it.
///
///     let picture = try GraphPicture(of: f)
///     try picture.svg().write(to: "f.svg")
///
/// It shows the numbers that the graph has when the picture is made.
public struct GraphPicture {
  /// How many boxes a picture shows unless it is told otherwise.
  public static let standardLimit = 300

  let graph: BoxGraph
  let layout: GraphLayout
  let sizes: [BoxSize]
  let numbers: NumberStyle
  let showsGradients: Bool

  /// Lays out the graph of a root.
  ///
  /// - Parameters:
  ///   - root: The node whose graph is drawn.
  ///   - numbers: How numbers are written.
  ///   - showsGradients: Whether gradients are written; nil for where there are any but 0.
  ///   - limit: How many boxes are drawn at most.
  /// - Throws: `DrawingError` where the graph is too large for a picture.
  public init(
    of root: Value, numbers: NumberStyle = .slide, showsGradients: Bool? = nil,
    limit: Int = GraphPicture.standardLimit
  ) throws(DrawingError) {
    let nodes = root.topologicalOrder()
    guard nodes.count <= limit else {
      throw .tooManyNodes(nodes: nodes.count, boxes: nil, limit: limit)
    }
    graph = NodeTable(nodes).boxes
    self.numbers = numbers
    let shows =
      showsGradients ?? graph.boxes.contains { $0.gradients.low != 0 || $0.gradients.high != 0 }
    self.showsGradients = shows
    let sizes = graph.boxes.map { box in
      BoxSize(
        box,
        numbers: [box.values.text(numbers)] + (shows ? [box.gradients.text(numbers)] : []))
    }
    self.sizes = sizes
    var layers = try GraphLayers(graph, bendLimit: 10 * limit)
    layers.reduceCrossings()
    layout = GraphLayout(layers, sizes: sizes)
  }
}
