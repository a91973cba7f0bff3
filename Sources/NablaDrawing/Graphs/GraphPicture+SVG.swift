// The picture as SVG. Every node is a group, every line a path, with ids made of the nodes' places, so
// that a page can find them.

extension GraphPicture {
  /// The picture as an SVG document.
  ///
  /// Each node is a group `n` and its place in the graph's topological order, its value a text `v` and
  /// the place, its gradient `g` and the place, and each line a path `e`, the place of the node that it
  /// leads to, a hyphen and the number of the input. A folded box has the place of the first node in it
  /// that others use, and a line that stands for several edges is named by the first.
  ///
  /// - Parameters:
  ///   - title: What a screen reader says first; nil for "Graph of" and the root's label.
  ///   - appearance: The colours.
  ///   - idPrefix: What ids begin with, so that several pictures can stand in one page.
  ///   - showsLegend: Whether it is said which number is which.
  /// - Returns: The document.
  public func svg(
    title: String? = nil, appearance: Appearance = .automatic, idPrefix: String = "",
    showsLegend: Bool = true
  ) -> SVG {
    let legend = showsLegend ? self.legend(from: layout.height) : nil
    return SVG(
      width: max(layout.width, legend?.right ?? 0),
      height: legend?.bottom ?? layout.height,
      title: title ?? self.title, detail: detail, appearance: appearance, style: Self.style,
      content: [
        SVGElement(
          "g", [("class", .text(edgesClass))], edges(idPrefix) + layout.forks.map(Self.fork)),
        SVGElement("g", [("class", "nodes")], graph.boxes.indices.map { node($0, idPrefix) }),
      ] + (legend?.elements ?? []))
  }

  private static let style = """
    .nabla .edge,.nabla .wire{fill:none;stroke:var(--line);stroke-width:1.5}
    .nabla .bundle{stroke-width:3}
    .nabla .dense .edge{stroke-width:.8;stroke-opacity:.7}
    .nabla .note{font-size:12px;fill:var(--muted)}
    .nabla .fork{fill:var(--line)}
    .nabla .shape{fill:var(--gate);stroke:var(--line);stroke-width:1.5}
    .nabla .fold .shape{stroke-width:2.5}
    .nabla .inside{font-size:15px;text-anchor:middle}
    .nabla .detail{font-size:11px;text-anchor:middle;fill:var(--muted)}
    .nabla .label{font-size:15px;text-anchor:end}
    .nabla .name{font-size:13px;font-style:italic;text-anchor:middle}
    .nabla .value{font-size:13px;text-anchor:middle;fill:var(--value)}
    .nabla .gradient{font-size:13px;text-anchor:middle;fill:var(--gradient)}
    """

  // MARK: - Lines

  /// Very many lines are drawn finer.
  private var edgesClass: String { graph.linkCount > 160 ? "edges dense" : "edges" }

  private func edges(_ prefix: String) -> [SVGElement] {
    zip(graph.boxes, layout.lines).flatMap { box, lines in
      zip(box.links, lines).map { link, points in
        SVGElement(
          "path",
          [
            ("class", .text(link.count > 1 ? "edge bundle" : "edge")),
            ("id", .text("\(prefix)e\(link.place)-\(link.input)")),
            ("d", .text(Self.path(points))),
          ],
          link.count > 1 ? [SVGElement("title", text: "\(link.count) edges")] : [])
      }
    }
  }

  /// Curves that leave and arrive level, and level lines between them.
  private static func path(_ points: [GraphLayout.Point]) -> String {
    var text = "M\(point(points[0]))"
    for index in stride(from: 0, to: points.count - 2, by: 2) {
      let (start, end) = (points[index], points[index + 1])
      if start.y == end.y {
        text += "H\(SVGElement.number(end.x))"
      } else {
        let middle = (start.x + end.x) / 2
        text += "C\(point(.init(x: middle, y: start.y))) \(point(.init(x: middle, y: end.y))) "
        text += point(end)
      }
      text += "H\(SVGElement.number(points[index + 2].x))"
    }
    return text
  }

