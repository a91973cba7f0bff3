/// What is around the content of a checkpoint: the mark of the format, the version and the checksum.
struct CheckpointEnvelope {
  private static let format = "nabla-checkpoint"

  let version: Int
  private let checksum: String?
  private let content: ArraySlice<UInt8>?

  /// Reads what is around the content, and passes over the content.
  init(_ bytes: [UInt8]) throws(CheckpointError) {
    var format: String?
    var version: Int?
    var checksum: String?
    var content: Range<Int>?
    var scanner = JSONScanner(bytes[...])
    do throws(JSONError) {
      try scanner.object { name, scanner throws(JSONError) in
        switch name {
        case "format": format = try scanner.string()
        case "version": version = try scanner.count()
        case "checksum": checksum = try scanner.string()
        case "content": content = try scanner.skipValue()
        default: _ = try scanner.skipValue()
        }
      }
      try scanner.finish()
    } catch {
      // What was read before the fault tells whether it is a checkpoint at all.
      guard format == Self.format else { throw .notCheckpoint }
      throw .damaged("at byte \(error.offset) it should have \(error.expected)")
    }
    guard format == Self.format else { throw .notCheckpoint }
    guard let version else { throw .damaged("it has no version") }
    self.version = version
    self.checksum = checksum
    self.content = content.map { bytes[$0] }
  }

  /// The content, if it agrees with the checksum.
  func checkedContent() throws(CheckpointError) -> ArraySlice<UInt8> {
    guard let content else { throw .damaged("it has no content") }
    guard let checksum else { throw .damaged("it has no checksum") }
    let found = Self.checksum(of: content)
    guard checksum == found else {
      throw .damaged("the checksum says \(checksum.quotedBriefly), the content \(found)")
    }
    return content
  }

  /// A file with this content.
  static func bytes(around content: [UInt8], version: Int) -> [UInt8] {
    let start =
      #"{"format":"\#(format)","version":\#(version),"checksum":"\#(checksum(of: content[...]))","content":"#
    return [UInt8](start.utf8) + content + [UInt8]("}\n".utf8)
  }

  private static func checksum(of content: ArraySlice<UInt8>) -> String {
    let digits = String(Checksum.crc32(of: content), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
