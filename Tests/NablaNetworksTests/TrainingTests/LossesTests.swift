import Nabla
import NablaNetworks
import Testing

@Suite("Losses")
struct LossesTests {
  static let outputs = [0.3, -1.2, 2.5]
  static let probabilities = [0.3, 0.9, 0.5]
  static let distribution = [0.2, 0.5, 0.3]
  static let soft = [0.1, 0.6, 0.3]

  // Computed in mpmath with 40 digits by the plain formulas.
  static let cases: [(loss: Loss, outputs: [Double], targets: [Double], value: Double)] = [
    (.meanSquaredError, outputs, [1, 0, 0.5], 1.9766666666666667),
    (.sumSquaredError, outputs, [1, 0, 0.5], 5.93),
    (.halfSumSquaredError, outputs, [1, 0, 0.5], 2.965),
    (.absolute, outputs, [1, 0, 0.5], 1.3),
    (.huber(delta: 1.5), outputs, [1, 0, 0.5], 0.94666666666666667),
    (.hinge, outputs, [1, -1, 1], 0.23333333333333333),
    (.multiClassHinge(), outputs, [1, 0, 0], 3.2),
    (.multiClassHinge(margin: 0.5), outputs, [0, 0, 1], 0),
    (.multiClassHinge(margin: 0.5), outputs, [1, 0, 0], 2.7),
    (.binaryCrossEntropy, probabilities, [1, 0, 0.5], 1.3999016926266423),
    (.binaryCrossEntropyFromLogits, outputs, [1, 0, 0.5], 0.71550914869970264),
    (.crossEntropy, distribution, [0, 1, 0], 0.69314718055994531),
    (.crossEntropy, distribution, soft, 0.93802394087715802),
    (.crossEntropyFromLogits, outputs, [1, 0, 0], 2.3270965828004858),
    (.crossEntropyFromLogits, outputs, soft, 2.5670965828004858),
  ]

  @Test("every loss is its formula")
  func values() {
    for (loss, outputs, targets, expected) in Self.cases {
      let value = loss(of: outputs.map { Value($0) }, against: targets).data
      // A handful of operations.
      #expect(agree(value, expected, within: 1e-15), "\(loss): \(value)")
    }
  }

  @Test("the gradient of every loss agrees with differences")
  func gradients() {
    for (loss, outputs, targets, _) in Self.cases {
      let report = checkGradient(at: outputs) { loss(of: $0, against: targets) }
      #expect(report.passed, "\(loss): \(report)")
    }
  }

  @Test("a batch is averaged or added up")
  func reduction() {
    for (loss, outputs, targets, one) in Self.cases {
      let batch = (0..<3).map { _ in outputs.map { Value($0) } }
      let rows = Array(repeating: targets, count: 3)
      #expect(agree(loss(of: batch, against: rows).data, one, within: 1e-14))
      #expect(agree(loss(of: batch, against: rows, reduction: .sum).data, 3 * one, within: 1e-14))
    }
  }

  @Test("the lectures' cross-entropies of one-hot targets are natural logarithms")
  func lectureCrossEntropy() {
    // lectures, crossEntropy004: the first is printed as 0.15, the logarithm to base 10.
    let rows = [(0.7, 0.3566749439387324), (0.6, 0.5108256237659907), (0.9, 0.1053605156578263)]
    for (p, expected) in rows {
      let outputs = [Value(1 - p), Value(p)]
      let loss = Loss.crossEntropy(of: outputs, against: [0, 1])
      #expect(agree(loss.data, expected, within: 1e-15))
      loss.backward()
      #expect(outputs[0].gradient == 0)
      #expect(agree(outputs[1].gradient, -1 / p, within: 1e-15))
    }
  }

  @Test("the lecture's softmax layer: mean cross-entropy, and (y - t) / batch as gradient")
  func lectureSoftmax() {
    // lectures, softmaxLayer.
    let x = [[2, 1, 0.1], [0.5, -1, 3]].map { row in row.map { Value($0) } }
    let t: [[Double]] = [[1, 0, 0], [0, 1, 0]]
    let expected = [
      -0.17049943055701605, 0.12121648535235696, 0.04928294520465908, 0.03729777856610721,
      -0.4916777406953638, 0.45437996212925663,
    ]
    let losses = [
      Loss.crossEntropy(of: x.map { softmax($0) }, against: t),
      Loss.crossEntropyFromLogits(of: x, against: t),
    ]
    for loss in losses {
      #expect(agree(loss.data, 2.256352172846108, within: 1e-15))
      loss.zeroGradients()
      loss.backward()
      #expect(agree(x.flatMap { $0.map { $0.gradient } }, expected, within: 1e-15))
    }
  }

  @Test("the tails of cross-entropies from logits keep all their digits")
  func tails() {
    let logit = Value(Double(40))
    let binary = Loss.binaryCrossEntropyFromLogits(of: [logit], against: [1])
    binary.backward()
    // mpmath: log(1 + e^-40), and -1 / (1 + e^40).
    #expect(abs(binary.data / 4.2483542552915889e-18 - 1) < 1e-14)
    #expect(abs(logit.gradient / -4.248354255291589e-18 - 1) < 1e-14)
    let logits = [50, 0, 1].map { Value(Double($0)) }
    let classes = Loss.crossEntropyFromLogits(of: logits, against: [1, 0, 0])
    classes.backward()
    // mpmath: log(1 + e^-50 + e^-49).
    #expect(abs(classes.data / 7.1716355113273817e-22 - 1) < 1e-14)
    #expect(abs(logits[0].gradient / -7.1716355113273817e-22 - 1) < 1e-14)
  }

