// A reader of DOT as Graphviz reads it, byte by byte (https://graphviz.org/doc/info/lang.html): names,
// numbers, quoted strings, brackets and arrows; of a quoted string, only `\"` is another byte.

/// The statements of a graph in DOT.
struct DOTReader {
  struct Statement: Equatable {
    /// `n0`, or `n0->n1`; of `rankdir=LR`, the name before the sign.
    let subject: String
    let attributes: [String: String]
  }

  private(set) var statements: [Statement] = []
  /// What is wrong with the text; nil if nothing.
  private(set) var problem: String?

  init(_ text: String) {
    var tokens = Self.tokens(Array(text.utf8))[...]
    func next() -> String { tokens.popFirst() ?? "" }
    guard next() == "digraph" else {
      problem = "expected digraph"
      return
    }
    if tokens.first != "{" { _ = next() }
    guard next() == "{" else {
      problem = "expected {"
      return
    }
    while let token = tokens.first, token != "}" {
      var subject = next()
      if tokens.first == "=" {
        _ = next()
        statements.append(Statement(subject: subject, attributes: ["": next()]))
        continue
      }
      while tokens.first == "->" { subject += next() + next() }
      var attributes: [String: String] = [:]
      while tokens.first == "[" {
        _ = next()
        while let name = tokens.popFirst(), name != "]" {
          if name == "," { continue }
          guard next() == "=" else {
            problem = "expected = after \(name.prefix(40))"
            return
          }
          attributes[name] = next()
        }
      }
      if tokens.first == ";" { _ = next() }
      statements.append(Statement(subject: subject, attributes: attributes))
    }
    if next() != "}" || !tokens.isEmpty { problem = "text after the graph, or its } is missing" }
  }

  /// Names and signs as they are; what was quoted keeps its first quote, so that it is neither.
  private static func tokens(_ bytes: [UInt8]) -> [String] {
    var tokens: [String] = []
    var place = 0
    func isName(_ byte: UInt8) -> Bool {
      byte >= 0x80 || byte == 0x5F || byte == 0x2E
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        var content: [UInt8] = [byte]
        place += 1
        while place < bytes.count, bytes[place] != byte {
          let isEscape = bytes[place] == UInt8(ascii: "\\") && place + 1 < bytes.count
          if isEscape, bytes[place + 1] == UInt8(ascii: "\n") {
            // A line that goes on, as Graphviz writes long ones.
            place += 2
          } else if isEscape, bytes[place + 1] == byte {
            content.append(byte)
            place += 2
          } else {
            content += bytes[place...place + (isEscape ? 1 : 0)]
            place += isEscape ? 2 : 1
          }
        }
        if place == bytes.count { return tokens + ["an open string"] }
        place += 1
        tokens.append(String(decoding: content, as: UTF8.self))
      } else if isName(byte) {
        let start = place
        while place < bytes.count, isName(bytes[place]) { place += 1 }
        tokens.append(String(decoding: bytes[start..<place], as: UTF8.self))
      } else if byte == UInt8(ascii: "-"), place + 1 < bytes.count,
        bytes[place + 1] == UInt8(ascii: ">")
      {
        tokens.append("->")
        place += 2
      } else {
        if byte > 0x20 { tokens.append(String(Unicode.Scalar(byte))) }
        place += 1
      }
    }
    return tokens
  }
}
