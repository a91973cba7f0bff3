import Foundation
import Testing

@testable import NablaNetworks

@Suite("Metrics and progress")
struct MetricsTests {
  @Test("names of classes come from files: no command reaches a terminal, and long ones are cut")
  func hostileNames() {
    let names = [
      "\u{1b}[31mred", "two\nlines", "\u{202e}back", String(repeating: "x", count: 9999),
    ]
    let text = ConfusionMatrix(predicted: [0], actual: [1], classNames: names).description
    #expect(!text.unicodeScalars.contains { "\u{1b}\u{202e}".unicodeScalars.contains($0) })
    // The head, the names, four classes, precision, the count.
    #expect(text.utf8.count { $0 == 10 } == 7)
    #expect(text.utf8.count < 2000)
  }

  @Test("a confusion matrix counts, and prints itself with recall and precision")
  func confusion() {
    let matrix = ConfusionMatrix(
      predicted: [0, 0, 1, 1, 2, 1], actual: [0, 0, 1, 2, 2, 1], classNames: ["ant", "bee", "crow"])
    #expect(matrix.counts == [[2, 0, 0], [0, 2, 0], [0, 1, 1]])
    #expect(matrix.accuracy == 5.0 / 6)
    #expect(matrix.recall(of: 2) == 0.5 && matrix.precision(of: 1) == 2.0 / 3)
    #expect(
      matrix.description == """
                   predicted
        true         ant    bee   crow  recall
        ant            2      0      0   1.000
        bee            0      2      0   1.000
        crow           0      1      1   0.500
        precision  1.000  0.667  1.000
        5 of 6 right, accuracy 0.833
        """)
    let never = ConfusionMatrix(predicted: [0], actual: [0], classNames: ["a", "b"])
    #expect(never.recall(of: 1) == nil && never.precision(of: 1) == nil)
    #expect(never.description.contains("-"))
  }

  @Test("classes are read from outputs as the targets say")
  func classes() {
    #expect(classIndex(of: [0.2, 0.5, 0.5]) == 1)
    #expect(classIndex(of: [0.5]) == 0 && classIndex(of: [0.51]) == 1)
    #expect(classIndex(of: [0.2], threshold: 0) == 1)
    let model = MLP([Layer(weights: [[1]], biases: [0])])
    // An output of 0.3: class 1 as a logit, class 0 as a number between 0 and 1.
    let zeroOne = Dataset(inputs: [[0.3]], targets: [[1]])
    #expect(evaluate(model, on: zeroOne, loss: .binaryCrossEntropyFromLogits).accuracy == 1)
    #expect(evaluate(model, on: zeroOne, loss: .meanSquaredError).accuracy == 0)
    let signs = Dataset(inputs: [[0.3], [-0.1]], targets: [[1], [-1]])
    #expect(evaluate(model, on: signs, loss: .meanSquaredError).accuracy == 1)
    #expect(evaluate(model, on: signs, loss: .hinge).accuracy == 1)
    let numbers = Dataset(inputs: [[0.3]], targets: [[0.7]])
    #expect(evaluate(model, on: numbers, loss: .meanSquaredError).accuracy == nil)
  }

  @Test(
    "every part of a set is read as the whole",
    arguments: [Loss.meanSquaredError, .huber(), .hinge])
  func parts(loss: Loss) throws {
    let model = MLP([Layer(weights: [[1]], biases: [0])])
    let outputs = [0.3, -0.2, 0.7, 0.1].map { [$0] }
    let sets: [(targets: [Double], cut: Double?)] = [
      ([1, -1, 1, -1], 0), ([1, 0, 1, 0], loss == .hinge ? 0 : 0.5), ([1, 0, -1, 1], nil),
      ([0.5, 0, 1, 1], nil),
    ]
    for (targets, cut) in sets {
      let whole = Dataset(inputs: outputs, targets: targets.map { [$0] })
      for bits in 1..<16 {
        let places = (0..<4).filter { bits >> $0 & 1 == 1 }
        let part = whole[places]
        // Counted by hand.
        let right = cut.map { cut in places.count { (outputs[$0][0] > cut) == (targets[$0] == 1) } }
        let accuracy = right.map { Double($0) / Double(places.count) }
        #expect(evaluate(model, on: part, loss: loss).accuracy == accuracy, "\(targets), \(places)")
        #expect(part[0..<part.count] == Dataset(inputs: part.inputs, targets: part.targets))
        // In training too, where the part is what is validated on, and where it is a set of its own.
        let own = Dataset(inputs: part.inputs, targets: part.targets)
        for validation in [part, own] {
          var generator = SeededGenerator(seed: 1)
          let history = fit(
            model, on: whole, validation: validation, loss: loss,
            optimizer: SGD(learningRate: 0), epochs: 1, using: &generator)
          #expect(history.epochs[0].validationAccuracy == accuracy, "\(targets), \(places)")
        }
      }
    }
    // A part that was saved and read again still is one, unless the file says what cannot be.
    let part = Dataset(inputs: [[0.3], [0.3]], targets: [[1], [-1]])[[0]]
    let file = try JSONEncoder().encode(part)
    let read = try JSONDecoder().decode(Dataset.self, from: file)
    #expect(evaluate(model, on: read, loss: loss).accuracy == 1)
    let text = try #require(String(data: file, encoding: .utf8))
    let odd = text.replacingOccurrences(of: "minusAndPlusOne", with: "oneHot")
    #expect(odd != text)
    let believed = try JSONDecoder().decode(Dataset.self, from: Data(odd.utf8))
    #expect(evaluate(model, on: believed, loss: loss).accuracy == (loss == .hinge ? 1 : 0))
    // One-hot rows that are part of a set of probabilities are probabilities.
    let soft = Dataset(inputs: [[0], [0]], targets: [[1, 0], [0.5, 0.5]])
    let two = MLP([Layer(weights: [[1], [0]], biases: [1, 0])])
    #expect(evaluate(two, on: soft[[0]], loss: .crossEntropyFromLogits).accuracy == nil)
    var changed = soft[[0]]
    changed.targets = [[1, 0]]
    #expect(evaluate(two, on: changed, loss: .crossEntropyFromLogits).accuracy == 1)
  }

  @Test("R2, mean absolute error, F1 and the area under ROC are scikit-learn's")
  func scores() {
    /// A model that gives back its inputs.
    func evaluation(_ outputs: [[Double]], _ targets: [[Double]], _ loss: Loss) -> Evaluation {
      let rows = outputs[0].indices.map { i in outputs[0].indices.map { $0 == i ? 1.0 : 0 } }
      let model = MLP([Layer(weights: rows, biases: rows.map { _ in 0 })])
      return evaluate(model, on: Dataset(inputs: outputs, targets: targets), loss: loss)
    }
    // The examples of the documentation of sklearn.metrics 1.5: r2_score, mean_absolute_error.
    let one = evaluation([[2.5], [0], [2], [8]], [[3], [-0.5], [2], [7]], .meanSquaredError)
    #expect(agree(one.rSquared ?? 0, 0.9486081370449679, within: 1e-15))
    #expect(one.meanAbsoluteError == 0.5 && one.areaUnderROC == nil)
    let two = evaluation(
      [[0, 2], [-1, 2], [8, -5]], [[0.5, 1], [-1, 1], [7, -6]], .meanSquaredError)
    // 1 - 1.25 / (0.5 - 13/6)² + ... for the first, 1 - 3 / (98/3) for the second, by hand.
    let first = 1 - 1.25 / (50.25 - 3 * (6.5 / 3) * (6.5 / 3)), second = 1 - 3 / (38 - 16.0 / 3)
    #expect(agree(two.rSquared ?? 0, (first + second) / 2, within: 1e-14))
    #expect(two.meanAbsoluteError == 0.75)
    #expect(evaluation([[1], [2]], [[3], [3]], .meanSquaredError).rSquared == nil)
    // The same in any unit: powers of two round nothing, and squares would leave the range of numbers.
    for unit in [0x1p-1000, 0x1p-600, 0x1p600, 0x1p1000] {
      let scaled = evaluation(
        [[2.5], [0], [2], [8]].map { [$0[0] * unit] },
        [[3], [-0.5], [2], [7]].map { [$0[0] * unit] },
        .absolute)
      #expect(scaled.rSquared == one.rSquared)
    }
    // roc_auc_score; with ties the trapezium between them.
    let targets: [[Double]] = [[0], [0], [1], [1]]
    let curve = evaluation([[0.1], [0.4], [0.35], [0.8]], targets, .binaryCrossEntropy)
    #expect(curve.areaUnderROC == 0.75)
    let ties = evaluation([[0.5], [0.5], [0.5], [0.8]], targets, .binaryCrossEntropy)
    #expect(ties.areaUnderROC == 0.75)
    #expect(evaluation([[0.5]], [[1]], .binaryCrossEntropy).areaUnderROC == nil)
    // f1_score of each class, and its macro average.
    let matrix = ConfusionMatrix(
      predicted: [0, 2, 1, 0, 0, 1], actual: [0, 1, 2, 0, 1, 2], classNames: ["a", "b", "c"])
    #expect(agree((0..<3).compactMap { matrix.f1(of: $0) }, [0.8, 0, 0], within: 1e-15))
    #expect(agree(matrix.meanF1 ?? 0, 0.8 / 3, within: 1e-15))
    let empty = ConfusionMatrix(predicted: [0], actual: [0], classNames: ["a", "b"])
    #expect(empty.f1(of: 1) == nil && empty.meanF1 == 1)
  }

  @Test("numbers are printed to four digits")
  func readable() {
    let rows: [(Double, String)] = [
      (0, "0"), (0.25, "0.2500"), (0.012345, "0.01235"), (123.456, "123.5"), (12345.6, "12346"),
      (1e-7, "1.000e-07"), (-0.5, "-0.5000"), (2.5e9, "2.500e+09"), (.nan, "nan"),
      (9.99999, "10.00"),
      (.infinity, "inf"), (1e-300, "1.000e-300"),
    ]
    for (x, text) in rows { #expect(ReadableNumber.short(x) == text) }
    #expect(ReadableNumber.fixed(-0.0004, decimals: 3) == "0.000")
    #expect(ReadableNumber.fixed(1.0 / 3, decimals: 3) == "0.333")
    #expect(ReadableNumber.duration(seconds: 3725) == "1 h 2 min")
    #expect(ReadableNumber.duration(seconds: 65) == "1 min 5 s")
    #expect(ReadableNumber.duration(seconds: 2.345) == "2.3 s")
  }

  /// A clock and a screen for tests.
  final class Screen {
    var time = 0.0
    var text = ""
  }

  @Test("on a terminal one line is rewritten, with rate and time left")
  func terminal() {
    let screen = Screen()
    var line = ProgressLine(
      isTerminal: true, now: { screen.time }, write: { screen.text += $0 })
    line.batchEnded(samples: 0, ofSamples: 1000, epoch: 1, of: 10, loss: 0.5)
    screen.text = ""
    screen.time = 1
    line.batchEnded(samples: 100, ofSamples: 1000, epoch: 2, of: 10, loss: 0.25)
    #expect(
      screen.text == "\repoch 2/10  loss 0.2500  100.0 samples/s  9.0 s left\u{1B}[K")
    // Too soon for another.
    screen.time = 1.05
    line.batchEnded(samples: 110, ofSamples: 1000, epoch: 2, of: 10, loss: 0.2)
    #expect(screen.text.count { $0 == "\r" } == 1)
    line.epochEnded(History.Epoch(number: 10, loss: 0.125, learningRate: 1), of: 10)
    line.finish()
    #expect(screen.text.contains("\repoch 10/10  loss 0.1250"))
    #expect(screen.text.hasSuffix("\n"))
  }

  @Test("elsewhere plain lines are written, about ten of them")
  func plain() {
    let screen = Screen()
    var line = ProgressLine(
      isTerminal: false, now: { screen.time }, write: { screen.text += $0 })
    for number in 1...200 {
      screen.time += 0.01
      line.batchEnded(samples: number, ofSamples: 200, epoch: number, of: 200, loss: 1)
      line.epochEnded(
        History.Epoch(
          number: number, loss: 1, accuracy: 0.5, validationLoss: 2, validationAccuracy: 0.25,
          learningRate: 1), of: 200)
    }
    line.finish()
    let lines = screen.text.split(separator: "\n")
    #expect(lines.count == 11)
    #expect(
      lines.first?.hasPrefix(
        "epoch 1/200  loss 1.000  accuracy 0.500  validation loss 2.000  validation accuracy 0.250")
        == true)
    #expect(lines.last?.hasPrefix("epoch 200/200") == true)
    #expect(!screen.text.contains("\r") && !screen.text.contains("\u{1B}"))
  }

  @Test("a history goes through JSON, infinite losses too")
  func history() throws {
    var history = History()
    history.epochs = [
      History.Epoch(number: 1, loss: 0.1, learningRate: 1),
      History.Epoch(number: 2, loss: .infinity, validationLoss: .infinity, learningRate: 1),
    ]
    history.notices = [Notice(.noProgress, epoch: 2, message: "stands")]
    history.stopReason = .callback
    #expect(try Formulas.throughJSON(history) == history)
    #expect(history.description.contains("after epoch 2: stands"))
  }

  @Test("a small model is fitted by L-BFGS, frozen parameters staying")
  func fitByLBFGS() {
    // y = tanh(2 x - 0.5) exactly: the loss goes to 0 at slope 2.
    let x = (0..<20).map { Double($0) / 10 - 1 }
    let data = Dataset(
      inputs: x.map { [$0] }, targets: x.map { [Formulas.tanh(2 * $0 - 0.5)] })
    var model = MLP([Layer(weights: [[0.5]], biases: [-0.5], activation: .tanh)])
    model.freeze("layers.0.bias")
    let minimum = fit(model, on: data, loss: .meanSquaredError, method: LBFGS())
    #expect(minimum.hasConverged && minimum.point.count == 1)
    #expect(agree(model.parameters[0].data, 2, within: 1e-8))
    #expect(model.parameters[1].data == -0.5)
    // Ridge regression has a closed form: w = Σ x y / (Σ x² + n λ) with the mean of squares.
    let line = MLP([Layer(weights: [[0]], biases: [0])])
    var frozen = line
    frozen.freeze("layers.0.bias")
    fit(
      frozen, on: Dataset(inputs: [[1], [2], [3]], targets: [[2], [4], [7]]),
      loss: .meanSquaredError, method: LBFGS(), penalties: [.l2(0.5)])
    #expect(agree(line.parameters[0].data, 31 / (14 + 1.5), within: 1e-9))
  }
}
