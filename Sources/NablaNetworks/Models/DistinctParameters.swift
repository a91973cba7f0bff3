// Tied weights: a layer that stands at two places of a model has two names and one set of leaves. Names
// are for people and files; whatever counts, adds up or moves parameters must see each leaf once.

import Nabla

/// The leaves of some parameter arrays, each once, in the order in which they first come.
struct DistinctParameters {
  /// The leaves.
  private(set) var leaves: [Value] = []
  /// Whether training leaves them as they are: one array that is frozen and holds a leaf suffices.
  private(set) var isFrozen: [Bool] = []
  /// Whether they are biases, in all arrays that hold them.
  private(set) var isBias: [Bool] = []

  init(of arrays: [ParameterArray]) {
    var places: [ObjectIdentifier: Int] = [:]
    places.reserveCapacity(arrays.reduce(0) { $0 + $1.values.count })
    for array in arrays {
      let isBias = array.isBias
      for leaf in array.values {
        let identity = ObjectIdentifier(leaf)
        if let place = places[identity] {
          isFrozen[place] = isFrozen[place] || array.isFrozen
          self.isBias[place] = self.isBias[place] && isBias
        } else {
          places[identity] = leaves.count
          leaves.append(leaf)
          isFrozen.append(array.isFrozen)
          self.isBias.append(isBias)
        }
      }
    }
  }

  /// The places of those that training changes.
  var moving: [Int] { leaves.indices.filter { !isFrozen[$0] } }
}

extension ParameterArray {
  /// Whether its name says that it is one of biases.
  var isBias: Bool { name.hasSuffix("bias") }
}
