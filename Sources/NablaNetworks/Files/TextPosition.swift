// Where something is in a text, as an editor shows it, computed only when an error needs it.

/// A place in a text.
public struct TextPosition: Hashable, Sendable, Codable {
  /// The line, from 1; a line ends with LF, CR LF or CR.
  public var line: Int
  /// The character in the line, from 1; Unicode scalars are counted, a byte order mark is not.
  public var column: Int

  /// Creates a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The position of the byte at an offset; `bytes` need not be valid UTF-8 after it.
  init<Bytes: RandomAccessCollection>(of offset: Int, in bytes: Bytes)
  where Bytes.Element == UInt8, Bytes.Index == Int {
    var line = 1
    var start = bytes.starts(with: UTF8Check.byteOrderMark) ? 3 : 0
    for i in start..<max(start, offset) where bytes[i] == 10 || bytes[i] == 13 {
      // The line break CR LF ends at its LF.
      if bytes[i] == 13, i + 1 < bytes.count, bytes[i + 1] == 10 { continue }
      line += 1
      start = i + 1
    }
    self.line = line
    column = 1 + bytes[start..<max(start, offset)].count { $0 & 0xc0 != 0x80 }
  }
}

extension TextPosition: CustomStringConvertible {
  /// The position in words.
  public var description: String { "line \(line), column \(column)" }
}

/// Whether bytes are text.
enum UTF8Check {
  static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// The offset of the first byte that is not part of valid UTF-8, as The Unicode Standard, version
  /// 15 (2022), table 3-7, has it: no overlong forms, no surrogates, nothing past U+10FFFF.
  static func firstInvalidByte<Bytes: RandomAccessCollection>(in bytes: Bytes) -> Int?
  where Bytes.Element == UInt8, Bytes.Index == Int {
    var i = 0
    while i < bytes.count {
      let lead = bytes[i]
      if lead < 0x80 {
        i += 1
        continue
      }
      guard let following = continuation(of: lead), i + following.count < bytes.count,
        following.second.contains(bytes[i + 1])
      else { return i }
      for j in i + 1...i + following.count where bytes[j] & 0xc0 != 0x80 { return i }
      i += 1 + following.count
    }
    return nil
  }

  /// How many bytes follow a leading byte, and which the first of them may be.
  private static func continuation(
    of lead: UInt8
  ) -> (count: Int, second: ClosedRange<UInt8>)? {
    switch lead {
    case 0xc2...0xdf: (1, 0x80...0xbf)
    case 0xe0: (2, 0xa0...0xbf)
    case 0xed: (2, 0x80...0x9f)
    case 0xe1...0xef: (2, 0x80...0xbf)
    case 0xf0: (3, 0x90...0xbf)
    case 0xf1...0xf3: (3, 0x80...0xbf)
    case 0xf4: (3, 0x80...0x8f)
    default: nil
    }
  }
}
