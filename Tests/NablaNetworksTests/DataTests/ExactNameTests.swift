import Nabla
import Testing

@testable import NablaNetworks

// "é" as one scalar and as two: equal for `String`, two names for files.

@Suite("Names that look the same")
struct ExactNameTests {
  static let one = "caf\u{e9}"
  static let two = "cafe\u{301}"

  @Test("strings are equal, names are not")
  func names() {
    #expect(Self.one == Self.two)
    #expect(ExactName(Self.one) != ExactName(Self.two))
    #expect(ExactName(Self.one) == ExactName("caf" + "\u{e9}"))
    #expect(Set([Self.one, Self.two].map { ExactName($0) }).count == 2)
    // Hangul, a singleton, and the order of two marks.
    for (one, two) in [
      ("\u{ac00}", "\u{1100}\u{1161}"), ("\u{212b}", "\u{c5}"),
      ("a\u{307}\u{323}", "a\u{323}\u{307}"),
    ] {
      #expect(one == two && ExactName(one) != ExactName(two))
    }
  }

  @Test("columns")
  func columns() throws {
    let table = try Table(csv: "\(Self.one),\(Self.two),x\n1,2,3\n")
    #expect(try table.numbers(in: .name(Self.one)) == [1])
    #expect(try table.numbers(in: .name(Self.two)) == [2])
    #expect(
      try table.dataset(inputs: .all(except: [.name(Self.two)]), targets: ["x"]).inputs == [[1, 3]])
    let other = try Table(csv: "\(Self.one),x\n1,2\n")
    let error = #expect(throws: CSVError.self) { try other.index(of: .name(Self.two)) }
    #expect(
      error?.description.hasSuffix("looks the same and is written with other Unicode scalars")
        == true)
  }

  @Test("classes")
  func classes() throws {
    let table = try Table(csv: "x,c\n1,\(Self.one)\n2,\(Self.two)\n3,\(Self.one)\n")
    let data = try table.dataset(inputs: ["x"], classes: "c")
    // By scalars: e comes before é.
    #expect(data.classNames.map { $0.unicodeScalars.count } == [5, 4])
    #expect(data.targets == [[0, 1], [1, 0], [0, 1]])
    #expect(throws: CSVError.self) {
      try table.dataset(inputs: ["x"], classes: "c", classNames: [Self.one])
    }
  }

  /// A model of two numbers whose names look the same.
  private struct Twins: Model {
    let parameterArrays: [ParameterArray]
    var inputCount: Int { 1 }
    var outputCount: Int { 1 }

    init(_ one: Double, _ two: Double) {
      parameterArrays = [
        ParameterArray(name: ExactNameTests.one, shape: [], values: [Value(one)]),
        ParameterArray(name: ExactNameTests.two, shape: [], values: [Value(two)]),
      ]
    }

    func callAsFunction(_ inputs: [Value]) -> [Value] { inputs }

    var numbers: [Double] { parameters.map { $0.data } }
  }

  @Test("parameters, in checkpoints and in safetensors")
  func parameters() throws {
    let model = Twins(1, 2)
    let checkpoint = try Checkpoint<NoState>(bytes: Checkpoint(model).bytes())
    let safetensors = try Safetensors(bytes: Safetensors(model).bytes())
    for parameters in [checkpoint.parameters, safetensors.parameters] {
      #expect(parameters.map { $0.name.unicodeScalars.count } == [4, 5])
    }
    let (one, two) = (Twins(0, 0), Twins(0, 0))
    try checkpoint.restore(into: one)
    try safetensors.restore(into: two)
    #expect(one.numbers == [1, 2] && two.numbers == [1, 2])
    #expect(throws: CheckpointError.parameters(.missing([Self.two]))) {
      try Checkpoint(parameters: [checkpoint.parameters[0]], state: NoState()).restore(into: one)
    }
  }

  @Test("saved parameters are equal only if their names are the same scalars")
  func equality() throws {
    let (one, two) = (
      SavedParameters(name: Self.one, shape: [1], values: [1]),
      SavedParameters(name: Self.two, shape: [1], values: [1])
    )
    #expect(one != two && Set([one, two, one]).count == 2)
    #expect(
      Safetensors(parameters: [one]) != Safetensors(parameters: [two])
        && Checkpoint(parameters: [one], state: 1) != Checkpoint(parameters: [two], state: 1))
    let tensor = #"":{"dtype":"I8","shape":[0],"data_offsets":[0,0]}}"#
    let others = try [Self.one, Self.two].map { name in
      try Safetensors(bytes: SafetensorsTests.file(#"{""# + name + tensor)).otherTensors[0]
    }
    #expect(others[0] != others[1] && Set(others).count == 2)
    #expect(Set([.name(Self.one), .name(Self.two), .number(0)] as [Column]).count == 3)
    let sets = [Self.one, Self.two].map { name in
      Dataset(inputs: [[1]], targets: [[1]], classNames: [name])
    }
    #expect(sets[0] != sets[1] && sets[0] == sets[0])
  }

  /// A layer with two factors whose names look the same.
  private struct TwinLayer: NetworkLayer {
    let leaves = [Value(2), Value(3)]
    var inputCount: Int? { 1 }
    var activation: Activation { .identity }
    var title: String { "twins" }
    var parameterArrays: [ParameterArray] {
      zip([ExactNameTests.one, ExactNameTests.two], leaves).map {
        ParameterArray(name: $0, shape: [1], values: [$1])
      }
    }
    func outputCount(from inputCount: Int) -> Int { 1 }
    func callAsFunction(_ inputs: [Value]) -> [Value] { [inputs[0] * leaves[0] * leaves[1]] }
  }

  @Test("each of two such arrays is frozen by its own name, and both are")
  func freezing() {
    func frozen(_ change: (inout Sequential) -> Void) -> [Bool] {
      var model = Sequential([TwinLayer()])
      change(&model)
      return model.parameterArrays.map { $0.isFrozen }
    }
    let (one, two) = ("layers.0." + Self.one, "layers.0." + Self.two)
    #expect(frozen { $0.freeze(one) } == [true, false])
    #expect(frozen { $0.freeze(two) } == [false, true])
    for names in [[one, two], [two, one]] {
      let both = { (model: inout Sequential) in for name in names { model.freeze(name) } }
      #expect(frozen(both) == [true, true])
      for (thawed, expected) in [
        (one, [false, true]), (two, [true, false]), (nil, [false, false]),
      ] {
        #expect(
          frozen {
            both(&$0)
            $0.unfreeze(thawed)
          } == expected)
      }
    }
    #expect(frozen { $0.freeze() } == [true, true])
    #expect(
      frozen {
        $0.freeze("layers.0")
        $0.unfreeze(one)
        $0.freeze(one)
      } == [true, true])
    #expect(frozen { $0.frozenNames = [two] } == [false, true])
  }

  @Test("where a dictionary would lose one of the two, the file is refused")
  func dictionaries() throws {
    let metadata = #"{"__metadata__":{"\#(Self.one)":"a","\#(Self.two)":"b"}}"#
    #expect(throws: SafetensorsError.self) {
      try Safetensors(bytes: SafetensorsTests.file(metadata))
    }
    let content = #"{"parameters":[],"state":{"\#(Self.one)":1,"\#(Self.two)":2}}"#
    #expect(throws: CheckpointError.self) {
      try Checkpoint<[String: Int]>(
        bytes: CheckpointEnvelope.bytes(around: [UInt8](content.utf8), version: 1))
    }
  }
}
