// Tied weights have several names in a model. A file may hold them under each name, as ours do, or under
// one of them, as PyTorch's `save_model` writes them; under two names they must be the same numbers.

extension [ParameterArray] {
  /// The arrays that have leaves which none of the others holds.
  func untied(to others: [ParameterArray]) -> [ParameterArray] {
    if isEmpty { return [] }
    let held = Set(others.flatMap { $0.values.map { ObjectIdentifier($0) } })
    return filter { !$0.values.allSatisfy { held.contains(ObjectIdentifier($0)) } }
  }
}

extension [SavedParameters] {
  /// Checks that no leaf would be given two different numbers.
  func checkTies(
    of fitting: [(array: ParameterArray, saved: SavedParameters)]
  ) throws(RestoreError) {
    var numbers: [ObjectIdentifier: (number: Double, name: String)] = [:]
    for (array, saved) in fitting {
      for (leaf, number) in zip(array.values, saved.values) {
        let known = numbers.updateValue((number, array.name), forKey: ObjectIdentifier(leaf))
        if let known, known.number != number { throw .tied(known.name, array.name) }
      }
    }
  }
}
