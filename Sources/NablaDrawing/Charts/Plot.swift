// The part of a page in which data are drawn: two axes, a grid, and what the axes say.

/// A rectangle with axes.
struct Plot {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let x: AxisRange
  let y: AxisRange

  /// Where a pair of numbers lies in the picture.
  func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (
      left + width * self.x.fraction(of: x), top + height * (1 - self.y.fraction(of: y))
    )
  }

  func contains(_ x: Double, _ y: Double) -> Bool { self.x.contains(x) && self.y.contains(y) }
}

/// What an axis shows and how it is called.
struct AxisPlan {
  let range: AxisRange
  let title: String
  /// Whether only whole numbers are labelled.
  var isWhole = false
}

/// Where a plot stands on a page.
struct PlotPlace {
  var left = 0.0
  let width: Double
  /// The height of the plot itself, without what stands above and below.
  let height: Double
}

extension ChartPage {
  /// Draws axes with their labels and makes room for a plot.
  ///
  /// - Parameters:
  ///   - horizontal: The axis at the bottom.
  ///   - vertical: The axis on the left.
  ///   - place: Where, and how high.
  /// - Returns: The plot, which is still empty.
  mutating func addAxes(
    _ horizontal: AxisPlan, _ vertical: AxisPlan, at place: PlotPlace
  ) -> Plot {
    let spacing: Double = vertical.range.scale == .linear ? 44 : 34
    let rows = Ticks(
      vertical.range,
      room: LabelRoom(length: place.height, gap: 14, count: max(4, Int(place.height / spacing))) {
        _ in Self.textSize
      }, isWhole: vertical.isWhole)
    let labelWidth = rows.majors.map { $0.label.width * Self.textSize }.max() ?? 0
    let left = place.left + Self.margin + labelWidth + 10
    addLine(rows.title(vertical.title), x: place.left + Self.margin)
    let plot = Plot(
      left: left, top: bottom + 4, width: max(60, place.left + place.width - left - 34),
      height: place.height, x: horizontal.range, y: vertical.range)
    let room = Self.room(plot, pageWidth: width)
    let columns = Ticks(plot.x, room: room, isWhole: horizontal.isWhole)
    addGrid(plot, columns, rows)
    addColumnLabels(plot, columns, room)
    bottom = plot.top + plot.height + 24
    addLine(columns.title(horizontal.title), x: plot.left + plot.width / 2, anchor: .middle)
    bottom += 6
    return plot
  }

  private static func room(_ plot: Plot, pageWidth: Double) -> LabelRoom {
    LabelRoom(
      length: plot.width, gap: 14, count: max(5, Int(plot.width / 56)),
      overhang: (plot.left - 4, pageWidth - plot.left - plot.width - 4)
    ) { $0.width * textSize }
  }

  // MARK: - Grid and labels

  private mutating func addGrid(_ plot: Plot, _ columns: Ticks, _ rows: Ticks) {
    let number = SVGElement.number
    let (right, floor) = (plot.left + plot.width, plot.top + plot.height)
    let xs = columns.majors.map { plot.left + plot.width * plot.x.fraction(of: $0.value) }
    let ys = rows.majors.map { floor - plot.height * plot.y.fraction(of: $0.value) }
    add(
      Self.stroke(
        xs.map { "M\(number($0)) \(number(plot.top))V\(number(floor))" }
          + ys.map { "M\(number(plot.left)) \(number($0))H\(number(right))" }, .grid))
    let minorXs = columns.minors.map { plot.left + plot.width * plot.x.fraction(of: $0) }
    let minorYs = rows.minors.map { floor - plot.height * plot.y.fraction(of: $0) }
    add(
      Self.stroke(
        xs.map { "M\(number($0)) \(number(floor))v5" }
          + ys.map { "M\(number(plot.left)) \(number($0))h-5" }
          + minorXs.map { "M\(number($0)) \(number(floor))v3" }
          + minorYs.map { "M\(number(plot.left)) \(number($0))h-3" }
          + ["M\(number(plot.left)) \(number(plot.top))V\(number(floor))H\(number(right))"], .line))
    for (y, major) in zip(ys, rows.majors) {
      add(
        ChartLabel(
          text: major.label, x: plot.left - 8, baseline: y + 4, size: Self.textSize, anchor: .end
        ).element)
    }
  }

  private mutating func addColumnLabels(_ plot: Plot, _ columns: Ticks, _ room: LabelRoom) {
    for major in columns.majors {
      let middle = room.middle(of: major.label, at: plot.x.fraction(of: major.value))
      add(
        ChartLabel(
          text: major.label, x: plot.left + middle, baseline: plot.top + plot.height + 18,
          size: Self.textSize, anchor: .middle
        ).element)
    }
  }

  private static func stroke(_ parts: [String], _ role: ColorRole) -> SVGElement {
    SVGElement(
      "path",
      [
        ("d", .text(parts.joined())), ("stroke", .text(role.css)), ("stroke-width", .number(1)),
        ("fill", "none"),
      ])
  }
}
