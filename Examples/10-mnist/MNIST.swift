// Example 10: MNIST, the digits that everyone has tried.
//
// 28 x 28 pixels, 784-32-10: 25,450 parameters, each of them a node of a graph. The package ships
// 1,000 images to learn from and 500 to be asked about; given the folder of the full MNIST, the program
// learns from 60,000 and is asked about 10,000:
//
//     swift run -c release mnist
//     swift run -c release mnist path/to/the/folder
//
// The folder holds the four files under their usual names (train-images-idx3-ubyte, train-labels-idx1-ubyte,
// t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte), compressed (.gz) or not.
//
// You will learn
// - how IDX files, the format of MNIST, are read, and what a program says when they are not there;
// - how long an epoch takes, and how to measure while training through the callback of `fit`;
// - how well 1,000 images do (an accuracy of about 0.87), to compare with 60,000.
//
// It prints one image, loss, accuracy and time of every epoch, and the confusion matrix.

import Foundation
import NablaNetworks

@main
enum MNIST {
  static func main() {
    do throws(Problem) {
      let files = try Files(arguments: Array(CommandLine.arguments.dropFirst()))
      var (train, test) = try files.read()
      show(train, test)
      shorten(&train, &test)
      let model = learn(train, test, epochs: files.isFull ? 5 : 10)
      heading("What it takes for what")
      if let confusion = evaluate(model, on: test, loss: loss).confusion { print(confusion) }
    } catch {
      FileHandle.standardError.write(Data("mnist: \(error)\n".utf8))
      exit(1)
    }
  }

  // MARK: - Data

  static func show(_ train: Dataset, _ test: Dataset) {
    heading("The data")
    print("\(train.count) images to learn from, \(test.count) to be asked about; one of them:\n")
    guard let image = train.inputs.first, image.count == 784 else { return }
    // Two rows of pixels for a line of text, whose letters are twice as high as wide.
    for row in stride(from: 0, to: 28, by: 2) {
      let line = (0..<28).map { column in
        let ink = image[28 * row + column] + image[28 * (row + 1) + column]
        return ink > 1.2 ? "#" : ink > 0.6 ? "+" : ink > 0.1 ? "." : " "
      }
      print("  |" + line.joined() + "|")
    }
  }

  /// A debug build is ten to thirty times slower, so it only learns a little.
  static func shorten(_ train: inout Dataset, _ test: inout Dataset) {
    #if DEBUG
    train = train[0..<min(200, train.count)]
    test = test[0..<min(100, test.count)]
    print(
      "\nThis is a debug build: \(train.count) images, \(test.count) to be asked about, 2 epochs. "
        + "`swift run -c release mnist` uses all.")
    #endif
  }

  // MARK: - Learning

  /// The last layer gives logits, which the loss takes through softmax.
  static let loss = Loss.crossEntropyFromLogits

  static func learn(_ train: Dataset, _ test: Dataset, epochs: Int) -> MLP {
    #if DEBUG
    let epochs = 2
    #endif
    heading("Training")
    var generator = SeededGenerator(seed: 1)
    let model = MLP(inputs: 784, hidden: [32], outputs: 10, activation: .relu, using: &generator)
    print(model.summary())
    print("epoch     loss  accuracy  seconds")
    var start = seconds()
    fit(
      model, on: train, loss: loss, optimizer: Adam(learningRate: 0.002), epochs: epochs,
      using: &generator
    ) { epoch in
      let now = seconds()
      print(
        String(
          format: "%5d  %7.4f    %.4f  %7.2f", epoch.number, epoch.loss, epoch.accuracy ?? 0,
          now - start))
      fflush(nil)
      start = now
      return .continue
    }
    return model
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  static func seconds() -> Double { Date().timeIntervalSinceReferenceDate }
}
