extension DrawnGraph {
  /// Boxes, with their texts, that overlap or leave the picture.
  var boxFaults: [String] {
    let page = Rectangle(left: 0, right: width, top: 0, bottom: height)
    var faults: [String] = []
    for (index, node) in nodes.enumerated() {
      let frame = node.frame
      if !page.contains(frame.left, frame.top) || !page.contains(frame.right, frame.bottom) {
        faults.append("\(node.id) leaves the page")
      }
      for other in nodes[..<index] where frame.overlaps(other.frame) {
        faults.append("\(node.id) overlaps \(other.id)")
      }
    }
    return faults
  }

  /// Lines that leave the picture or run through a box; their own are touched at the edge only.
  var lineFaults: [String] {
    let page = Rectangle(left: 0, right: width, top: 0, bottom: height)
    var faults: [String] = []
    for edge in edges {
      if !page.contains(edge.frame.left, edge.frame.top) { faults.append("\(edge.id) leaves") }
      if !page.contains(edge.frame.right, edge.frame.bottom) { faults.append("\(edge.id) leaves") }
      for node in nodes where passes(edge, through: node) {
        faults.append("\(edge.id) through \(node.id)")
      }
    }
    return faults
  }

  private func passes(_ edge: Edge, through node: Node) -> Bool {
    guard edge.frame.overlaps(node.frame), let last = edge.points.last else { return false }
    // The last piece leads to the shape, which may be narrower than the name above it.
    let isOwn =
      node.shape.left <= last.x && last.x <= node.shape.right
      && node.shape.top < last.y && last.y < node.shape.bottom
    return edge.points.contains {
      node.frame.contains($0.x, $0.y) && !(isOwn && $0.y == last.y)
    }
  }
}
