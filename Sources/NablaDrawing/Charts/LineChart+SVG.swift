// Curves as a picture.

extension LineChart {
  /// The chart as a picture.
  ///
  /// - Parameters:
  ///   - appearance: The colours.
  ///   - width: The width in pixels, at least 320.
  ///   - height: The height of the plot itself, at least 100; titles, legend and caption add to it.
  /// - Returns: The picture.
  public func svg(
    appearance: Appearance = .automatic, width: Double = 640, height: Double = 300
  ) -> SVG {
    var page = ChartPage(width: width)
    page.addTitle(title)
    page.addLegend(legend)
    draw(on: &page, at: PlotPlace(width: page.width, height: min(max(100, height), 10000)))
    page.addCaption(caption)
    return page.svg(title: title, detail: detail, appearance: appearance)
  }

  /// What a screen reader says.
  var detail: String {
    let names = series.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
    let axes = [yLabel, xLabel].filter { !$0.isEmpty }.joined(separator: " against ")
    return ([axes, names].filter { !$0.isEmpty } + caption).joined(separator: "; ")
  }

  var legend: [(name: String, sample: LegendSample)] {
    series.indices.filter { !series[$0].name.isEmpty }.map { index in
      let (role, dashes) = stroke(of: index)
      let mark = series[index].style == .marked ? Marker.of(index) : nil
      return (series[index].name, .line(role, dashes: dashes, mark: mark))
    }
  }

  /// Draws axes and curves, without title, legend and caption.
  func draw(on page: inout ChartPage, at place: PlotPlace) {
    let plot = page.addAxes(horizontal, vertical, at: place)
    for index in series.indices {
      page.add(curve(index, in: plot))
    }
    if isEmpty {
      page.add(
        ChartLabel(
          text: "no data", x: plot.left + plot.width / 2, baseline: plot.top + plot.height / 2,
          size: ChartPage.textSize, anchor: .middle, role: .muted
        ).element)
    }
  }

  private func curve(_ index: Int, in plot: Plot) -> [SVGElement] {
    let pieces = pieces(of: series[index]).map { $0.map { plot.point($0.x, $0.y) } }
    return line(index, through: pieces) + marks(index, on: pieces)
  }

  private func line(_ index: Int, through pieces: [[(x: Double, y: Double)]]) -> [SVGElement] {
    let (role, dashes) = stroke(of: index)
    let lines = pieces.filter { $0.count > 1 }.map { Self.path(through: Self.thinned($0)) }
    guard !lines.isEmpty else { return [] }
    var attributes: [(String, SVGElement.Attribute)] = [
      ("d", .text(lines.joined())), ("stroke", .text(role.css)), ("stroke-width", .number(2)),
      ("stroke-linejoin", "round"), ("fill", "none"), ("class", "curve"),
    ]
    if let dashes { attributes.append(("stroke-dasharray", .text(dashes))) }
    return [SVGElement("path", attributes)]
  }

  /// Marks at all points, if the curve has them, or where a point between two gaps has no line.
  private func marks(_ index: Int, on pieces: [[(x: Double, y: Double)]]) -> [SVGElement] {
    // So many marks that they touch would hide the curve.
    let areAll = series[index].style == .marked && series[index].points.count <= 300
    let places = pieces.filter { areAll || $0.count == 1 }.joined()
    guard !places.isEmpty else { return [] }
    let paths = places.map { Marker.of(index).path(x: $0.x, y: $0.y, radius: 3) }
    return [
      SVGElement(
        "path",
        [
          ("d", .text(paths.joined())), ("fill", .text(stroke(of: index).role.css)),
          ("class", "points"),
        ])
    ]
  }

  private static func path(through points: [(x: Double, y: Double)]) -> String {
    let corners = points.map { "\(SVGElement.number($0.x)) \(SVGElement.number($0.y))" }
    return "M" + corners.joined(separator: "L")
  }

  /// The same line to the eye: of points within half a pixel of width, the first, the lowest, the
  /// highest and the last.
  static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard points.count > 1000 else { return points }
    var kept: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
      let column = (points[start].x * 2).rounded(.down)
      var end = start
      var (low, high) = (start, start)
      while end < points.count, (points[end].x * 2).rounded(.down) == column {
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
        end += 1
      }
      for place in Set([start, low, high, end - 1]).sorted() { kept.append(points[place]) }
      start = end
    }
    return kept
  }
}
