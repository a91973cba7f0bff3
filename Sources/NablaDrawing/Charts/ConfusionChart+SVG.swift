// The confusion matrix as a picture. Right answers have one colour, wrong ones another; shades stay
// pale enough for the numbers on them, on light pages and on dark ones.

extension ConfusionChart {
  /// The chart as a picture; it is as large as its classes and counts need.
  ///
  /// - Parameter appearance: The colours.
  /// - Returns: The picture.
  public func svg(appearance: Appearance = .automatic) -> SVG {
    let sizes = Sizes(self)
    var page = ChartPage(width: max(360, sizes.left + sizes.cell * Double(counts.count) + 24))
    page.addTitle(title)
    if !counts.isEmpty { drawMatrix(on: &page, sizes) }
    page.addCaption(caption)
    let detail = "Rows are true classes, columns are predictions. " + caption.joined(separator: " ")
    return page.svg(title: title, detail: detail, appearance: appearance)
  }

  private struct Sizes {
    let cell: Double
    let left: Double
    let rowNames: [String]
    let columnNames: [String]

    init(_ chart: ConfusionChart) {
      let size = ChartPage.textSize
      let digits = chart.counts.joined().map { "\($0)".width * size }.max() ?? 0
      let names = chart.classNames.map { $0.width * size }.max() ?? 0
      let roomy = max(30, min(56, 480 / Double(max(1, chart.counts.count))))
      cell = max(
        roomy, digits + 10,
        min(names + 8, max(72, min(120, 360 / Double(max(1, chart.counts.count))))))
      let limit = (cell - 6) / size
      columnNames = chart.classNames.map { $0.fitted(to: limit) }
      rowNames = chart.classNames.map { $0.fitted(to: 140 / size) }
      let widest = max(rowNames.map(\.width).max() ?? 0, "truth".width)
      left = ChartPage.margin + widest * size + 12
    }
  }

  private func drawMatrix(on page: inout ChartPage, _ sizes: Sizes) {
    let side = sizes.cell * Double(counts.count)
    page.addLine("prediction", x: sizes.left)
    let header = page.bottom + 13, top = page.bottom + 22
    page.add(shades(sizes, top) + grid(sizes, top, side))
    page.add(
      ChartLabel(
        text: "truth", x: sizes.left - 10, baseline: header, size: ChartPage.textSize,
        anchor: .end, role: .muted
      ).element)
    for index in counts.indices {
      let middle = sizes.cell * (Double(index) + 0.5)
      page.add(
        ChartLabel(
          text: sizes.columnNames[index], x: sizes.left + middle, baseline: header,
          size: ChartPage.textSize, anchor: .middle, whole: classNames[index]
        ).element)
      page.add(
        ChartLabel(
          text: sizes.rowNames[index], x: sizes.left - 10, baseline: top + middle + 4,
          size: ChartPage.textSize, anchor: .end, whole: classNames[index]
        ).element)
      page.add(numbers(inRow: index, sizes, baseline: top + middle + 4))
    }
    page.bottom = top + side + 14
  }

  private func numbers(inRow row: Int, _ sizes: Sizes, baseline: Double) -> [SVGElement] {
    // Among very many classes only what is not 0 is written.
    counts.indices.filter { counts[row][$0] > 0 || counts.count <= 60 }.map { column in
      let count = counts[row][column]
      return ChartLabel(
        text: "\(count)", x: sizes.left + sizes.cell * (Double(column) + 0.5), baseline: baseline,
        size: ChartPage.textSize, anchor: .middle, role: count == 0 ? .muted : .text,
        isBold: row == column && count > 0
      ).element
    }
  }

  private func shades(_ sizes: Sizes, _ top: Double) -> [SVGElement] {
    counts.indices.flatMap { row in
      counts.indices.filter { counts[row][$0] > 0 }.map { column in
        SVGElement(
          "rect",
          [
            ("x", .number(sizes.left + sizes.cell * Double(column))),
            ("y", .number(top + sizes.cell * Double(row))), ("width", .number(sizes.cell)),
            ("height", .number(sizes.cell)),
            ("fill", .text((row == column ? ColorRole.series1 : .series2).css)),
            // A single mistake among hundreds is still seen.
            ("fill-opacity", .number(0.14 + 0.36 * share(row, column))),
          ])
      }
    }
  }

  private func grid(_ sizes: Sizes, _ top: Double, _ side: Double) -> [SVGElement] {
    let number = SVGElement.number
    let lines = (0...counts.count).map { place in
      let offset = sizes.cell * Double(place)
      return "M\(number(sizes.left + offset)) \(number(top))v\(number(side))"
        + "M\(number(sizes.left)) \(number(top + offset))h\(number(side))"
    }
    return [
      SVGElement(
        "path",
        [
          ("d", .text(lines.joined())), ("stroke", .text(ColorRole.grid.css)),
          ("stroke-width", .number(1)), ("fill", "none"),
        ])
    ]
  }
}
