// The programs that people open drawings with, where they are installed: Graphviz, Python's parsers of
// XML, HTML and JSON, and LaTeX. They read what the list of hostile labels makes of every format.

#if !os(iOS) && !os(tvOS) && !os(watchOS)
import Foundation
import Nabla
import Testing

@testable import NablaDrawing

/// A program in the path.
private enum Tool {
  static let hasDOT = run(["dot", "-V"]) != nil
  static let hasPython = run(["python3", "-c", "import xml.etree, html.parser, json"]) != nil
  static let hasLaTeX =
    run(["kpsewhich", "amsmath.sty"]) != nil && run(["pdflatex", "-version"]) != nil

  /// What a program prints; nil if it fails or is not there.
  static func run(_ words: [String], in folder: URL? = nil) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    if let folder { process.currentDirectoryURL = folder }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Writes texts to files of a folder that is removed after.
  static func inFolder<Result>(
    _ texts: [String: String], _ body: (URL) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-labels-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try body(folder)
  }
}

@Suite("Hostile labels, read by real programs")
struct RealParsersTests {
  @Test(
    "Graphviz reads the attributes that were written",
    .enabled(if: Tool.hasDOT, "no dot in the path: apt-get install graphviz"),
    arguments: HostileLabel.all)
  func graphviz(label: HostileLabel) throws {
    for text in try HostileOutputs(label).dot() {
      // Parsed and written again, without a layout.
      let again = try Tool.inFolder(["a.dot": text]) {
        Tool.run(["dot", "-Tcanon", $0.appendingPathComponent("a.dot").path])
      }
      let read = DOTReader(try #require(again))
      #expect(read.problem == nil)
      let names = Set(read.statements.flatMap { $0.attributes.keys })
      #expect(names.isSubset(of: ["", "rankdir", "label", "shape", "style"]))
      let nodes = { (graph: DOTReader) in
        graph.statements.filter { $0.subject.hasPrefix("n") && !$0.subject.hasPrefix("node") }
          .map { $0.subject }
      }
      #expect(Set(nodes(read)) == Set(nodes(DOTReader(text))))
    }
  }

  @Test(
    "Python's parsers find no element, attribute or script that is not ours",
    .enabled(if: Tool.hasPython, "no python3 in the path"), arguments: HostileLabel.all)
  func python(label: HostileLabel) throws {
    let (outputs, harmless) = (HostileOutputs(label), HostileOutputs(.harmless))
    let texts: [String: String] = [
      "a.svg": try outputs.svg()[0], "b.svg": try harmless.svg()[0],
      "a.html": try outputs.html()[1], "b.html": try harmless.html()[1],
      "literal": label.text.script, "label": label.text,
    ]
    let program = """
      import json, html.parser, xml.etree.ElementTree as xml
      def text(name): return open(name, encoding='utf-8', newline='').read()
      class Names(html.parser.HTMLParser):
        def __init__(self, name):
          super().__init__(); self.names = set(); self.feed(text(name)); self.close()
        def handle_starttag(self, tag, attributes): self.names |= {tag} | {a for a, _ in attributes}
        def handle_comment(self, data): self.names.add('comment')
      def tree(name):
        return {e.tag for e in xml.parse(name).iter()} | {a for e in xml.parse(name).iter() for a in e.attrib}
      print(tree('a.svg') - tree('b.svg'), tree('a.html') - tree('b.html'),
        Names('a.html').names - Names('b.html').names, json.loads(text('literal')) == text('label'))
      """
    let answer = try Tool.inFolder(texts) { Tool.run(["python3", "-c", program], in: $0) }
    #expect(answer == "set() set() set() True\n")
  }

  @Test(
    "LaTeX compiles all labels",
    .enabled(if: Tool.hasLaTeX, "no pdflatex in the path: apt-get install texlive-latex-base"))
  func latex() throws {
    let body = HostileLabel.all.flatMap { HostileOutputs($0).latex }.joined(separator: "\n")
    let text = """
      \\documentclass{article}
      \\usepackage{amsmath}
      \\begin{document}
      \(body)
      \\end{document}
      """
    let log = try Tool.inFolder(["a.tex": text]) { folder in
      Tool.run(
        ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "a.tex"],
        in: folder) ?? "failed: "
        + ((try? String(contentsOf: folder.appendingPathComponent("a.log"), encoding: .isoLatin1))
          .map { String($0.suffix(1500)) } ?? "")
    }
    #expect(log.contains("Output written on"), "\(log)")
  }
}
#endif
