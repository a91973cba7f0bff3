import Testing

@testable import NablaNetworks

// The files were made by Python 3.11 (zlib): gzip.compress(text, mtime=0), and raw DEFLATE from
// zlib.compressobj(0, zlib.DEFLATED, -15) and (9, …), between a header and struct.pack("<II", crc32, size).

@Suite("gzip")
struct GzipTests {
  static let text = [UInt8]("Nabla, nabla, nabla!\n".utf8)

  static let fixed: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xf3, 0x4b, 0x4c, 0xca, 0x49, 0xd4,
    0x51, 0xc8, 0x43, 0xa2, 0x14, 0xb9, 0x00, 0xee, 0xe1, 0xb6, 0x02, 0x15, 0x00, 0x00, 0x00,
  ]
  static let stored: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0x01, 0x15, 0x00, 0xea, 0xff, 0x4e,
    0x61, 0x62, 0x6c, 0x61, 0x2c, 0x20, 0x6e, 0x61, 0x62, 0x6c, 0x61, 0x2c, 0x20, 0x6e, 0x61, 0x62,
    0x6c, 0x61, 0x21, 0x0a, 0xee, 0xe1, 0xb6, 0x02, 0x15, 0x00, 0x00, 0x00,
  ]
  /// 400 letters: x = (x * 1103515245 + 12345) & 0x7fffffff from 1, "aaaabbcd"[(x >> 16) & 7].
  static let dynamic: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0x3d, 0x50, 0x89, 0x11, 0xc3, 0x30,
    0x0c, 0x9a, 0xd5, 0xc0, 0xfe, 0x33, 0x94, 0x47, 0x69, 0x9c, 0x8b, 0x72, 0x12, 0xe2, 0x31, 0xf9,
    0xfa, 0x80, 0x10, 0xf0, 0xe4, 0x43, 0x3e, 0x49, 0x54, 0xba, 0xef, 0x71, 0x05, 0x80, 0x7b, 0x18,
    0xd6, 0xdd, 0x8c, 0x83, 0x62, 0x46, 0x59, 0x01, 0x3d, 0x05, 0x55, 0x3e, 0x05, 0xb4, 0xf3, 0xd1,
    0xcb, 0xff, 0xd3, 0x2a, 0x0b, 0x52, 0x68, 0x02, 0x8f, 0x4a, 0x61, 0xf9, 0x76, 0xd5, 0x6d, 0x9d,
    0x66, 0xbe, 0xd6, 0xe2, 0x60, 0x65, 0xd2, 0xaa, 0x4e, 0xc5, 0x25, 0x32, 0x73, 0x72, 0x22, 0x79,
    0x25, 0x10, 0x07, 0x38, 0x1b, 0x36, 0xe1, 0x10, 0x35, 0x15, 0x18, 0x3e, 0x47, 0xcd, 0x73, 0xc4,
    0xb7, 0x53, 0x32, 0x24, 0x22, 0x17, 0x45, 0x5b, 0xe7, 0x3f, 0x97, 0x30, 0x8f, 0x77, 0x27, 0xd2,
    0xab, 0xdb, 0x94, 0xec, 0x72, 0xc6, 0x46, 0x4f, 0xd3, 0x36, 0x0f, 0x3f, 0xeb, 0xdc, 0xd5, 0xe0,
    0x53, 0x63, 0xaf, 0xc0, 0xdd, 0x1f, 0xe9, 0x68, 0x9f, 0x2e, 0x90, 0x01, 0x00, 0x00,
  ]
  /// `IDXTests.tiny` with a file name in the header, as gzip.GzipFile writes it.
  static let tinyIDX: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x08, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x74, 0x69, 0x6e, 0x79, 0x2d, 0x69,
    0x64, 0x78, 0x32, 0x2d, 0x75, 0x62, 0x79, 0x74, 0x65, 0x00, 0x63, 0x60, 0xe0, 0x60, 0x62, 0x60,
    0x60, 0x00, 0x61, 0x66, 0x46, 0x26, 0xe6, 0x5f, 0xbf, 0xff, 0x03, 0x00, 0x19, 0x4c, 0x3a, 0x14,
    0x12, 0x00, 0x00, 0x00,
  ]

  static func letters() -> [UInt8] {
    var x: UInt32 = 1
    return (0..<400).map { _ in
      x = (x &* 1_103_515_245 &+ 12345) & 0x7fff_ffff
      return [UInt8]("aaaabbcd".utf8)[Int(x >> 16 & 7)]
    }
  }

  @Test("the three kinds of blocks give back what Python compressed")
  func blocks() throws {
    #expect(try Gzip.decompressed(Self.fixed, limit: 100) == Self.text)
    #expect(try Gzip.decompressed(Self.stored, limit: 100) == Self.text)
    #expect(try Gzip.decompressed(Self.dynamic, limit: 400) == Self.letters())
    #expect(try IDXArray(bytes: Self.tinyIDX) == IDXArray(bytes: IDXTests.tiny))
  }

  @Test("several members are joined, zeros after them are padding")
  func members() throws {
    let both = Self.fixed + Self.stored + [0, 0, 0]
    #expect(try Gzip.decompressed(both, limit: 100) == Self.text + Self.text)
    #expect(throws: GzipError.self) { try Gzip.decompressed(both + [1], limit: 100) }
  }

  @Test("content never grows past the limit")
  func limit() {
    for (file, size) in [(Self.fixed, 21), (Self.stored, 21), (Self.dynamic, 400)] {
      #expect(throws: GzipError.tooLarge(limit: size - 1)) {
        try Gzip.decompressed(file, limit: size - 1)
      }
    }
  }

  /// A file of one member, its blocks stored as they are.
  static func stored(_ content: [UInt8]) -> [UInt8] {
    func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 0xff) } }
    var file: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    var rest = content[...]
    repeat {
      let block = rest.prefix(0xffff)
      rest = rest.dropFirst(0xffff)
      let size = bytes(UInt32(block.count) | ~UInt32(block.count) << 16)
      file += [rest.isEmpty ? 1 : 0] + size + block
    } while !rest.isEmpty
    return file + bytes(Checksum.crc32(of: content[...])) + bytes(UInt32(content.count))
  }

  /// A file of one member whose content is zeros, 258 for every 13 bits.
  static func bomb(_ size: Int) -> [UInt8] {
    // Fixed codes: 0x30 is the byte 0; 285 is a copy of 258, in 8 bits 0xc5; 0 in 5 bits the distance 1.
    var bits: [UInt8] = [1, 1, 0]
    func append(_ code: Int, _ count: Int) {
      for bit in (0..<count).reversed() { bits.append(UInt8(code >> bit & 1)) }
    }
    append(0x30, 8)
    for _ in 0..<(size - 1) / 258 {
      append(0xc5, 8)
      append(0, 5)
    }
    append(0, 7)
    let content = [UInt8](repeating: 0, count: 1 + (size - 1) / 258 * 258)
    var file: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    for start in stride(from: 0, to: bits.count, by: 8) {
      // The first bit is the lowest.
      file.append(bits[start..<min(start + 8, bits.count)].reversed().reduce(0) { $0 << 1 | $1 })
    }
    let numbers = [Checksum.crc32(of: content[...]), UInt32(content.count)]
    for number in numbers { file += (0..<4).map { UInt8(number >> (8 * $0) & 0xff) } }
    return file
  }

  @Test("by default the content grows in proportion to the file; a larger limit can be given")
  func proportion() throws {
    let file = Self.bomb(3_000_000)
    let limit = 1_000_000 + 100 * file.count
    #expect(3_000_000 > limit && file.count < 20_000)
    #expect(throws: IDXError.gzip(.tooLarge(limit: limit))) { try IDXArray(bytes: file) }
    #expect(throws: CSVError.gzip(.tooLarge(limit: limit))) { try Table(csv: file) }
    // Zeros are no IDX, but all of them have been read.
    #expect(throws: IDXError.unknownElementType(0)) {
      try IDXArray(bytes: file, limit: 3_000_000)
    }
    #expect(IDXError.gzip(.tooLarge(limit: limit)).description.contains("larger limit"))
    // A small file may grow to a million bytes.
    #expect(throws: IDXError.unknownElementType(0)) { try IDXArray(bytes: Self.bomb(900_000)) }
  }

  @Test("a table may be compressed")
  func table() throws {
    let text = [UInt8]("a,b\n1,2\n3,x\n".utf8)
    let folder = try TestFolder()
    try AtomicFile(path: folder("table.csv.gz")).write(Self.stored(text))
    let table = try Table(csvFile: folder("table.csv.gz"))
    #expect(try table.numbers(in: "a") == [1, 3])
    // Positions are those of the text.
    #expect(throws: CSVError.notANumber("x", column: "b", at: TextPosition(line: 3, column: 3))) {
      try table.numbers(in: "b")
    }
    #expect(throws: CSVError.gzip(.truncated)) {
      try Table(csv: [UInt8](Self.stored(text).dropLast()))
    }
    #expect(throws: CSVError.gzip(.tooLarge(limit: 3))) {
      try Table(csvFile: folder("table.csv.gz"), limit: 3)
    }
  }

  @Test("the checksum is that of the standard's example")
  func checksum() {
    // The check value of CRC-32/ISO-HDLC in G. Cook's catalogue of parametrised CRC algorithms.
    #expect(Checksum.crc32(of: [UInt8]("123456789".utf8)[...]) == 0xcbf4_3926)
  }

  @Test("no bit of a compressed file can change unnoticed, apart from those that say nothing")
  func everyBit() {
    // The last block ends within a byte; its other bits are padding.
    let padding = [0..<0, 1198..<1200]
    for (i, (file, content)) in [(Self.fixed, Self.text), (Self.dynamic, Self.letters())]
      .enumerated()
    {
      for bit in 0..<8 * file.count {
        var damaged = file
        damaged[bit / 8] ^= 1 << (bit % 8)
        // Time, extra flags and system, and the flag that promises text, are not used.
        let isUnused = (4..<10).contains(bit / 8) || bit == 24 || padding[i].contains(bit)
        do throws(GzipError) {
          let result = try Gzip.decompressed(damaged, limit: 1 << 16)
          #expect(isUnused && result == content, "bit \(bit)")
        } catch {
          #expect(!isUnused, "bit \(bit): \(error)")
        }
      }
    }
  }
}
