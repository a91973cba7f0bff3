// Pass: what no output and no total needs is left out.

extension Code {
  /// The code without the instructions that nothing wanted depends on.
  func removingDeadCode() -> Code {
    var isNeeded = [Bool](repeating: false, count: instructions.count)
    for place in outputs + totals { isNeeded[Int(place)] = true }
    for place in instructions.indices.reversed() where isNeeded[place] {
      forEachOperand(of: instructions[place]) { isNeeded[Int($0)] = true }
    }
    var place = -1
    return rewritten { code, instruction in
      place += 1
      guard isNeeded[place] else {
        // The operands that were moved for it go too; no place is asked for that nobody needs.
        if instruction.opcode.isMany { code.operands.removeLast(Int(instruction.y)) }
        return -1
      }
      return code.append(instruction)
    }
  }

  /// How often each number is used, a wanted one once more than it is an operand.
  func useCounts() -> [Int32] {
    var counts = [Int32](repeating: 0, count: instructions.count)
    for instruction in instructions {
      forEachOperand(of: instruction) { counts[Int($0)] += 1 }
    }
    for place in outputs + totals { counts[Int(place)] += 1 }
    return counts
  }

  /// Whether each number differs from row to row.
  func rowDependence() -> [Bool] {
    var depends = [Bool](repeating: false, count: instructions.count)
    for (place, instruction) in instructions.enumerated() {
      var does = instruction.opcode == .input
      forEachOperand(of: instruction) { does = does || depends[Int($0)] }
      depends[place] = does
    }
    return depends
  }
}
