// What a drawing cannot do, and what its caller can do about it.

/// Why something cannot be drawn, or not be written to a file.
public enum DrawingError: Error, Hashable, Sendable {
  /// The graph has more nodes than a picture can show, folded as it was asked for.
  ///
  /// `boxes` is how many there would be to draw; nil if the graph is too large even to be folded.
  case tooManyNodes(nodes: Int, boxes: Int?, limit: Int)
  /// There are so many lines, or they skip so many columns, that they would hide the graph.
  case tooManyLines(nodes: Int, limit: Int)
  /// The nodes between a group's outputs and the nodes that only it uses do not make one box: a line
  /// leaves it and comes back.
  case foldLoops(name: String)
  /// The graph has more nodes, or more lines between them, than a page can step through one by one.
  case tooManySteps(nodes: Int, lines: Int, limit: Int)
  /// The file could not be written; what was there before is untouched.
  case unwritable(path: String, reason: String)
}

extension DrawingError: CustomStringConvertible {
  /// What is wrong, and what to do next.
  public var description: String {
    switch self {
    case .tooManyNodes(let nodes, nil, let limit):
      """
      the graph has \(nodes) nodes, and only graphs of up to \(limit) are folded: draw a part of it, \
      GraphPicture(of: an inner node), or print root.tree(depth: 4)
      """
    case .tooManyNodes(let nodes, let boxes?, let limit):
      """
      the graph has \(nodes) nodes, \(boxes == nodes ? "and none was folded" : "\(boxes) boxes when folded"); \
      a picture shows up to \(limit): fold more with folding: .automatic or groups: [GraphFold("name", outputs: […])], draw \
      a part of it, GraphPicture(of: an inner node), raise limit:, or print root.tree(depth: 4)
      """
    case .tooManyLines(let nodes, let limit):
      """
      the graph of \(nodes) nodes has too many lines for a picture (more than \(limit), or they pass \
      more than \(limit) columns): fold more with folding: .automatic or groups: [GraphFold("name", outputs: […])], or draw \
      a part of it, GraphPicture(of: an inner node)
      """
    case .foldLoops(let name):
      """
      the group '\(NodeNames.word(name))' cannot be one box: a node outside it uses one of its outputs and is used \
      inside it; take that node into the group's outputs, or make two groups
      """
    case .tooManySteps(let nodes, let lines, let limit):
      """
      the graph has \(nodes) nodes and \(lines) lines between them; a stepping page shows each of \
      them, up to \(limit) nodes and \(GraphPicture.lineLimit(boxes: limit)) lines: step through a part of it, \
      SteppingPage(of: an inner node), raise limit:, or draw it folded, GraphPicture(of: root)
      """
    case .unwritable(let path, let reason):
      """
      cannot write \(path.visible): \(reason); what was there before is untouched: make room, or \
      choose a folder that you may write to
      """
    }
  }
}
