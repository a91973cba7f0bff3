// What the picture says to those who cannot see it, and the key to its colours.

extension GraphPicture {
  /// "Graph of" and the root's label.
  var title: String {
    let root = graph.boxes.last
    let name = root.map { $0.kind == .leaf ? $0.text : $0.name } ?? ""
    return name.isEmpty ? "Graph" : "Graph of \(name.isolated)"
  }

  /// How large the graph is, what its root is, and its leaves.
  var detail: String {
    let leaves = graph.boxes.reduce(0) { $0 + $1.leaves }
    func counted(_ count: Int, _ one: String, _ many: String) -> String {
      "\(count) \(count == 1 ? one : many)"
    }
    var sentences = [
      """
      A graph of \(counted(nodeCount, "node", "nodes")): \(counted(leaves, "leaf", "leaves")) and \
      \(counted(nodeCount - leaves, "gate", "gates"))\
      \(boxCount < nodeCount ? ", drawn as \(counted(boxCount, "box", "boxes"))" : "").
      """
    ]
    if let root = graph.boxes.last { sentences.append("The root is \(sentence(root)).") }
    let drawn = graph.boxes.dropLast().filter { $0.kind == .leaf && !$0.text.isEmpty }
    if !drawn.isEmpty {
      let shown = drawn.prefix(8).map(sentence).joined(separator: "; ")
      let rest = drawn.count > 8 ? "; and \(drawn.count - 8) more" : ""
      sentences.append("Leaves: \(shown)\(rest).")
    }
    return sentences.joined(separator: " ")
  }

  /// A box in words: `q, +: value 3.00, gradient -4.00`.
  func sentence(_ box: Box) -> String {
    let detail = box.detail.isEmpty ? "" : " (\(box.detail))"
    let text = box.kind == .leaf && box.text.isEmpty ? "leaf" : box.text.isolated + detail
    let name = box.name.isEmpty ? text : "\(box.name.isolated), \(text)"
    let gradient = showsGradients ? ", gradient \(box.gradients.text(numbers))" : ""
    return "\(name): value \(box.values.text(numbers))\(gradient)"
  }
}

// MARK: - Legend

extension GraphPicture {
  /// A wire with words in place of its numbers, below the drawing.
  func legend(from top: Double) -> (elements: [SVGElement], right: Double, bottom: Double) {
    let left = Measure.margin
    let y = top + 24
    func text(_ name: String, _ words: String, x: Double, y: Double) -> SVGElement {
      SVGElement(
        "text", [("class", .text(name)), ("x", .number(x)), ("y", .number(y))], text: words)
    }
    let below = y + Measure.lift + 0.75 * Measure.numberFont
    var elements = [
      SVGElement(
        "path",
        [("class", "wire"), ("d", .text("M\(SVGElement.number(left)),\(SVGElement.number(y))h70"))]),
      text("value", "value", x: left + 35, y: y - Measure.lift),
      text("note", "computed forward, to the right", x: left + 82, y: y - Measure.lift),
    ]
    if showsGradients {
      elements.append(text("gradient", "gradient", x: left + 35, y: below))
      elements.append(text("note", "computed backward, to the left", x: left + 82, y: below))
    }
    var bottom = showsGradients ? below : y
    if graph.boxes.contains(where: { !$0.values.isSingle }) {
      bottom += 20
      elements.append(
        text("note", "a … b: the lowest and highest of a box's nodes", x: left, y: bottom))
    }
    return ([SVGElement("g", [("class", "legend")], elements)], left + 290, bottom + Measure.margin)
  }
}
