// One list of labels, every format: whatever a label holds, it stays text. What each format is read with
// here knows nothing of how it was written; where the real programs are installed, they read it too.

import Foundation
import Nabla
import Testing

@testable import NablaDrawing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Hostile labels")
struct HostileLabelTests {
  /// The letters, digits and signs of ASCII: what no format may lose, change or add to.
  static func plain(_ text: some StringProtocol) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { (0x21...0x7E).contains($0.value) }
  }

  @Test("DOT has the statements and attributes of a harmless graph", arguments: HostileLabel.all)
  func dot(label: HostileLabel) throws {
    let texts = try HostileOutputs(label).dot()
    for (text, model) in zip(texts, try HostileOutputs(.harmless).dot()) {
      try Self.compare(text, with: model, label)
    }
  }

  static func compare(_ text: String, with model: String, _ label: HostileLabel) throws {
    let (graph, expected) = (DOTReader(text), DOTReader(model))
    #expect(graph.problem == nil && expected.problem == nil)
    #expect(graph.statements.map { $0.subject } == expected.statements.map { $0.subject })
    #expect(
      graph.statements.map { $0.attributes.keys.sorted() }
        == expected.statements.map { $0.attributes.keys.sorted() })
    let leaf = graph.statements.first { $0.subject == "n0" }?.attributes["label"] ?? ""
    // Backslashes are doubled, and entities begin with an ampersand: both are one sign to a reader.
    let shown = leaf.dropFirst().replacingOccurrences(of: "&amp;", with: "&")
      .replacingOccurrences(of: #"\n"#, with: "\n", options: .literal)
    if !label.text.unicodeScalars.contains("\\") {
      #expect(plain(shown).starts(with: plain(label.text)))
    }
  }

  @Test("SVG and the page have the elements of a harmless one", arguments: HostileLabel.all)
  func xml(label: HostileLabel) throws {
    let (outputs, harmless) = (HostileOutputs(label), HostileOutputs(.harmless))
    let texts = try outputs.svg() + outputs.html()
    for (text, model) in zip(texts, try harmless.svg() + harmless.html()) {
      let (read, expected) = (try MarkupNames(text), try MarkupNames(model))
      // A long name has its whole in a title, within a group of its own.
      #expect(
        read.elements.subtracting(expected.elements).isSubset(of: ["title", "g", "text", "p"]))
      #expect(read.attributes.subtracting(expected.attributes).isSubset(of: ["class"]))
    }
    let title = try MarkupNames(texts[2]).title
    #expect(Self.plain(title) == Self.plain(label.text))
  }

  @Test("A script's literal is JSON for the very label", arguments: HostileLabel.all)
  func script(label: HostileLabel) throws {
    let literal = label.text.script
    let read = try JSONDecoder().decode([String].self, from: Data("[\(literal)]".utf8))[0]
    #expect(read.unicodeScalars.elementsEqual(label.text.unicodeScalars))
    for sign in ["<", ">", "&", "\u{2028}", "\u{2029}", "\n", "\r"] {
      #expect(!literal.unicodeScalars.contains(sign.unicodeScalars.first ?? " "))
    }
    for page in try HostileOutputs(label).html() {
      #expect(page.components(separatedBy: "</script").count == 2)
      #expect(page.components(separatedBy: "]]>").count == 2)
      #expect(!page.contains("<!--"))
    }
  }

  @Test("LaTeX is balanced and plain", arguments: HostileLabel.all)
  func latex(label: HostileLabel) throws {
    for text in HostileOutputs(label).latex {
      #expect(WalkthroughDocumentTests.problem(in: text) == nil)
      #expect(
        !text.unicodeScalars.contains {
          "\u{D0}\u{DE}\u{F0}\u{FE}\u{D7}".unicodeScalars.contains($0)
        })
    }
  }

  @Test("Markdown keeps its cells, and shows no label as markup", arguments: HostileLabel.all)
  func markdown(label: HostileLabel) {
    for (text, model) in zip(HostileOutputs(label).markdown, HostileOutputs(.harmless).markdown) {
      let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
      let expected = model.utf8.split(separator: 10, omittingEmptySubsequences: false)
      for line in lines where line.first == UInt8(ascii: "|") {
        #expect(Self.isPlainRow(line), "\(String(decoding: line, as: UTF8.self))")
      }
      guard model.hasPrefix("##") else { continue }
      #expect(lines.count == expected.count)
      for (line, model) in zip(lines, expected) {
        #expect(line.count { $0 == UInt8(ascii: "|") } == model.count { $0 == UInt8(ascii: "|") })
      }
    }
  }

  /// Whether no byte of a row means anything to Markdown, but for the bars.
  static func isPlainRow(_ row: Substring.UTF8View) -> Bool {
    var last: UInt8 = 0
    for byte in row {
      let isEscaped =
        last == UInt8(ascii: "\\") || (byte, last) == (UInt8(ascii: "#"), UInt8(ascii: "&"))
      if !isEscaped, "<>`*_[]~$#".utf8.contains(byte) { return false }
      last = isEscaped ? 0 : byte
    }
    return last == UInt8(ascii: "|")
  }

  @Test(
    "A terminal gets no command, no turn of direction, and no line more",
    arguments: HostileLabel.all)
  func terminal(label: HostileLabel) {
    let harmless = HostileOutputs(.harmless).terminal
    for (place, text) in HostileOutputs(label).terminal.enumerated() {
      let bad = text.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x0A, 0x2068, 0x2069: false
        case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2067, 0x2028, 0x2029: true
        default: scalar.properties.generalCategory == .control
        }
      }
      #expect(bad.isEmpty, "output \(place)")
      if place == 0 || place == 2 {
        #expect(
          text.utf8.count { $0 == 10 } == harmless[place].utf8.count { $0 == 10 }, "output \(place)"
        )
      }
    }
  }

  // 100 KB of accents on one letter were a name of one character, and 57 MB of LaTeX.
  @Test("Pictures grow with a label as it does, words not at all", arguments: HostileLabel.long)
  func size(label: HostileLabel) throws {
    let outputs = HostileOutputs(label)
    // A sign is an entity of six bytes at most; a label stands in the titles of nodes and of the picture,
    // and in its description.
    for text in try outputs.dot() + outputs.svg() + outputs.html() {
      #expect(text.utf8.count < 120_000 + 6 * 12 * label.text.utf8.count)
    }
    let model = HostileOutputs(.harmless)
    // A name of 32 scalars takes up to 13 bytes for each in LaTeX, and stands in about 60 places.
    for (text, short) in zip(outputs.latex + outputs.markdown, model.latex + model.markdown) {
      #expect(text.utf8.count < short.utf8.count + 60 * 32 * 13)
    }
    for text in outputs.terminal.dropLast() { #expect(text.utf8.count < 60_000) }
    #expect(DOTReader(try outputs.dot()[0]).problem == nil)
    _ = try MarkupNames(outputs.svg()[0])
  }

  @Test("1 MB is a label as well")
  func megabyte() throws {
    // Each word in turn was once put behind all words before it.
    let words = String(repeating: "a ", count: 500_000)
    let chart = LineChart(
      title: words, series: [.init(words, x: [0, 1], y: [0, 1])], notes: [words])
    #expect(chart.text().utf8.count < 10_000)
    let root =
      Value(1, label: words) * Value(2, label: String(repeating: "\"\u{301}", count: 300_000))
    #expect(root.tree().utf8.count < 1000)
    #expect(walkthrough(of: root).description.utf8.count < 2000)
    #expect(DOTReader(root.graphviz()).problem == nil)
  }
}

/// The names in a document, as an XML parser reads it.
final class MarkupNames: NSObject, XMLParserDelegate {
  private(set) var elements: Set<String> = []
  private(set) var attributes: Set<String> = []
  /// The text of the first title.
  private(set) var title = ""
  private var titles = 0
  private var isInTitle = false

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes names: [String: String]
  ) {
    elements.insert(name)
    attributes.formUnion(names.keys)
    if name == "title" { titles += 1 }
    isInTitle = name == "title" && titles == 1
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if isInTitle { title += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { isInTitle = false }
}
