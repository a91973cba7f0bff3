// What a user's own primitive computes.
//
// A local gradient written on values is a graph, and that graph can become part of a derivative graph:
// then programs compile it, and it is differentiated again like any other. But a closure can do what no
// graph holds: take another branch for other numbers, or give numbers that it has found by a sweep of its
// own. So it is tried on fresh leaves first. If it compares, sweeps, reads `data`, or gives what is not
// computed from its inputs, its partials become custom nodes that ask it anew at each evaluation; their
// own partials are the derivatives of the graph that it makes then.

/// The name, value and partials of a user's own primitive.
final class CustomRule: Sendable {
  /// How the partials are given.
  enum Partials: Sendable {
    case numbers(@Sendable ([Double]) -> [Double])
    case graphs(@Sendable ([Value]) -> [Value])
    /// Those of a function of values, which makes its graph anew at each evaluation.
    case derivatives(of: @Sendable ([Value]) -> Value)
    /// None: it is a partial that was given as a number.
    case none
  }

  let name: String
  private let valueRule: @Sendable ([Double]) -> Double
  private let partials: Partials

  init(name: String, value: @escaping @Sendable ([Double]) -> Double, partials: Partials) {
    self.name = name
    self.valueRule = value
    self.partials = partials
  }

  func value(_ inputs: [Double]) -> Double { RuleScope.run { valueRule(inputs) }.result }

  /// The partials at these numbers.
  func partials(_ inputs: [Double]) -> [Double] {
    switch partials {
    case .numbers(let rule): RuleScope.run { checked(rule(inputs), inputs.count) }.result
    // On fresh leaves: the rule's own little graph is gone when this returns.
    case .graphs(let rule):
      RuleScope.run { checked(rule(inputs.map { Value($0) }), inputs.count).map { $0.data } }.result
    case .derivatives(let function):
      inputs.indices.map { derivative(of: function, $0)(inputs.map { Value($0) }).data }
    case .none: cannotBeDifferentiated()
    }
  }

  /// The partials as nodes.
  func graphPartials(_ inputs: [Value]) -> [Value] {
    switch partials {
    case .numbers:
      return inputs.indices.map { i in
        partial(i, of: inputs, value: { self.partials($0)[i] }, .none)
      }
    case .graphs(let rule):
      let leaves = inputs.map { Value($0.storedData) }
      let trial = tried({ checked(rule($0), $0.count) }, leaves)
      if trial.comparisons.isEmpty, !trial.takesNumbers, trial.areComputed {
        // Listening, so that what it detaches follows here, too.
        let listened = RuleScope.run { Comparison.listing { rule(inputs) } }
        return checked(listened.result.result, inputs.count)
      }
      return inputs.indices.map { i in
        partial(i, of: inputs) { self.checked(rule($0), $0.count)[i] }
      }
    case .derivatives(let function):
      return inputs.indices.map { partial($0, of: inputs, derivative(of: function, $0)) }
    case .none: cannotBeDifferentiated()
    }
  }

  // MARK: Partials that are asked anew

  /// A node of one partial, computed by a function of values.
  private func partial(
    _ i: Int, of inputs: [Value], _ function: @escaping @Sendable ([Value]) -> Value
  ) -> Value {
    partial(
      i, of: inputs, value: { function($0.map { Value($0) }).data }, .derivatives(of: function))
  }

  private func partial(
    _ i: Int, of inputs: [Value], value: @escaping @Sendable ([Double]) -> Double,
    _ partials: Partials
  ) -> Value {
    let rule = CustomRule(name: "d \(name) / d input \(i)", value: value, partials: partials)
    return Value.node(.custom, Details(notes: Notes(rule: rule), values: inputs))
  }

  /// d function / d input, as a function of fresh leaves.
  private func derivative(
    of function: @escaping @Sendable ([Value]) -> Value, _ i: Int
  ) -> @Sendable ([Value]) -> Value {
    { leaves in
      let trial = self.tried({ [function($0)] }, leaves)
      if trial.hasSwept { self.cannotBeDifferentiated() }
      if !trial.areComputed {
        // A constant, or a number that was taken from the inputs: it shows when they move.
        let moved = leaves.map { Value($0.data + 1e-6 * ($0.data == 0 ? 1 : $0.data)) }
        let other = self.tried({ [function($0)] }, moved)
        let numbers = (trial.result[0].data, other.result[0].data)
        if trial.comparisons == other.comparisons, numbers.0 != numbers.1, !numbers.0.isNaN {
          self.cannotBeDifferentiated()
        }
      }
      return RuleScope.run { trial.result[0].derivative(withRespectTo: leaves[i]) }.result
    }
  }

  private func cannotBeDifferentiated() -> Never {
    preconditionFailure(
      """
      '\(name.visible)' cannot be differentiated again: its local gradient is a rule on numbers, or takes \
      numbers out of its graph (.data, .gradient, backward()). For higher derivatives write localGradient \
      as a closure from [Value] to [Value] that computes with the values it is given
      """)
  }

  // MARK: Calling a rule

  /// What a rule makes of some leaves, and how.
  private struct Trial {
    var result: [Value]
    /// What came of its comparisons.
    var comparisons: [Bool]
    var hasSwept: Bool
    /// Whether it has swept, or read the data of nodes: what it gives can depend on such numbers.
    var takesNumbers: Bool
    /// Whether all results are leaves of those that it was given, or computed from them.
    var areComputed: Bool
  }

  private func tried(_ rule: ([Value]) -> [Value], _ leaves: [Value]) -> Trial {
    Trials.begin()
    let outcome = RuleScope.run { Comparison.listing { rule(leaves) } }
    Trials.end()
    let listed = outcome.result
    let given = Set(leaves)
    let areComputed = RuleScope.run {
      listed.result.allSatisfy { $0.topologicalOrder().contains { given.contains($0) } }
    }
    return Trial(
      result: listed.result, comparisons: listed.comparisons.map { $0.holds },
      hasSwept: outcome.hasSwept, takesNumbers: outcome.hasSwept || outcome.hasReadData,
      areComputed: areComputed.result)
  }

  private func checked<T>(_ partials: [T], _ count: Int) -> [T] {
    precondition(
      partials.count == count,
      "custom primitive '\(name.visible)': expected \(count) local gradients, "
        + "got \(partials.count)")
    return partials
  }
}
