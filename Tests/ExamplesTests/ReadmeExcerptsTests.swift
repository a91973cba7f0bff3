// What the README shows of an example's output is what the example prints.

import Foundation
import Testing

@Suite("The README's excerpts")
struct ReadmeExcerptsTests {
  /// The lines of the README's block that begins with some text, spaces made one.
  private func excerpt(_ beginning: String) throws -> [String] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let start = try #require(readme.range(of: "```\n" + beginning)?.lowerBound, "\(beginning)")
    let block = readme[start...].dropFirst(4)
    let end = try #require(block.range(of: "\n```")?.lowerBound)
    return block[..<end].split(separator: "\n")
      .map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test(
    "each line is one that the example prints",
    arguments: [
      ("  x1  x2   XOR   network", "xor"),
      ("  1  f = q * z   upstream", "walkthrough"),
      ("gradient check failed:", "gradient-check"),
    ])
  func lines(beginning: String, example: String) throws {
    let printed = Set(try ExampleOutput(running: example).lines)
    let excerpt = try excerpt(beginning)
    #expect(excerpt.count >= 4)
    for line in excerpt { #expect(printed.contains(line), "\(example) does not print: \(line)") }
  }
}
