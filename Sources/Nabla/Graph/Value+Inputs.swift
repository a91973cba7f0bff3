// The inputs of a node's row as arrays: of nodes for derivative graphs, of numbers for checks.

extension Value {
  /// The inputs as nodes.
  var nodeInputs: ArrayInputs<Value> {
    let rule = notes?.rule.map { rule in
      (
        value: { (inputs: [Value]) in Value(rule.value(inputs.map { $0.storedData })) },
        partials: rule.graphPartials
      )
    }
    return inputs(parents, rule: rule)
  }

  /// The inputs as numbers.
  var numberInputs: ArrayInputs<Double> {
    inputs(parents.map { $0.storedData }, rule: notes?.rule.map { ($0.value, $0.partials) })
  }

  func inputs<N: RealNumber>(
    _ values: [N], rule: (value: ([N]) -> N, partials: ([N]) -> [N])?
  ) -> ArrayInputs<N> {
    ArrayInputs(
      values: values, constant: storedConstant, pairCount: details?.pairCount ?? 0,
      factors: details?.constantFactors ?? [], rule: rule)
  }
}
