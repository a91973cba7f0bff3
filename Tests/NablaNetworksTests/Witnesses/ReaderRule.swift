// What must hold for every input of a reader, whoever wrote it: it gives a value or its own typed error;
// what it reads, written and read again, is the same; and a number is the one that C's strtod reads. The
// short tests ask it about damaged files, and `.ci/fuzz` about whatever libFuzzer thinks of: the harness
// compiles this file too, so it knows nothing of the tests.

import Foundation

@testable import NablaNetworks

/// A reader of files, as a fuzzer sees it.
enum ReaderRule: String, CaseIterable {
  case csv, idx, gzip, checkpoint, safetensors

  /// What the reader did that it must not.
  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  /// Gives bytes to the reader.
  ///
  /// The first byte is none of the file's: it chooses a format, or whether what stands before the inner
  /// parts (a checksum, a length) is made right, so that these parts are reached.
  ///
  /// - Parameter input: Any bytes.
  /// - Returns: Whether they were read.
  /// - Throws: ``Broken`` where a rule does not hold.
  func check(_ input: [UInt8]) throws(Broken) -> Bool {
    guard let first = input.first else { return false }
    let bytes = Array(input.dropFirst())
    return switch self {
    case .csv: try Self.csv(bytes, first)
    case .idx: try Self.idx(bytes)
    case .gzip: try Self.gzip(bytes, hasHeader: first & 1 == 0)
    case .checkpoint: try Self.checkpoint(bytes, hasEnvelope: first & 1 == 0)
    case .safetensors: try Self.safetensors(bytes, hasLength: first & 1 == 0)
    }
  }

  private static func expect(_ holds: Bool, _ rule: @autoclosure () -> String) throws(Broken) {
    if !holds { throw Broken(description: rule()) }
  }

  // MARK: - Readers

  private static func csv(_ bytes: [UInt8], _ first: UInt8) throws(Broken) -> Bool {
    let separators: [Character] = [",", ";", "\t", "|"]
    let headers: [CSVFormat.Header] = [.present, .absent, .automatic]
    let format = CSVFormat(
      separator: separators[Int(first & 3)], header: headers[Int(first >> 2) % 3],
      comment: first & 0x40 == 0 ? "#" : nil)
    guard let table = try? Table(csv: bytes, format: format) else { return false }
    for row in 0..<min(table.rowCount, 50) {
      for column in 0..<min(table.columnCount, 20) {
        guard let number = try? table.number(row: row, column: column) else { continue }
        let text = table[row, column]
        try expect(
          strtod(text, nil).bitPattern == number.bitPattern || number.isNaN,
          "'\(text)' was read as \(number), strtod says \(strtod(text, nil))")
      }
    }
    for missing in [MissingValues.error, .nan, .dropRow, .columnMean] {
      if let data = try? table.dataset(inputs: [0], classes: 0, missing: missing) {
        try expect(data.count <= table.rowCount, "\(data.count) samples of \(table.rowCount) rows")
      }
    }
    return true
  }

  private static func idx(_ bytes: [UInt8]) throws(Broken) -> Bool {
    guard let array = try? IDXArray(bytes: bytes, limit: 1 << 20) else { return false }
    let count = array.shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    try expect(array.values.count == array.count && array.count == count, "\(array.shape)")
    let labels = IDXArray([Double](repeating: 1, count: 3), shape: [3], elementType: .uint8)
    for images in [array, labels] { _ = try? Dataset(images: images, labels: array) }
    return true
  }

  private static func gzip(_ bytes: [UInt8], hasHeader: Bool) throws(Broken) -> Bool {
    let limit = 1 << 16
    let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]
    let file = hasHeader ? bytes : header + bytes
    guard let content = try? Gzip.decompressed(file, limit: limit) else { return false }
    try expect(content.count <= limit, "\(content.count) bytes, the limit is \(limit)")
    return true
  }

  private static func checkpoint(_ bytes: [UInt8], hasEnvelope: Bool) throws(Broken) -> Bool {
    typealias State = [String: [Double]]
    let file = hasEnvelope ? bytes : CheckpointEnvelope.bytes(around: bytes, version: 1)
    guard let read = try? Checkpoint<State>(bytes: file) else { return false }
    guard let written = try? read.bytes(), let again = try? Checkpoint<State>(bytes: written) else {
      throw Broken(description: "what was read could not be written and read again")
    }
    try expect(bits(again.parameters) == bits(read.parameters), "other parameters when read again")
    try expect(
      "\(again.state.sorted { $0.key < $1.key })" == "\(read.state.sorted { $0.key < $1.key })",
      "another state")
    return true
  }

  private static func safetensors(_ bytes: [UInt8], hasLength: Bool) throws(Broken) -> Bool {
    var file = bytes
    if !hasLength {
      // The header ends at a zero, and after it come the data.
      let end = bytes.firstIndex(of: 0) ?? bytes.endIndex
      let length = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(end) >> (8 * $0)) }
      file = length + bytes[..<end] + bytes.dropFirst(end + 1)
    }
    guard let read = try? Safetensors(bytes: file) else { return false }
    guard let written = try? read.bytes(), let again = try? Safetensors(bytes: written) else {
      throw Broken(description: "what was read could not be written and read again")
    }
    try expect(bits(again.parameters) == bits(read.parameters), "other parameters when read again")
    try expect(again.metadata == read.metadata, "other metadata when read again")
    return true
  }

  /// Names, shapes and numbers; a NaN may change its bits.
  private static func bits(_ parameters: [SavedParameters]) -> [String] {
    parameters.map { array in
      "\(array.name) \(array.shape) \(array.values.map { $0.isNaN ? 0 : $0.bitPattern + 1 })"
    }
  }
}
