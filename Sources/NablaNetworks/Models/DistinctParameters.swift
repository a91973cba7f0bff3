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
    let count = arrays.reduce(0) { $0 + $1.values.count }
    var places = LeafPlaces(capacity: count)
    leaves.reserveCapacity(count)
    var (frozen, biases) = ([Bool](), [Bool]())
    frozen.reserveCapacity(count)
    biases.reserveCapacity(count)
    for array in arrays {
      let (isFrozen, isBias, values) = (array.isFrozen, array.isBias, array.values)
      for i in values.indices {
        let place = places.place(of: ObjectIdentifier(values[i]), orNew: frozen.count)
        if place < frozen.count {
          frozen[place] = frozen[place] || isFrozen
          biases[place] = biases[place] && isBias
        } else {
          leaves.append(values[i])
          frozen.append(isFrozen)
          biases.append(isBias)
        }
      }
    }
    (self.isFrozen, self.isBias) = (frozen, biases)
  }

  /// The places of those that training changes.
  var moving: [Int] { leaves.indices.filter { !isFrozen[$0] } }
}

/// Where each leaf was first met.
///
/// A loop by hand asks for a model's parameters in every step, and a `Dictionary`, whose hashes scatter
/// keys so that attackers cannot guess them, waits for memory at each leaf: some 0.1 µs. Leaves are
/// mostly made one after another, so in this table neighbours in memory are neighbours.
private struct LeafPlaces {
  private var slots: [(address: UInt, place: Int)]

  init(capacity: Int) {
    // At most half of it is filled.
    let bits = max(4, Int.bitWidth - (2 * capacity).leadingZeroBitCount)
    slots = Array(repeating: (0, 0), count: 1 << bits)
  }

  mutating func place(of leaf: ObjectIdentifier, orNew new: Int) -> Int {
    let address = UInt(bitPattern: leaf)
    let mask = slots.count - 1
    // Objects begin at multiples of 16.
    var slot = Int(truncatingIfNeeded: (address >> 4) ^ (address >> 24)) & mask
    while slots[slot].address != 0 {
      if slots[slot].address == address { return slots[slot].place }
      slot = (slot + 1) & mask
    }
    slots[slot] = (address, new)
    return new
  }
}

extension ParameterArray {
  /// Whether its name says that it is one of biases.
  var isBias: Bool { name.hasSuffix("bias") }
}

extension Model {
  /// The places of the biases in ``parameters``, for optimizers that are to spare them: those parameters
  /// that stand only in arrays whose names end in `bias`.
  public var biasPlaces: [Int] {
    let isBias = DistinctParameters(of: parameterArrays).isBias
    return isBias.indices.filter { isBias[$0] }
  }
}
