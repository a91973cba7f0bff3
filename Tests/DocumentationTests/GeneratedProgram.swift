// All code of the documentation as one program: a function for each article, step or example, in one
// compiler run against the modules that have been built for the tests.
//
// `#sourceLocation` sends every complaint of the compiler to the line of the documentation.

import Foundation

/// The program, and what it printed.
struct GeneratedProgram {
  /// What each piece of code printed, as far as it is run: the lines, up to each result that it states.
  private(set) var outputs: [Int: [String]] = [:]
  /// What the compiler or the run had to complain about; empty if nothing.
  private(set) var complaint = ""
  /// Why there is no program here, although nothing is wrong.
  private(set) var absence: String?

  /// A line that is printed behind a result, and before the output of a piece of code.
  private static let mark = "\u{1}"

  init(of pieces: [DocumentedCode]) throws {
    guard let toolchain = Toolchain() else {
      absence = "no swiftc on the PATH, or no modules beside the tests"
      return
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-documentation-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var sources: [String] = []
    for (index, piece) in pieces.enumerated() {
      sources.append(folder.appendingPathComponent("piece\(index).swift").path)
      try Self.source(of: piece, index: index).write(
        toFile: sources[index], atomically: false, encoding: .utf8)
    }
    let main = folder.appendingPathComponent("main.swift").path
    try Self.main(running: pieces).write(toFile: main, atomically: false, encoding: .utf8)
    let executable = folder.appendingPathComponent("documentation").path
    let compiled = try run(
      toolchain.compiler, toolchain.arguments + ["-o", executable, main] + sources, in: folder)
    guard compiled.status == 0 else {
      // Objects made for a sanitizer or for coverage need a runtime that this link does not have.
      let foreign = ["__asan_", "__tsan_", "__ubsan_", "__llvm_profile_"]
      if foreign.contains(where: { compiled.errors.contains($0) }) {
        absence = "the modules were built for a sanitizer or for coverage"
      } else {
        complaint = compiled.errors
      }
      return
    }
    let ran = try run(executable, [], in: folder)
    complaint = ran.status == 0 ? "" : "ended with status \(ran.status): \(ran.errors)"
    read(ran.output)
  }

  // MARK: - Writing it

  private static func source(of piece: DocumentedCode, index: Int) -> String {
    let own = ["Nabla", piece.module].compactMap { $0 }.map { "import \($0)" }
    let imports = Set(piece.imports + own).sorted()
    var text = imports.joined(separator: "\n") + "\nfunc piece\(index)() throws {\n"
    var next = -1
    for (number, line) in piece.lines where !line.hasPrefix("import ") {
      if number != next { text += "#sourceLocation(file: \"\(piece.file)\", line: \(number))\n" }
      next = number + 1
      text += line
      if DocumentedCode.result(of: line) != nil {
        // The statement ends before the comment.
        let end = line.range(of: ")  ", options: .backwards)?.lowerBound ?? line.endIndex
        text.removeLast(line.distance(from: end, to: line.endIndex) - 1)
        text += "; print(\"\\u{1}\(number)\")"
      }
      text += "\n"
    }
    return text + "#sourceLocation()\n}\n"
  }

  private static func main(running pieces: [DocumentedCode]) -> String {
    let calls = pieces.indices.filter { pieces[$0].isRun }
      .map { "print(\"\\u{1}\\u{1}\($0)\")\ntry piece\($0)()" }
    return calls.joined(separator: "\n") + "\n"
  }

  // MARK: - Reading what it printed

  private mutating func read(_ output: String) {
    var current = -1
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(Self.mark + Self.mark) {
        current = Int(line.dropFirst(2)) ?? -1
        outputs[current] = []
      } else {
        outputs[current, default: []].append(String(line))
      }
    }
  }

  /// The line that a piece printed last before the mark of a line of its file.
  func result(of piece: Int, line: Int) -> String? {
    guard let lines = outputs[piece], let mark = lines.firstIndex(of: Self.mark + "\(line)"),
      mark > 0
    else { return nil }
    return lines[mark - 1]
  }

  /// Everything that a piece printed.
  func lines(of piece: Int) -> [String] {
    (outputs[piece] ?? []).filter { !$0.hasPrefix(Self.mark) }
  }
}

/// The compiler, and how it finds the modules.
struct Toolchain {
  let compiler: String
  let arguments: [String]
  /// What reads manifests.
  var driver: String {
    URL(fileURLWithPath: compiler).deletingLastPathComponent()
      .appendingPathComponent(Self.isWindows ? "swift.exe" : "swift").path
  }

  init?() {
    let files = FileManager.default
    let separator: Character = Self.isWindows ? ";" : ":"
    let environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? environment["Path"] ?? ""
    let candidates = path.split(separator: separator)
      .map { "\($0)/swiftc" + (Self.isWindows ? ".exe" : "") }
    guard let compiler = candidates.first(where: { files.isExecutableFile(atPath: $0) }),
      let products = Self.products
    else { return nil }
    var objects: [String] = []
    for module in ["Nabla", "NablaNetworks", "NablaDrawing"] {
      let folder = products.appendingPathComponent("\(module).build").path
      let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
      objects += names.filter { $0.hasSuffix(".o") }.map { "\(folder)/\($0)" }
    }
    let modules = products.appendingPathComponent("Modules").path
    guard !objects.isEmpty, files.fileExists(atPath: "\(modules)/Nabla.swiftmodule") else {
      return nil
    }
    self.compiler = compiler
    arguments =
      ["-swift-version", "6", "-wmo", "-Onone", "-suppress-warnings", "-I", modules] + objects
  }

  private static var isWindows: Bool {
    #if os(Windows)
    true
    #else
    false
    #endif
  }

  /// The folder in which the test bundle lies; its path is among the arguments of this process.
  private static var products: URL? {
    CommandLine.arguments.compactMap { argument -> URL? in
      guard let end = argument.range(of: ".xctest")?.upperBound else { return nil }
      return URL(fileURLWithPath: String(argument[..<end])).deletingLastPathComponent()
    }.first
  }
}

/// Runs a command in a folder; what it prints goes through files, which no amount of text can fill.
func run(
  _ command: String, _ arguments: [String], in folder: URL
) throws -> (status: Int32, output: String, errors: String) {
  let texts = ["output", "errors"].map { folder.appendingPathComponent($0) }
  for text in texts { try Data().write(to: text) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: command)
  process.arguments = arguments
  process.currentDirectoryURL = folder
  process.standardOutput = try FileHandle(forWritingTo: texts[0])
  process.standardError = try FileHandle(forWritingTo: texts[1])
  try process.run()
  process.waitUntilExit()
  let read = try texts.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
  return (process.terminationStatus, read[0], read[1])
}
