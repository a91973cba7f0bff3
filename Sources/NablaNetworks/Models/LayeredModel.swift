// What MLP and Sequential have in common: layers one after another, whose parameters are named by
// place and can be frozen by name.

import Nabla

/// A model made of layers, each fed by the one before.
public protocol LayeredModel: Model {
  /// The layers, first to last.
  var stages: [any NetworkLayer] { get }
  /// The names of the parameter arrays that training leaves as they are.
  ///
  /// Names are compared scalar by scalar, but a set has no room for two of them that mean the same
  /// characters ("é" in one scalar and in two): of the second, ``freeze(_:)`` puts in the scalars, `\u{e9}`.
  var frozenNames: Set<String> { get set }
}

extension LayeredModel {
  /// How many numbers the first layer that is particular about it takes.
  ///
  /// - Precondition: some layer has weights; one without does not know how many.
  public var inputCount: Int {
    guard let count = stages.lazy.compactMap({ $0.inputCount }).first else {
      preconditionFailure("a model needs a layer with weights, got \(stages.map { $0.title })")
    }
    return count
  }

  /// How many numbers the last layer gives.
  public var outputCount: Int {
    stages.reduce(inputCount) { $1.outputCount(from: $0) }
  }

  /// The parameters of all layers: `layers.0.weight`, `layers.0.bias` and so on.
  public var parameterArrays: [ParameterArray] {
    let frozen = Set(frozenNames.map { ExactName($0) })
    return stages.enumerated().flatMap { place, layer in
      layer.parameterArrays.map { array in
        let name = "layers.\(place).\(array.name)"
        return ParameterArray(
          name: name, shape: array.shape, values: array.values,
          isFrozen: array.isFrozen || frozen.isHolding(name))
      }
    }
  }

  /// The last layer's outputs, `outputCount` of them for `inputCount` inputs.
  public func callAsFunction(_ inputs: [Value]) -> [Value] {
    stages.reduce(inputs) { $1($0) }
  }

  /// The last layer's outputs for `inputCount` plain numbers.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> [Value] {
    guard let first = stages.first else { return inputs.map { Value($0) } }
    return stages.dropFirst().reduce(first(inputs)) { $1($0) }
  }

  /// What each layer makes of a sample of `inputCount` numbers, first to last.
  public func layerOutputs(_ inputs: [Double]) -> [[Value]] {
    var outputs: [[Value]] = []
    for layer in stages { outputs.append(outputs.last.map { layer($0) } ?? layer(inputs)) }
    return outputs
  }
}

// MARK: - Freezing

extension LayeredModel {
  /// Makes training leave some parameters as they are.
  ///
  ///     var generator = SeededGenerator(seed: 42)
  ///     var model = MLP(inputs: 2, hidden: [4], outputs: 1, using: &generator)
  ///     model.freeze("layers.0")              // both arrays of the first layer
  ///     model.freeze("layers.1.bias")
  ///     print(model.trainableParameterCount)      // 4
  ///
  /// Tied weights stay as they are if they are frozen under one of their names.
  ///
  /// - Parameter prefix: The beginning of their names, up to a dot; nil for all of them.
  /// - Precondition: some parameter has such a name.
  public mutating func freeze(_ prefix: String? = nil) {
    for name in names(from: prefix) {
      let (isNew, held) = frozenNames.insert(name)
      if !isNew, ExactName(held) != ExactName(name) { frozenNames.insert(name.spelledOut) }
    }
  }

  /// Makes training change some parameters again.
  ///
  /// - Parameter prefix: The beginning of their names, up to a dot; nil for all of them.
  /// - Precondition: some parameter has such a name.
  public mutating func unfreeze(_ prefix: String? = nil) {
    let names = names(from: prefix)
    let thawed = Set((names + names.map { $0.spelledOut }).map { ExactName($0) })
    frozenNames = frozenNames.filter { !thawed.contains(ExactName($0)) }
  }

  private func names(from prefix: String?) -> [String] {
    let names = parameterArrays.map { $0.name }
    guard let prefix else { return names }
    let matching = names.filter {
      ExactName($0) == ExactName(prefix) || $0.utf8.starts(with: "\(prefix).".utf8)
    }
    precondition(
      !matching.isEmpty, "no parameter's name begins with \"\(prefix)\"; they are \(names)")
    return matching
  }
}

extension Set<ExactName> {
  /// Whether a name is in it, as it is or with its scalars spelled out.
  fileprivate func isHolding(_ name: String) -> Bool {
    if isEmpty { return false }
    return contains(ExactName(name)) || contains(ExactName(name.spelledOut))
  }
}

extension String {
  /// The text with every scalar that is not ASCII as `\u{…}`.
  fileprivate var spelledOut: String {
    unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
  }
}
