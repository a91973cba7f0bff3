// Example 8: a network reads handwritten digits.
//
// 1,797 digits of 8 x 8 pixels, written by 13 people: the network learns from the first 1,500 and is
// asked about the last 297. 64 inputs, 32 hidden neurons (tanh), 10 outputs.
//
// You will learn
// - the way from a CSV file to an evaluated network: read, split, scale, `Trainer`, `evaluate`;
// - what accuracy hides and a confusion matrix shows, and what the worst mistake looks like;
// - how a loss curve, a confusion matrix and weights are drawn;
// - how training is saved and gone on with to the same bits, and how parameters leave for other tools.
//
// It prints the progress, the accuracy (about 0.92), the confusion matrix, one digit that it gets
// wrong, the loss curve, where the pictures are, and what became of the saved files. `swift run -c release digits seeds` prints instead the
// accuracies of ten networks from ten seeds, and their median: a single seed may have been lucky.

import Foundation
import NablaNetworks

@main
enum Digits {
  static func main() {
    do {
      let (train, test) = try readDigits()
      switch CommandLine.arguments.dropFirst() {
      case []: try oneNetwork(train, test)
      case ["seeds"]: tenNetworks(train, test)
      default: fail("digits takes nothing, or the word: seeds")
      }
    } catch {
      fail("\(error)")
    }
  }

  static func oneNetwork(_ train: Dataset, _ test: Dataset) throws {
    heading("The data")
    print("\(train.count) digits to learn from, \(test.count) to be asked about; the first one:\n")
    draw(train.inputs[0])
    let trained = learn(train)
    ask(trained.model, test)
    try drawCharts(trained, test)  // In Drawing.swift.
    // The second half is in Saving.swift.
    try save(trained, train, test)
  }

  // MARK: - Data

  /// 64 columns of pixels from 0 to 16, which become 0 to 1, and then the digit.
  static func readDigits() throws -> (train: Dataset, test: Dataset) {
    let data = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Data/"
    let table = try Table(csvFile: data + "digits8x8.csv", format: CSVFormat(header: .absent))
    var digits = try table.dataset(inputs: .range(0..<64), classes: 64)
    digits.inputs = digits.inputs.map { image in image.map { $0 / 16 } }
    return digits.split(at: 1500)
  }

  /// An image in five shades.
  static func draw(_ image: [Double]) {
    let shades = Array(" .+*#")
    for row in 0..<8 {
      let line = image[8 * row..<8 * row + 8].map { "\(shades[Int($0 * 4)])\(shades[Int($0 * 4)])" }
      print("  |" + line.joined() + "|")
    }
  }

  // MARK: - Learning

  /// A debug build is ten to thirty times slower, so it only learns a little.
  #if DEBUG
  static let epochs = 2
  #else
  static let epochs = 20
  #endif

  /// A new network; its last layer gives logits, which the loss takes through softmax.
  static func network(_ generator: inout SeededGenerator) -> MLP {
    MLP(inputs: 64, hidden: [32], outputs: 10, activation: .tanh, using: &generator)
  }

  static let loss = Loss.crossEntropyFromLogits

  /// A network that has learned, the history of that, and a copy of all from one epoch before the end.
  struct Trained {
    let model: MLP
    let history: History
    let beforeLast: Checkpoint<TrainingState<Adam>>
  }

  static func learn(_ train: Dataset) -> Trained {
    heading("Training")
    var generator = SeededGenerator(seed: 1)
    let model = network(&generator)
    print(model.summary())
    #if DEBUG
    print("This is a debug build: \(epochs) epochs. `swift run -c release digits` does all 20.\n")
    #endif
    let start = seconds()
    var trainer = Trainer(
      model, on: train, loss: loss, optimizer: Adam(learningRate: 0.01), epochs: epochs,
      options: TrainingOptions(showsProgress: true),
      generator: SeededGenerator(seed: generator.next()))
    var beforeLast = Checkpoint(model, state: trainer.state)
    let history = trainer.run { trainer in
      if trainer.state.epoch == epochs - 1 {
        beforeLast = Checkpoint(trainer.model, state: trainer.state)
      }
      return .continue
    }
    print("\n\(history)\ntraining took \(fixed(seconds() - start, 2)) s")
    return Trained(model: model, history: history, beforeLast: beforeLast)
  }

  // MARK: - Asking

  static func ask(_ model: MLP, _ test: Dataset) {
    heading("What it takes for what")
    let evaluation = evaluate(model, on: test, loss: loss)
    if let confusion = evaluation.confusion { print(confusion) }
    print("loss \(fixed(evaluation.loss, 4)), a random guess has \(fixed(log(10), 4))")
    worstMistake(model, test)
  }

  /// The wrong answer of which the network is most sure.
  static func worstMistake(_ model: MLP, _ test: Dataset) {
    let answers = model.predictions(for: test.inputs).map { probabilities($0) }
    let digits = test.targets.map { classIndex(of: $0) }
    let wrong = answers.indices.filter { classIndex(of: answers[$0]) != digits[$0] }
    guard let worst = wrong.max(by: { top(answers[$0]) < top(answers[$1]) }) else { return }
    heading("The worst mistake")
    draw(test.inputs[worst])
    print(
      "\nIt is a \(digits[worst]). The network says \(classIndex(of: answers[worst])), and gives that "
        + "a probability of \(fixed(top(answers[worst]), 3)); to \(digits[worst]) it gives "
        + "\(fixed(answers[worst][digits[worst]], 3)).")
  }

  /// Softmax of plain numbers; the largest is taken off first, so that nothing overflows.
  static func probabilities(_ logits: [Double]) -> [Double] {
    let exponentials = logits.map { exp($0 - top(logits)) }
    let total = exponentials.reduce(0, +)
    return exponentials.map { $0 / total }
  }

  static func top(_ numbers: [Double]) -> Double { numbers.max() ?? 0 }

  // MARK: - Ten seeds

  static func tenNetworks(_ train: Dataset, _ test: Dataset) {
    heading("Ten networks, seeds 1 to 10, \(epochs) epochs each")
    print("seed  accuracy  seconds")
    var accuracies: [Double] = []
    for seed in 1...10 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let model = network(&generator)
      let start = seconds()
      fit(
        model, on: train, loss: loss, optimizer: Adam(learningRate: 0.01), epochs: epochs,
        using: &generator)
      let time = seconds() - start
      let accuracy = evaluate(model, on: test, loss: loss).accuracy ?? 0
      accuracies.append(accuracy)
      print("\(seed < 10 ? " " : "")  \(seed)    \(fixed(accuracy, 4))    \(fixed(time, 2))")
    }
    accuracies.sort()
    print(
      "median \(fixed((accuracies[4] + accuracies[5]) / 2, 4)), from \(fixed(accuracies[0], 4)) to "
        + fixed(accuracies[9], 4))
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  static func fixed(_ x: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", x)
  }

  static func seconds() -> Double { Date().timeIntervalSinceReferenceDate }

  static func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(1)
  }
}
