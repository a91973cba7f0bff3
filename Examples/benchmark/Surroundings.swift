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
      if (try? Self.output(of: compiler, arguments)) != nil { return }
    }
    removeProgram()
    return nil
  }

  /// The time, in the workload's unit, and the checksum.
  func measure(_ workload: String) throws -> (time: Double, checksum: Double) {
    let words = try Self.output(of: program, [workload, data.path]).split(separator: " ")
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

  /// Runs a program to its end and returns what it printed.
  private static func output(of program: URL, _ arguments: [String]) throws -> String {
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

  struct Failure: Error, CustomStringConvertible {
    let description: String
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

  /// The memory of this process that is in the machine's, as Linux tells it.
  private static var residentBytes: Double? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 * 1024 }
  }
}
