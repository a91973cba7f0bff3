// A model of any layers, in the order in which they are written or added.

import Nabla

/// Layers one after another.
///
///     var generator = SeededGenerator(seed: 42)
///     let model = Sequential {
///       Affine(inputs: 2, outputs: 4, using: &generator)
///       Activation.sigmoid
///       Affine(inputs: 4, outputs: 2, using: &generator)
///       Softmax()
///     }
///
/// or one by one:
///
///     var generator = SeededGenerator(seed: 42)
///     var model = Sequential()
///     model.add(Affine(inputs: 2, outputs: 4, using: &generator))
///     model.add(.sigmoid)
public struct Sequential: LayeredModel {
  /// The layers, first to last.
  public private(set) var layers: [any NetworkLayer] = []
  /// The names of the parameter arrays that training leaves as they are.
  public var frozenNames: Set<String> = []

  /// Creates a model without layers: its outputs are its inputs.
  public init() {}

  /// Creates a model from its layers.
  ///
  /// - Precondition: each layer takes as many numbers as the one before gives.
  public init(_ layers: [any NetworkLayer]) {
    for layer in layers { add(layer) }
  }

  /// Creates a model from the layers written in the braces.
  ///
  /// - Precondition: each layer takes as many numbers as the one before gives.
  public init(@SequentialBuilder _ layers: () -> [any NetworkLayer]) {
    self.init(layers())
  }

  /// Adds a layer at the end.
  ///
  /// - Precondition: it takes as many numbers as the one before gives.
  public mutating func add(_ layer: some NetworkLayer) {
    if let expected = layer.inputCount, layers.contains(where: { $0.inputCount != nil }) {
      precondition(
        outputCount == expected,
        "layer \(layers.count) (\(layer.title)) takes \(expected) numbers, the one before gives "
          + "\(outputCount)")
    }
    layers.append(layer)
  }

  /// Adds an activation at the end.
  ///
  /// - Precondition: not maxout, which has weights of its own: add a ``Maxout``.
  public mutating func add(_ activation: Activation) { add(ActivationLayer(activation)) }

  /// The layers.
  public var stages: [any NetworkLayer] { layers }
  /// Whether all layers make the same nodes for every sample.
  public var hasFixedGraph: Bool { layers.allSatisfy { $0.hasFixedGraph } }
}

/// Collects the layers written in the braces of a ``Sequential``.
@resultBuilder
public enum SequentialBuilder {
  /// A layer.
  public static func buildExpression(_ layer: any NetworkLayer) -> [any NetworkLayer] { [layer] }
  /// An activation.
  public static func buildExpression(_ activation: Activation) -> [any NetworkLayer] {
    [ActivationLayer(activation)]
  }
  /// Several layers, made elsewhere.
  public static func buildExpression(_ layers: [any NetworkLayer]) -> [any NetworkLayer] { layers }
  /// All lines.
  public static func buildBlock(_ layers: [any NetworkLayer]...) -> [any NetworkLayer] {
    layers.flatMap { $0 }
  }
  /// The layers of a loop.
  public static func buildArray(_ layers: [[any NetworkLayer]]) -> [any NetworkLayer] {
    layers.flatMap { $0 }
  }
  /// The layers of an `if` without `else`.
  public static func buildOptional(_ layers: [any NetworkLayer]?) -> [any NetworkLayer] {
    layers ?? []
  }
  /// The layers of an `if`.
  public static func buildEither(first layers: [any NetworkLayer]) -> [any NetworkLayer] { layers }
  /// The layers of an `else`.
  public static func buildEither(second layers: [any NetworkLayer]) -> [any NetworkLayer] { layers }
}
