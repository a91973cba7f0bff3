// Tied weights have several names in a model. A file may hold them under each name, as ours do, or under
// one of them, as PyTorch's `save_model` writes them; under two names they must be the same numbers.

extension [ParameterArray] {
  /// Whether all leaves of an array stand in others too, of these names.
  func isTied(_ name: String, to names: Set<String>) -> Bool {
    guard let array = first(where: { $0.name == name }) else { return false }
    let leaves = filter { names.contains($0.name) }.flatMap { $0.values }
    let identities = Set(leaves.map { ObjectIdentifier($0) })
    return array.values.allSatisfy { identities.contains(ObjectIdentifier($0)) }
  }
}

extension [SavedParameters] {
  /// Checks that no leaf would be given two different numbers.
  func checkTies(
    of arrays: [ParameterArray], _ saved: [String: SavedParameters]
  ) throws(RestoreError) {
    var numbers: [ObjectIdentifier: (number: Double, name: String)] = [:]
    for array in arrays {
      for (leaf, number) in zip(array.values, saved[array.name]?.values ?? []) {
        let known = numbers.updateValue((number, array.name), forKey: ObjectIdentifier(leaf))
        if let known, known.number != number { throw .tied(known.name, array.name) }
      }
    }
  }
}
