// DEFLATE: blocks of bytes as they are, or of Huffman codes for bytes and for copies of what came before
// (P. Deutsch, "DEFLATE compressed data format specification version 1.3", RFC 1951, 1996).
//
// A code is read by one look into a table of all continuations of its bits: as many bits as the longest
// code of the block has, at most 15. Past the end the reader sees zeros and notes that it has run out;
// output grows only by what was decoded, and never past the limit.

/// The decompressor of one DEFLATE stream.
struct Inflate {
  private let bytes: [UInt8]
  private let limit: Int
  private var offset: Int
  private var bits: UInt64 = 0
  private var bitCount = 0
  private var output: [UInt8]
  /// Copies reach back to here: a member of a file does not see those before it.
  private let start: Int

  /// Prepares to decompress the bytes from an offset on, and to append to the output of before.
  init(_ bytes: [UInt8], from offset: Int, to output: [UInt8], limit: Int) {
    self.bytes = bytes
    self.offset = offset
    self.output = output
    self.limit = limit
    start = output.count
  }

  /// Decompresses all blocks: the output, and where the stream ends.
  mutating func run() throws(GzipError) -> (output: [UInt8], end: Int) {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try copyBlock()
      case 1: try decodeBlock(lengths: Self.fixedLengths, distances: Self.fixedDistances)
      case 2:
        let (lengths, distances) = try readCodes()
        try decodeBlock(lengths: lengths, distances: distances)
      default: throw damaged
      }
    }
    return (output, offset - bitCount / 8)
  }

  private var damaged: GzipError { .damaged(byte: offset) }

  // MARK: Bits

  /// Makes sure that there are 48 bits to look at, zeros past the end.
  private mutating func fill() {
    while bitCount <= 48 {
      if offset < bytes.count { bits |= UInt64(bytes[offset]) << UInt64(bitCount) }
      offset += 1
      bitCount += 8
    }
  }

  private mutating func drop(_ count: Int) throws(GzipError) {
    bits >>= UInt64(count)
    bitCount -= count
    // Bits that are left do not count as read.
    if offset - bitCount / 8 > bytes.count { throw .truncated }
  }

  private mutating func take(_ count: Int) throws(GzipError) -> Int {
    fill()
    let value = Int(bits & (1 << UInt64(count) - 1))
    try drop(count)
    return value
  }

  // MARK: Blocks

  /// A block of bytes as they are, with its length and the complement of it before.
  private mutating func copyBlock() throws(GzipError) {
    _ = try take(bitCount % 8)
    let length = try take(16)
    guard try take(16) == ~length & 0xffff else { throw damaged }
    offset -= bitCount / 8
    (bits, bitCount) = (0, 0)
    guard offset + length <= bytes.count else { throw .truncated }
    guard output.count + length <= limit else { throw .tooLarge(limit: limit) }
    output += bytes[offset..<offset + length]
    offset += length
  }

  private mutating func decodeBlock(lengths: Code, distances: Code) throws(GzipError) {
    while true {
      let symbol = try read(lengths)
      if symbol < 256 {
        guard output.count < limit else { throw .tooLarge(limit: limit) }
        output.append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        try copy(symbol: symbol - 257, distances: distances)
      }
    }
  }

  /// Copies what came before: the length is in the symbol, the distance follows.
  private mutating func copy(symbol: Int, distances: Code) throws(GzipError) {
    guard symbol < 29 else { throw damaged }
    let length = Self.lengths[symbol].base + (try take(Self.lengths[symbol].extraBits))
    let distanceSymbol = try read(distances)
    guard distanceSymbol < 30 else { throw damaged }
    let distance =
      Self.distances[distanceSymbol].base + (try take(Self.distances[distanceSymbol].extraBits))
    guard distance <= output.count - start else { throw damaged }
    guard output.count + length <= limit else { throw .tooLarge(limit: limit) }
    // Byte by byte: a copy may overlap what it writes.
    for _ in 0..<length { output.append(output[output.count - distance]) }
  }

  private mutating func read(_ code: Code) throws(GzipError) -> Int {
    fill()
    let entry = code.table[Int(bits) & (code.table.count - 1)]
    // Bits that begin no code: an incomplete set of codes.
    guard entry & 15 > 0 else { throw damaged }
    try drop(Int(entry & 15))
    return Int(entry >> 4)
  }

  /// The codes of a block, which are themselves compressed.
  private mutating func readCodes() throws(GzipError) -> (lengths: Code, distances: Code) {
    let lengthCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let orderCount = try take(4) + 4
    guard lengthCount <= 286, distanceCount <= 30 else { throw damaged }
    var orderSizes = [Int](repeating: 0, count: 19)
    for symbol in Self.sizeOrder.prefix(orderCount) { orderSizes[symbol] = try take(3) }
    guard let sizeCode = Code(sizes: orderSizes[...], mayBeIncomplete: false) else { throw damaged }
    var sizes: [Int] = []
    while sizes.count < lengthCount + distanceCount {
      let symbol = try read(sizeCode)
      switch symbol {
      case 16:
        guard let last = sizes.last else { throw damaged }
        sizes += repeatElement(last, count: try take(2) + 3)
      case 17: sizes += repeatElement(0, count: try take(3) + 3)
      case 18: sizes += repeatElement(0, count: try take(7) + 11)
      default: sizes.append(symbol)
      }
    }
    // 256 ends the block, so it must have a code.
    guard sizes.count == lengthCount + distanceCount, sizes[256] > 0,
      let lengths = Code(sizes: sizes[..<lengthCount], mayBeIncomplete: true),
      let distances = Code(sizes: sizes[lengthCount...], mayBeIncomplete: true)
    else { throw damaged }
    return (lengths, distances)
  }
}

