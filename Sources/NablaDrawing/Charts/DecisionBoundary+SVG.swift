// The decisions as a picture: shades, boundaries, samples.

extension DecisionBoundary {
  /// The chart as a picture.
  ///
  /// - Parameters:
  ///   - appearance: The colours.
  ///   - width: The width in pixels, at least 320; the plot is about square.
  /// - Returns: The picture.
  public func svg(appearance: Appearance = .automatic, width: Double = 460) -> SVG {
    var page = ChartPage(width: width)
    page.addTitle(title)
    page.addLegend(
      classNames.enumerated().map { ($1, .marker(.of($0), .series($0))) }
        + [("boundary", .line(.text, dashes: nil))])
    let plot = page.addAxes(
      AxisPlan(range: horizontal, title: xLabel), AxisPlan(range: vertical, title: yLabel),
      at: PlotPlace(width: page.width, height: page.width - 90))
    page.add(shades(in: plot) + [boundary(in: plot)] + marks(in: plot))
    page.addCaption(caption())
    return page.svg(title: title, detail: caption().joined(separator: " "), appearance: appearance)
  }

  private static let shadeCount = 8

  /// Squares of one class and shade are one path; neighbours in a row are one rectangle of it.
  private func shades(in plot: Plot) -> [SVGElement] {
    let count = decisions.resolution
    let width = plot.width / Double(count), height = plot.height / Double(count)
    var paths: [[String]] = Array(repeating: [], count: decisions.classCount * Self.shadeCount)
    for row in 0..<count {
      let keys = (0..<count).map { shade(column: $0, row: row) }
      var start = 0
      for column in 1...count where column == count || keys[column] != keys[start] {
        if let key = keys[start] {
          let x = SVGElement.number(plot.left + width * Double(start))
          let y = SVGElement.number(plot.top + plot.height - height * Double(row + 1))
          let length = SVGElement.number(width * Double(column - start))
          paths[key].append("M\(x) \(y)h\(length)v\(SVGElement.number(height))h-\(length)z")
        }
        start = column
      }
    }
    return paths.indices.filter { !paths[$0].isEmpty }.map { key in
      let (index, shade) = key.quotientAndRemainder(dividingBy: Self.shadeCount)
      let opacity = 0.08 + 0.34 * Double(shade) / Double(Self.shadeCount - 1)
      return SVGElement(
        "path",
        [
          ("d", .text(paths[key].joined())), ("fill", .text(ColorRole.series(index).css)),
          ("fill-opacity", .number(opacity)), ("shape-rendering", "crispEdges"),
        ])
    }
  }

  private func shade(column: Int, row: Int) -> Int? {
    decisions.decision(column: column, row: row).map { decision in
      let shade = Int(min(1, decision.strength) * Double(Self.shadeCount))
      return decision.classIndex * Self.shadeCount + min(shade, Self.shadeCount - 1)
    }
  }

  private func boundary(in plot: Plot) -> SVGElement {
    let count = Double(decisions.resolution)
    let lines = decisions.boundaries.map { line in
      "M"
        + line.map { point in
          let x = SVGElement.number(plot.left + plot.width * point.x / count)
          let y = SVGElement.number(plot.top + plot.height * (1 - point.y / count))
          return "\(x) \(y)"
        }.joined(separator: "L")
    }
    return SVGElement(
      "path",
      [
        ("class", "boundary"), ("d", .text(lines.joined())), ("fill", "none"),
        ("stroke", .text(ColorRole.text.css)), ("stroke-width", .number(2)),
        ("stroke-linejoin", "round"),
      ])
  }

  private func marks(in plot: Plot) -> [SVGElement] {
    points.filter(isShown).map { point in
      let (x, y) = plot.point(point.x, point.y)
      return SVGElement(
        "path",
        [
          ("class", "sample"),
          ("d", .text(Marker.of(point.classIndex).path(x: x, y: y, radius: 6))),
          ("fill", .text(ColorRole.series(point.classIndex).css)),
          ("stroke", .text(ColorRole.background.css)), ("stroke-width", .number(1.5)),
        ])
    }
  }
}