  private static func fork(_ point: GraphLayout.Point) -> SVGElement {
    dot(x: point.x, y: point.y, radius: 2.5)
  }

  private static func dot(x: Double, y: Double, radius: Double) -> SVGElement {
    SVGElement(
      "circle",
      [("class", "fork"), ("cx", .number(x)), ("cy", .number(y)), ("r", .number(radius))])
  }

  private static func point(_ point: GraphLayout.Point) -> String {
    "\(SVGElement.number(point.x)),\(SVGElement.number(point.y))"
  }

  // MARK: - Nodes

  private func node(_ index: Int, _ prefix: String) -> SVGElement {
    let box = graph.boxes[index]
    let frame = layout.frames[index]
    let kind = box.kind == .leaf ? "leaf" : (box.kind == .gate ? "gate" : "gate fold")
    return SVGElement(
      "g", [("class", .text("node \(kind)")), ("id", .text("\(prefix)n\(box.place)"))],
      [SVGElement("title", text: sentence(box)), wire(box, frame)]
        + shape(box, frame, sizes[index]) + numbers(box, frame, prefix))
  }

  private func wire(_ box: Box, _ frame: GraphLayout.Frame) -> SVGElement {
    let start = GraphLayout.Point(x: frame.shapeRight, y: frame.y)
    return SVGElement(
      "path",
      [
        ("class", .text(box.values.isSingle ? "wire" : "wire bundle")),
        ("d", .text("M\(Self.point(start))H\(SVGElement.number(frame.right))")),
      ])
  }

  private func numbers(
    _ box: Box, _ frame: GraphLayout.Frame, _ prefix: String
  ) -> [SVGElement] {
    let middle = (frame.shapeRight + frame.right) / 2
    func number(_ name: String, _ spread: Spread, y: Double) -> SVGElement {
      SVGElement(
        "text",
        [
          ("class", .text(name)), ("id", .text("\(prefix)\(name.prefix(1))\(box.place)")),
          ("x", .number(middle)), ("y", .number(y)),
        ], text: spread.text(numbers))
    }
    let value = number("value", box.values, y: frame.y - Measure.lift)
    guard showsGradients else { return [value] }
    let below = frame.y + Measure.lift + 0.75 * Measure.numberFont
    return [value, number("gradient", box.gradients, y: below)]
  }

  private func shape(
    _ box: Box, _ frame: GraphLayout.Frame, _ size: BoxSize
  ) -> [SVGElement] {
    let middle = (frame.shapeLeft + frame.shapeRight) / 2
    func text(_ name: String, _ text: String, x: Double, y: Double) -> SVGElement {
      SVGElement(
        "text", [("class", .text(name)), ("x", .number(x)), ("y", .number(y))], text: text)
    }
    if box.kind == .leaf {
      guard !box.text.isEmpty else {
        return [Self.dot(x: frame.shapeRight, y: frame.y, radius: 3)]
      }
      return [text("label", box.shownText, x: frame.shapeRight - 5, y: frame.y + 5)]
    }
    let radius = box.isRound ? Measure.radius : 12
    var parts = [
      SVGElement(
        "rect",
        [
          ("class", "shape"), ("x", .number(frame.shapeLeft)),
          ("y", .number(frame.y - size.shapeHeight / 2)), ("width", .number(size.shapeWidth)),
          ("height", .number(size.shapeHeight)), ("rx", .number(radius)),
        ]),
      text("inside", box.shownText, x: middle, y: frame.y + (box.detail.isEmpty ? 5 : -2)),
    ]
    if !box.detail.isEmpty { parts.append(text("detail", box.detail, x: middle, y: frame.y + 14)) }
    if !box.name.isEmpty {
      parts.append(
        text("name", box.shownName, x: middle, y: frame.y - size.shapeHeight / 2 - 5))
    }
    return parts
  }
}
