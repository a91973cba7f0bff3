// Running an example as a user does, and finding lines and numbers in what it prints.
//
// Tests look for lines by how they begin and compare the numbers that follow. Spaces are not
// compared: a column may be moved without a test to change.

import Foundation
import Testing

/// What an example has printed.
struct ExampleOutput {
  /// The lines, with runs of spaces made one.
  let lines: [String]

  /// Runs an executable that has been built beside these tests.
  ///
  /// If it is to fail, what it says on the standard error counts as printed too.
  init(running name: String, _ arguments: [String] = [], expectedStatus: Int32 = 0) throws {
    let process = Process()
    process.executableURL = try Self.executable(name)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    if expectedStatus != 0 { process.standardError = pipe }
    try process.run()
    // Read first: an example that fills the pipe would otherwise wait for us for ever.
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == expectedStatus else {
      throw Failure(description: "\(name) ended with status \(process.terminationStatus)")
    }
    lines = String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }
  }

  private init(lines: [String]) { self.lines = lines }

  struct Failure: Error, CustomStringConvertible { let description: String }

  // MARK: - The place of the executables

  /// The test bundle lies where the executables lie; its path is among the arguments of the process
  /// that runs the tests, on every platform.
  private static func executable(_ name: String) throws -> URL {
    let bundles = CommandLine.arguments.compactMap { argument -> URL? in
      guard let end = argument.range(of: ".xctest")?.upperBound else { return nil }
      return URL(fileURLWithPath: String(argument[..<end])).deletingLastPathComponent()
    }
    let loaded = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folders = bundles + loaded + [root.appendingPathComponent(".build/debug")]
    for folder in folders {
      for file in [name, name + ".exe"] {
        let url = folder.appendingPathComponent(file)
        if FileManager.default.isExecutableFile(atPath: url.path) { return url }
      }
    }
    throw Failure(description: "no executable '\(name)' in \(folders.map { $0.path })")
  }

  // MARK: - Pictures

  /// Fails unless the example says that it wrote these pictures, and they are there.
  func checkPictures(_ names: [String]) throws {
    for name in names {
      let line = try #require(lines.first { $0.hasPrefix("wrote ") && $0.hasSuffix("\(name).svg") })
      let text = try String(contentsOfFile: String(line.dropFirst(6)), encoding: .utf8)
      #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>\n"))
    }
  }

  // MARK: - Lines and numbers

  /// The part under a heading that begins like this, up to the next heading.
  func section(_ title: String) throws -> ExampleOutput {
    func isHeading(_ i: Int) -> Bool {
      i + 1 < lines.count && lines[i + 1].hasPrefix("---") && !lines[i].isEmpty
    }
    guard let start = lines.indices.first(where: { isHeading($0) && lines[$0].hasPrefix(title) })
    else { throw Failure(description: "no heading '\(title)'") }
    let end = lines.indices.first { $0 > start && isHeading($0) } ?? lines.endIndex
    return ExampleOutput(lines: Array(lines[(start + 2)..<end]))
  }

  /// What follows the beginning of the first line that begins like this.
  func rest(after beginning: String) throws -> String {
    guard let line = lines.first(where: { $0.hasPrefix(beginning) }) else {
      throw Failure(description: "no line begins with '\(beginning)' in \(lines)")
    }
    return String(line.dropFirst(beginning.count))
  }

  /// The numbers that stand, as words of their own, after the beginning of that line.
  func numbers(after beginning: String) throws -> [Double] {
    try rest(after: beginning).split(separator: " ").compactMap { Double($0) }
  }
}

/// Whether numbers are equal in pairs up to a relative tolerance.
///
/// The default, 1e-12, is that of the lectures' table of exact numbers: a few hundred roundings, and
/// room for a C library that rounds the last digit of exp or sin differently.
func areClose(_ found: [Double], _ expected: [Double], tolerance: Double = 1e-12) -> Bool {
  found.count == expected.count
    && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * abs($1) + 1e-15 }
}
