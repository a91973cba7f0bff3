// Shapes for points, so that classes are told apart without their colours.

/// The shape of a point.
enum Marker: CaseIterable {
  case circle, square, triangle, diamond, cross, plus

  /// The shape of a class; beyond six they begin anew.
  static func of(_ index: Int) -> Marker { allCases[index % allCases.count] }

  /// The outline around a centre, about as large as a circle of that radius.
  func path(x: Double, y: Double, radius r: Double) -> String {
    func polygon(_ corners: [(Double, Double)]) -> String {
      let points = corners.map { dx, dy in
        "\(SVGElement.number(x + r * dx)) \(SVGElement.number(y + r * dy))"
      }
      return "M" + points.joined(separator: "L") + "Z"
    }
    let arm = 0.35, reach = 1.1
    let plus = [
      (-reach, -arm), (-arm, -arm), (-arm, -reach), (arm, -reach), (arm, -arm), (reach, -arm),
      (reach, arm), (arm, arm), (arm, reach), (-arm, reach), (-arm, arm), (-reach, arm),
    ]
    switch self {
    case .circle:
      let (n, d) = (SVGElement.number(r), SVGElement.number(2 * r))
      return "M\(SVGElement.number(x - r)) \(SVGElement.number(y))a\(n) \(n) 0 1 0 \(d) 0"
        + "a\(n) \(n) 0 1 0 -\(d) 0Z"
    case .square: return polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case .triangle: return polygon([(0, -1.2), (1.1, 0.8), (-1.1, 0.8)])
    case .diamond: return polygon([(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)])
    case .plus: return polygon(plus)
    // The plus, turned by an eighth.
    case .cross: return polygon(plus.map { (0.7071 * ($0 - $1), 0.7071 * ($0 + $1)) })
    }
  }
}

/// What stands for a series, a class or a line in the legend.
enum LegendSample {
  case line(ColorRole, dashes: String?, mark: Marker? = nil)
  case marker(Marker, ColorRole)

  /// The lines of series that share a colour differ in their dashes.
  static func dashes(ofSeries index: Int) -> String? {
    let patterns: [String?] = [nil, "7 3", "2 3", "9 3 2 3"]
    return patterns[index / 6 % patterns.count]
  }

  func element(x: Double, y: Double) -> SVGElement {
    switch self {
    case .line(let role, let dashes, let mark?):
      let line = LegendSample.line(role, dashes: dashes).element(x: x, y: y)
      let path = mark.path(x: x + 11, y: y, radius: 3)
      return SVGElement(
        "g", [], [line, SVGElement("path", [("d", .text(path)), ("fill", .text(role.css))])])
    case .line(let role, let dashes, nil):
      var attributes: [(String, SVGElement.Attribute)] = [
        ("d", .text("M\(SVGElement.number(x)) \(SVGElement.number(y))h22")),
        ("stroke", .text(role.css)), ("stroke-width", .number(2)), ("fill", "none"),
      ]
      if let dashes { attributes.append(("stroke-dasharray", .text(dashes))) }
      return SVGElement("path", attributes)
    case .marker(let marker, let role):
      return SVGElement(
        "path",
        [
          ("d", .text(marker.path(x: x + 11, y: y, radius: 5))), ("fill", .text(role.css)),
          ("stroke", .text(ColorRole.text.css)), ("stroke-width", .number(1)),
        ])
    }
  }
}
