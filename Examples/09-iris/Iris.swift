// Example 9: three kinds of iris, from a CSV file to answers about a flower that no file holds.
//
// Fisher's 150 flowers: four lengths in centimetres, and which of three species it is. A network with 8
// hidden neurons tells them apart.
//
// You will learn
// - how a table with a header becomes samples, and why columns are standardised with the numbers of
//   the training part alone: what is measured on must not be looked at before;
// - what the confusion matrix says that the accuracy does not: which species are alike;
// - that one split of 150 flowers is a rough measure, and that cross-validation is a better one.
//
// It prints the accuracy on every fifth flower (29 of 30 or better) and the confusion matrix, what the
// network says about two flowers of a lecture, and the accuracies of a cross-validation in five parts.

import Foundation
import NablaNetworks

@main
enum Iris {
  static func main() {
    do {
      let flowers = try readFlowers()
      everyFifth(flowers)
      crossValidation(flowers)
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  // MARK: - Data

  static func readFlowers() throws -> Dataset {
    let data = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Data/"
    let table = try Table(csvFile: data + "iris.csv")
    heading("The table")
    print("\(table.rowCount) rows; columns: \(table.columnNames.joined(separator: ", "))")
    return try table.dataset(inputs: .all(except: ["species"]), classes: "species")
  }

  // MARK: - Learning

  /// 4-8-3, tanh; the three outputs are logits, one for each species.
  static func network(for train: Dataset, seed: UInt64) -> MLP {
    var generator = SeededGenerator(seed: seed)
    let model = MLP(inputs: 4, hidden: [8], outputs: 3, activation: .tanh, using: &generator)
    fit(
      model, on: train, loss: .crossEntropyFromLogits, optimizer: Adam(learningRate: 0.02),
      epochs: 50, batchSize: 16, using: &generator)
    return model
  }

  static func everyFifth(_ flowers: Dataset) {
    heading("Learning from 120 flowers, asked about every fifth")
    let (train, test) = flowers.split { $0 % 5 == 4 }
    let standardization = Standardization.fit(on: train)
    let model = network(for: standardization.apply(to: train), seed: 1)
    let evaluation = evaluate(
      model, on: standardization.apply(to: test), loss: .crossEntropyFromLogits)
    if let confusion = evaluation.confusion { print(confusion) }
    newFlowers(model, standardization, flowers.classNames)
  }

  /// New numbers go the same way as those it learned from: standardised by the same transform.
  static func newFlowers(_ model: MLP, _ standardization: Standardization, _ names: [String]) {
    heading("Two flowers of a lecture")
    for flower in [[5.1, 3.0, 1.2, 0.3], [5.1, 3.4, 4.1, 1.3]] {
      let logits = model(standardization.apply(to: flower)).map { $0.data }
      print("\(flower): \(names[classIndex(of: logits)])")
    }
  }

  // MARK: - A better measure

  /// Each flower is asked about once, by a network that has not seen it.
  static func crossValidation(_ flowers: Dataset) {
    heading("Cross-validation: five parts, each asked about once")
    var generator = SeededGenerator(seed: 2)
    var rightCount = 0
    for (place, fold) in flowers.folds(5, stratified: true, using: &generator).enumerated() {
      let standardization = Standardization.fit(on: fold.train)
      let model = network(for: standardization.apply(to: fold.train), seed: UInt64(place))
      let confusion = evaluate(
        model, on: standardization.apply(to: fold.test), loss: .crossEntropyFromLogits
      ).confusion
      let right = confusion?.rightCount ?? 0
      rightCount += right
      print("part \(place + 1): \(right) of \(fold.test.count) right")
    }
    print(
      "\(rightCount) of \(flowers.count) right in all, accuracy "
        + String(format: "%.3f", Double(rightCount) / Double(flowers.count)))
  }

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }
}
