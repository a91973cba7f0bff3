import Foundation
import NablaNetworks
import Testing

@Suite("IDX")
struct IDXTests {
  /// An IDX file by hand: two rows of three bytes.
  static let tiny: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 250, 251, 255]

  @Test("the header gives type and shape, the rest the numbers, big-endian")
  func reads() throws {
    let array = try IDXArray(bytes: Self.tiny)
    #expect(array.shape == [2, 3])
    #expect(array.elementType == .uint8)
    #expect(array.values == [1, 2, 3, 250, 251, 255])
    #expect(try IDXArray(bytes: [0, 0, 9, 1, 0, 0, 0, 2, 0x80, 0x7f]).values == [-128, 127])
    #expect(try IDXArray(bytes: [0, 0, 11, 1, 0, 0, 0, 1, 0xff, 0xfe]).values == [-2])
    #expect(try IDXArray(bytes: [0, 0, 12, 1, 0, 0, 0, 1, 0xff, 0xff, 0, 0]).values == [-65536])
    #expect(try IDXArray(bytes: [0, 0, 13, 1, 0, 0, 0, 1, 0xbf, 0xc0, 0, 0]).values == [-1.5])
    #expect(
      try IDXArray(bytes: [0, 0, 14, 1, 0, 0, 0, 1, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]).values == [1.5])
    // Rank 0 is one number; an axis of length 0 holds none.
    #expect(try IDXArray(bytes: [0, 0, 8, 0, 7]).values == [7])
    #expect(try IDXArray(bytes: [0, 0, 8, 1, 0, 0, 0, 0]).values == [])
  }

  @Test("what is written is read again", arguments: IDXArray.ElementType.allCases)
  func roundTrip(type: IDXArray.ElementType) throws {
    let values: [Double]
    switch type {
    case .uint8: values = [0, 1, 255, 128, 7, 9]
    case .int8: values = [0, -1, 127, -128, 7, 9]
    case .int16: values = [0, -1, 32767, -32768, 256, 9]
    case .int32: values = [0, -1, 2_147_483_647, -2_147_483_648, 65536, 9]
    case .float: values = [0, -0.0, 1.5, .infinity, -0x1p-149, 3]
    case .double:
      values = [0, -0.0, 0.1, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    }
    let array = IDXArray(values, shape: [3, 1, 2], elementType: type)
    let again = try IDXArray(bytes: array.bytes)
    #expect(again == array)
    #expect(again.shape == [3, 1, 2])
    #expect(again.values.map { $0.bitPattern } == values.map { $0.bitPattern })
  }

  @Test("a header that lies is found out before anything is allocated")
  func lies() {
    func error(_ bytes: [UInt8]) -> IDXError? {
      #expect(throws: IDXError.self) { try IDXArray(bytes: bytes) }
    }
    #expect(error([]) == .notIDX([]))
    #expect(error([0, 0, 8]) == .notIDX([0, 0, 8]))
    #expect(error([1, 0, 8, 1, 0, 0, 0, 0]) == .notIDX([1, 0, 8, 1]))
    #expect(error([0, 0, 10, 1, 0, 0, 0, 0]) == .unknownElementType(10))
    #expect(error([0, 0, 8, 255]) == .size(expected: 4 + 4 * 255, found: 4))
    #expect(error(Self.tiny + [0]) == .size(expected: 18, found: 19))
    let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff]
    #expect(error([0, 0, 14, 1] + huge) == .size(expected: 8 + 8 * 0xffff_ffff, found: 8))
    #expect(
      error([0, 0, 8, 2] + huge + huge) == .impossibleShape([0xffff_ffff, 0xffff_ffff]))
    #expect(error([0, 0, 8, 3] + huge + huge + huge) != nil)
    #expect(error([UInt8]("a,b\n1,2\n".utf8))?.description.contains("[0, 0, 8, 3]") == true)
  }

  @Test("a file cut anywhere is an error")
  func truncated() {
    for file in [Self.tiny, GzipTests.tinyIDX] {
      for count in file.indices {
        #expect(throws: IDXError.self) { try IDXArray(bytes: [UInt8](file[..<count])) }
      }
    }
  }

  @Test("images and labels make a dataset of pixels from 0 to 1 and one-hot rows")
  func dataset() throws {
    let images = IDXArray([0, 51, 255, 102], shape: [2, 1, 2], elementType: .uint8)
    let labels = IDXArray([2, 0], shape: [2], elementType: .uint8)
    let data = try Dataset(images: images, labels: labels, classes: 3)
    #expect(data.inputs == [[0, 0.2], [1, 0.4]])
    #expect(data.targets == [[0, 0, 1], [1, 0, 0]])
    #expect(data.classNames == ["0", "1", "2"])
    func error(_ images: IDXArray, _ labels: IDXArray) -> IDXError? {
      #expect(throws: IDXError.self) { try Dataset(images: images, labels: labels, classes: 2) }
    }
    #expect(error(images, labels) == .label(2, sample: 0, classes: 2))
    #expect(error(labels, images) == .wrongRank(images: 1, labels: 3))
    let half = IDXArray([0.5, 0], shape: [2], elementType: .double)
    #expect(error(images, half) == .label(0.5, sample: 0, classes: 2))
    let three = IDXArray([0, 1, 0], shape: [3], elementType: .uint8)
    #expect(error(images, three) == .labelCount(images: 2, labels: 3))
  }

  @Test("a file that cannot be read is told with the reason of the system")
  func noFile() {
    #expect(throws: IDXError.self) { try IDXArray(file: "/no/such/file") }
    #expect(throws: IDXError.self) { try IDXArray(file: NSTemporaryDirectory()) }
  }
}
