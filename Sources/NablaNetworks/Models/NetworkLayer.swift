// What models are stacked from.
//
// A layer knows its own parameters by short names, `weight` and `bias`; the model that it stands in
// puts the place before them, `layers.0.weight`.

import Nabla

/// A step of a model: numbers in, numbers out, with or without parameters.
public protocol NetworkLayer {
  /// How many numbers go in; nil if any number of them can.
  var inputCount: Int? { get }
  /// How many numbers come out, when so many go in.
  func outputCount(from inputCount: Int) -> Int
  /// The parameters, with the names they have within the layer.
  var parameterArrays: [ParameterArray] { get }
  /// The activation that the outputs come from; `identity` if there is none.
  var activation: Activation { get }
  /// What the layer is, in the words of a summary: `affine`, `relu`.
  var title: String { get }
  /// The outputs.
  func callAsFunction(_ inputs: [Value]) -> [Value]
  /// The outputs for numbers that need no gradient: a first layer makes fewer nodes of them.
  @_disfavoredOverload
  func callAsFunction(_ inputs: [Double]) -> [Value]
  /// Whether the graph of one sample serves for all others: see ``Model/hasFixedGraph``.
  ///
  /// It is false for layers of your own until you say otherwise.
  var hasFixedGraph: Bool { get }
}

extension NetworkLayer {
  /// The outputs for numbers, as those for leaves.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> [Value] {
    self(inputs.map { Value($0) })
  }

  /// No parameters.
  public var parameterArrays: [ParameterArray] { [] }

  /// False unless the type says otherwise.
  public var hasFixedGraph: Bool { false }
}

/// A function of each number alone, or PReLU, which has a slope to learn.
public struct ActivationLayer: NetworkLayer {
  /// The function.
  public let activation: Activation
  /// The slope of PReLU below 0.
  private let slope: Value?

  /// Creates the layer.
  ///
  /// - Precondition: not maxout, which needs weights: see ``Maxout``.
  public init(_ activation: Activation) {
    activation.check()
    self.activation = activation
    switch activation {
    case .maxout: preconditionFailure("maxout has weights of its own: use Maxout(inputs:outputs:)")
    case .prelu(let slope): self.slope = Value(slope)
    default: slope = nil
    }
  }

  /// Any number can go in.
  public var inputCount: Int? { nil }
  /// As many come out.
  public func outputCount(from inputCount: Int) -> Int { inputCount }
  /// The activation's name.
  public var title: String { "\(activation)" }
  /// The same nodes for every sample.
  public var hasFixedGraph: Bool { true }

  /// The slope of PReLU, nothing else.
  public var parameterArrays: [ParameterArray] {
    slope.map { [ParameterArray(name: "slope", shape: [1], values: [$0])] } ?? []
  }

  /// The function of each input; softmax of all.
  public func callAsFunction(_ inputs: [Value]) -> [Value] {
    if activation == .softmax { return Nabla.softmax(inputs) }
    guard let slope else { return inputs.map { activation($0) } }
    // Like leakyReLU: below and at 0 the other branch, whose derivative at 0 is the slope.
    let zero = Value(Double.zero)
    return inputs.map { x in
      select(x, slope * x, where: Condition(zero, isLessThan: x))
    }
  }
}

/// Probabilities that add up to 1, `exp(x[i]) / (exp(x[0]) + exp(x[1]) + ...)`, without overflow.
public struct Softmax: NetworkLayer {
  /// Creates the layer.
  public init() {}

  /// Any number can go in.
  public var inputCount: Int? { nil }
  /// As many come out.
  public func outputCount(from inputCount: Int) -> Int { inputCount }
  /// Softmax.
  public var activation: Activation { .softmax }
  /// Softmax.
  public var title: String { "softmax" }
  /// The same nodes for every sample.
  public var hasFixedGraph: Bool { true }
  /// The probabilities.
  public func callAsFunction(_ inputs: [Value]) -> [Value] { Nabla.softmax(inputs) }
}
