// Mistakes that a beginner makes with data, losses and learning rates. None of them stops the program by
// itself, so it must be said; and what is said must name the next step.

import Nabla
import NablaNetworks
import Testing

@Suite("A beginner's mistakes")
struct BeginnersMistakesTests {
  private func expectStop(
    _ text: String, _ result: ExitTest.Result?,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains(text), "\(output)", sourceLocation: sourceLocation)
  }

  // MARK: - Training

  @Test("a learning rate that explodes is said while the loss is still a number")
  func explodingRate() throws {
    let model = MLP([Layer(weights: [[0.1, 0.1]], biases: [0])])
    let data = Dataset(inputs: [[10, 20], [30, 40]], targets: [[100], [200]])
    let history = NoticesTests.train(model, data, .meanSquaredError, rate: 0.01, epochs: 20)
    let notices = history.notices.filter { $0.kind == .lossGrows }
    #expect(notices.count == 1)
    let notice = try #require(notices.first)
    #expect(notice.epoch == 2)
    #expect(notice.message.contains("try a tenth of the learning rate (0.01"))
    // A rate that suits says nothing.
    let other = MLP([Layer(weights: [[0.1, 0.1]], biases: [0])])
    let calm = NoticesTests.train(other, data, .meanSquaredError, rate: 1e-4, epochs: 20)
    #expect(calm.notices.isEmpty)
  }

  @Test("targets out of the last activation's reach are said before the first step")
  func unreachableTargets() throws {
    let prices = Dataset(inputs: [[1], [2]], targets: [[250], [-310.5]])
    let sigmoid = MLP([Layer(weights: [[1]], biases: [0], activation: .sigmoid)])
    let history = NoticesTests.train(sigmoid, prices, .meanSquaredError, epochs: 0)
    #expect(history.notices.map { $0.kind } == [.targetsDoNotFit])
    let message = try #require(history.notices.first?.message)
    #expect(message.contains("ends with sigmoid, which gives numbers from 0.0 to 1.0"))
    #expect(message.contains("scale them, or end the model with identity"))
    let linear = MLP([Layer(weights: [[1]], biases: [0])])
    #expect(NoticesTests.train(linear, prices, .meanSquaredError, epochs: 0).notices.isEmpty)
    let classes = Dataset(inputs: [[1], [2]], targets: [[0], [1]])
    #expect(NoticesTests.train(sigmoid, classes, .meanSquaredError, epochs: 0).notices.isEmpty)
  }

  @Test("softmax with the loss of single questions is sent to crossEntropy")
  func softmaxAndBinary() {
    let model = MLP([Layer(weights: [[1], [2]], biases: [0, 0], activation: .softmax)])
    let data = Dataset(inputs: [[1], [2]], targets: [[1, 0], [0, 1]])
    let history = NoticesTests.train(model, data, .binaryCrossEntropy, epochs: 0)
    #expect(history.notices.map { $0.kind } == [.outputsDoNotFit])
    #expect(history.notices.first?.message.contains("use crossEntropy") == true)
  }

  @Test("without zeroGradients() gradients add up; with it they are those of one loss")
  func zeroGradients() {
    let w = Value(0, label: "w")
    var optimizer = SGD(learningRate: 0.1)
    var seen: [Double] = []
    for _ in 0..<2 {
      let loss = pow(w - 3, 2)
      loss.zeroGradients()
      loss.backward()
      seen.append(w.gradient)
      optimizer.step([w])
    }
    // 2 (w - 3) at w = 0 and at w = 0.6; without the second line the second would be -6 - 4.8.
    #expect(abs(seen[0] + 6) < 1e-14 && abs(seen[1] + 4.8) < 1e-14)
  }

  @Test("the number of a class in place of a row is sent to oneHot")
  func classNumbers() async {
    let loss = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Loss.crossEntropyFromLogits(of: [Value(1), Value(2), Value(3)], against: [2])
    }
    expectStop("got 1; the number of a class becomes a row of targets by oneHot(_:count:)", loss)
    let fitting = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SeededGenerator(seed: 1)
      let model = MLP([Layer(weights: [[1], [2]], biases: [0, 0], activation: .softmax)])
      fit(
        model, on: Dataset(inputs: [[1], [2]], targets: [[0], [1]]), loss: .crossEntropy,
        optimizer: SGD(), using: &generator)
    }
    expectStop("becomes a row of targets by oneHot(_:count:)", fitting)
  }

  @Test("no data at all")
  func nothing() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SeededGenerator(seed: 1)
      fit(
        MLP([Layer(weights: [[1]], biases: [0])]), on: Dataset(inputs: [], targets: []),
        loss: .meanSquaredError, optimizer: SGD(), using: &generator)
    }
    expectStop("expected at least one sample, got none; look whether the file has rows", result)
  }

  // MARK: - Files

  private func message(_ body: () throws(CSVError) -> Void) -> String {
    do {
      try body()
      return "nothing was wrong"
    } catch {
      return "\(error)"
    }
  }

  @Test("a file that is not there")
  func noFile() {
    let text = message { () throws(CSVError) in _ = try Table(csvFile: "/nowhere/iris.csv") }
    #expect(text.hasPrefix("cannot read /nowhere/iris.csv: "))
    #expect(text.hasSuffix("; check the path and the permissions"))
  }

  @Test("a file read with the wrong separator", arguments: [";", "\t", "|"])
  func wrongSeparator(mark: String) throws {
    let says = "say CSVFormat(separator: \(String(reflecting: mark)))"
    let text = "a,b,c\n1,2,x\n".replacing(",", with: mark)
    let named = try Table(csv: text)
    #expect(
      message { () throws(CSVError) in _ = try named.index(of: "c") }
        == "there is no column \"c\": the lines are one field each, the first is "
        + "\(String(reflecting: "a,b,c".replacing(",", with: mark))); if the columns are separated "
        + "by \(String(reflecting: mark)), \(says)")
    #expect(message { () throws(CSVError) in _ = try named.index(of: 2) }.hasSuffix(says))
    let bare = try Table(csv: "1,2,0\n3,4,1\n".replacing(",", with: mark))
    #expect(message { () throws(CSVError) in _ = try bare.numbers(in: 0) }.hasSuffix(says))
  }

  @Test("commas where another separator was asked for")
  func commas() throws {
    let table = try Table(csv: "a,b,c\n1,2,3\n", format: CSVFormat(separator: ";"))
    let text = message { () throws(CSVError) in _ = try table.index(of: "c") }
    #expect(text.hasSuffix("the first is \"a,b,c\"; check the separator"))
  }

  @Test("a decimal comma, and names where numbers are expected")
  func texts() throws {
    let commas = try Table(csv: "a;b\n1,5;2\n", format: CSVFormat(separator: ";"))
    #expect(
      message { () throws(CSVError) in _ = try commas.numbers(in: "a") }
        == "line 2, column 1: expected a number in a, got \"1,5\"; if the comma is the decimal mark, say "
        + "CSVFormat(separator: \";\", decimal: \",\") or whatever separates the columns"
    )
    let names = try Table(csv: "a,species\n1,setosa\n")
    #expect(
      message { () throws(CSVError) in _ = try names.numbers(in: "species") }
        .contains("got \"setosa\"; correct it, leave out the column or make it the classes"))
  }
}
