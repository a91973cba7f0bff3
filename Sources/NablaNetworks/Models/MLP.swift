// The multilayer perceptron: dense layers, one activation inside, another at the end.

import Nabla

/// A network of dense layers.
///
///     var generator = SeededGenerator(seed: 42)
///     let model = MLP(
///       inputs: 2, hidden: [4], outputs: 1, activation: .tanh, outputActivation: .sigmoid,
///       using: &generator)
///     print(model([0, 1])[0].data)      // 0.4774944067777281
public struct MLP: LayeredModel {
  /// The layers, first to last.
  public let layers: [Layer]
  /// The names of the parameter arrays that training leaves as they are.
  public var frozenNames: Set<String> = []

  /// Creates a network with random weights and biases of 0.
  ///
  /// - Parameters:
  ///   - inputs: How many numbers go in.
  ///   - hidden: The number of neurons of each hidden layer, first to last; may be empty.
  ///   - outputs: How many numbers come out.
  ///   - activation: The activation of the hidden layers.
  ///   - outputActivation: The activation of the last layer.
  ///   - initialization: The distribution of the weights; nil for what suits each activation.
  ///   - generator: Where the randomness comes from.
  /// - Precondition: all counts are at least 1.
  public init(
    inputs: Int, hidden: [Int] = [], outputs: Int, activation: Activation = .tanh,
    outputActivation: Activation = .identity, initialization: Initialization? = nil,
    using generator: inout some RandomNumberGenerator
  ) {
    let counts = [inputs] + hidden + [outputs]
    var layers: [Layer] = []
    for (place, (inputs, outputs)) in zip(counts, counts.dropFirst()).enumerated() {
      layers.append(
        Layer(
          inputs: inputs, outputs: outputs,
          activation: place < hidden.count ? activation : outputActivation,
          initialization: initialization, using: &generator))
    }
    self.init(layers)
  }

  /// Creates a network from its layers.
  ///
  /// - Precondition: at least one layer, each taking as many numbers as the one before gives.
  public init(_ layers: [Layer]) {
    precondition(!layers.isEmpty, "expected at least one layer, got none")
    self.layers = layers
    for (place, (layer, next)) in zip(layers, layers.dropFirst()).enumerated() {
      let outputs = layer.outputCount(from: layer.inputCount ?? 0)
      precondition(
        next.inputCount == outputs,
        "layer \(place) gives \(outputs) numbers, layer \(place + 1) takes \(next.inputCount ?? 0)")
    }
  }

  /// The last layer's outputs.
  ///
  /// - Precondition: there are `inputCount` inputs.
  public func callAsFunction(_ inputs: [Value]) -> [Value] {
    layers.reduce(inputs) { $1($0) }
  }

  /// The last layer's outputs for plain numbers.
  ///
  /// - Precondition: there are `inputCount` inputs.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> [Value] {
    layers.dropFirst().reduce(layers[0](inputs)) { $1($0) }
  }

  /// The layers.
  public var stages: [any NetworkLayer] { layers }
  /// The same nodes for every sample.
  public var hasFixedGraph: Bool { true }
}
