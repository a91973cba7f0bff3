// A neuron as the lectures draw it: weights, a bias, a function of the weighted sum.

import Nabla

/// One unit, `activation(w · x + b)`: two nodes.
///
///     let neuron = Neuron(weights: [2, -3], bias: -3, activation: .sigmoid)
///     print(neuron([-1, -2]).data)      // 0.7310585786300049
public struct Neuron {
  /// One for each input.
  public let weights: [Value]
  /// What is added to the weighted sum.
  public let bias: Value
  /// The function of the sum.
  public let activation: Activation

  /// Creates a neuron from given numbers.
  ///
  /// - Precondition: at least one weight; the activation is elementwise.
  public init(weights: [Double], bias: Double = 0, activation: Activation = .identity) {
    self.init(
      weights: weights.map { Value($0) }, bias: Value(bias), activation: activation)
  }

  /// Creates a neuron from leaves, which it shares.
  ///
  /// - Precondition: at least one weight; the activation is elementwise.
  @_disfavoredOverload
  public init(weights: [Value], bias: Value, activation: Activation = .identity) {
    precondition(!weights.isEmpty, "expected at least one weight, got none")
    activation.check()
    precondition(activation.isElementwise, "a neuron cannot be \(activation): that is a layer")
    self.weights = weights
    self.bias = bias
    self.activation = activation
  }

  /// Creates a neuron with random weights and a bias of 0.
  ///
  /// - Parameters:
  ///   - inputs: How many numbers go in.
  ///   - activation: The function of the weighted sum.
  ///   - initialization: The distribution of the weights; nil for what suits the activation.
  ///   - generator: Where the randomness comes from.
  /// - Precondition: there is at least one input; the activation is elementwise.
  public init(
    inputs: Int, activation: Activation = .identity, initialization: Initialization? = nil,
    using generator: inout some RandomNumberGenerator
  ) {
    precondition(inputs > 0, "expected at least 1 input, got \(inputs)")
    let initialization = initialization ?? .suited(to: activation)
    self.init(
      weights: initialization.weights(inputs, inputs: inputs, outputs: 1, using: &generator),
      activation: activation)
  }

  /// The output.
  ///
  /// - Precondition: there is an input for each weight.
  public func callAsFunction(_ inputs: [Value]) -> Value {
    check(inputs.count)
    return activation(dot(weights, inputs, plus: bias))
  }

  /// The output for plain numbers.
  ///
  /// - Precondition: there is an input for each weight.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> Value {
    check(inputs.count)
    return activation(dot(weights, inputs, plus: bias))
  }

  /// The weights, then the bias.
  public var parameters: [Value] { weights + [bias] }

  private func check(_ count: Int) {
    precondition(count == weights.count, "expected \(weights.count) inputs, got \(count)")
  }
}
