// The code in the documentation: articles and landing pages, the steps of the tutorial, and the
// examples in documentation comments.
//
// What marks it:
//
//     ```swift          in an article: the blocks of one article belong together, in their order
//     ///     f(x)      in a comment, behind an empty `///`: an example, which stands alone
//     ```console        in an article, or in a comment below its example: lines that it prints
//     print(x)  // 3    anywhere: what the line prints

import Foundation

/// The code of one article, one tutorial step or one comment.
struct DocumentedCode {
  /// The file, from the root of the package.
  let file: String
  /// The lines, each with its number in the file.
  var lines: [(number: Int, text: String)] = []
  /// Groups of lines that the code prints, one after the other.
  var printed: [[String]] = []

  /// The modules that are imported by the code itself.
  var imports: [String] {
    lines.map { $0.text }.filter { $0.hasPrefix("import ") }
  }

  /// Whether the code says what it prints.
  var isRun: Bool { !printed.isEmpty || lines.contains { Self.result(of: $0.text) != nil } }

  /// The text behind a line that prints.
  static func result(of line: String) -> String? {
    guard line.drop(while: { $0 == " " }).hasPrefix("print("),
      let comment = line.range(of: ")  ", options: .backwards),
      let slashes = line.range(of: "// ", range: comment.upperBound..<line.endIndex)
    else { return nil }
    return String(line[slashes.upperBound...])
  }
}

// MARK: - Finding it

extension DocumentedCode {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Everything under `Sources`, and the README.
  static func all() throws -> [DocumentedCode] {
    let sources = root.appendingPathComponent("Sources").path
    let paths = FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? []
    let files =
      ["README.md"]
      + paths.sorted().map { "Sources/" + $0.replacingOccurrences(of: "\\", with: "/") }
    return try files.flatMap { file -> [DocumentedCode] in
      guard file.hasSuffix(".md") || file.hasSuffix(".swift") else { return [] }
      let text = try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
      if file.hasSuffix(".md") { return [article(file, lines)] }
      if file.contains(".docc/") { return [step(file, lines)] }
      return examples(file, lines)
    }
    .filter { !$0.lines.isEmpty }
  }

  /// The module that the file belongs to, if it is in one.
  var module: String? {
    let parts = file.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : nil
  }

  /// The fenced blocks of an article.
  private static func article(_ file: String, _ lines: [String]) -> DocumentedCode {
    var code = DocumentedCode(file: file)
    var fence: String?
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        fence = fence == nil ? line : nil
        if fence == "```console" { code.printed.append([]) }
      } else if fence == "```swift" {
        code.lines.append((index + 1, line))
      } else if fence == "```console" {
        code.printed[code.printed.count - 1].append(line)
      }
    }
    return code
  }

  /// A file of the tutorial.
  private static func step(_ file: String, _ lines: [String]) -> DocumentedCode {
    DocumentedCode(file: file, lines: lines.enumerated().map { ($0 + 1, $1) })
  }

  /// The indented blocks of the documentation comments.
  private static func examples(_ file: String, _ lines: [String]) -> [DocumentedCode] {
    var found: [DocumentedCode] = []
    var isInside = false
    var isPrinted = false
    var previous = ""
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      if text == "/// ```console", let last = found.indices.last {
        isPrinted = true
        found[last].printed.append([])
      } else if isPrinted, let last = found.indices.last {
        isPrinted = text != "/// ```"
        if isPrinted {
          found[last].printed[found[last].printed.count - 1].append(String(text.dropFirst(4)))
        }
      }
      let isCode = text.hasPrefix("///     ") && (isInside || previous == "///")
      let isGap = isInside && text == "///"
      if isCode {
        if !isInside { found.append(DocumentedCode(file: file)) }
        found[found.count - 1].lines.append((index + 1, String(text.dropFirst(8))))
      }
      isInside = isCode || isGap
      previous = String(text)
    }
    return found
  }
}
