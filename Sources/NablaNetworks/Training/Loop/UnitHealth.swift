// Units that have stopped learning.
//
// A ReLU unit whose sum is negative for every sample gives 0, its gradient is 0, and no step will ever
// change that: it is dead. A sigmoid or tanh unit far out on its flat parts passes on hardly any
// gradient: it is saturated. That is right in an output that has learned to be sure, so only hidden
// layers are looked at.

import Nabla

/// The units of a hidden layer that pass on no gradient, or hardly any.
public struct UnitHealth: Hashable, Sendable, Codable {
  /// The layer, by the beginning of its parameters' names: `layers.0`.
  public var layer: String
  /// The layer's activation.
  public var activation: Activation
  /// How many units it has.
  public var unitCount: Int
  /// The ReLU units that give 0 for every sample.
  public var deadUnits: [Int]
  /// The sigmoid or tanh units whose slope is below 4 % of the largest for every sample: outputs
  /// within 0.01 of 0 or 1, or 0.02 of -1 or 1.
  public var saturatedUnits: [Int]
}

extension LayeredModel {
  /// Looks for hidden units that are dead or saturated on a whole dataset.
  ///
  /// - Parameter dataset: The samples.
  /// - Returns: One entry for each hidden layer of ReLU, sigmoid or tanh, first to last.
  public func unitHealth(on dataset: Dataset) -> [UnitHealth] {
    let hidden = stages.indices.dropLast().filter { Self.isLimited(stages[$0].activation) }
    var stuck: [Int: [Bool]] = [:]
    forEachSample(of: dataset, outputsAt: hidden) { outputs in
      for (place, outputs) in zip(hidden, outputs) {
        let activation = stages[place].activation
        let now = outputs.map { Self.isStuck($0, activation) }
        stuck[place] = stuck[place].map { zip($0, now).map { $0 && $1 } } ?? now
      }
    }
    return hidden.map { place in
      let flags = stuck[place] ?? []
      let units = flags.indices.filter { flags[$0] }
      let activation = stages[place].activation
      return UnitHealth(
        layer: parametersName(before: place), activation: activation, unitCount: flags.count,
        deadUnits: activation == .relu ? units : [],
        saturatedUnits: activation == .relu ? [] : units)
    }
  }

  /// Calls the body with what some layers make of each sample.
  private func forEachSample(
    of dataset: Dataset, outputsAt places: [Int], _ body: ([ArraySlice<Double>]) -> Void
  ) {
    guard !places.isEmpty else { return }
    guard let (program, counts) = hiddenProgram(places) else {
      for inputs in dataset.inputs {
        let outputs = layerOutputs(inputs)
        body(places.map { outputs[$0].map { $0.data }[...] })
      }
      return
    }
    let numbers = parameters.map { $0.data }
    // A thousand samples at a time, so that not the outputs of all are held.
    for first in stride(from: 0, to: dataset.count, by: 1024) {
      let rows = Array(dataset.inputs[first..<min(first + 1024, dataset.count)])
      for row in program.evaluate(rows: rows, parameters: numbers) {
        var rest = row[...]
        body(
          counts.map { count in
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
          })
      }
    }
  }

  /// The outputs of some layers as a program, and how many each has; nil if it would not be right for
  /// all samples.
  private func hiddenProgram(_ places: [Int]) -> (program: Program, counts: [Int])? {
    guard hasFixedGraph, stages.allSatisfy({ $0.hasFixedGraph }) else { return nil }
    let inputs = (0..<inputCount).map { _ in Value(Double.zero) }
    var outputs: [[Value]] = []
    for layer in stages { outputs.append(layer(outputs.last ?? inputs)) }
    let wanted = places.map { outputs[$0] }
    guard
      let program = try? Program(
        inputs: inputs, parameters: parameters, outputs: wanted.flatMap { $0 })
    else { return nil }
    return (program, wanted.map { $0.count })
  }

  /// The beginning of the names of the parameters that an activation's units have, which stand in its
  /// own layer or in one before.
  private func parametersName(before place: Int) -> String {
    let owner = (0...place).last { !stages[$0].parameterArrays.isEmpty }
    return "layers.\(owner ?? place)"
  }

  private static func isLimited(_ activation: Activation) -> Bool {
    [.relu, .sigmoid, .tanh].contains(activation)
  }

  private static func isStuck(_ output: Double, _ activation: Activation) -> Bool {
    switch activation {
    case .relu: output == 0
    case .sigmoid: output < 0.01 || output > 0.99
    case .tanh: output.magnitude > 0.98
    default: false
    }
  }
}

extension UnitHealth {
  /// The dead units as a notice.
  func deadNotice(epoch: Int) -> Notice? {
    notice(
      .deadUnits, deadUnits, epoch,
      "dead: 0 for every sample, so their gradients are 0 and they never change; a smaller learning "
        + "rate, leakyReLU or another seed avoids it")
  }

  /// The saturated units as a notice.
  func saturatedNotice(epoch: Int) -> Notice? {
    notice(
      .saturatedUnits, saturatedUnits, epoch,
      "saturated: close to constant for every sample, so hardly any gradient passes; a smaller "
        + "learning rate, smaller initial weights or standardised inputs avoid it")
  }

  private func notice(
    _ kind: Notice.Kind, _ units: [Int], _ epoch: Int, _ words: String
  ) -> Notice? {
    guard !units.isEmpty else { return nil }
    return Notice(
      kind, epoch: epoch, layer: layer, units: units,
      message:
        "\(units.count) of \(unitCount) \(activation) units of \(layer) (\(listed(units))) are "
        + words)
  }

  private func listed(_ units: [Int]) -> String {
    let first = units.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return (units.count == 1 ? "unit " : "units ") + first + (units.count > 8 ? ", ..." : "")
  }
}
