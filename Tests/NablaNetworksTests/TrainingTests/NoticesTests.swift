import Nabla
import NablaNetworks
import Testing

@Suite("Notices")
struct NoticesTests {
  static func train(
    _ model: some Model, _ data: Dataset, _ loss: Loss, rate: Double = 0.1, epochs: Int = 3,
    patience: Int = 50
  ) -> History {
    var generator = SeededGenerator(seed: 1)
    return fit(
      model, on: data, loss: loss, optimizer: SGD(learningRate: rate), epochs: epochs,
      options: TrainingOptions(patienceBeforeNotice: patience), using: &generator)
  }

  @Test("a loss that overflows stops training, and its sample and node are named")
  func lossNotFinite() throws {
    let model = MLP([Layer(weights: [[1, 2]], biases: [0])])
    var data = Dataset(
      inputs: [[1, 1], [2, 1], [1e200, 0], [0, 0]], targets: [[0], [0], [0], [0]])
    let start = model.parameters.map { $0.data }
    let history = Self.train(model, data, .meanSquaredError)
    let notice = try #require(history.notices.first { $0.kind == .lossNotFinite })
    #expect(notice.sample == 2)
    #expect(history.stopReason == .notFinite && history.epochs.isEmpty)
    #expect(notice.message.contains("inf") && notice.message.contains("sample 2"))
    #expect(notice.message.contains("layers.0.weight[0, 0]") && notice.message.contains("input 0"))
    #expect(model.parameters.map { $0.data } == start)
    #expect(model.parameters.allSatisfy { $0.label == nil })
    data.inputs[2] = [.nan, 0]
    let other = Self.train(model, data, .meanSquaredError)
    #expect(other.notices.map { $0.kind } == [.inputNotFinite, .lossNotFinite])
    #expect(other.notices.allSatisfy { $0.sample == 2 })
    #expect(
      other.notices[0].message.hasSuffix("sample 2; correct them or leave them out"))
    #expect(other.notices[1].message.hasSuffix("correct that number, or leave the sample out"))
    // It is over: a trainer with such a history does not go on by itself.
    #expect("\(history)".contains("not finite"))
  }

  @Test("a gradient that is infinite where the loss is not is told apart")
  func gradientNotFinite() throws {
    struct Root: Model {
      let weight = Value(Double.zero)
      var inputCount: Int { 1 }
      var outputCount: Int { 1 }
      var parameterArrays: [ParameterArray] {
        [ParameterArray(name: "weight", shape: [1], values: [weight])]
      }
      func callAsFunction(_ inputs: [Value]) -> [Value] { [sqrt(weight * inputs[0])] }
    }
    let history = Self.train(
      Root(), Dataset(inputs: [[1]], targets: [[1]]), .meanSquaredError)
    let notice = try #require(history.notices.first { $0.kind == .gradientNotFinite })
    #expect(notice.message.contains("weight") && notice.message.contains("sqrt"))
  }

  @Test("dead ReLU units are named by layer and unit, once")
  func deadUnits() throws {
    // lectures, deadRelu: w = (-1, -2), b = -5 on the unit square; the other unit lives.
    let model = MLP([
      Layer(weights: [[1, 1], [-1, -2]], biases: [0.5, -5], activation: .relu),
      Layer(weights: [[1, 1]], biases: [0]),
    ])
    let history = Self.train(model, TrajectoriesTests.xor, .meanSquaredError, epochs: 10)
    let dead = history.notices.filter { $0.kind == .deadUnits }
    #expect(dead.count == 1)
    let notice = try #require(dead.first)
    #expect(notice.layer == "layers.0" && notice.units == [1])
    #expect(notice.message.contains("1 of 2 relu units of layers.0 (unit 1)"))
    #expect(model.parameters[2].data == -1 && model.parameters[5].data == -5)
    // The same numbers with leaky ReLU live.
    let leaky = MLP([
      Layer(weights: [[1, 1], [-1, -2]], biases: [0.5, -5], activation: .leakyReLU()),
      Layer(weights: [[1, 1]], biases: [0]),
    ])
    let other = Self.train(leaky, TrajectoriesTests.xor, .meanSquaredError, epochs: 10)
    #expect(!other.notices.contains { $0.kind == .deadUnits })
    #expect(leaky.parameters[5].data != -5)
  }

  @Test("where the activation is a layer of its own, the layer with the parameters is named")
  func deadUnitsOfSequential() {
    let model = Sequential {
      Affine(weights: [[1, 1], [-1, -2]], biases: [0.5, -5])
      Activation.relu
      Affine(weights: [[1, 1]], biases: [0])
    }
    let history = Self.train(model, TrajectoriesTests.xor, .meanSquaredError, epochs: 2)
    let dead = history.notices.filter { $0.kind == .deadUnits }
    #expect(dead.map { $0.layer } == ["layers.0"] && dead.map { $0.units } == [[1]])
    let health = model.unitHealth(on: TrajectoriesTests.xor)
    #expect(health.map { $0.unitCount } == [2] && health.map { $0.deadUnits } == [[1]])
  }

  @Test("saturated hidden units are named; an output that is sure is not")
  func saturatedUnits() throws {
    let model = MLP([
      Layer(weights: [[0.1, 0.1], [0.1, 0.1]], biases: [0, 30], activation: .sigmoid),
      Layer(weights: [[0, 0]], biases: [30], activation: .sigmoid),
    ])
    let history = Self.train(model, TrajectoriesTests.xor, .meanSquaredError)
    let saturated = history.notices.filter { $0.kind == .saturatedUnits }
    #expect(saturated.count == 1)
    #expect(saturated.first?.units == [1] && saturated.first?.layer == "layers.0")
    #expect(saturated.first?.message.contains("a smaller learning rate") == true)
  }

  @Test("a loss that does not move is said to stand, once")
  func noProgress() throws {
    let model = MLP([Layer(weights: [[0, 0]], biases: [0], activation: .sigmoid)])
    let history = Self.train(
      model, TrajectoriesTests.xor, .meanSquaredError, rate: 1e-9, epochs: 30, patience: 10)
    let standing = history.notices.filter { $0.kind == .noProgress }
    #expect(standing.map { $0.epoch } == [11])
    #expect(standing.first?.message.contains("0.2500") == true)
  }

  @Test("targets and outputs that do not fit the loss are said before the first step")
  func misfits() {
    var generator = SeededGenerator(seed: 1)
    let linear = MLP(inputs: 2, outputs: 1, using: &generator)
    let hinge = Self.train(linear, TrajectoriesTests.xor, .hinge, epochs: 0)
    #expect(hinge.notices.map { $0.kind } == [.targetsDoNotFit])
    #expect(hinge.notices.first?.message.contains("2 of 4") == true)
    let entropy = Self.train(linear, TrajectoriesTests.xor, .binaryCrossEntropy, epochs: 0)
    #expect(entropy.notices.map { $0.kind } == [.outputsDoNotFit])
    let sigmoid = MLP(inputs: 2, outputs: 1, outputActivation: .sigmoid, using: &generator)
    let logits = Self.train(
      sigmoid, TrajectoriesTests.xor, .binaryCrossEntropyFromLogits, epochs: 0)
    #expect(logits.notices.map { $0.kind } == [.outputsDoNotFit])
    let right = Self.train(sigmoid, TrajectoriesTests.xor, .binaryCrossEntropy, epochs: 0)
    #expect(right.notices.isEmpty)
  }
}
