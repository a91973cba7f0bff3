import Nabla

// The graph as text in the language of Graphviz, for those who have it. Nothing here needs it.

extension GraphPicture {
  /// The picture's boxes and lines in the language of Graphviz, DOT.
  ///
  /// Nodes are named as in the SVG: `n` and the place in the topological order.
  public func dot() -> String { graph.dot(numbers: numbers, showsGradients: showsGradients) }
}

extension Value {
  /// This node's whole graph in the language of Graphviz, DOT; linear in the graph, without a limit.
  ///
  /// ```text
  /// digraph {
  ///   rankdir=LR
  ///   n0 [shape=plaintext, label="x\nvalue -2.00\ngradient -4.00"]
  ///   n1 [shape=box, style=rounded, label="q\n+\nvalue 3.00\ngradient -4.00"]
  ///   n0 -> n1
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - numbers: How numbers are written.
  ///   - showsGradients: Whether gradients are written.
  /// - Returns: The text.
  public func graphviz(numbers: NumberStyle = .slide, showsGradients: Bool = true) -> String {
    NodeTable(topologicalOrder()).boxes.dot(numbers: numbers, showsGradients: showsGradients)
  }
}

extension BoxGraph {
  func dot(numbers: NumberStyle, showsGradients: Bool) -> String {
    var lines = ["digraph {", "  rankdir=LR"]
    for box in boxes {
      let words = [box.name, box.text, box.detail].filter { !$0.isEmpty }
        .map { $0.isolated.dotEscaped }
      let value = "value \(box.values.text(numbers))"
      let gradient = showsGradients ? ["gradient \(box.gradients.text(numbers))"] : []
      let label = (words + [value] + gradient).joined(separator: #"\n"#)
      lines.append("  n\(box.place) [\(box.dotShape), label=\"\(label)\"]")
    }
    for box in boxes {
      for link in box.links {
        let count = link.count > 1 ? " [label=\"\(link.count)\"]" : ""
        lines.append("  n\(boxes[link.source].place) -> n\(box.place)\(count)")
      }
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }
}

extension Box {
  fileprivate var dotShape: String {
    switch kind {
    case .leaf: "shape=plaintext"
    case .gate: "shape=box, style=rounded"
    case .fold: "shape=box, style=\"rounded,bold\""
    }
  }
}
