// Weights as a picture: images in a grid, and the bar that tells what the colours mean.

extension WeightImages {
  /// The chart as a picture.
  ///
  /// - Parameters:
  ///   - appearance: The colours.
  ///   - pageWidth: The width in pixels, at least 320; images that are wider make it wider.
  /// - Returns: The picture.
  public func svg(appearance: Appearance = .automatic, width pageWidth: Double = 640) -> SVG {
    let sizes = Sizes(self, pageWidth: pageWidth)
    var page = ChartPage(
      width: max(360, sizes.cell * Double(sizes.perRow) + 2 * ChartPage.margin - 12))
    page.addTitle(title)
    if !weights.isEmpty { addColorBar(to: &page) }
    let largest = largest
    for start in stride(from: 0, to: weights.count, by: sizes.perRow) {
      for index in start..<min(start + sizes.perRow, weights.count) {
        let left = ChartPage.margin + sizes.cell * Double(index - start)
        page.add(image(index, left, page.bottom, sizes.pixel, largest))
        let name = names[index].fitted(to: (sizes.cell - 10) / ChartPage.captionSize)
        page.add(
          ChartLabel(
            text: name, x: left + sizes.width / 2, baseline: page.bottom + sizes.height + 14,
            size: ChartPage.captionSize, anchor: .middle, role: .muted, whole: names[index]
          ).element)
      }
      page.skip(sizes.height + 26)
    }
    page.addCaption(caption)
    let detail = "\(counted(weights.count, "image")) of \(width) by \(height) weights"
    return page.svg(title: title, detail: detail, appearance: appearance)
  }

  private struct Sizes {
    let pixel: Double
    /// The size of an image.
    let width: Double
    let height: Double
    /// From one image to the next.
    let cell: Double
    let perRow: Int

    init(_ images: WeightImages, pageWidth: Double) {
      let count = images.weights.count
      let side: Double = count > 10 ? 64 : 96
      pixel = max(1, (side / Double(max(images.width, images.height))).rounded(.down))
      width = pixel * Double(images.width)
      height = pixel * Double(images.height)
      cell = max(width, 40) + 12
      let room = ChartPage(width: pageWidth).width - 2 * ChartPage.margin + 12
      let most = max(1, Int(room / cell))
      // Rows of about equal length.
      let rowCount = max(1, (count + most - 1) / most)
      perRow = max(1, (count + rowCount - 1) / rowCount)
    }
  }

  /// The colour of a shade; the background shows through where it is near 0.
  private static func fill(_ shade: Int) -> [(String, SVGElement.Attribute)] {
    [
      ("fill", .text((shade > 0 ? ColorRole.series1 : .series2).css)),
      ("fill-opacity", .number(Double(abs(shade)) / Double(shadeCount))),
    ]
  }

  /// Pixels of one shade are one path.
  private func image(
    _ index: Int, _ left: Double, _ top: Double, _ pixel: Double, _ largest: Double
  ) -> SVGElement {
    let number = SVGElement.number
    let side = number(pixel)
    var paths: [[String]] = Array(repeating: [], count: 2 * Self.shadeCount + 1)
    var crosses: [String] = []
    for (place, weight) in weights[index].enumerated() {
      let x = number(left + pixel * Double(place % width))
      let y = number(top + pixel * Double(place / width))
      if let shade = shade(of: weight, largest: largest) {
        paths[shade + Self.shadeCount].append("M\(x) \(y)h\(side)v\(side)h-\(side)z")
      } else {
        crosses.append("M\(x) \(y)l\(side) \(side)m-\(side) 0l\(side) -\(side)")
      }
    }
    let (w, h) = (number(pixel * Double(width)), number(pixel * Double(height)))
    let frame = "M\(number(left)) \(number(top))h\(w)v\(h)h-\(w)z"
    return SVGElement(
      "g", [],
      [SVGElement("title", text: names[index].visible)] + Self.shades(paths)
        + (crosses.isEmpty ? [] : [Self.outline(crosses.joined(), .text)])
        + [Self.outline(frame, .grid)])
  }

  private static func shades(_ paths: [[String]]) -> [SVGElement] {
    (-shadeCount...shadeCount).filter { $0 != 0 && !paths[$0 + shadeCount].isEmpty }.map { shade in
      SVGElement(
        "path",
        [("d", .text(paths[shade + shadeCount].joined()))] + fill(shade)
          + [("shape-rendering", "crispEdges")])
    }
  }

  private static func outline(_ path: String, _ role: ColorRole) -> SVGElement {
    SVGElement(
      "path",
      [
        ("d", .text(path)), ("fill", "none"), ("stroke", .text(role.css)),
        ("stroke-width", .number(1)),
      ])
  }

  /// All shades side by side, with the numbers at the ends and in the middle.
  private func addColorBar(to page: inout ChartPage) {
    let largest = largest
    let ends = largest == 0 ? ["", "0", ""] : ["-\(briefly(largest))", "0", briefly(largest)]
    let step = 8.0
    let left = ChartPage.margin + max(0, ends[0].width * ChartPage.captionSize / 2 - 4)
    let length = step * Double(2 * Self.shadeCount + 1)
    let top = SVGElement.number(page.bottom)
    for shade in -Self.shadeCount...Self.shadeCount where shade != 0 {
      let x = left + step * Double(shade + Self.shadeCount)
      page.add(
        SVGElement(
          "path",
          [("d", .text("M\(SVGElement.number(x)) \(top)h8v12h-8z"))] + Self.fill(shade)
            + [("shape-rendering", "crispEdges")]))
    }
    let width = SVGElement.number(length)
    page.add(Self.outline("M\(SVGElement.number(left)) \(top)h\(width)v12h-\(width)z", .line))
    for (text, part) in zip(ends, [0, 0.5, 1]) where !text.isEmpty {
      page.add(
        ChartLabel(
          text: text, x: left + length * part, baseline: page.bottom + 26,
          size: ChartPage.captionSize, anchor: .middle, role: .muted
        ).element)
    }
    page.skip(42)
  }
}
