import Nabla
import NablaNetworks
import Testing

@Suite("Models")
struct ModelsTests {
  static func network(_ seed: UInt64 = 42) -> MLP {
    var generator = SeededGenerator(seed: seed)
    return MLP(
      inputs: 2, hidden: [4], outputs: 1, activation: .tanh, outputActivation: .sigmoid,
      using: &generator)
  }

  @Test("the same seed gives the same network, another seed another")
  func seeds() {
    let numbers = { (seed: UInt64) in Self.network(seed).parameters.map { $0.data } }
    #expect(numbers(42) == numbers(42))
    #expect(numbers(42) != numbers(43))
  }

  @Test("an MLP is its matrix formula")
  func formula() {
    let model = Self.network()
    let arrays = model.parameterArrays
    let rows = { (array: ParameterArray) in
      let numbers = array.values.map { $0.data }
      return (0..<array.shape[0]).map { i in
        Array(numbers[i * array.shape[1]..<(i + 1) * array.shape[1]])
      }
    }
    let biases = { (array: ParameterArray) in array.values.map { $0.data } }
    for x in [[0.0, 1], [0.3, -0.8], [2, 2]] {
      let hidden = Formulas.affine(rows(arrays[0]), x, biases(arrays[1])).map { Formulas.tanh($0) }
      let expected = Formulas.affine(rows(arrays[2]), hidden, biases(arrays[3])).map {
        Formulas.sigmoid($0)
      }
      #expect(agree(model(x).map { $0.data }, expected, within: 1e-14))
      #expect(model(x.map { Value($0) }).map { $0.data } == model(x).map { $0.data })
    }
  }

  @Test("the lecture's 2-2-2-2 network as a function")
  func lectureFunction() {
    // lectures, lee222; [0.62, 0.83] and [0.51, 0.85] on the slide.
    let model = MLP([
      Layer(weights: [[1, -2], [-1, 1]], biases: [1, 0], activation: .sigmoid),
      Layer(weights: [[2, -1], [-2, -1]], biases: [0, 0], activation: .sigmoid),
      Layer(weights: [[3, -1], [-1, 4]], biases: [-2, 2], activation: .sigmoid),
    ])
    let expected = [
      ([1.0, -1], [0.617704777755341, 0.8291239841574399]),
      ([0, 0], [0.5118473769870672, 0.8543839009877142]),
      ([0.5, 2], [0.22153435455947584, 0.9405127167591758]),
    ]
    for (x, y) in expected { #expect(agree(model(x).map { $0.data }, y, within: 1e-15)) }
    let outputs = model.layerOutputs([1, -1])
    #expect(outputs.count == 3)
    #expect(
      agree(outputs[0].map { $0.data }, [0.9820137900379085, 0.11920292202211756], within: 1e-15))
  }

