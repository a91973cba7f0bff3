// How much room a box takes: its shape, and on the right the wire with the numbers above and below.
//
//            name
//          ┌──────┐  value
//       ───┤ gate ├──────────
//          └──────┘  gradient

/// The measures of a picture, in user units.
enum Measure {
  static let gateFont = 15.0
  static let numberFont = 13.0
  static let nameFont = 13.0
  static let detailFont = 11.0
  /// The radius of a round gate.
  static let radius = 19.0
  /// From a number's baseline to the wire.
  static let lift = 5.0
  /// Between the lines at a gate, at most.
  static let portSpacing = 14.0
  static let margin = 16.0
  /// Longer texts end in an ellipsis; the whole text is in the node's title.
  static let longestText = 15.0
}

/// The size of a box, measured from its wire.
struct BoxSize {
  /// The shape, of a leaf its label.
  let shapeWidth: Double
  let shapeHeight: Double
  /// What the shape and the name above it take.
  let width: Double
  /// The wire.
  let wire: Double
  /// From the wire up, and down.
  let above: Double
  let below: Double

  init(_ box: Box, numbers: [String], reserving text: String = "") {
    let isLeaf = box.kind == .leaf
    let inside = box.shownText.width * Measure.gateFont
    let detail = box.detail.width * Measure.detailFont
    let ports = Double(box.links.count)
    switch box.kind {
    case .leaf:
      shapeWidth = inside.isZero ? 8 : inside + 8
      shapeHeight = Measure.gateFont * 1.2
    case .gate:
      shapeHeight = max(2 * Measure.radius, (ports + 1) * 9)
      shapeWidth = inside <= 27 ? 2 * Measure.radius : inside + 24
    case .fold:
      shapeHeight = max(52, (min(ports, 6) + 1) * 9)
      shapeWidth = max(inside, detail) + 28
    }
    let name = box.shownName.width * Measure.nameFont
    width = max(shapeWidth, name)
    wire = 16 + Measure.numberFont * numbers.reduce(text.width) { max($0, $1.width) }
    let line = Measure.lift + Measure.numberFont
    let top = shapeHeight / 2 + (name.isZero ? 0 : 4 + Measure.nameFont)
    above = isLeaf ? max(line, shapeHeight / 2) : max(top, line)
    below = max(numbers.count > 1 ? line : 0, shapeHeight / 2)
  }

  /// Where below the wire's height a line meets the shape, counted from the top.
  func port(_ rank: Int, of count: Int) -> Double {
    guard count > 1 else { return 0 }
    let spacing = min(Measure.portSpacing, (shapeHeight - 16) / Double(count - 1))
    return (Double(rank) - Double(count - 1) / 2) * spacing
  }
}

extension Box {
  /// The text in the shape, as far as it is shown.
  var shownText: String { text.fitted(to: Measure.longestText) }
  /// The name above the shape, as far as it is shown.
  var shownName: String { name.fitted(to: Measure.longestText) }
}
