import Foundation
import Nabla
import Testing

@testable import NablaNetworks

@Suite("Checkpoint")
struct CheckpointTests {
  /// Numbers whose bits are easily lost on the way through text.
  static let delicate: [Double] = [
    0.1, -0.0, 1.0 / 3, 0x1.fp-1060, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e22, 1e23,
    9_007_199_254_740_991, 123_456_789_012_345_680, .pi, -.ulpOfOne,
  ]

  @Test("every finite number and the state come back bit for bit")
  func roundTrip() throws {
    let folder = try TestFolder()
    var generator = SeededGenerator(seed: 21)
    var values = Self.delicate
    while values.count < 2000 {
      let number = Double(bitPattern: generator.next())
      if number.isFinite { values.append(number) }
    }
    var state = SavedState()
    for _ in 0..<1000 { _ = state.generator.next() }
    let saved = Checkpoint(
      parameters: [SavedParameters(name: "w", shape: [2, 1000], values: values)], state: state)
    try saved.save(to: folder("checkpoint"))
    let loaded = try Checkpoint<SavedState>.load(from: folder("checkpoint"))
    #expect(loaded.parameters[0].values.map { $0.bitPattern } == values.map { $0.bitPattern })
    #expect(loaded.parameters[0].shape == [2, 1000])
    #expect(loaded.state == state)
    #expect(loaded.state.velocity[1].sign == .minus)
    var (one, other) = (state.generator, loaded.state.generator)
    #expect((0..<100).map { _ in one.next() } == (0..<100).map { _ in other.next() })
    // The same checkpoint gives the same bytes.
    #expect(try loaded.bytes() == saved.bytes())
    #expect(try folder.files == ["checkpoint"])
  }

