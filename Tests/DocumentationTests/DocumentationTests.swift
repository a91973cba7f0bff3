// Nothing in the documentation is typed twice or believed: its code is compiled, the results beside it
// are those of a run, and its table of conventions is the engine's.

import Foundation
import Nabla
import NablaDrawing
import NablaNetworks
import Testing

@Suite("Documentation")
struct DocumentationTests {
  @Test("every example compiles, and prints what stands beside it")
  func examples() throws {
    let pieces = try DocumentedCode.all()
    let program = try GeneratedProgram(of: pieces)
    if let absence = program.absence {
      print("the examples of the documentation were not compiled: \(absence)")
      return
    }
    #expect(program.complaint.isEmpty, "\(program.complaint.prefix(4000))")
    guard program.complaint.isEmpty else { return }
    for (index, piece) in pieces.enumerated() where piece.isRun {
      for (number, line) in piece.lines {
        guard let expected = DocumentedCode.result(of: line) else { continue }
        let found = program.result(of: index, line: number) ?? "(nothing)"
        #expect(
          isSame(found, expected), "\(piece.file):\(number) prints \(found), not \(expected)")
      }
      let lines = program.lines(of: index)
      for group in piece.printed {
        let starts = lines.indices.filter { $0 + group.count <= lines.count }
        let isThere = starts.contains { start in
          zip(lines[start...], group).allSatisfy { isSame($0, $1) }
        }
        #expect(isThere, "\(piece.file) does not print \(group), but \(lines)")
      }
    }
  }

  @Test("the article on conventions has the engine's table")
  func conventions() throws {
    let file = "Sources/Nabla/Nabla.docc/ConventionsAtKinksAndTies.md"
    let article = try String(
      contentsOf: DocumentedCode.root.appendingPathComponent(file), encoding: .utf8)
    let rows = article.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { String($0) }
    let expected = Primitive.allCases.filter {
      $0 != .custom && !$0.facts.conventions.isEmpty
    }
    .map { "| `\($0.facts.formula)` | \($0.facts.conventions.joined(separator: "; ")) |" }
    #expect(rows == expected)
  }

  @Test("each operation's comment is its formula and its domain")
  func operations() throws {
    let file = "Sources/Nabla/Operations/Primitive.swift"
    let source = try String(
      contentsOf: DocumentedCode.root.appendingPathComponent(file), encoding: .utf8)
    for operation in Primitive.allCases {
      let facts = operation.facts
      let domain = facts.domain == "all numbers" ? "" : "; domain: \(facts.domain)"
      let declaration = "  /// `\(facts.formula)`\(domain).\n  case \(operation)\n"
      #expect(source.contains(declaration), "\(file) lacks \(declaration)")
    }
  }
}

/// Whether two lines are the same text with the same numbers, up to the rounding of another C library.
private func isSame(_ found: String, _ expected: String) -> Bool {
  let (left, right) = (words(found), words(expected))
  return left.count == right.count
    && zip(left, right).allSatisfy { a, b in
      if a == b { return true }
      guard let x = Double(a), let y = Double(b) else { return false }
      return abs(x - y) <= 1e-12 * abs(y) || (x.isNaN && y.isNaN)
    }
}

/// A line in words: numbers, and what stands between them.
private func words(_ line: String) -> [Substring] {
  line.split { " ,()[]:;=".contains($0) }
}
