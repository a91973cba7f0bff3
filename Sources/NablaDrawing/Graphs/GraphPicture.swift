import Nabla

/// A graph drawn from left to right: gates, the value above each wire, the gradient below it.
///
///     let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
///     let f = ((x + y).labeled("q") * z).labeled("f")
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
  ///   - folding: Which nodes are drawn as one box.
  ///   - groups: Nodes that are drawn as one box whatever the folding.
  ///   - numbers: How numbers are written.
  ///   - showsGradients: Whether gradients are written; nil for where there are any but 0.
  ///   - limit: How many boxes are drawn at most.
  /// - Throws: `DrawingError` where the graph is too large for a picture, or a group is no box.
  public init(
    of root: Value, folding: GraphFolding = .automatic, groups: [GraphFold] = [],
    numbers: NumberStyle = .slide, showsGradients: Bool? = nil,
    limit: Int = GraphPicture.standardLimit
  ) throws(DrawingError) {
    try self.init(
      of: root, folding: folding, groups: groups, numbers: numbers, showsGradients: showsGradients,
      limit: limit, reserving: "")
  }

  /// The same with room for numbers as wide as a text, for a page that changes them.
  init(
    of root: Value, folding: GraphFolding, groups: [GraphFold], numbers: NumberStyle,
    showsGradients: Bool?, limit: Int, reserving text: String
  ) throws(DrawingError) {
    let graph = try Folder.boxes(of: root, folding: folding, groups: groups, limit: limit)
    let shows =
      showsGradients ?? graph.boxes.contains { $0.gradients.low != 0 || $0.gradients.high != 0 }
    let sizes = graph.boxes.map { box in
      let texts = [box.values.text(numbers)] + (shows ? [box.gradients.text(numbers)] : [])
      return BoxSize(box, numbers: texts, reserving: text)
    }
    var layers = try GraphLayers(graph, lineLimit: Self.lineLimit(boxes: limit))
    layers.columns = ColumnOrder(layers).columns
    self.graph = graph
    self.sizes = sizes
    self.numbers = numbers
    self.showsGradients = shows
    layout = GraphLayout(layers, sizes: sizes)
  }

  /// How many lines are drawn between so many boxes at most: more would be one dark patch, and laying
  /// them out would take long.
  static func lineLimit(boxes: Int) -> Int {
    let (lines, isTooLarge) = boxes.multipliedReportingOverflow(by: 10)
    return isTooLarge ? .max : lines
  }

  /// How many boxes are drawn.
  public var boxCount: Int { graph.boxes.count }

  /// How many nodes the graph has.
  public var nodeCount: Int { graph.nodeCount }
}
