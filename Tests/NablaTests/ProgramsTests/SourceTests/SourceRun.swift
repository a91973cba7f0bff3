// Compiling emitted source with the compiler that the machine has, and running it.

import Foundation
@testable import Nabla

/// What emitted functions of a language compute for the rows of cases.
struct SourceRun {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// For each case and row the outputs; nil where there is no compiler.
  static func outputs(of cases: [SourceCase], in language: Program.SourceLanguage) throws
    -> [[[Double]]]?
  {
    let compilers = language == .c ? ["cc", "gcc", "clang"] : ["swiftc"]
    guard let compiler = compilers.lazy.compactMap(path).first else {
      print("no compiler for \(language) on the path; its source is not run")
      return nil
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-source-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(language == .c ? "main.c" : "main.swift")
    try text(cases, language).write(to: file, atomically: true, encoding: .utf8)
    let program = folder.appendingPathComponent("main").path
    let flags =
      language == .c
      ? ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", file.path, "-o", program, "-lm"]
      : ["-O", "-warnings-as-errors", file.path, "-o", program]
    _ = try run(compiler, flags)
    return split(try run(program, []), cases)
  }

  /// The emitted functions and a main function that prints the bits of all outputs.
  private static func text(_ cases: [SourceCase], _ language: Program.SourceLanguage) throws
    -> String
  {
    let sources = try cases.map { try $0.program.source(language: language, name: $0.name) }
    let isC = language == .c
    var text = (isC ? "#include <stdio.h>\n#include <string.h>\n" : "") + sources.joined()
    text +=
      isC
      ? """
      typedef void Row(const double *, const double *, double *);
      static void run(Row *row, const unsigned long long *in, const unsigned long long *p, int outs) {
        static double x[64], w[64], y[4096];
        unsigned long long bits;
        memcpy(x, in, sizeof x); memcpy(w, p, sizeof w);
        row(x, w, y);
        for (int i = 0; i < outs; ++i) { memcpy(&bits, y + i, 8); printf("%llx\\n", bits); }
      }
      int main(void) {

      """
      : """
      func run(_ row: (UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void,
        _ x: [UInt64], _ w: [UInt64], _ outs: Int) {
        var y = [Double](repeating: 0, count: outs)
        row(x.map { Double(bitPattern: $0) }, w.map { Double(bitPattern: $0) }, &y)
        for number in y { print(String(number.bitPattern, radix: 16)) }
      }

      """
    for test in cases {
      let count = test.program.outputCount + test.program.totalCount
      for row in test.rows {
        let (x, w) = (bits(row), bits(test.parameters))
        text +=
          isC
          ? "  run(\(test.name), (const unsigned long long[64]){\(x)}, "
            + "(const unsigned long long[64]){\(w.isEmpty ? "0" : w)}, \(count));\n"
          : "run(\(test.name), [\(x)], [\(w)], \(count))\n"
      }
    }
    return text + (isC ? "  return 0;\n}\n" : "")
  }

  private static func bits(_ numbers: [Double]) -> String {
    numbers.map { "0x" + String($0.bitPattern, radix: 16) }.joined(separator: ", ")
  }

  private static func split(_ output: String, _ cases: [SourceCase]) -> [[[Double]]] {
    var numbers = output.split(separator: "\n").map { line in
      Double(bitPattern: UInt64(line, radix: 16) ?? 0)
    }[...]
    return cases.map { test in
      test.rows.map { _ in
        let count = test.program.outputCount + test.program.totalCount
        defer { numbers = numbers.dropFirst(count) }
        return Array(numbers.prefix(count))
      }
    }
  }

  private static func path(of tool: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(tool)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func run(_ tool: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(tool): \(text.prefix(4000))")
    }
    return text
  }
}
