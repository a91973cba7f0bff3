// gzip files: members, each a header, a DEFLATE stream, a checksum and a length (P. Deutsch, RFC 1952,
// 1996). The length that a file claims is compared, never allocated.

/// What is wrong with a file compressed by gzip.
public enum GzipError: Error, Hashable, Sendable {
  /// The file ends too early.
  case truncated
  /// The header is not one of gzip, or uses what gzip does not define.
  case badHeader
  /// The compressed bytes are not what a compressor writes, at about this byte.
  case damaged(byte: Int)
  /// The checksum or the length does not agree with the content.
  case wrongChecksum
  /// The content is larger than what was allowed.
  case tooLarge(limit: Int)
}

extension GzipError: CustomStringConvertible {
  /// What is wrong, and what to do next.
  public var description: String {
    switch self {
    case .truncated: "the compressed file ends too early; download it again"
    case .badHeader: "the header of the compressed file is damaged; download it again"
    case .damaged(let byte):
      "the compressed file is damaged near byte \(byte); download it again"
    case .wrongChecksum:
      "the checksum of the compressed file does not agree with its content; download it again"
    case .tooLarge(let limit):
      "the content is larger than \(limit) bytes; if the file can be trusted, read it with a larger "
        + "limit: its last argument"
    }
  }
}

/// The reader of gzip files.
enum Gzip {
  /// Whether the bytes begin as gzip files do.
  static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// The bytes as they are, or what is in them if they are compressed.
  ///
  /// Without a limit, the content may have a million bytes and a hundred times those of the file: tables and
  /// images take a tenth of that, and a file that was made to fill the memory ten times as much.
  static func content(of bytes: [UInt8], limit: Int?) throws(GzipError) -> [UInt8] {
    guard isCompressed(bytes) else { return bytes }
    return try decompressed(bytes, limit: limit ?? 1_000_000 + 100 * bytes.count)
  }

  /// The content of all members of a file, one after another.
  static func decompressed(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
    var content: [UInt8] = []
    var offset = 0
    repeat {
      offset = try endOfHeader(in: bytes, from: offset)
      let start = content.count
      var inflate = Inflate(bytes, from: offset, to: content, limit: limit)
      content = []
      (content, offset) = try inflate.run()
      guard offset + 8 <= bytes.count else { throw .truncated }
      let checksum = Checksum.crc32(of: content[start...])
      let size = UInt32(truncatingIfNeeded: content.count - start)
      guard number(bytes, at: offset) == checksum, number(bytes, at: offset + 4) == size else {
        throw .wrongChecksum
      }
      offset += 8
      // Zeros after the last member are the padding of a tape.
    } while bytes[offset...].contains { $0 != 0 }
    return content
  }

  /// Where the compressed bytes begin, for the member that begins at an offset.
  private static func endOfHeader(in bytes: [UInt8], from start: Int) throws(GzipError) -> Int {
    guard start + 10 <= bytes.count else { throw .truncated }
    let flags = bytes[start + 3]
    // 8 is DEFLATE, the only method there is; the upper flags must not be set.
    guard bytes[start] == 0x1f, bytes[start + 1] == 0x8b, bytes[start + 2] == 8, flags & 0xe0 == 0
    else { throw .badHeader }
    var offset = start + 10
    if flags & 4 != 0 {
      guard offset + 2 <= bytes.count else { throw .truncated }
      offset += 2 + Int(bytes[offset]) + Int(bytes[offset + 1]) << 8
    }
    // A file name and a comment, each with a zero at its end.
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard offset < bytes.count, let end = bytes[offset...].firstIndex(of: 0) else {
        throw .truncated
      }
      offset = end + 1
    }
    if flags & 2 != 0 {
      guard offset + 2 <= bytes.count else { throw .truncated }
      let checksum = Checksum.crc32(of: bytes[start..<offset])
      guard UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8 == UInt16(checksum & 0xffff)
      else { throw .badHeader }
      offset += 2
    }
    guard offset <= bytes.count else { throw .truncated }
    return offset
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
  }
}
