// CRC-32, the cyclic redundancy check of gzip, zip and PNG: polynomial 0xEDB88320, reflected (P. Deutsch,
// "GZIP file format specification version 4.3", RFC 1952, 1996, section 8). It finds every burst of
// errors up to 32 bits; it does not protect against somebody who means harm.

/// The CRC-32 checksum.
enum Checksum {
  /// The checksum of some bytes.
  static func crc32(of bytes: ArraySlice<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      bytes.withUnsafeBufferPointer { bytes in
        var state: UInt32 = 0xffff_ffff
        for byte in bytes {
          state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8
        }
        return ~state
      }
    }
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { bits, _ in
      bits & 1 == 1 ? 0xedb8_8320 ^ bits >> 1 : bits >> 1
    }
  }
}
