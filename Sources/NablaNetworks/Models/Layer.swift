// A dense layer: every unit sees every input.

import Nabla

/// A layer of neurons: weighted sums and their activation.
///
///     var generator = SeededGenerator(seed: 42)
///     let layer = Layer(inputs: 2, outputs: 4, activation: .tanh, using: &generator)
///     print(layer([0.5, -0.5]).count)      // 4
public struct Layer: NetworkLayer {
  /// The function of the weighted sums.
  public let activation: Activation
  /// The weighted sums or, for maxout, the whole layer.
  private let sums: any NetworkLayer
  /// What comes after them; nil for maxout and identity.
  private let function: ActivationLayer?

  /// Creates a layer with random weights and biases of 0.
  ///
  /// - Parameters:
  ///   - inputs: How many numbers go in.
  ///   - outputs: How many neurons there are.
  ///   - activation: The function of the weighted sums.
  ///   - initialization: The distribution of the weights; nil for what suits the activation.
  ///   - generator: Where the randomness comes from.
  /// - Precondition: both counts are at least 1.
  public init(
    inputs: Int, outputs: Int, activation: Activation = .identity,
    initialization: Initialization? = nil, using generator: inout some RandomNumberGenerator
  ) {
    let initialization = initialization ?? .suited(to: activation)
    if case .maxout(let pieces) = activation {
      self.init(
        Maxout(
          inputs: inputs, outputs: outputs, pieces: pieces, initialization: initialization,
          using: &generator))
    } else {
      self.init(
        Affine(inputs: inputs, outputs: outputs, initialization: initialization, using: &generator),
        activation: activation)
    }
  }

  /// Creates a layer from given numbers, a row of weights and a bias for each neuron.
  ///
  /// - Precondition: rows of one length, a bias for each; not maxout, for which see ``Maxout``.
  public init(weights: [[Double]], biases: [Double], activation: Activation = .identity) {
    self.init(Affine(weights: weights, biases: biases), activation: activation)
  }

  /// Creates a layer from its weighted sums and what is to be done with them.
  ///
  /// - Precondition: not maxout, which has several sums for each unit.
  public init(_ sums: Affine, activation: Activation = .identity) {
    self.sums = sums
    self.activation = activation
    function = activation == .identity ? nil : ActivationLayer(activation)
  }

  /// Creates a layer of maxout units.
  public init(_ maxout: Maxout) {
    sums = maxout
    activation = maxout.activation
    function = nil
  }

  /// As many as a neuron has weights.
  public var inputCount: Int? { sums.inputCount }
  /// As many as there are neurons.
  public func outputCount(from inputCount: Int) -> Int { sums.outputCount(from: inputCount) }
  /// Dense, and the activation.
  public var title: String { "dense, \(activation)" }
  /// The same nodes for every sample.
  public var hasFixedGraph: Bool { true }

  /// `weight`, `bias` and, for PReLU, `slope`.
  public var parameterArrays: [ParameterArray] {
    sums.parameterArrays + (function?.parameterArrays ?? [])
  }

  /// The neurons' outputs.
  ///
  /// - Precondition: there are ``inputCount`` inputs.
  public func callAsFunction(_ inputs: [Value]) -> [Value] {
    let sums = sums(inputs)
    return function.map { $0(sums) } ?? sums
  }

  /// The neurons' outputs for plain numbers.
  ///
  /// - Precondition: there are ``inputCount`` inputs.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> [Value] {
    let sums = sums(inputs)
    return function.map { $0(sums) } ?? sums
  }

  /// The neurons, sharing their weights and biases with the layer.
  ///
  /// - Precondition: the activation is elementwise.
  public var neurons: [Neuron] {
    guard let affine = sums as? Affine else {
      preconditionFailure("a unit of \(activation) is several neurons")
    }
    return zip(affine.weights, affine.biases).map {
      Neuron(weights: $0, bias: $1, activation: activation)
    }
  }
}
