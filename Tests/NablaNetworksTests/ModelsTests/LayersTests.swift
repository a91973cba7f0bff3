import Nabla
import NablaNetworks
import Testing

@Suite("Layers")
struct LayersTests {
  static let points = [-3.0, -1, -0.5, 0, 0.5, 1, 3]

  static let formulas: [(Activation, @Sendable (Double) -> Double)] = [
    (.identity, { $0 }), (.sigmoid, { Formulas.sigmoid($0) }), (.tanh, { Formulas.tanh($0) }),
    (.relu, { Formulas.relu($0) }),
    (.leakyReLU(), { Formulas.leakyReLU($0, 0.01) }),
    (.leakyReLU(slope: 0.1), { Formulas.leakyReLU($0, 0.1) }),
    (.prelu(slope: 0.3), { Formulas.leakyReLU($0, 0.3) }), (.elu(), { Formulas.elu($0, 1) }),
    (.elu(alpha: 0.5), { Formulas.elu($0, 0.5) }), (.softplus, { Formulas.softplus($0) }),
    (.gelu, { Formulas.gelu($0) }), (.silu, { Formulas.silu($0) }),
  ]

  @Test("every activation is its formula, in a layer and alone")
  func activations() {
    for (activation, formula) in Self.formulas {
      let expected = Self.points.map(formula)
      let layer = ActivationLayer(activation)
      // The platform's functions and ours may differ by a few units in the last place.
      #expect(
        agree(layer(Self.points.map { Value($0) }).map { $0.data }, expected, within: 1e-14),
        "\(activation)")
      #expect(agree(layer(Self.points).map { $0.data }, expected, within: 1e-14), "\(activation)")
      guard activation.isElementwise else { continue }
      let alone = Self.points.map { activation(Value($0)).data }
      #expect(agree(alone, expected, within: 1e-14), "\(activation)")
    }
  }

  @Test("softmax adds up to 1, is its formula, and does not overflow")
  func softmaxLayer() {
    let x = [2, 1, 0.1]
    for layer in [Softmax(), ActivationLayer(.softmax)] as [any NetworkLayer] {
      #expect(agree(layer(x).map { $0.data }, Formulas.softmax(x), within: 1e-15))
      // lectures, softmax layer: [0.659, 0.2424, 0.0986].
      #expect(agree(layer(x)[0].data, 0.6590011388859679, within: 1e-15))
      #expect(layer([1e308, -1e308]).map { $0.data } == [1, 0])
    }
  }

  @Test("the gradients of every layer agree with differences")
  func gradients() {
    var generator = SeededGenerator(seed: 8)
    let inputs = [0.7, -0.4, 1.3]
    let layers: [any NetworkLayer] =
      Self.formulas.map {
        Layer(inputs: 3, outputs: 2, activation: $0.0, using: &generator)
      } + [
        Layer(inputs: 3, outputs: 2, activation: .softmax, using: &generator),
        Layer(inputs: 3, outputs: 2, activation: .maxout(pieces: 3), using: &generator),
        Maxout(inputs: 3, outputs: 2, using: &generator),
        Affine(inputs: 3, outputs: 2, using: &generator), Softmax(),
      ]
    for (place, layer) in layers.enumerated() {
      let factors = [1.5, -0.5, 0.25]
      let score = { (outputs: [Value]) in dot(outputs, Array(factors.prefix(outputs.count))) }
      let report = checkGradient(at: inputs) { v in score(layer(v)) }
      #expect(report.passed, "layer \(place), \(layer.title): \(report)")
      let leaves = layer.parameterArrays.flatMap { $0.values }
      let error = LeafDifferences.largestError(of: leaves) { score(layer(inputs)) }
      // A fourth-order difference with step 1e-3 is good to 1e-12 in truncation, 1e-13 in rounding.
      #expect(error < 1e-9, "layer \(place), \(layer.title)")
    }
  }

  @Test("affine is the lecture's matrix formula, forward and backward")
  func affineLecture() {
    // lectures, affine: X (3 x 2), W[input][output], here the transpose.
    let layer = Affine(
      weights: [[0.1, 0.4], [-0.2, 0.5], [0.3, -0.6]], biases: [0.01, -0.02, 0.03])
    let x = [[1, 2], [3, 4], [-1, 0.5]].map { row in row.map { Value($0) } }
    let upstream = [[1, -1, 0.5], [0.25, 2, -0.75], [-2, 0.1, 1]]
    let y = x.map { layer($0) }
    let expected = [[0.91, 0.78, -0.87], [1.91, 1.38, -1.47], [0.11, 0.43, -0.57]]
    for (y, expected) in zip(y, expected) {
      // Sums of three products: a rounding or two.
      #expect(agree(y.map { $0.data }, expected, within: 1e-15))
    }
    sum(zip(y, upstream).map { dot($0, $1) }).backward()
    let dX = [[0.45, -0.4], [-0.6, 1.55], [0.08, -1.35]]
    for (x, dX) in zip(x, dX) { #expect(agree(x.map { $0.gradient }, dX, within: 1e-14)) }
    let arrays = layer.parameterArrays
    #expect(
      agree(arrays[0].values.map { $0.gradient }, [3.75, 2, 4.9, 6.05, -2.75, -1.5], within: 1e-14))
    #expect(agree(arrays[1].values.map { $0.gradient }, [-0.75, 1.1, 0.75], within: 1e-14))
  }

  @Test("maxout with a piece of zeros is ReLU, with a hundredth of the other leaky ReLU")
  func maxoutGeneralises() {
    let weights = [[0.4, -0.7], [1.1, 0.2]]
    let biases = [0.3, -0.2]
    let plain = Affine(weights: weights, biases: biases)
    let zero = Affine(weights: [[0, 0], [0, 0]], biases: [0, 0])
    let small = Affine(
      weights: weights.map { row in row.map { 0.01 * $0 } }, biases: biases.map { 0.01 * $0 })
    for x in [[1.0, 2], [-1, 0.5], [-2, -3]] {
      let sums = Formulas.affine(weights, x, biases)
      #expect(
        agree(
          Maxout([plain, zero])(x).map { $0.data }, sums.map { Formulas.relu($0) }, within: 1e-15))
      #expect(
        agree(
          Maxout([plain, small])(x).map { $0.data }, sums.map { Formulas.leakyReLU($0, 0.01) },
          within: 1e-15))
    }
  }

  @Test("PReLU learns its slope: the lecture's step from 0.25 to 0.35")
  func preluLearns() {
    let layer = ActivationLayer(.prelu())
    let slope = layer.parameterArrays[0].values[0]
    let x = Value(Double(-2))
    let loss = Loss.halfSumSquaredError(of: layer([x]), against: [-1])
    loss.backward()
    #expect(loss.data == 0.125)
    #expect(slope.gradient == -1)
    #expect(x.gradient == 0.125)
    slope.data -= 0.1 * slope.gradient
    #expect(slope.data == 0.35)
  }

  @Test("PReLU at 0 passes on the slope times the gradient, and above 0 the slope gets nothing")
  func preluConvention() {
    let layer = ActivationLayer(.prelu(slope: 0.3))
    let slope = layer.parameterArrays[0].values[0]
    for (number, expected) in [(0.0, 0.3), (2, 1), (-2, 0.3)] {
      let x = Value(number)
      slope.gradient = 0
      layer([x])[0].backward()
      #expect(x.gradient == expected)
      #expect(slope.gradient == min(number, 0))
    }
  }

  @Test("a neuron is two nodes, and a layer is its neurons")
  func neurons() {
    let neuron = Neuron(weights: [2, -3], bias: -3, activation: .sigmoid)
    let output = neuron([Value(Double(-1)), Value(Double(-2))])
    // The sigmoid neuron of the lectures: 0.73, z = 1.
    #expect(output.data == 0.7310585786300049)
    #expect(output.topologicalOrder().filter { !$0.isLeaf }.count == 2)
    #expect(neuron.parameters.map { $0.data } == [2, -3, -3])
    var generator = SeededGenerator(seed: 1)
    let layer = Layer(inputs: 3, outputs: 4, activation: .gelu, using: &generator)
    let x = [0.1, -2, 1.5]
    #expect(layer.neurons.map { $0(x).data } == layer(x).map { $0.data })
    #expect(layer.neurons[1].weights[2] === layer.parameterArrays[0].values[5])
  }
}
