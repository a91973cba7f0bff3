// IDX, the format of MNIST: two zero bytes, a byte for the type of the numbers, a byte for the rank, the
// lengths of the axes as big-endian 32-bit integers, and the numbers, big-endian, last axis fastest
// (Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", 1998).
//
// The header is believed only where it agrees with the bytes that are there. Nothing is allocated by
// what it claims: the array keeps the bytes of the file and turns them into numbers when asked.

/// An array of numbers of any rank, as an IDX file holds it.
///
///     let images = try IDXArray(file: "train-images-idx3-ubyte")
///     let shape = images.shape        // 60,000 images of 28 rows and 28 columns
public struct IDXArray: Hashable, Sendable {
  /// The type of the numbers in the file.
  public enum ElementType: UInt8, Hashable, Sendable, Codable, CaseIterable {
    /// A byte from 0 to 255.
    case uint8 = 0x08
    /// A byte from -128 to 127.
    case int8 = 0x09
    /// A 16-bit integer.
    case int16 = 0x0b
    /// A 32-bit integer.
    case int32 = 0x0c
    /// A 32-bit floating-point number.
    case float = 0x0d
    /// A 64-bit floating-point number.
    case double = 0x0e

    /// How many bytes a number has.
    public var size: Int {
      switch self {
      case .uint8, .int8: 1
      case .int16: 2
      case .int32, .float: 4
      case .double: 8
      }
    }
  }

  /// The type of the numbers in the file.
  public let elementType: ElementType
  /// The lengths of the axes, outermost first; none for a single number.
  public let shape: [Int]
  /// The whole file, as IDX has it.
  public let bytes: [UInt8]

  /// How many numbers there are.
  public var count: Int { (bytes.count - start) / elementType.size }

  /// All numbers, the last axis fastest.
  public var values: [Double] { (0..<count).map { self[$0] } }

  /// A number, counted with the last axis fastest.
  ///
  /// - Precondition: 0 <= index < count.
  public subscript(index: Int) -> Double {
    precondition((0..<count).contains(index), "there is no number \(index) among \(count)")
    let first = start + index * elementType.size
    var bits: UInt64 = 0
    for byte in first..<first + elementType.size { bits = bits << 8 | UInt64(bytes[byte]) }
    return elementType.value(of: bits)
  }

  private var start: Int { 4 + 4 * shape.count }
}

// MARK: - Reading and writing

extension IDXArray {
  /// Reads the bytes of an IDX file, which may be compressed by gzip.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - limit: How many bytes a compressed file may grow to; without it, a million and a hundred times
  ///     what it has.
  /// - Throws: `IDXError`, if the file is not what it should be.
  public init(bytes: [UInt8], limit: Int? = nil) throws(IDXError) {
    let content: [UInt8]
    do throws(GzipError) {
      content = try Gzip.content(of: bytes, limit: limit)
    } catch {
      throw .gzip(error)
    }
    try self.init(content: content)
  }

  /// Reads an IDX file, which may be compressed by gzip.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - limit: How many bytes a compressed file may grow to; without it, a million and a hundred times
  ///     what it has.
  /// - Throws: `IDXError`, if the file is not what it should be.
  public init(file path: String, limit: Int? = nil) throws(IDXError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try [UInt8](contentsOfFile: path)
    } catch {
      throw .file(error)
    }
    try self.init(bytes: bytes, limit: limit)
  }

  private init(content bytes: [UInt8]) throws(IDXError) {
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else {
      throw .notIDX([UInt8](bytes.prefix(4)))
    }
    guard let elementType = ElementType(rawValue: bytes[2]) else {
      throw .unknownElementType(bytes[2])
    }
    let start = 4 + 4 * Int(bytes[3])
    guard bytes.count >= start else { throw .size(expected: start, found: bytes.count) }
    let shape = stride(from: 4, to: start, by: 4).map { axis in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes[axis + $1]) }
    }
    guard let size = Self.size(of: shape, elementType), size <= .max - start else {
      throw .impossibleShape(shape)
    }
    guard bytes.count == start + size else {
      throw .size(expected: start + size, found: bytes.count)
    }
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
  }

  /// Creates an array from numbers.
  ///
  /// - Precondition: there are as many numbers as the shape says, at most 255 axes, none longer than a
  ///   32-bit integer can say; each number is one that the type can hold, rounding to `float` apart.
  public init(_ values: [Double], shape: [Int], elementType: ElementType) {
    precondition(
      shape.count < 256 && shape.allSatisfy { UInt32(exactly: $0) != nil },
      "IDX has no room for the shape \(shape)")
    precondition(
      shape.reduce(1, *) == values.count,
      "shape \(shape) needs \(shape.reduce(1, *)) values, got \(values.count)")
    var bytes: [UInt8] = [0, 0, elementType.rawValue, UInt8(shape.count)]
    for length in shape { bytes.append(bigEndian: UInt64(length), size: 4) }
    for value in values {
      bytes.append(bigEndian: elementType.bits(of: value), size: elementType.size)
    }
    self.elementType = elementType
    self.shape = shape
    self.bytes = bytes
  }

  /// How many bytes the numbers take, or nil if that is too many to count.
  private static func size(of shape: [Int], _ elementType: ElementType) -> Int? {
    // Without this, axes of length 0 would hide an overflow before them.
    if shape.contains(0) { return 0 }
    var size = elementType.size
    for length in shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: length)
      if overflows { return nil }
      size = product
    }
    return size
  }
}

extension IDXArray.ElementType {
  /// The number whose big-endian bytes make up these bits.
  fileprivate func value(of bits: UInt64) -> Double {
    switch self {
    case .uint8: Double(bits)
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .double: Double(bitPattern: bits)
    }
  }

  fileprivate func bits(of value: Double) -> UInt64 {
    let integer: Int64? =
      switch self {
      case .uint8: UInt8(exactly: value).map { Int64($0) }
      case .int8: Int8(exactly: value).map { Int64($0) }
      case .int16: Int16(exactly: value).map { Int64($0) }
      case .int32: Int32(exactly: value).map { Int64($0) }
      case .float: Int64(Float(value).bitPattern)
      case .double: Int64(bitPattern: value.bitPattern)
      }
    guard let integer else { preconditionFailure("\(value) is not a number of type \(self)") }
    return UInt64(bitPattern: integer)
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian value: UInt64, size: Int) {
    for byte in (0..<size).reversed() { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }
}