  @Test("extremes give neither NaN nor, but where the loss itself is beyond all numbers, infinity")
  func extremes() {
    for z in [-1e308, -800, -40, 0, 40, 800, 1e308] {
      let cases: [(Loss, [Double], [Double])] = [
        (.binaryCrossEntropyFromLogits, [z], [0]),
        (.binaryCrossEntropyFromLogits, [z], [1]),
        (.binaryCrossEntropyFromLogits, [z], [0.5]),
        (.crossEntropyFromLogits, [z / 2, -z / 2], [1, 0]),
        (.crossEntropyFromLogits, [z / 2, -z / 2, 1], [0.5, 0.5, 0]),
        (.hinge, [z], [1]), (.huber(), [z], [0]), (.absolute, [z], [0]),
        (.multiClassHinge(), [z / 2, -z / 2], [1, 0]),
      ]
      for (loss, outputs, targets) in cases {
        let leaves = outputs.map { Value($0) }
        let value = loss(of: leaves, against: targets)
        value.backward()
        #expect(value.data.isFinite && value.data >= 0, "\(loss) at \(outputs): \(value.data)")
        #expect(leaves.allSatisfy { $0.gradient.isFinite }, "\(loss) at \(outputs)")
      }
    }
  }

  @Test("a probability of 0 costs 708.4 and passes on no gradient; one of 1 is free")
  func certainty() {
    for (p, t) in [(0.0, 1.0), (1, 0)] {
      let cases: [(Loss, [Double], [Double])] = [
        (.binaryCrossEntropy, [p], [t]), (.crossEntropy, [p, 1 - p], [t, 1 - t]),
      ]
      for (loss, outputs, targets) in cases {
        let leaves = outputs.map { Value($0) }
        let value = loss(of: leaves, against: targets)
        value.backward()
        // -log(2^-1022) = 1022 log 2.
        #expect(agree(value.data, 1022 * Formulas.log(2), within: 1e-15), "\(loss) at \(p)")
        #expect(leaves.allSatisfy { $0.gradient == 0 }, "\(loss) at \(p)")
      }
      let right = Value(p)
      let value = Loss.binaryCrossEntropy(of: [right], against: [p])
      value.backward()
      #expect(value.data == 0)
      // d/dp of -log p at 1, and of -log(1 - p) at 0.
      #expect(right.gradient == (p == 1 ? -1 : 1))
    }
  }

  @Test("kinks follow the engine's conventions")
  func kinks() {
    func slope(_ loss: Loss, _ y: Double, _ t: Double) -> Double {
      let leaf = Value(y)
      loss(of: [leaf], against: [t]).backward()
      return leaf.gradient
    }
    #expect(slope(.absolute, 2, 2) == 0)
    #expect(slope(.hinge, 1, 1) == 0)
    #expect(slope(.hinge, 0.5, 1) == -1)
    #expect(slope(.huber(delta: 1), 1, 0) == 1)
    #expect(slope(.huber(delta: 1), -5, 0) == -1)
    #expect(slope(.huber(delta: 1), 0, 0) == 0)
  }

  @Test("targets that do not fit are counted")
  func misfits() throws {
    #expect(Loss.hinge.misfit(of: [[1], [-1]]) == nil)
    let hinge = try #require(Loss.hinge.misfit(of: [[1], [0], [0]]))
    #expect(hinge.contains("1 or -1") && hinge.contains("2 of 3") && hinge.contains("sample 1"))
    #expect(Loss.crossEntropy.misfit(of: [[1, 0], [0.25, 0.75]]) == nil)
    #expect(Loss.crossEntropy.misfit(of: [[1, 1]]) != nil)
    #expect(Loss.multiClassHinge().misfit(of: [[0.5, 0.5]]) != nil)
    #expect(Loss.binaryCrossEntropy.misfit(of: [[0], [0.3], [2]])?.contains("1 of 3") == true)
    #expect(Loss.meanSquaredError.misfit(of: [[5], [-7]]) == nil)
    #expect(Loss.meanSquaredError.misfit(of: [[5], [.nan]])?.contains("sample 1") == true)
  }

  @Test("penalties are their formulas, with and without biases")
  func penalties() {
    let model = MLP([Layer(weights: [[1, -2]], biases: [3])])
    #expect(Penalty.l1(0.1)(on: model.parameterArrays).data == 0.1 * 3)
    #expect(Penalty.l2(0.1)(on: model.parameterArrays).data == 0.1 * 5)
    let all = Penalty.l2(0.1, includesBiases: true)(on: model.parameterArrays)
    #expect(all.data == 0.1 * 14)
    all.backward()
    // d/dw of 0.1 w² is 0.2 w.
    #expect(agree(model.parameters.map { $0.gradient }, [0.2, -0.4, 0.6], within: 1e-15))
  }
}
