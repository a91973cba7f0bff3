// Compiling emitted source with the compiler that the machine has, and running it.

import Foundation
@testable import Nabla

/// What emitted functions of a language compute for the rows of cases.
struct SourceRun {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Whether everything is to be compiled, and optimised: minutes of the Swift compiler.
  static let isSlow = ProcessInfo.processInfo.environment["NABLA_SLOW_TESTS"] != nil

  /// For each case and row the outputs; nil where there is no compiler.
  ///
  /// Without the name of a compiler, any will do; options are a C compiler's.
  static func outputs(
    of cases: [SourceCase], in language: Program.SourceLanguage, by compiler: String? = nil,
    options: [String] = []
  ) throws -> [[[Double]]]? {
    let known = language == .c ? ["cc", "gcc", "clang"] : ["swiftc"]
    let compilers = compiler.map { [$0] } ?? known
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
      ? ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror"] + options
        + [file.path, "-o", program, "-lm"]
      : [isSlow ? "-O" : "-Onone", "-warnings-as-errors", file.path, "-o", program]
    _ = try run(compiler, flags)
    let input = folder.appendingPathComponent("rows")
    try lines(cases).write(to: input, atomically: true, encoding: .utf8)
    return split(try run(program, [], reading: input), cases)
  }

  /// The emitted functions and a main function that reads rows and prints the bits of all outputs.
  ///
  /// The rows are read, because compilers take long for large functions of constants.
  private static func text(_ cases: [SourceCase], _ language: Program.SourceLanguage) throws
    -> String
  {
    let sources = try cases.map { try $0.program.source(language: language, name: $0.name) }
    let names = cases.map { $0.name }.joined(separator: ", ")
    let counts = cases.map { "\($0.program.outputCount + $0.program.totalCount)" }
      .joined(separator: ", ")
    return sources.joined(separator: "\n")
      + (language == .c ? mainInC(names, counts) : mainInSwift(names, counts))
  }

  private static func mainInC(_ names: String, _ counts: String) -> String {
    """
    #include <stdio.h>
    #include <string.h>
    typedef void Row(const double *, const double *, double *);
    static Row *const rows[] = {\(names)};
    static const int counts[] = {\(counts)};
    static void read(double *numbers) {
      int count;
      if (scanf("%d", &count) != 1) return;
      for (int i = 0; i < count; ++i) {
        unsigned long long bits;
        if (scanf("%llx", &bits) == 1) memcpy(numbers + i, &bits, 8);
      }
    }
    int main(void) {
      static double x[64], w[64], y[4096];
      int row;
      while (scanf("%d", &row) == 1) {
        read(x);
        read(w);
        rows[row](x, w, y);
        for (int i = 0; i < counts[row]; ++i) {
          unsigned long long bits;
          memcpy(&bits, y + i, 8);
          printf("%llx\\n", bits);
        }
      }
      return 0;
    }

    """
  }

  private static func mainInSwift(_ names: String, _ counts: String) -> String {
    """
    typealias Row = (
      UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>
    ) -> Void
    let rows: [Row] = [\(names)]
    let counts: [Int] = [\(counts)]
    func read() -> [Double] {
      (readLine() ?? "").split(separator: " ").dropFirst().map {
        Double(bitPattern: UInt64($0, radix: 16) ?? 0)
      }
    }
    while let line = readLine(), let row = Int(line) {
      var y = [Double](repeating: 0, count: counts[row])
      let x = read()
      let w = read()
      rows[row](x, w, &y)
      for number in y { print(String(number.bitPattern, radix: 16)) }
    }

    """
  }

  /// The rows as lines that the main function reads: which function, inputs, parameters.
  private static func lines(_ cases: [SourceCase]) -> String {
    var text = ""
    for (index, test) in cases.enumerated() {
      for row in test.rows { text += "\(index)\n\(bits(row))\n\(bits(test.parameters))\n" }
    }
    return text
  }

  private static func bits(_ numbers: [Double]) -> String {
    (["\(numbers.count)"] + numbers.map { String($0.bitPattern, radix: 16) })
      .joined(separator: " ")
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

  /// The names that C compilers define as macros, with the headers that emitted code includes, and
  /// those that the C library exports.
  static func namesOfC() throws -> Set<String> {
    var names: Set<String> = []
    for compiler in ["gcc", "clang"].compactMap(path) {
      for dialect in ["c99", "gnu17"] {
        let text = try run(
          compiler, ["-std=\(dialect)", "-dM", "-E", "-x", "c", "-include", "math.h", "/dev/null"])
        for line in text.split(separator: "\n") {
          let words = line.split { $0 == " " || $0 == "(" }
          if words.count > 1, words[0] == "#define" { names.insert(String(words[1])) }
        }
      }
      guard let nm = path(of: "nm") else { continue }
      for library in ["libc.so.6", "libm.so.6"] {
        let found = try run(compiler, ["-print-file-name=\(library)"])
        let file = String(found.prefix { $0 != "\n" })
        guard file.hasPrefix("/"), let text = try? run(nm, ["-D", "--defined-only", file]) else {
          continue
        }
        for line in text.split(separator: "\n") {
          // 0000000000047b10 T sin@@GLIBC_2.2.5; with one @ it is for old programs alone.
          let words = (line.split(separator: " ").last ?? "").split(
            separator: "@", omittingEmptySubsequences: false)
          if words.count == 3, words[1].isEmpty { names.insert(String(words[0])) }
        }
      }
    }
    return names
  }

  private static func path(of tool: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(tool)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func run(_ tool: String, _ arguments: [String], reading input: URL? = nil) throws
    -> String
  {
    let process = Process()
    if let input { process.standardInput = try FileHandle(forReadingFrom: input) }
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
