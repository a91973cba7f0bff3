// Mistakes of a caller stop the program, and the message states the rule and what was seen.

import Nabla
import NablaNetworks
import Testing

@Suite("Mistakes")
struct MistakesTests {
  private func expect(
    _ text: String, in result: ExitTest.Result?,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains(text), "\(output)", sourceLocation: sourceLocation)
  }

  @Test("a layer takes as many numbers as it has weights for")
  func inputCount() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Affine(weights: [[1, 2]], biases: [0])([1.0, 2, 3])
    }
    expect("expected 2 inputs, got 3; a layer takes a number for each weight of a row", in: result)
  }

  /// Without any, He's variance 2 / inputs is infinite, and so were the weights.
  @Test("weights are drawn for at least one input")
  func initialization() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SeededGenerator(seed: 1)
      _ = Initialization.heNormal.weights(3, inputs: 0, outputs: 1, using: &generator)
    }
    expect("1 input and 1 output, got 3, 0 and 1", in: result)
  }

  @Test("layers that do not fit together are named")
  func layersFit() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var model = Sequential()
      model.add(Affine(weights: [[1, 2], [3, 4], [5, 6]], biases: [0, 0, 0]))
      model.add(.relu)
      model.add(Affine(weights: [[1, 2]], biases: [0]))
    }
    expect("layer 2 (affine) takes 2 numbers, the one before gives 3", in: result)
  }

  @Test("freezing what does not exist lists the names")
  func freezing() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var model = MLP([Layer(weights: [[1]], biases: [0])])
      model.freeze("layer.0")
    }
    expect("layers.0.weight", in: result)
  }

  @Test("cross-entropy of a single output leads to the binary one")
  func singleClass() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Loss.crossEntropyFromLogits(of: [Value(1)], against: [1])
    }
    expect("use binaryCrossEntropy", in: result)
  }

  @Test("an optimizer stays with its parameters")
  func optimizer() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var adam = Adam()
      var two = [1.0, 2]
      adam.step(&two, gradients: [1, 1])
      var three = [1.0, 2, 3]
      adam.step(&three, gradients: [1, 1, 1])
    }
    expect("Adam has taken steps with 2 parameters, now there are 3", in: result)
  }

  @Test("data must have the model's counts")
  func dataset() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SeededGenerator(seed: 1)
      let model = MLP([Layer(weights: [[1]], biases: [0])])
      fit(
        model, on: Dataset(inputs: [[1, 2]], targets: [[1]]), loss: .meanSquaredError,
        optimizer: SGD(), using: &generator)
    }
    expect("expected samples of 1 numbers, as the model takes, got 2", in: result)
    expect("choose other columns, or make the model for 2 inputs", in: result)
  }

  @Test("targets must have the model's count")
  func targets() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SeededGenerator(seed: 1)
      let model = MLP([Layer(weights: [[1]], biases: [0])])
      fit(
        model, on: Dataset(inputs: [[1]], targets: [[1, 2, 3]]), loss: .meanSquaredError,
        optimizer: SGD(), using: &generator)
    }
    expect("expected 1 targets for each sample, as many as the model's outputs, got 3", in: result)
    expect("choose other targets, or make the model for 3 outputs", in: result)
  }

  @Test("a dataset whose rows differ says which part of it")
  func raggedRows() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Dataset(inputs: [[1], [2]], targets: [[1], [2, 3]])
    }
    expect("expected targets of one length, got 2 numbers in row 1 and 1 in row 0", in: result)
  }

  @Test("settings outside their range are refused")
  func settings() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = SGD(learningRate: -0.1)
    }
    expect("expected a learning rate of at least 0 and finite, got -0.1", in: result)
  }
}
