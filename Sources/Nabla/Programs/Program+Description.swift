// A program as people read it: one instruction a line, in the order in which they run.
//
//     program of 2 inputs, 0 parameters, 3 outputs, 0 totals
//     14 instructions recorded, 14 after constants folded, …
//     10 groups, 3 + 12 slots
//       x0 = input 0
//       v3 = sin(x0)

extension Program: CustomStringConvertible {
  /// The program as a listing: the counts after each pass, then one instruction a line.
  ///
  /// Names: `x` for inputs, `p` for parameters, `u` for what is the same for all rows, `v` for what
  /// differs from row to row.
  public var description: String {
    var lines = [summary, passSummary, groupSummary]
    let names = Names(code)
    for (place, instruction) in code.instructions.enumerated() {
      guard let text = names.text(of: instruction) else { continue }
      lines.append("  \(names[Place(place)]) = \(text)")
    }
    for (index, place) in code.outputs.enumerated() {
      lines.append("  output \(index) = \(names[place])")
    }
    for (index, place) in code.totals.enumerated() {
      lines.append("  \(areMeans[index] ? "mean" : "sum") \(index) = \(names[place])")
    }
    return lines.joined(separator: "\n")
  }

  private var summary: String {
    "program of \(inputCount) inputs, \(parameterCount) parameters, \(outputCount) outputs, "
      + "\(totalCount) totals"
  }

  private var passSummary: String {
    passes.map { "\($0.name) \($0.instructionCount)" }.joined(separator: ", ")
  }

  private var groupSummary: String {
    let grouped = plan.instructionCount - plan.steps.count
    return "\(plan.groups.count) groups of \(grouped) instructions, \(plan.steps.count) alone, "
      + "\(plan.sameSlotCount) slots for all rows, \(plan.rowSlotCount) for each"
  }
}

/// What a listing calls the numbers.
private struct Names {
  let code: Code
  let depends: [Bool]

  init(_ code: Code) {
    self.code = code
    depends = code.rowDependence()
  }

  subscript(place: Place) -> String {
    let instruction = code.instructions[Int(place)]
    switch instruction.opcode {
    case .input: return "x\(instruction.x)"
    case .parameter: return "p\(instruction.x)"
    case .constant: return instruction.constant.reported
    case .products, .table: return "\(depends[Int(place)] ? "v" : "u")\(place)"
    }
  }

  /// The right side of an instruction; nil for what a name says already.
  func text(of instruction: Instruction) -> String? {
    switch instruction.opcode {
    case .input, .parameter, .constant: return nil
    case .products: return sum(instruction)
    case .table(let operation):
      var operands: [String] = []
      code.forEachOperand(of: instruction) { operands.append(self[$0]) }
      return operation.formula(of: operands, constant: instruction.constant)
    }
  }

  private func sum(_ instruction: Instruction) -> String {
    let operands = code.many(instruction).map { self[$0] }
    var terms: [String] = []
    if instruction.hasHead {
      terms.append(operands[0])
    } else if instruction.constant.sign == .plus {
      terms.append("\(instruction.constant)")
    }
    let first = instruction.hasHead ? 1 : 0
    for pair in 0..<instruction.pairCount {
      terms.append("\(operands[first + 2 * pair]) * \(operands[first + 2 * pair + 1])")
    }
    if instruction.hasTail { terms.append(operands[operands.count - 1]) }
    return terms.joined(separator: " + ")
  }
}

extension Primitive {
  fileprivate func formula(of operands: [String], constant: Double) -> String {
    let infix: [Primitive: String] = [.add: "+", .subtract: "-", .multiply: "*", .divide: "/"]
    if let sign = infix[self] { return "\(operands[0]) \(sign) \(operands[1])" }
    if self == .negate { return "-\(operands[0])" }
    let constants = facts.hasConstant ? ["\(constant)"] : []
    return "\(self)(\((operands + constants).joined(separator: ", ")))"
  }
}