  @Test("parameters go back into a model of the same build, frozen ones too")
  func restores() throws {
    let model = SavedModel()
    let bytes = try Checkpoint(model, state: SavedState()).bytes()
    let other = SavedModel(weights: [0, 0, 0, 0, 0, 0], bias: [0, 0])
    // Without its type, the state is passed over.
    try Checkpoint<NoState>(bytes: bytes).restore(into: other)
    #expect(other.numbers == [1, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test("what does not fit changes nothing, not even what comes before it")
  func mismatches() {
    func error(_ parameters: [SavedParameters]) -> CheckpointError? {
      let model = SavedModel()
      let error = #expect(throws: CheckpointError.self) {
        try Checkpoint(parameters: parameters, state: NoState()).restore(into: model)
      }
      #expect(model.numbers == [1, 2, 3, 4, 5, 6, 7, 8])
      return error
    }
    let zeros = [Double](repeating: 0, count: 6)
    let weight = SavedParameters(name: "layers.0.weight", shape: [2, 3], values: zeros)
    let bias = SavedParameters(name: "layers.0.bias", shape: [2], values: [0, 0])
    #expect(error([weight]) == .parameters(.missing(["layers.0.bias"])))
    let more = SavedParameters(name: "layers.1.bias", shape: [0], values: [])
    #expect(error([weight, bias, more]) == .parameters(.unknown(["layers.1.bias"])))
    let turned = SavedParameters(name: "layers.0.weight", shape: [3, 2], values: zeros)
    #expect(
      error([turned, bias])
        == .parameters(.shape("layers.0.weight", expected: [2, 3], found: [3, 2])))
    for odd in [Double.nan, .infinity, -.infinity] {
      let failed = SavedParameters(name: "layers.0.bias", shape: [2], values: [0, odd])
      #expect(error([weight, failed]) == .parameters(.notFinite("layers.0.bias", index: 1)))
    }
  }

  @Test("numbers that are not finite are saved and loaded, to be looked into")
  func notFinite() throws {
    let saved = Checkpoint(
      parameters: [SavedParameters(name: "w", shape: [3], values: [.nan, .infinity, -.infinity])],
      state: [Double.infinity])
    let loaded = try Checkpoint<[Double]>(bytes: saved.bytes())
    #expect(loaded.parameters[0].values[0].isNaN)
    #expect(loaded.parameters[0].values[1...] == [.infinity, -.infinity])
    #expect(loaded.state == [.infinity])
  }

  /// The error of reading a file.
  private func error(_ bytes: [UInt8]) -> CheckpointError? {
    #expect(throws: CheckpointError.self) { try Checkpoint<SavedState>(bytes: bytes) }
  }

  /// The error of reading a file with this content and the right checksum.
  private func error(content: String, version: Int = 1) -> CheckpointError? {
    error(CheckpointEnvelope.bytes(around: [UInt8](content.utf8), version: version))
  }

  @Test(
    "foreign files are told from damaged ones",
    arguments: [
      "", "hello", "[]", "{}", "{\"format\":\"other\",\"version\":1}", "\u{0}\u{0}",
      "{\"a\":[1,2,{}]}",
      "{\"format\":7}", "PK\u{3}\u{4}", "{\"version\":1,\"content\":{}}",
      String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    ])
  func foreign(text: String) {
    #expect(error([UInt8](text.utf8)) == .notCheckpoint)
  }

  @Test("versions that are not known are told, whatever their content")
  func versions() {
    #expect(error(content: "[[[", version: 1) != nil)
    #expect(error(content: "{\"new\":1}", version: 2) == .version(2, supported: 1...1))
    #expect(error(content: "{}", version: 0) == .version(0, supported: 1...1))
    let newer = error(content: "{}", version: 2)
    #expect(newer?.description.contains("update Nabla") == true)
  }

  @Test("hostile content with a right checksum is refused")
  func hostile() throws {
    let state = String(
      decoding: try JSONEncoder().encode(SavedState()), as: UTF8.self)
    func isDamaged(_ parameters: String) -> Bool {
      guard case .damaged = error(content: "{\"parameters\":\(parameters),\"state\":\(state)}")
      else {
        return false
      }
      return true
    }
    let array = #"{"name":"w","shape":[2],"values":[1,2]}"#
    #expect(throws: Never.self) {
      try Checkpoint<SavedState>(
        bytes: CheckpointEnvelope.bytes(
          around: [UInt8]("{\"parameters\":[\(array)],\"state\":\(state)}".utf8), version: 1))
    }
    #expect(isDamaged("[\(array),\(array)]"))
    for odd in [
      #"{"name":"w","shape":[3],"values":[1,2]}"#, #"{"name":"w","shape":[-2],"values":[1,2]}"#,
      #"{"name":"w","shape":[4294967296,4294967296],"values":[]}"#,
      #"{"name":"w","shape":[9223372036854775808],"values":[]}"#,
      #"{"name":"w","shape":[-1,-2],"values":[1,2]}"#,
      #"{"name":"w","shape":[2],"values":[1,1e999]}"#,
      #"{"name":"w","shape":[2],"values":[1,"x"]}"#, #"{"name":"w","shape":[1.5],"values":[1]}"#,
      #"{"name":null,"shape":[],"values":[1]}"#, #"{"shape":[],"values":[1]}"#, "7", "[", "null",
    ] {
      #expect(isDamaged("[\(odd)]"), "\(odd)")
    }
    #expect(
      isDamaged(String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)))
    #expect(isDamaged("[]]"))
  }

  @Test("names that come twice in one object are refused, wherever they are")
  func repeatedNames() throws {
    let array = #"{"name":"w","shape":[1],"values":[1]}"#
    func isRead(_ content: String) -> Bool {
      (try? Checkpoint<[String: Int]>(
        bytes: CheckpointEnvelope.bytes(around: [UInt8](content.utf8), version: 1))) != nil
    }
    #expect(isRead(#"{"parameters":[\#(array)],"state":{"a":1,"b":2}}"#))
    // The same name in two objects, and as a value.
    #expect(
      isRead(
        #"{"parameters":[],"state":{"state":1,"parameters":2,"x":3},"other":["state","state"]}"#))
    for content in [
      #"{"parameters":[\#(array)],"state":{"a":1,"a":2}}"#,
      #"{"parameters":[\#(array)],"state":{"a":1, "\u0061" : 1}}"#,
      #"{"parameters":[\#(array)],"parameters":[],"state":{}}"#,
      #"{"parameters":[],"state":{},"state":{}}"#,
      #"{"parameters":[{"name":"w","shape":[1],"values":[1],"values":[2]}],"state":{}}"#,
      #"{"parameters":[{"name":"w","name":"v","shape":[1],"values":[1]}],"state":{}}"#,
      #"{"parameters":[],"state":{},"other":[[{"x":{"a":1,"b":{},"a":[]}}]]}"#,
    ] {
      #expect(!isRead(content), "\(content)")
    }
    let whole = String(
      decoding: try Checkpoint(parameters: [], state: NoState()).bytes(), as: UTF8.self)
    for twice in [#""version":1"#, #""format":"nabla-checkpoint""#, #""content":{}"#] {
      let bytes = [UInt8](("{\(twice)," + whole.dropFirst()).utf8)
      #expect(throws: CheckpointError.self) { try Checkpoint<NoState>(bytes: bytes) }
    }
  }

  @Test("messages are short, whatever the file holds")
  func longTexts() {
    let long = String(repeating: "9", count: 100_000)
    for content in [
      #"{"parameters":[{"name":"\#(long)","shape":[2],"values":[1]}],"state":{}}"#,
      #"{"parameters":[{"name":"w","shape":[1],"values":["\#(long)"]}],"state":{}}"#,
      #"{"parameters":[{"name":"w","shape":[1],"values":[\#(long)]}],"state":{}}"#,
      #"{"parameters":[],"state":{"epoch":"\#(long)"}}"#, #"{"\#(long)":1,"\#(long)":1}"#,
    ] {
      #expect(error(content: content)?.description.utf8.count ?? 0 < 1000)
    }
  }

  @Test("the state of another training is told from damage")
  func otherState() {
    func isState(_ content: String) -> Bool {
      if case .state = error(content: content) { true } else { false }
    }
    #expect(isState(#"{"parameters":[],"state":{"epoch":"three"}}"#))
    #expect(isState(#"{"parameters":[]}"#))
    let zeros = #"{"epoch":1,"velocity":[],"generator":{"state":[0,0,0,0]}}"#
    #expect(isState(#"{"parameters":[],"state":\#(zeros)}"#))
  }

  @Test("a file cut anywhere is an error, but for the line break at its end")
  func truncated() throws {
    let bytes = try Checkpoint(SavedModel(), state: SavedState()).bytes()
    for count in 0..<bytes.count - 1 {
      #expect(throws: CheckpointError.self) {
        try Checkpoint<SavedState>(bytes: [UInt8](bytes[..<count]))
      }
    }
  }

  @Test("no bit can change unnoticed")
  func everyBit() throws {
    let saved = Checkpoint(SavedModel(), state: SavedState())
    let bytes = try saved.bytes()
    for bit in 0..<8 * bytes.count {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << (bit % 8)
      // The line break at the end may become another kind of space.
      let loaded = try? Checkpoint<SavedState>(bytes: damaged)
      #expect(loaded == nil || (loaded == saved && bit / 8 == bytes.count - 1), "bit \(bit)")
    }
  }

  @Test("a generator that would give nothing but zeros is not read")
  func generator() {
    for state in ["[0,0,0,0]", "[1,2,3]", "[1,2,3,4,5]", "[]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(
          SeededGenerator.self, from: Data("{\"state\":\(state)}".utf8))
      }
    }
  }

  @Test("files that are not there are told with the path")
  func noFile() {
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint<NoState>.load(from: "/no/such/file")
    }
    #expect(error?.description.contains("/no/such/file") == true)
    #expect(throws: CheckpointError.self) {
      try Checkpoint(SavedModel()).save(to: "/no/such/folder/checkpoint")
    }
  }
}
