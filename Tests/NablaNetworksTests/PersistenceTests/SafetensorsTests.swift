import Foundation
import Nabla
import NablaNetworks
import Testing

@Suite("safetensors")
struct SafetensorsTests {
  /// A file from its header and the bytes of its numbers.
  static func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + [UInt8](header.utf8)
      + data
  }

  /// The little-endian bytes of 1.5 and -2.
  static let data: [UInt8] = [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0]
  static let header = #"{"w":{"dtype":"F64","shape":[2,1],"data_offsets":[0,16]}}"#

  @Test("a file by hand is read, and written again byte for byte but for the padding")
  func byHand() throws {
    let read = try Safetensors(bytes: Self.file(Self.header, Self.data))
    #expect(
      read.parameters == [SavedParameters(name: "w", shape: [2, 1], values: [1.5, -2])])
    let padded = Self.header + String(repeating: " ", count: 64 - Self.header.utf8.count)
    #expect(try read.bytes() == Self.file(padded, Self.data))
    #expect(try Safetensors(bytes: Self.file(padded, Self.data)) == read)
  }

  @Test("every finite number comes back bit for bit, as do infinities, names and metadata")
  func roundTrip() throws {
    let folder = try TestFolder()
    let values = CheckpointTests.delicate + [.infinity, -.infinity]
    let saved = Safetensors(
      parameters: [
        SavedParameters(name: "layers.0.weight", shape: [2, 7], values: values),
        SavedParameters(name: "odd \"name\"\\\n\u{1}\u{e9}\u{1f600}", shape: [], values: [7]),
        SavedParameters(name: "none", shape: [3, 0], values: []),
      ], metadata: ["format": "pt", "a \"key\"": "\u{1f}\u{e9}"])
    try saved.save(to: folder("file"))
    let loaded = try Safetensors.load(from: folder("file"))
    #expect(loaded == saved)
    #expect(
      loaded.parameters[0].values.map { $0.bitPattern } == values.map { $0.bitPattern })
    // The numbers begin at a multiple of eight.
    #expect(try saved.bytes().count % 8 == 0)
  }

  @Test("as 32-bit numbers, they are rounded, and too large ones are refused")
  func single() throws {
    let saved = Safetensors(
      parameters: [SavedParameters(name: "w", shape: [3], values: [0.1, -0.0, .infinity])])
    let loaded = try Safetensors(bytes: saved.bytes(as: .float32)).parameters[0].values
    #expect(loaded[0] == Double(Float(0.1)) && loaded[1].sign == .minus && loaded[2] == .infinity)
    let large = Safetensors(
      parameters: [SavedParameters(name: "w", shape: [], values: [1e39])])
    #expect(throws: SafetensorsError.tooLarge(1e39, tensor: "w")) { try large.bytes(as: .float32) }
  }

  @Test("half precision of both kinds, special numbers included")
  func half() throws {
    func read(_ type: String, _ bits: [UInt16]) throws -> [Double] {
      let bytes = bits.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
      let header =
        #"{"w":{"dtype":"\#(type)","shape":[\#(bits.count)],"data_offsets":[0,\#(bytes.count)]}}"#
      return try Safetensors(bytes: Self.file(header, bytes)).parameters[0].values
    }
    // IEEE 754: 1, -2, the largest, the least normal, the least, the largest below normal, -0, inf.
    let halves = try read(
      "F16", [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x03ff, 0x8000, 0x7c00, 0x7e00])
    #expect(
      halves.dropLast() == [1, -2, 65504, 0x1p-14, 0x1p-24, 0x1.ff8p-15, -0.0, .infinity])
    #expect(halves[6].sign == .minus && halves[8].isNaN)
    #expect(try read("BF16", [0x3f80, 0xc040, 0xff80]) == [1, -3, -.infinity])
  }

  @Test("parameters go back into a model; what does not fit changes nothing")
  func restores() throws {
    let model = SavedModel()
    let other = SavedModel(weights: [0, 0, 0, 0, 0, 0], bias: [0, 0])
    try Safetensors(bytes: Safetensors(model).bytes()).restore(into: other)
    #expect(other.numbers == model.numbers)
    #expect(throws: SafetensorsError.parameters(.missing(["layers.0.weight", "layers.0.bias"]))) {
      try Safetensors(bytes: Self.file("{}")).restore(into: model)
    }
    let failed = SavedModel(weights: [9, 9, 9, 9, 9, 9], bias: [9, .nan])
    #expect(throws: SafetensorsError.parameters(.notFinite("layers.0.bias", index: 1))) {
      try Safetensors(failed).restore(into: model)
    }
    #expect(model.numbers == other.numbers)
  }

  /// PyTorch's `Sequential(Linear(3, 1), Tanh(), BatchNorm1d(1))`, numbers of 32 bits and one of 64:
  /// weight 1, -2, 0.5; bias 4; and of the last module the counter.
  static let foreign = file(
    """
    {"0.weight":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]},\
    "0.bias":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},\
    "2.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[16,24]}}
    """,
    [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f, 0, 0, 0x80, 0x40, 9, 0, 0, 0, 0, 0, 0, 0])

  @Test("tensors that are no parameters refuse no file; others are renamed or left out")
  func renaming() throws {
    let read = try Safetensors(bytes: Self.foreign)
    #expect(read.parameters.map { $0.values } == [[1, -2, 0.5], [4]])
    let other = try #require(read.otherTensors.first)
    #expect(read.otherTensors.count == 1)
    #expect(other.name == "2.num_batches_tracked" && other.type == "I64" && other.shape == [])
    let model = MLP([Layer(weights: [[0, 0, 0]], biases: [0])])
    let names = ["0.weight": "layers.0.weight", "0.bias": "layers.0.bias"]
    try read.restore(into: model) { names[$0] }
    #expect(model.parameters.map { $0.data } == [1, -2, 0.5, 4])
    // As they are, left out, or called the same, they do not fit, and nothing is changed.
    let sevens = MLP([Layer(weights: [[7, 7, 7]], biases: [7])])
    func error(_ rename: (String) -> String?) -> SafetensorsError? {
      let error = #expect(throws: SafetensorsError.self) {
        try read.restore(into: sevens, renaming: rename)
      }
      #expect(sevens.parameters.map { $0.data } == [7, 7, 7, 7])
      return error
    }
    #expect(error { $0 } == .parameters(.missing(["layers.0.weight", "layers.0.bias"])))
    #expect(error { _ in nil } == .parameters(.missing(["layers.0.weight", "layers.0.bias"])))
    #expect(error { _ in "w" } == .parameters(.repeated("w")))
    #expect(error { "layers." + $0 + ($0 == "0.bias" ? "s" : "") } != nil)
    #expect(
      error { $0 == "0.bias" ? nil : $0 == "0.weight" ? "layers.0.weight" : "layers.0.bias" }
        == .elementType("I64", tensor: "2.num_batches_tracked"))
    // More than the model has: left out, or an error.
    let more = Safetensors(
      parameters: read.parameters + [SavedParameters(name: "9", shape: [], values: [.nan])])
    #expect(throws: SafetensorsError.parameters(.unknown(["9"]))) {
      try more.restore(into: sevens) { names[$0] ?? $0 }
    }
    try more.restore(into: sevens) { names[$0] }
    #expect(sevens.parameters.map { $0.data } == [1, -2, 0.5, 4])
    // The same for checkpoints.
    let checkpoint = Checkpoint(parameters: more.parameters, state: NoState())
    #expect(throws: CheckpointError.parameters(.unknown(["9"]))) {
      try checkpoint.restore(into: model) { names[$0] ?? $0 }
    }
    try checkpoint.restore(into: model) { names[$0] }
  }

  @Test("every type of the format is known, with the size of its numbers")
  func types() throws {
    // The variants of `Dtype` of the reference implementation, version 0.8, and their bits.
    let types = [
      "BOOL": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8,
      "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16,
      "BF16": 16, "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
    ]
    for (type, bits) in types {
      func read(_ byteCount: Int) throws -> Safetensors {
        let header =
          #"{"w":{"dtype":"\#(type)","shape":[2,4],"data_offsets":[0,\#(byteCount)]}}"#
        return try Safetensors(bytes: Self.file(header, [UInt8](repeating: 0, count: byteCount)))
      }
      let file = try read(bits)
      #expect(file.parameters.count + file.otherTensors.count == 1)
      for wrong in [bits - 1, bits + 1, 0] {
        #expect(throws: SafetensorsError.shape([2, 4], tensor: "w", byteCount: wrong)) {
          try read(wrong)
        }
      }
    }
  }

  @Test("a file that is cut tells its size and the size that it should have")
  func sizes() throws {
    // 8 bytes of length, 64 of header, 24 of numbers.
    let header = #"{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#
    let bytes = Self.file(
      header + String(repeating: " ", count: 64 - header.utf8.count),
      [UInt8](repeating: 0, count: 23))
    #expect(bytes.count == 95)
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(bytes: bytes) }
    #expect(error == .truncated(expected: 96, found: 95))
    #expect(
      error?.description.hasPrefix("the file has 95 bytes, it should have 96 or more") == true)
    let most =
      #"{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}"#
    #expect(throws: SafetensorsError.truncated(expected: .max, found: 8 + most.utf8.count)) {
      try Safetensors(bytes: Self.file(most))
    }
  }

  @Test("messages are short, whatever a header holds")
  func longHeaders() throws {
    let axes = [Int](repeating: 2, count: 100_000)
    let name = String(repeating: "n", count: 100_000)
    let header = #"{"\#(name)":{"dtype":"F64","shape":\#(axes),"data_offsets":[0,16]}}"#
    let error = #expect(throws: SafetensorsError.self) {
      try Safetensors(bytes: Self.file(header, Self.data))
    }
    #expect(error?.description.utf8.count ?? 0 < 400)
    let twice = #"{"__metadata__":{"\#(name)":"","\#(name)":""}}"#
    let repeated = #expect(throws: SafetensorsError.self) {
      try Safetensors(bytes: Self.file(twice))
    }
    #expect(repeated?.description.utf8.count ?? 0 < 400)
  }

  /// The error of reading a header with sixteen bytes of numbers.
  private func error(_ header: String, _ data: [UInt8] = data) -> SafetensorsError? {
    #expect(throws: SafetensorsError.self) { try Safetensors(bytes: Self.file(header, data)) }
  }

  @Test("places that overlap, leave holes, or lie are refused")
  func places() {
    func two(_ a: String, _ b: String, shape: String = "[1]") -> String {
      #"{"a":{"dtype":"F64","shape":\#(shape),"data_offsets":\#(a)},"#
        + #""b":{"dtype":"F64","shape":[1],"data_offsets":\#(b)}}"#
    }
    #expect(throws: Never.self) {
      try Safetensors(bytes: Self.file(two("[8,16]", "[0,8]"), Self.data))
    }
    #expect(
      error(two("[0,8]", "[0,8]")) == .offsets(begin: 0, end: 8, tensor: "b", expectedBegin: 8))
    #expect(
      error(two("[0,8]", "[4,12]")) == .offsets(begin: 4, end: 12, tensor: "b", expectedBegin: 8))
    #expect(
      error(two("[0,4]", "[8,16]")) == .shape([1], tensor: "a", byteCount: 4))
    #expect(
      error(two("[0,0]", "[8,16]", shape: "[0]"))
        == .offsets(begin: 8, end: 16, tensor: "b", expectedBegin: 0))
    #expect(error(two("[0,8]", "[8,0]")) != nil)
    // Both numbers are those of the file: with the eight bytes of the length, and the header.
    let short = two("[0,8]", "[8,24]")
    let size = 8 + short.utf8.count
    #expect(error(short) == .truncated(expected: size + 24, found: size + 16))
    #expect(error(Self.header, Self.data + [0]) == .surplus(byteCount: 1))
    #expect(error("{}") == .surplus(byteCount: 16))
    for shape in [
      "[3]", "[2,2]", "[4294967296,4294967296]", "[9223372036854775807,2]", "[2305843009213693952]",
    ] {
      let lie = Self.header.replacingOccurrences(of: "[2,1]", with: shape)
      if case .shape = error(lie) { continue }
      Issue.record("\(shape)")
    }
  }

  @Test(
    "headers that are not what they should be are refused",
    arguments: [
      "", "[]", " {}", "{", "{}x", "{\"w\":7}", "{\"w\":[]}", "{\"w\":{}}",
      "{\"w\":{\"dtype\":\"F64\"}}",
      header.replacingOccurrences(of: "F64", with: "I63"),
      header.replacingOccurrences(of: "[0,16]", with: "[0]"),
      header.replacingOccurrences(of: "[0,16]", with: "[0,8,16]"),
      header.replacingOccurrences(of: "[0,16]", with: "[-0,16]"),
      header.replacingOccurrences(of: "[0,16]", with: "[0,16.0]"),
      header.replacingOccurrences(of: "[0,16]", with: "[0,1.6e1]"),
      header.replacingOccurrences(of: "[0,16]", with: "[00,16]"),
      header.replacingOccurrences(of: "[0,16]", with: "[0,99999999999999999999]"),
      header.replacingOccurrences(of: "[2,1]", with: "[2,1,]"),
      header.replacingOccurrences(
        of: "}}", with: "},\"w\":{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[16,16]}}"),
      header.replacingOccurrences(of: "\"w\"", with: "\"\\ud800\""),
      header.replacingOccurrences(of: "\"w\"", with: "\"\\x\""),
      header.replacingOccurrences(of: "\"w\"", with: "\"a\u{1}\""),
      header.replacingOccurrences(of: "{\"w\"", with: "{\"__metadata__\":{\"a\":1},\"w\""),
      "{\"a\":" + String(repeating: "[", count: 100_000),
    ])
  func headers(header: String) {
    #expect(error(header) != nil)
  }

  @Test("the length of the header is compared before it is believed")
  func lengths() {
    func error(_ bytes: [UInt8]) -> SafetensorsError? {
      #expect(throws: SafetensorsError.self) { try Safetensors(bytes: bytes) }
    }
    let none = [UInt8](repeating: 0, count: 7)
    #expect(error([]) == .truncated(expected: 8, found: 0))
    #expect(error(none) == .truncated(expected: 8, found: 7))
    #expect(error([3] + none + [0x7b, 0x7d]) == .truncated(expected: 11, found: 10))
    #expect(error([UInt8](repeating: 0xff, count: 8)) == .headerTooLarge(.max))
    #expect(
      error([0, 0xe1, 0xf5, 0x05, 0, 0, 0, 0]) == .truncated(expected: 100_000_008, found: 8))
    #expect(error([1, 0xe1, 0xf5, 0x05, 0, 0, 0, 0]) == .headerTooLarge(100_000_001))
    #expect(error(Self.file("{\"\u{0}", [])) != nil)
    #expect(error([2] + none + [0x7b, 0xff]) != nil)
  }

  @Test("a file cut anywhere is an error")
  func truncated() throws {
    let bytes = try Safetensors(SavedModel(), metadata: ["a": "b"]).bytes()
    for count in bytes.indices {
      #expect(throws: SafetensorsError.self) { try Safetensors(bytes: [UInt8](bytes[..<count])) }
    }
  }
}
