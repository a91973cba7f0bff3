// Reading a picture back with a parser that knows nothing of how it was made.

import Foundation
import NablaDrawing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The elements of a picture.
final class PictureReader: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""

    func number(_ attribute: String) -> Double { Double(attributes[attribute] ?? "") ?? .nan }
  }

  /// The elements in the order in which they begin.
  private(set) var elements: [Element] = []
  private var open: [Int] = []

  /// Fails with nil if the picture is not well-formed.
  init?(_ svg: SVG) {
    super.init()
    let parser = XMLParser(data: Data(svg.description.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if let last = open.last { elements[last].text += string }
  }

  // MARK: - What tests ask for

  var texts: [Element] { elements.filter { $0.name == "text" } }

  /// The outlines of all elements of a class.
  func paths(ofClass name: String) -> [String] {
    elements.filter { $0.attributes["class"] == name }.compactMap { $0.attributes["d"] }
  }

  /// The corners of lines written with M and L.
  static func corners(of path: String) -> [[(x: Double, y: Double)]] {
    path.split(separator: "M").map { piece in
      piece.split(separator: "L").map { corner in
        let numbers = corner.split(separator: " ").compactMap { Double($0) }
        return (numbers.first ?? .nan, numbers.last ?? .nan)
      }
    }
  }
}
