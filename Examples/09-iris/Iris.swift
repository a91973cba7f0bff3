// Example 9: three kinds of iris, from a CSV file to answers about a flower that no file holds.
//
// Fisher's 150 flowers: four lengths in centimetres, and which of three species it is. A network with 8
// hidden neurons tells them apart. It is so small that L-BFGS can use all flowers in every step.
//
// You will learn
// - how a table with a header becomes samples, and why columns are standardised with the numbers of
//   the training part alone: what is measured on must not be looked at before;
// - that 8 neurons can learn 120 flowers by heart, which a price on large weights prevents, and that
//   cross-validation finds the price without a look at the flowers that are asked about in the end;
// - what the confusion matrix says that the accuracy does not: which species are alike.
//
// It prints how the prices fare in cross-validation, the accuracy on every fifth flower (29 of 30 or
// better) with the confusion matrix, and what the network says about two flowers of a lecture.

import Foundation
import NablaNetworks

@main
enum Iris {
  static func main() {
    do {
      let (train, test) = try readFlowers().split { $0 % 5 == 4 }
      let price = findPrice(train)
      everyFifth(train, test, price: price)
    } catch {
      FileHandle.standardError.write(Data("iris: \(error)\n".utf8))
      exit(1)
    }
  }

  // MARK: - Data

  static func readFlowers() throws(CSVError) -> Dataset {
    let data = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Data/"
    let table = try Table(csvFile: data + "iris.csv")
    heading("The table")
    print("\(table.rowCount) rows; columns: \(table.columnNames.joined(separator: ", "))")
    return try table.dataset(inputs: .all(except: ["species"]), classes: "species")
  }

  // MARK: - Learning

  /// What goes in is standardised by the numbers of the training part; new flowers go the same way.
  struct Classifier {
    let standardization: Standardization
    let network: MLP

    /// 4-8-3, tanh; the three outputs are logits, one for each species.
    init(learningFrom train: Dataset, price: Double, seed: UInt64 = 1) {
      standardization = Standardization.fit(on: train)
      var generator = SeededGenerator(seed: seed)
      network = MLP(inputs: 4, hidden: [8], outputs: 3, activation: .tanh, using: &generator)
      fit(
        network, on: standardization.apply(to: train), loss: .crossEntropyFromLogits,
        method: LBFGS(maximumIterations: 60), penalties: [.l2(price)])
    }

    func evaluated(on flowers: Dataset) -> Evaluation {
      evaluate(network, on: standardization.apply(to: flowers), loss: .crossEntropyFromLogits)
    }
  }

  // MARK: - The price

  /// A debug build is ten to thirty times slower, so it only compares two prices.
  #if DEBUG
  static let prices = [0, 0.003]
  static let partCount = 3
  #else
  static let prices = [0, 0.001, 0.003, 0.01, 0.03]
  static let partCount = 5
  #endif

  /// The price with the smallest loss on flowers that a network has not seen.
  ///
  /// Each flower is asked about once. A loss tells more than a count of a few mistakes.
  static func findPrice(_ train: Dataset) -> Double {
    heading("Cross-validation of the price, \(partCount) parts of the flowers to learn from")
    #if DEBUG
    print("This is a debug build: two prices. `swift run -c release iris` compares five.")
    #endif
    print("           those it learned from        the others")
    print("price        right      loss         right      loss")
    var best = (price: 0.0, loss: Double.infinity)
    for price in prices {
      var generator = SeededGenerator(seed: 1)
      var learned = Score()
      var others = Score()
      for fold in train.folds(partCount, stratified: true, using: &generator) {
        let classifier = Classifier(learningFrom: fold.train, price: price)
        learned.add(classifier.evaluated(on: fold.train))
        others.add(classifier.evaluated(on: fold.test))
      }
      print(String(format: "%.3f   ", price) + "\(learned)   \(others)")
      if others.loss < best.loss { best = (price, others.loss) }
    }
    print("The price is \(best.price).")
    return best.price
  }

  /// The sums over several evaluations.
  struct Score: CustomStringConvertible {
    private var rightCount = 0
    private var count = 0
    private var lossSum = 0.0

    var loss: Double { lossSum / Double(count) }

    mutating func add(_ evaluation: Evaluation) {
      guard let confusion = evaluation.confusion else { return }
      rightCount += confusion.rightCount
      count += confusion.total
      lossSum += evaluation.loss * Double(confusion.total)
    }

    var description: String { String(format: "%3d of %3d %9.4f", rightCount, count, loss) }
  }

  // MARK: - The answers

  static func everyFifth(_ train: Dataset, _ test: Dataset, price: Double) {
    heading("Learning from 120 flowers, asked about every fifth")
    let classifier = Classifier(learningFrom: train, price: price)
    if let confusion = classifier.evaluated(on: test).confusion { print(confusion) }

    heading("Two flowers of a lecture")
    for flower in [[5.1, 3.0, 1.2, 0.3], [5.1, 3.4, 4.1, 1.3]] {
      let outputs = classifier.network(classifier.standardization.apply(to: flower))
      print("\(flower): \(test.classNames[classIndex(of: outputs.map { $0.data })])")
    }
  }

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }
}
