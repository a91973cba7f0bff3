// Reading believes nothing: lengths are compared with the bytes that are there, products are checked for
// overflow, and no memory is taken that the file does not have bytes for.

extension Safetensors {
  /// Reads the bytes of a file.
  ///
  /// - Throws: ``SafetensorsError`` with the place at which they are not what the format allows.
  public init(bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else { throw .truncated(expected: 8, found: bytes.count) }
    let length = bytes.littleEndian(at: 0, size: 8)
    guard length <= Self.maximumHeaderLength else { throw .headerTooLarge(length) }
    let start = 8 + Int(length)
    guard start <= bytes.count else { throw .truncated(expected: start, found: bytes.count) }
    let header = try Header(bytes[8..<start])
    try Self.checkPlaces(of: header.tensors, from: start, fileSize: bytes.count)
    parameters = header.tensors.compactMap { tensor in
      guard let type = StoredType(rawValue: tensor.type) else { return nil }
      let values = stride(from: tensor.begin, to: tensor.end, by: type.size).map { offset in
        type.value(of: bytes.littleEndian(at: start + offset, size: type.size))
      }
      return SavedParameters(name: tensor.name, shape: tensor.shape, values: values)
    }
    otherTensors = header.tensors.filter { StoredType(rawValue: $0.type) == nil }
      .map { OtherTensor(name: $0.name, type: $0.type, shape: $0.shape) }
    metadata = header.metadata
  }

  /// Checks that each byte of the numbers belongs to exactly one tensor, and each shape to its bytes.
  private static func checkPlaces(
    of tensors: [Tensor], from start: Int, fileSize: Int
  ) throws(SafetensorsError) {
    var end = 0
    for tensor in tensors.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard tensor.begin == end, tensor.end >= end else {
        throw .offsets(
          begin: tensor.begin, end: tensor.end, tensor: tensor.name, expectedBegin: end)
      }
      guard tensor.end <= fileSize - start else {
        let (expected, overflows) = tensor.end.addingReportingOverflow(start)
        throw .truncated(expected: overflows ? .max : expected, found: fileSize)
      }
      let (bitCount, overflows) = (SavedParameters.count(of: tensor.shape) ?? -1)
        .multipliedReportingOverflow(by: tensor.bitCount)
      guard !overflows, bitCount == 8 * (tensor.end - tensor.begin) else {
        throw .shape(tensor.shape, tensor: tensor.name, byteCount: tensor.end - tensor.begin)
      }
      end = tensor.end
    }
    guard end == fileSize - start else { throw .surplus(byteCount: fileSize - start - end) }
  }

  /// How many bits a number has, for every type of the format (version 0.8).
  fileprivate static let bitCounts = [
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8,
    "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
  ]

  /// A type of numbers that can be read.
  fileprivate enum StoredType: String {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"

    var size: Int {
      switch self {
      case .float64: 8
      case .float32: 4
      case .float16, .bfloat16: 2
      }
    }

    func value(of bits: UInt64) -> Double {
      switch self {
      case .float64: Double(bitPattern: bits)
      case .float32: Double(Float(bitPattern: UInt32(bits)))
      case .float16: Self.half(bits)
      case .bfloat16: Double(Float(bitPattern: UInt32(bits) << 16))
      }
    }

    /// IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. (`Float16` is not on every
    /// platform.)
    private static func half(_ bits: UInt64) -> Double {
      let fraction = Double(bits & 0x3ff)
      let exponent = Int(bits >> 10 & 0x1f)
      let magnitude: Double =
        switch exponent {
        case 0: fraction * 0x1p-24
        case 31: fraction == 0 ? .infinity : .nan
        default: Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
        }
      return bits >> 15 == 1 ? -magnitude : magnitude
    }
  }

  fileprivate struct Tensor {
    let name: String
    let type: String
    let bitCount: Int
    let shape: [Int]
    let begin: Int
    let end: Int
  }
}

// MARK: - The header

extension Safetensors {
  fileprivate struct Header {
    var tensors: [Tensor] = []
    var metadata: [String: String] = [:]

    init(_ bytes: ArraySlice<UInt8>) throws(SafetensorsError) {
      guard bytes.first == UInt8(ascii: "{") else { throw .header(byte: 0, expected: "{") }
      var entries: [Entry] = []
      var texts: [String: String] = [:]
      var scanner = JSONScanner(bytes)
      do throws(JSONError) {
        try scanner.object { name, scanner throws(JSONError) in
          if name == Safetensors.metadataName {
            try scanner.object { key, scanner throws(JSONError) in
              // A dictionary cannot hold both of two keys that mean the same characters.
              if texts[key] != nil { throw scanner.error("\(key.quotedBriefly) only once") }
              texts[key] = try scanner.string()
            }
          } else {
            entries.append(try Entry(name, &scanner))
          }
        }
        try scanner.finish()
      } catch {
        throw .header(byte: error.offset, expected: error.expected)
      }
      metadata = texts
      for entry in entries { tensors.append(try entry.tensor()) }
    }
  }

  /// What the header says about a tensor, before it is known to be complete.
  private struct Entry {
    let name: String
    private var type: String?
    private var shape: [Int]?
    private var offsets: [Int]?

    init(_ name: String, _ scanner: inout JSONScanner) throws(JSONError) {
      self.name = name
      var type: String?
      var shape: [Int]?
      var offsets: [Int]?
      try scanner.object { key, scanner throws(JSONError) in
        switch key {
        case "dtype": type = try scanner.string()
        case "shape": shape = try scanner.counts()
        case "data_offsets": offsets = try scanner.counts()
        default: _ = try scanner.skipValue()
        }
      }
      (self.type, self.shape, self.offsets) = (type, shape, offsets)
    }

    func tensor() throws(SafetensorsError) -> Tensor {
      guard let type, let shape, let offsets, offsets.count == 2 else { throw .incomplete(name) }
      guard let bitCount = Safetensors.bitCounts[type] else {
        throw .elementType(type, tensor: name)
      }
      return Tensor(
        name: name, type: type, bitCount: bitCount, shape: shape, begin: offsets[0],
        end: offsets[1])
    }
  }
}

extension JSONScanner {
  /// Reads an array of whole numbers.
  fileprivate mutating func counts() throws(JSONError) -> [Int] {
    var counts: [Int] = []
    try array { scanner throws(JSONError) in counts.append(try scanner.count()) }
    return counts
  }
}

extension [UInt8] {
  fileprivate func littleEndian(at offset: Int, size: Int) -> UInt64 {
    (0..<size).reduce(0) { $0 | UInt64(self[offset + $1]) << (8 * UInt64($1)) }
  }
}
