// The page is one file: markup, style, picture, data and script. It asks nobody for anything, and its
// policy (Content-Security-Policy) forbids that it could.

import Nabla

/// A page in which the reader steps through backpropagation on a graph, and changes its leaves.
///
///     let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
///     let f = ((x + y).labeled("q") * z).labeled("f")
///     let page = try SteppingPage(of: f, title: "A first example")
///     try page.write(to: "f.html")
///
/// It is one self-contained HTML file, which works from a disk without a network: forward through the
/// gates, then backward, with each gate's local gradient, upstream gradient and product, and with the
/// sums where a node has several uses. Leaves can be changed in the page, which computes the graph anew by
/// the engine's table, written out as JavaScript.
///
/// It shows a graph whole, gate by gate, so it is for graphs that people step through: up to
/// ``GraphPicture/standardLimit`` nodes unless you say otherwise. Where a custom primitive is in the
/// graph, whose rule only Swift can run, the leaves that lead into it are fixed, and the page says so.
///
/// A program finds its way by places in the root's `topologicalOrder()`: gates are `graph-n3`, values
/// `graph-v3` and gradients `graph-g3`, whose `data-value` has all digits, inputs of leaves `leaf-0`;
/// the buttons are `first`, `back`, `next` and `last`, beside the `slider`. An address that ends in
/// `#7` opens the page at the seventh step.
public struct SteppingPage: Sendable {
  /// The page.
  public let html: String

  /// Makes the page of a root's graph, with the numbers that its leaves have now.
  ///
  /// - Parameters:
  ///   - root: The node whose graph is stepped through.
  ///   - title: What stands above; nil for the root's label.
  ///   - appearance: The colours.
  ///   - limit: How many nodes the page shows at most.
  /// - Throws: `DrawingError` where the graph has more nodes than that, or cannot be drawn.
  public init(
    of root: Value, title: String? = nil, appearance: Appearance = .automatic,
    limit: Int = GraphPicture.standardLimit
  ) throws(DrawingError) {
    let nodes = root.topologicalOrder()
    let lines = nodes.reduce(0) { $0 + $1.parents.count }
    guard nodes.count <= limit, lines <= GraphPicture.lineLimit(boxes: limit) else {
      throw .tooManySteps(nodes: nodes.count, lines: lines, limit: limit)
    }
    let walkthrough = walkthrough(of: root)
    let picture = try Self.picture(of: root, nodes, walkthrough, limit: limit)
    let name = root.label.map(NodeNames.word) ?? ""
    let title = (title ?? "Backpropagation through \(name.isEmpty ? "a graph" : name)").visible
    let body = PageBody(
      title: title, picture: picture.svg(appearance: appearance, idPrefix: "graph-"),
      graph: PageGraph(nodes, walkthrough.record))
    html = Self.document(title: title, appearance: appearance, body: body)
  }

  /// The picture of the whole graph with the walkthrough's gradients.
  ///
  /// A picture shows the gradients that the nodes hold, so for its time they hold these.
  private static func picture(
    of root: Value, _ nodes: [Value], _ walkthrough: Walkthrough, limit: Int
  ) throws(DrawingError) -> GraphPicture {
    let gradients = nodes.map { $0.gradient }
    defer { for (node, gradient) in zip(nodes, gradients) { node.gradient = gradient } }
    for (node, gradient) in zip(nodes, walkthrough.record.gradients) { node.gradient = gradient }
    return try GraphPicture(
      of: root, folding: .none, groups: [], numbers: .slide, showsGradients: true, limit: limit,
      reserving: "-8.8e-88")
  }

  /// Writes the page to a file, in one piece: a reader never sees half of it.
  ///
  /// - Parameter path: Where; a file that is there is replaced.
  /// - Throws: `DrawingError.unwritable` with the system's reason; what was there is then untouched.
  public func write(to path: String) throws(DrawingError) { try TextFile(path: path).write(html) }

  private static let policy = """
    default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'
    """

  private static func document(title: String, appearance: Appearance, body: PageBody) -> String {
    """
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="\(policy.escaped)"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>\(title.escaped)</title>
    <style>
    \(PageStyle.text(appearance, pictureWidth: body.picture.width))
    </style>
    </head>
    <body>
    \(body.text)
    <script>
    //<![CDATA[
    "use strict";
    \(body.graph.script)
    \(PageScript.text)
    //]]>
    </script>
    </body>
    </html>

    """
  }
}
