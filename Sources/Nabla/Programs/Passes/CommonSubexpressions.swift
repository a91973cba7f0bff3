// Pass: what is computed twice from the same numbers is computed once.
//
// An open hash table of places: the key of an entry is the instruction at that place, so that an entry
// is four bytes. Addition and multiplication look the same both ways round (they are, in IEEE
// arithmetic). A custom primitive is a function of its inputs by its contract, but is left alone.

extension Code {
  /// The code with equal instructions merged.
  func mergingCommonSubexpressions() -> Code {
    var table = InstructionTable(capacity: instructions.count)
    return rewritten { code, instruction in
      let instruction = instruction.inCanonicalOrder
      if instruction.opcode == .table(.custom) { return code.append(instruction) }
      return table.place(of: instruction, in: &code)
    }
  }
}

private struct InstructionTable {
  private var slots: [Place]
  private let mask: Int

  init(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: -1, count: size)
    mask = size - 1
  }

  /// Where the code computes this already, or where it is added now.
  mutating func place(of instruction: Instruction, in code: inout Code) -> Place {
    var slot = Int(truncatingIfNeeded: code.hash(instruction)) & mask
    while slots[slot] >= 0 {
      if code.isEqual(code.instructions[Int(slots[slot])], instruction) { return slots[slot] }
      slot = (slot + 1) & mask
    }
    let place = code.append(instruction)
    slots[slot] = place
    return place
  }
}

extension Instruction {
  /// The same with the operands of a commutative operation in ascending order.
  fileprivate var inCanonicalOrder: Instruction {
    guard opcode == .table(.add) || opcode == .table(.multiply), x > y else { return self }
    var swapped = self
    (swapped.x, swapped.y) = (y, x)
    return swapped
  }

  /// A number for the opcode, for hashing.
  var opcodeNumber: UInt64 {
    switch opcode {
    case .input: 1
    case .parameter: 2
    case .constant: 3
    case .products: 4 + (hasHead ? 1 : 0) + (hasTail ? 2 : 0)
    case .table(let operation): 8 + UInt64(operation.rawValue)
    }
  }
}

extension Code {
  func hash(_ instruction: Instruction) -> UInt64 {
    var hash = instruction.opcodeNumber ^ instruction.constant.bitPattern
    func mix(_ word: UInt64) {
      // The multiplier of Knuth's multiplicative hashing: 2^64 over the golden ratio, made odd.
      hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
    }
    if instruction.opcode.isMany {
      for place in many(instruction) { mix(UInt64(place)) }
    } else {
      mix(
        UInt64(UInt32(bitPattern: instruction.x)) << 32 | UInt64(UInt32(bitPattern: instruction.y)))
    }
    mix(0)
    return hash
  }

  fileprivate func isEqual(_ one: Instruction, _ other: Instruction) -> Bool {
    guard
      one.opcode == other.opcode, one.constant.bitPattern == other.constant.bitPattern,
      one.hasHead == other.hasHead, one.hasTail == other.hasTail, one.y == other.y
    else { return false }
    return one.opcode.isMany
      ? many(one).elementsEqual(many(other)) : one.x == other.x
  }
}
