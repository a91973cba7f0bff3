// What the benchmark needs of the world: data files, the C peer, the memory in use.

import Foundation
import Nabla

/// The folder with the CSV files.
struct DataFolder {
  let url: URL

  /// The numbers of a file, line by line.
  func rows(_ name: String) throws -> [[Double]] {
    let text = try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",").map { Double($0) ?? .nan }
    }
  }
}

/// Peers/scalar.c, compiled into a temporary folder.
struct ScalarC {
  /// One operation there is one operation of IEEE arithmetic, as it is in a graph of scalars.
  static let flags = [
    "-std=c11", "-D_POSIX_C_SOURCE=199309L", "-O3", "-march=native", "-fno-tree-vectorize",
    "-fno-tree-slp-vectorize", "-ffp-contract=off",
  ]

  private let folder: URL
  private let data: URL
  private var program: URL { folder.appendingPathComponent("scalar") }

  /// Compiles with the first compiler on PATH that can; nil if none can.
  init?(source: URL, data: URL) {
    self.data = data
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-benchmark-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for compiler in Self.compilers {
      let arguments = Self.flags + [source.path, "-o", program.path, "-lm"]
      if (try? Command(program: compiler, arguments: arguments).output()) != nil { return }
    }
    removeProgram()
    return nil
  }

  /// The time, in the workload's unit, and the checksum.
  func measure(_ workload: String) throws -> (time: Double, checksum: Double) {
    let command = Command(program: program, arguments: [workload, data.path])
    let words = try command.output().split(separator: " ")
    let numbers = words.compactMap { Double($0.trimmingCharacters(in: .newlines)) }
    guard numbers.count == 2 else { throw Failure(description: "scalar.c printed \(words)") }
    return (numbers[0], numbers[1])
  }

  func removeProgram() { try? FileManager.default.removeItem(at: folder) }

  private static var compilers: [URL] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map { URL(fileURLWithPath: String($0)) }
    return ["cc", "gcc", "clang"].flatMap { name in
      folders.map { $0.appendingPathComponent(name) }
    }.filter { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}

/// A program and its arguments.
struct Command {
  let program: URL
  let arguments: [String]

  /// This program again, with other words.
  static func own(_ words: [String]) -> Command {
    let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
    return Command(program: URL(fileURLWithPath: path), arguments: words)
  }

  /// Runs it to its end and returns what it printed.
  func output() throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let printed = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program.path) ended with \(process.terminationStatus)")
    }
    return String(decoding: printed, as: UTF8.self)
  }
}

enum Memory {
  /// What a node of a chain takes while the chain is alive; nil where the system does not tell.
  static func bytesPerNode(count: Int) -> Double? {
    guard let before = residentBytes else { return nil }
    var s = Value(0.7)
    for _ in 0..<count / 2 { s = 0.5 * sin(s) }
    s.backward()
    let after = residentBytes
    // The graph must live until here.
    return withExtendedLifetime(s) { after.map { ($0 - before) / Double(count) } }
  }

  static let unknown = "an amount not known on this system (no /proc/self/status)"

  /// The memory of this process that is in the machine's, as Linux tells it.
  static var residentBytes: Double? { status("VmRSS:") }

  /// The most that it has been.
  static var peakBytes: Double? { status("VmHWM:") }

  /// Starts `peakBytes` anew from what is resident now.
  static func forgetPeak() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }

  /// Whether a graph is so large that pages and what was freed before hardly count.
  static func isMeasured(_ nodes: Int) -> Bool { nodes >= 100_000 }

  private static func status(_ key: String) -> Double? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix(key) }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 * 1024 }
  }
}
