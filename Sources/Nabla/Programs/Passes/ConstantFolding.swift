// Pass: what is computed from constants alone is a constant, computed by the table once and for all.

extension Code {
  /// The code with every number that depends on no input and no parameter computed.
  func foldingConstants() -> Code {
    rewritten { code, instruction in
      guard let value = code.constantValue(of: instruction) else { return code.append(instruction) }
      return code.append(constant: value)
    }
  }

  /// The number of an instruction whose operands are constants.
  func constantValue(of instruction: Instruction) -> Double? {
    switch instruction.opcode {
    case .input, .parameter, .constant, .table(.custom): return nil
    case .products:
      guard let values = constants(many(instruction)) else { return nil }
      return instruction.sumOfProducts { values[$0] }
    case .table(let operation):
      if operation.hasManyOperands {
        guard let values = constants(many(instruction)) else { return nil }
        return operation.value(ArrayInputs(values: values, constant: instruction.constant))
      }
      guard let x = constant(at: instruction.x) else { return nil }
      guard operation.hasTwoOperands else {
        return operation.value(ScalarInputs(x, constant: instruction.constant))
      }
      guard let y = constant(at: instruction.y) else { return nil }
      return operation.value(ScalarInputs(x, y))
    }
  }

  /// The numbers at some places, if all are constants.
  private func constants(_ places: some Collection<Place>) -> [Double]? {
    guard places.allSatisfy({ instructions[Int($0)].opcode == .constant }) else { return nil }
    return places.map { instructions[Int($0)].constant }
  }

  /// The number at a place, if it is a constant.
  func constant(at place: Place) -> Double? {
    let instruction = instructions[Int(place)]
    return instruction.opcode == .constant ? instruction.constant : nil
  }
}

extension Instruction {
  /// What a sum of products adds up, in the order that every executor keeps.
  ///
  /// - Parameter operand: The number of an operand, by its place among the instruction's own.
  /// - Returns: The sum.
  func sumOfProducts<N: RealNumber>(_ operand: (Int) -> N) -> N {
    var sum = hasHead ? operand(0) : N(constant)
    let first = hasHead ? 1 : 0
    for pair in 0..<pairCount {
      sum = sum + operand(first + 2 * pair) * operand(first + 2 * pair + 1)
    }
    return hasTail ? sum + operand(Int(y) - 1) : sum
  }
}
