// Every loss keeps its digits over its whole domain, in graphs and in programs, and masks of -inf leave no
// trace in it.

import Nabla
@testable import NablaNetworks
import Testing

@Suite("Digits of losses")
struct LossDigitsTests {
  /// A model whose outputs are its parameters.
  struct Outputs: Model {
    let leaves: [Value]
    init(_ numbers: [Double]) { leaves = numbers.map { Value($0) } }
    var hasFixedGraph: Bool { true }
    var inputCount: Int { 1 }
    var outputCount: Int { leaves.count }
    var parameterArrays: [ParameterArray] {
      [ParameterArray(name: "outputs", shape: [leaves.count], values: leaves)]
    }
    func callAsFunction(_ inputs: [Value]) -> [Value] { leaves }
  }

  static func graph(_ loss: Loss, _ y: [Double], _ t: [Double]) -> (Double, [Double]) {
    let leaves = y.map { Value($0) }
    let value = loss(of: leaves, against: t)
    value.backward()
    return (value.data, leaves.map { $0.gradient })
  }

  /// Without falling back to a graph.
  static func program(_ loss: Loss, _ y: [Double], _ t: [Double]) throws -> (Double, [Double]) {
    let model = Outputs(y)
    var program = try #require(
      SampleProgram(
        model, loss, derivatives: model.leaves, givesOutputs: false, maximumThreads: 1))
    let sums = program.run([0], in: Dataset(inputs: [[0]], targets: [t]))
    return (sums.loss, sums.derivatives)
  }

  /// How large the exponents are: the rounding of an exponent of size s is a relative error of s units.
  static func exponents(_ reference: LossReference) -> Double {
    let y = reference.outputs
    switch reference.loss {
    case .binaryCrossEntropyFromLogits: return abs(y[0])
    case .crossEntropyFromLogits: return (y.max() ?? 0) - (y.min() ?? 0)
    default: return 0
    }
  }

  @Test("values and gradients have all digits, in graphs and in programs")
  func references() throws {
    for reference in LossReference.all {
      let (loss, y, t) = (reference.loss, reference.outputs, reference.targets)
      let scale = 1 + Self.exponents(reference)
      // Up to a dozen roundings of half a unit each, times the size of exponents; a program's own
      // exponentials and logarithms have up to 1e-13.
      let cases = [
        ("graph", Self.graph(loss, y, t), 8 * Double.ulpOfOne * scale),
        ("program", try Self.program(loss, y, t), 1e-13 * scale),
      ]
      for (name, (value, gradient), tolerance) in cases {
        let what: Comment = "\(name): \(loss) of \(y) against \(t): \(value), \(gradient)"
        #expect(abs(value - reference.value) <= tolerance * abs(reference.value), what)
        for (place, expected) in reference.gradient.enumerated() {
          #expect(abs(gradient[place] - expected) <= tolerance * reference.sizes[place], what)
        }
      }
    }
  }

  @Test("what is added to all logits changes nothing")
  func shift() {
    for t in [[1.0, 0, 0], [0, 1, 0], [0.5, 0.25, 0.25]] {
      let still = Self.graph(.crossEntropyFromLogits, [8, 0, -16], t)
      for shift in [64, 0x1p30, -0x1p40, 0x1p55] {
        let moved = Self.graph(.crossEntropyFromLogits, [shift + 8, shift, shift - 16], t)
        // Sums and differences of such powers of two are exact, so no bit may differ.
        #expect(moved == still, "\(shift)")
      }
    }
  }

  // MARK: - Masks

  /// All choices of masked places that leave the right class and another.
  static func masks(of count: Int, right: Int) -> [[Int]] {
    (0..<1 << count).map { bits in (0..<count).filter { bits >> $0 & 1 == 1 } }
      .filter { !$0.contains(right) && $0.count < count - 1 }
  }

  @Test(
    "a mask of -inf leaves no trace",
    arguments: [Loss.crossEntropyFromLogits, .multiClassHinge()])
  func masks(loss: Loss) throws {
    let y = [0.5, -1.5, 2, 0.25]
    for right in y.indices {
      for masked in Self.masks(of: 4, right: right) {
        let kept = y.indices.filter { !masked.contains($0) }
        let outputs = y.indices.map { masked.contains($0) ? -Double.infinity : y[$0] }
        for soft in loss == .crossEntropyFromLogits ? [false, true] : [false] {
          // Soft targets share out a quarter among the classes that are not masked.
          let t = y.indices.map { place in
            (place == right ? (soft ? 0.75 : 1) : 0)
              + (soft && !masked.contains(place) ? 0.25 / Double(kept.count) : 0)
          }
          // The same loss of the same numbers, without the masked classes.
          let expected = Self.graph(loss, kept.map { y[$0] }, kept.map { t[$0] })
          for (value, gradient) in [
            Self.graph(loss, outputs, t), try Self.program(loss, outputs, t),
          ] {
            let what: Comment = "\(loss) of \(outputs) against \(t): \(value), \(gradient)"
            // A program's exponentials and logarithms have 1e-13.
            #expect(agree(value, expected.0, within: 1e-13), what)
            #expect(agree(kept.map { gradient[$0] }, expected.1, within: 1e-13), what)
            #expect(masked.allSatisfy { gradient[$0] == 0 }, what)
          }
        }
      }
    }
  }

  @Test("nor does it in second derivatives")
  func secondDerivatives() {
    let loss = Loss.crossEntropyFromLogits
    func hessian(_ y: [Double], _ t: [Double]) -> [[Double]] {
      Nabla.hessian(at: y) { loss(of: $0, against: t) }
    }
    let expected = hessian([0.5, 2], [1, 0])
    for place in 0...2 {
      var (y, t, kept) = ([0.5, 2], [1.0, 0], [0, 1, 2])
      y.insert(-.infinity, at: place)
      t.insert(0, at: place)
      kept.remove(at: place)
      let masked = hessian(y, t)
      #expect(masked[place] == [0, 0, 0], "\(masked)")
      let rest = kept.flatMap { i in kept.map { masked[i][$0] } }
      // A handful of operations.
      #expect(agree(rest, expected.flatMap { $0 }, within: 1e-15))
    }
  }

  @Test("a program leaves to graphs what is infinitely wrong")
  func infinite() throws {
    let none = -Double.infinity
    let cases: [(Loss, [Double], [Double])] = [
      (.binaryCrossEntropyFromLogits, [none], [1]),
      (.binaryCrossEntropyFromLogits, [none], [1e-20]),
      (.binaryCrossEntropyFromLogits, [-none], [0]), (.crossEntropyFromLogits, [none, 1], [1, 0]),
      (.crossEntropyFromLogits, [none, 1, 2], [0.5, 0.5, 0]),
      (.crossEntropyFromLogits, [none, 1, 2], [1e-20, 1, 0]),
    ]
    for (loss, y, t) in cases {
      #expect(Self.graph(loss, y, t).0 == .infinity, "\(loss) of \(y)")
      // There infinities may be subtracted, and the batch is left to graphs.
      #expect(try !Self.program(loss, y, t).0.isFinite, "\(loss) of \(y)")
    }
  }

  @Test(
    "a masked class that has a part of the target: infinitely wrong, with the right derivatives")
  func maskedTargets() throws {
    let none = -Double.infinity
    let (loss, y) = (Loss.crossEntropyFromLogits, [0.5, -1.5, 2, 0.25])
    for t in [
      [0.4, 0.3, 0.2, 0.1], [0.25, 0.25, 0.25, 0.25], [0, 0.5, 0, 0.5], [1e-60, 1, 0, 0],
    ] {
      // At least one class is left: of none at all no probabilities can be told.
      for masked in (1..<15).map({ bits in y.indices.filter { bits >> $0 & 1 == 1 } })
      where masked.contains(where: { t[$0] > 0 }) {
        let outputs = y.indices.map { masked.contains($0) ? none : y[$0] }
        let (value, gradient) = Self.graph(loss, outputs, t)
        let what: Comment = "\(outputs) against \(t): \(value), \(gradient)"
        #expect(value == .infinity, what)
        #expect(try !Self.program(loss, outputs, t).0.isFinite, what)
        // The softmax of what is left, minus the targets.
        let powers = outputs.map { exp($0) }
        let expected = y.indices.map { powers[$0] / powers.reduce(0, +) - t[$0] }
        // Differences of numbers up to 1, a handful of roundings each.
        #expect(zip(gradient, expected).allSatisfy { abs($0 - $1) <= 1e-15 }, what)
      }
    }
    #expect(Self.graph(loss, [none, none], [1, 0]).0.isNaN)
  }

  @Test(
    "no loss makes the derivatives of all weights longer", arguments: TrainingEngineTests.losses)
  func length(loss: Loss) throws {
    func count(_ loss: Loss) throws -> Int {
      var generator = SeededGenerator(seed: 1)
      let model = MLP(
        inputs: 20, hidden: [40], outputs: 3,
        outputActivation: loss == .binaryCrossEntropy ? .sigmoid : .identity, using: &generator)
      let leaves = (0..<20 + loss.columnCount(targets: 3)).map { _ in Value(Double.zero) }
      let value = loss.recorded(
        of: model(Array(leaves[..<20])),
        against: RecordedTargets(Array(leaves[20...]), count: 3))
      let derivatives = value.derivatives(withRespectTo: model.parameters)
      let program = try Program(
        inputs: leaves, parameters: model.parameters, outputs: [],
        totals: ([value] + derivatives).map { .sum($0) })
      return try #require(program.passes.last).instructionCount
    }
    // 963 weights, with a product each. What a loss does to three outputs is a tenth of it at most; the
    // guard of a select around an output was one more instruction for each weight.
    #expect(try Double(count(loss)) < 1.25 * Double(count(.sumSquaredError)))
  }

  @Test("questions that are masked, and a right class that is")
  func otherMasks() throws {
    for (y, t) in [(-Double.infinity, 0.0), (Double.infinity, 1)] {
      for (value, gradient) in [
        Self.graph(.binaryCrossEntropyFromLogits, [y], [t]),
        try Self.program(.binaryCrossEntropyFromLogits, [y], [t]),
      ] { #expect(value == 0 && gradient == [0], "\(y): \(value), \(gradient)") }
    }
    let (hinge, slope) = Self.graph(.hinge, [-Double.infinity], [-1])
    #expect(hinge == 0 && slope == [0])
    // A class that cannot be, and is: infinitely wrong, also if others are masked.
    let none = -Double.infinity
    for y in [[none, 1, 2], [none, none, 2], [none, 1, none]] {
      for loss in [Loss.crossEntropyFromLogits, .multiClassHinge()] {
        let value = Self.graph(loss, y, [1, 0, 0]).0
        #expect(value == Double.infinity, "\(loss) of \(y): \(value)")
        #expect(try !Self.program(loss, y, [1, 0, 0]).0.isFinite)
      }
    }
  }

  @Test(
    "masked logits are learned from by a program, with the numbers that graphs give",
    arguments: [(Loss.crossEntropyFromLogits, Activation.identity), (.crossEntropy, .softmax)])
  func trained(loss: Loss, activation: Activation) {
    // The second class is masked by its bias.
    func model() -> MLP {
      var model = MLP([
        Layer(
          weights: [[0.1, 0.2], [0.3, -0.1], [0.4, 0.5]], biases: [0, -.infinity, 0.1],
          activation: activation)
      ])
      model.freeze("layers.0.bias")
      return model
    }
    let data = Dataset(inputs: [[1, 2], [-1, 0.5]], targets: [[1, 0, 0], [0, 0, 1]])
    let graph = TrainingEngineTests.gradients(model(), data, loss, .graph)
    let program = TrainingEngineTests.gradients(model(), data, loss, .program())
    #expect(graph.history.epochs.count == 1 && graph.gradients[0][2...3] == [0, 0])
    // As for all losses: some 20 operations of 2 units in the last place each.
    #expect(TrainingEngineTests.error(graph.gradients[0], program.gradients[0]) <= 1e-12)
  }
}