// MARK: - Codes

extension Inflate {
  /// A set of Huffman codes, made from the number of bits that each symbol has.
  struct Code {
    /// For all bits that may come next: symbol · 16 + how many of the bits are its code; 0 for none.
    let table: [UInt16]

    /// Creates the canonical codes: shorter ones first, equal ones in the order of their symbols.
    ///
    /// Nil if there are more than fit, or fewer, unless it is a single code of one bit, or none at all.
    init?(sizes: ArraySlice<Int>, mayBeIncomplete: Bool) {
      let longest = sizes.max() ?? 0
      var counts = [Int](repeating: 0, count: 16)
      for size in sizes where size > 0 { counts[size] += 1 }
      let space = (1...15).reduce(0) { $0 + counts[$1] << (15 - $1) }
      let isSingle = longest <= 1 && counts[1] <= 1
      guard space == 1 << 15 || (mayBeIncomplete && isSingle) else { return nil }
      var next = [Int](repeating: 0, count: 16)
      for size in 1..<15 { next[size + 1] = (next[size] + counts[size]) << 1 }
      var table = [UInt16](repeating: 0, count: 1 << longest)
      for (symbol, size) in sizes.enumerated() where size > 0 {
        // Codes are read from their highest bit on, everything else from the lowest.
        var code = 0
        for bit in 0..<size { code |= (next[size] >> bit & 1) << (size - 1 - bit) }
        next[size] += 1
        for entry in stride(from: code, to: table.count, by: 1 << size) {
          table[entry] = UInt16(symbol << 4 | size)
        }
      }
      self.table = table
    }

    /// Codes that are known to be complete.
    fileprivate init(complete sizes: [Int]) {
      guard let code = Code(sizes: sizes[...], mayBeIncomplete: false) else {
        preconditionFailure("the fixed codes are complete")
      }
      self = code
    }
  }

  private static let fixedLengths = Code(
    complete: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code(complete: [Int](repeating: 5, count: 32))
  private static let sizeOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  /// What the symbols for lengths and distances begin with, and how many bits are added to it: the same
  /// law for both, groups of 4 and of 2 symbols that double their steps.
  private static let lengths: [(base: Int, extraBits: Int)] =
    ranges(from: 3, groupSize: 4, count: 28) + [(258, 0)]
  private static let distances = ranges(from: 1, groupSize: 2, count: 30)

  private static func ranges(
    from first: Int, groupSize: Int, count: Int
  ) -> [(base: Int, extraBits: Int)] {
    var base = first
    return (0..<count).map { symbol in
      let extraBits = max(0, symbol / groupSize - 1)
      defer { base += 1 << extraBits }
      return (base, extraBits)
    }
  }
}
