// Pictures as text. `SVG` is what callers get; `SVGElement` is what drawings are made of.

/// A picture in Scalable Vector Graphics, one self-contained document.
///
/// `description` is the document; in a page it can stand inline.
public struct SVG: Hashable, Sendable, CustomStringConvertible {
  /// The width in user units, which are CSS pixels.
  public let width: Double
  /// The height in user units.
  public let height: Double
  /// The document.
  public let description: String

  /// Writes the document to a file, in one piece: a reader never sees half of it.
  ///
  /// Links are followed, and permissions kept; what killed saves have left over in the folder
  /// (`.nabla-….partial`) is removed.
  ///
  /// - Parameter path: Where; a file that is there is replaced.
  /// - Throws: `DrawingError.unwritable` with the system's reason; what was there is then untouched.
  public func write(to path: String) throws(DrawingError) {
    try TextFile(path: path).write(description)
  }
}

extension SVG {
  /// A document.
  ///
  /// - Parameters:
  ///   - width: The width in user units.
  ///   - height: The height in user units.
  ///   - title: What a screen reader says first.
  ///   - detail: What it says then.
  ///   - appearance: The colours.
  ///   - style: Rules beside those of the colours; each selector must begin with `.nabla`.
  ///   - content: What is drawn, in this order.
  init(
    width: Double, height: Double, title: String, detail: String = "", appearance: Appearance,
    style: String = "", content: [SVGElement]
  ) {
    self.width = width
    self.height = height
    let sheet = SVGElement(
      "style", [],
      raw: """
        \(appearance.styleSheet(selector: ".nabla.\(appearance)"))
        .nabla text{font-family:Helvetica,Arial,sans-serif;fill:\(ColorRole.text.css)}
        \(style)
        """)
    var children = [sheet, SVGElement("title", text: title)]
    if !detail.isEmpty { children.append(SVGElement("desc", text: detail)) }
    children.append(
      SVGElement(
        "rect",
        [
          ("class", "page"), ("width", .number(width)), ("height", .number(height)),
          ("fill", .text(ColorRole.background.css)),
        ]))
    let (w, h) = (SVGElement.number(width), SVGElement.number(height))
    let root = SVGElement(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("class", .text("nabla \(appearance)")),
        ("role", "img"),
        ("viewBox", .text("0 0 \(w) \(h)")), ("width", .text(w)), ("height", .text(h)),
      ], children + content)
    description = root.text(indent: "") + "\n"
  }
}

/// An element of a picture: a name, attributes in order, and children, text or raw text.
struct SVGElement {
  enum Attribute: ExpressibleByStringLiteral {
    case text(String)
    case number(Double)
    init(stringLiteral value: String) { self = .text(value) }
  }

  private enum Content {
    case children([SVGElement])
    case text(String)
  }

  let name: String
  let attributes: [(String, Attribute)]
  private let content: Content

  init(_ name: String, _ attributes: [(String, Attribute)] = [], _ children: [SVGElement] = []) {
    self.name = name
    self.attributes = attributes
    content = .children(children)
  }

  /// An element that holds text, which is escaped.
  init(_ name: String, _ attributes: [(String, Attribute)] = [], text: String) {
    self.init(name, attributes, raw: text.escaped)
  }

  /// An element that holds text of our own, as it stands.
  init(_ name: String, _ attributes: [(String, Attribute)], raw: String) {
    self.name = name
    self.attributes = attributes
    content = .text(raw)
  }

  /// The element as text, its children on lines of their own.
  func text(indent: String) -> String {
    let list = attributes.map { name, value in
      switch value {
      case .text(let text): " \(name)=\"\(text.escaped)\""
      case .number(let number): " \(name)=\"\(Self.number(number))\""
      }
    }.joined()
    switch content {
    case .text(let text): return "\(indent)<\(name)\(list)>\(text)</\(name)>"
    case .children(let children) where children.isEmpty: return "\(indent)<\(name)\(list)/>"
    case .children(let children):
      let inner = children.map { $0.text(indent: indent + "  ") }.joined(separator: "\n")
      return "\(indent)<\(name)\(list)>\n\(inner)\n\(indent)</\(name)>"
    }
  }

  /// A coordinate with at most two decimals, the same text on every platform.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    switch rest {
    case 0: return "\(sign)\(whole)"
    case _ where rest % 10 == 0: return "\(sign)\(whole).\(rest / 10)"
    default: return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
  }
}
