import Foundation
import Testing

@testable import NablaDrawing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A picture as another program reads it: an XML parser, and the places of what it draws.
final class DrawnGraph: NSObject, XMLParserDelegate {
  struct Rectangle {
    var left = Double.infinity
    var right = -Double.infinity
    var top = Double.infinity
    var bottom = -Double.infinity

    mutating func include(_ x: Double, _ y: Double) {
      (left, right) = (min(left, x), max(right, x))
      (top, bottom) = (min(top, y), max(bottom, y))
    }

    mutating func include(_ other: Rectangle) {
      include(other.left, other.top)
      include(other.right, other.bottom)
    }

    func overlaps(_ other: Rectangle) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func contains(_ x: Double, _ y: Double) -> Bool {
      left < x && x < right && top < y && y < bottom
    }
  }

  struct Node {
    let id: String
    let kind: String
    var frame = Rectangle()
    var shape = Rectangle()
    var wireEnd = (x: 0.0, y: 0.0)
    /// By class.
    var texts: [String: String] = [:]
    var ids: [String: String] = [:]
  }

  struct Edge {
    let id: String
    /// Points on the way, from the first to the last.
    let points: [(x: Double, y: Double)]
    let frame: Rectangle

    init(id: String, points: [(x: Double, y: Double)]) {
      self.id = id
      self.points = points
      frame = points.reduce(into: Rectangle()) { $0.include($1.x, $1.y) }
    }
  }

  private(set) var nodes: [Node] = []
  private(set) var edges: [Edge] = []
  private(set) var elements: [String] = []
  private(set) var title = ""
  private(set) var detail = ""
  private(set) var width = 0.0
  private(set) var height = 0.0
  private var stack: [(name: String, attributes: [String: String], text: String)] = []
  private var isInNode = false

  init(_ svg: SVG) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.description.utf8))
    parser.delegate = self
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    stack.append((name, attributes, ""))
    elements.append(name)
    let style = attributes["class"] ?? ""
    switch (name, style) {
    case ("svg", _):
      width = number(attributes["width"])
      height = number(attributes["height"])
    case ("g", _) where style.hasPrefix("node "):
      nodes.append(Node(id: attributes["id"] ?? "", kind: String(style.dropFirst(5))))
      isInNode = true
    case ("path", _) where style.hasPrefix("edge"):
      edges.append(Edge(id: attributes["id"] ?? "", points: points(attributes["d"] ?? "")))
    case ("path", _) where style.hasPrefix("wire") && isInNode:
      let line = points(attributes["d"] ?? "")
      for point in line { nodes[nodes.count - 1].frame.include(point.x, point.y) }
      nodes[nodes.count - 1].wireEnd = line.last ?? (0, 0)
      nodes[nodes.count - 1].shape.include(line.first?.x ?? 0, line.first?.y ?? 0)
    case ("rect", "shape"):
      let (x, y) = (number(attributes["x"]), number(attributes["y"]))
      var shape = Rectangle()
      shape.include(x, y)
      shape.include(x + number(attributes["width"]), y + number(attributes["height"]))
      nodes[nodes.count - 1].frame.include(shape)
      nodes[nodes.count - 1].shape.include(shape)
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    stack[stack.count - 1].text += string
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let (name, attributes, text) = stack.popLast() else { return }
    let parent = stack.last?.name
    if name == "title", parent == "svg" { title = text }
    if name == "desc", parent == "svg" { detail = text }
    if name == "g" { isInNode = false }
    guard name == "text", isInNode else { return }
    let style = attributes["class"] ?? ""
    nodes[nodes.count - 1].texts[style] = text
    nodes[nodes.count - 1].ids[style] = attributes["id"]
    nodes[nodes.count - 1].frame.include(box(of: text, style, attributes))
  }

  /// The box of a text, by the style sheet's sizes and anchors.
  private func box(of text: String, _ style: String, _ attributes: [String: String]) -> Rectangle {
    let sizes = ["inside": 15.0, "label": 15, "detail": 11]
    let size = sizes[style] ?? 13
    let (x, y) = (number(attributes["x"]), number(attributes["y"]))
    let width = text.width * size
    let left = style == "label" ? x - width : x - width / 2
    return Rectangle(left: left, right: left + width, top: y - 0.75 * size, bottom: y + 0.2 * size)
  }

  private func number(_ text: String?) -> Double { text.flatMap(Double.init) ?? .nan }

  /// Points of a path of moves, level lines and curves; of a curve 16.
  private func points(_ path: String) -> [(x: Double, y: Double)] {
    var points: [(x: Double, y: Double)] = []
    var numbers: [Double] = []
    var command: Character = " "
    func run() {
      let last = points.last ?? (0, 0)
      switch command {
      case "M": points.append((numbers[0], numbers[1]))
      case "H": points.append((numbers[0], last.y))
      case "C":
        for step in 1...16 {
          let t = Double(step) / 16
          func mixed(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
            let s = 1 - t
            return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
          }
          points.append(
            (
              mixed(last.x, numbers[0], numbers[2], numbers[4]),
              mixed(last.y, numbers[1], numbers[3], numbers[5])
            ))
        }
      default: break
      }
    }
    var digits = ""
    for character in path + " " {
      if character.isLetter || character == "," || character == " " {
        if let number = Double(digits) { numbers.append(number) }
        digits = ""
      } else {
        digits.append(character)
      }
      if character.isLetter {
        run()
        (command, numbers) = (character, [])
      }
    }
    run()
    return points
  }
}