  @Test("parameters have names and shapes")
  func names() {
    let model = Self.network()
    #expect(
      model.parameterArrays.map { $0.name } == [
        "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias",
      ])
    #expect(model.parameterArrays.map { $0.shape } == [[4, 2], [4], [1, 4], [1]])
    #expect(model.parameters.count == 17)
    #expect(model.parameterCount == 17)
    #expect((model.inputCount, model.outputCount) == (2, 1))
    #expect(model.parameterArrays[1].values.allSatisfy { $0.data == 0 })
    var generator = SeededGenerator(seed: 1)
    let other = MLP(
      inputs: 3, hidden: [5], outputs: 2, activation: .maxout(pieces: 3),
      outputActivation: .prelu(), using: &generator)
    #expect(
      other.parameterArrays.map { $0.name } == [
        "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "layers.1.slope",
      ])
    #expect(other.parameterArrays.map { $0.shape } == [[3, 5, 3], [3, 5], [2, 5], [2], [1]])
  }

  @Test("layers of a Sequential are written or added, with loops and conditions")
  func sequential() {
    var generator = SeededGenerator(seed: 3)
    let isDeep = true
    let written = Sequential {
      Affine(inputs: 2, outputs: 4, using: &generator)
      Activation.sigmoid
      if isDeep {
        for _ in 0..<2 {
          Affine(inputs: 4, outputs: 4, using: &generator)
          ActivationLayer(.relu)
        }
      }
      Affine(inputs: 4, outputs: 3, using: &generator)
      Softmax()
    }
    var again = SeededGenerator(seed: 3)
    var added = Sequential()
    added.add(Affine(inputs: 2, outputs: 4, using: &again))
    added.add(.sigmoid)
    for _ in 0..<2 {
      added.add(Affine(inputs: 4, outputs: 4, using: &again))
      added.add(.relu)
    }
    added.add(Affine(inputs: 4, outputs: 3, using: &again))
    added.add(Softmax())
    #expect(written.layers.map { $0.title } == added.layers.map { $0.title })
    #expect(written([0.2, 0.7]).map { $0.data } == added([0.2, 0.7]).map { $0.data })
    #expect(
      added.parameterArrays.map { $0.name } == [
        "layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias", "layers.4.weight",
        "layers.4.bias", "layers.6.weight", "layers.6.bias",
      ])
    #expect((added.inputCount, added.outputCount) == (2, 3))
    #expect(Sequential()([1.5])[0].data == 1.5)
  }

  @Test("parameters are frozen by the beginning of their names, up to a dot")
  func freezing() {
    var generator = SeededGenerator(seed: 4)
    var model = MLP(
      inputs: 1, hidden: Array(repeating: 2, count: 10), outputs: 1, using: &generator)
    model.freeze("layers.1")
    #expect(
      model.parameterArrays.filter { $0.isFrozen }.map { $0.name } == [
        "layers.1.weight", "layers.1.bias",
      ])
    model.unfreeze("layers.1.bias")
    model.freeze("layers.10.bias")
    #expect(
      model.parameterArrays.filter { $0.isFrozen }.map { $0.name } == [
        "layers.1.weight", "layers.10.bias",
      ])
    model.freeze()
    #expect(model.trainableParameterCount == 0)
    model.unfreeze()
    #expect(model.trainableParameterCount == model.parameterCount)
  }

  @Test("the summary lists layers, shapes and counts")
  func summary() {
    var model = Self.network()
    model.freeze("layers.0.bias")
    #expect(
      model.summary() == """
        layer                     shape   parameters
        layers.0  dense, tanh     2 -> 4          12
          weight                  [4, 2]           8
          bias                    [4]              4  frozen
        layers.1  dense, sigmoid  4 -> 1           5
          weight                  [1, 4]           4
          bias                    [1]              1
        17 parameters, 13 of them trainable

        """)
  }

  @Test("a model of one's own is summed up by its arrays")
  func ownModel() {
    struct Line: Model {
      let slope = Value(Double(2))
      var inputCount: Int { 1 }
      var outputCount: Int { 1 }
      var parameterArrays: [ParameterArray] {
        [ParameterArray(name: "slope", shape: [1], values: [slope])]
      }
      func callAsFunction(_ inputs: [Value]) -> [Value] { [slope * inputs[0]] }
    }
    #expect(Line()([3.0])[0].data == 6)
    #expect(
      Line().summary() == """
        name   shape  count
        slope  [1]        1
        1 parameters, 1 of them trainable

        """)
  }

  @Test("a random neuron has a weight for each input and a bias of 0; the seed decides")
  func randomNeuron() {
    var generator = SeededGenerator(seed: 5), again = SeededGenerator(seed: 5)
    let neuron = Neuron(inputs: 3, activation: .tanh, using: &generator)
    let twin = Neuron(inputs: 3, activation: .tanh, using: &again)
    #expect(neuron.weights.count == 3 && neuron.bias.data == 0)
    #expect(neuron.weights.map { $0.data } == twin.weights.map { $0.data })
    #expect(Set(neuron.weights.map { $0.data }).count == 3)
  }
}
