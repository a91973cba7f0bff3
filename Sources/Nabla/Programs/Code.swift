// A graph as a list: what the passes rewrite and the scheduler takes.
//
// An instruction names its operands by their places in the list, which all lie before its own; a
// place computes one number. Inputs, parameters and constants are instructions too, so that a place
// is all that is needed to name a number.
//
//     0  input 0
//     1  constant 2
//     2  multiply 1 0          2 * x
//     3  sin 2                 sin(2 * x)

/// A place in a list of instructions: the number that is computed there.
typealias Place = Int32

/// What an instruction does.
enum Opcode: Hashable, Sendable {
  /// Takes a number that differs from row to row; `x` says which.
  case input
  /// Takes a number that is the same for all rows; `x` says which.
  case parameter
  /// A number known already.
  case constant
  /// A sum of products: `head + a0 * b0 + a1 * b1 + … + tail`, added in that order.
  case products
  /// A row of the table.
  case table(Primitive)

  /// Whether the operands stand in the list of operands.
  var isMany: Bool {
    switch self {
    case .products: true
    case .table(let operation): operation.hasManyOperands
    case .input, .parameter, .constant: false
    }
  }
}

extension Primitive {
  /// Whether an instruction has its operands in the list of operands.
  var hasManyOperands: Bool {
    switch self {
    case .sum, .dot, .dotConstants, .logSumExp, .softmax, .selectLess, .selectLessOrEqual, .custom:
      true
    default: false
    }
  }

  /// Whether an instruction has a second operand of its own; `x` and `y`, not in the list.
  var hasTwoOperands: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .power, .hypot, .atan2, .minimum, .maximum, .order,
      .route:
      true
    default: false
    }
  }
}

/// One step of a program.
struct Instruction {
  var opcode: Opcode
  /// Of a sum of products: whether the first operand in the list is the head.
  var hasHead = false
  /// Of a sum of products: whether the last operand in the list is the tail.
  var hasTail = false
  /// The first operand, or where the operands begin in the list of operands, or the input's number.
  var x: Int32 = 0
  /// The second operand, or how many operands there are in the list of operands.
  var y: Int32 = 0
  /// The constant that belongs to the operation, or what a sum without a head starts from, 0 or -0.
  var constant: Double = 0

  /// How many pairs a sum of products has.
  var pairCount: Int { (Int(y) - (hasHead ? 1 : 0) - (hasTail ? 1 : 0)) / 2 }
}

/// A straight line of instructions, and which of their numbers are wanted.
struct Code {
  var instructions: [Instruction] = []
  /// The operands of instructions that have many.
  var operands: [Place] = []
  /// The numbers that are wanted for each row.
  var outputs: [Place] = []
  /// The numbers that are added up over the rows.
  var totals: [Place] = []
  /// The rules of users' own primitives; a custom instruction's constant says which.
  var rules: [Rule] = []

  /// The operands of an instruction that has many.
  func many(_ instruction: Instruction) -> ArraySlice<Place> {
    operands[Int(instruction.x)..<Int(instruction.x) + Int(instruction.y)]
  }

  /// Calls the body with each operand of an instruction.
  @inline(__always)
  func forEachOperand(of instruction: Instruction, _ body: (Place) -> Void) {
    switch instruction.opcode {
    case .input, .parameter, .constant: return
    case .products: for place in many(instruction) { body(place) }
    case .table(let operation):
      if operation.hasManyOperands {
        for place in many(instruction) { body(place) }
      } else {
        body(instruction.x)
        if operation.hasTwoOperands { body(instruction.y) }
      }
    }
  }

  /// Adds an instruction at the end.
  mutating func append(_ instruction: Instruction) -> Place {
    instructions.append(instruction)
    return Place(instructions.count - 1)
  }

  mutating func append(_ operation: Primitive, _ x: Place, _ y: Place = 0, constant: Double = 0)
    -> Place
  {
    append(Instruction(opcode: .table(operation), x: x, y: y, constant: constant))
  }

  mutating func append(constant: Double) -> Place {
    append(Instruction(opcode: .constant, constant: constant))
  }

  /// Adds an instruction with operands in the list.
  mutating func append(_ instruction: Instruction, many: some Collection<Place>) -> Place {
    var instruction = instruction
    instruction.x = Int32(operands.count)
    instruction.y = Int32(many.count)
    operands.append(contentsOf: many)
    return append(instruction)
  }
}

// MARK: - Rewriting

extension Code {
  /// A new list, made by handing each instruction, its operands already in the new list, to a pass.
  ///
  /// - Parameter pass: Adds to the new list what stands for the instruction, if anything new must,
  ///   and returns the place of its number there. Operands in the list of operands are those of the
  ///   new list: an instruction may be appended as it is.
  /// - Returns: The new list.
  func rewritten(_ pass: (inout Code, Instruction) -> Place) -> Code {
    var result = Code()
    result.instructions.reserveCapacity(instructions.count)
    result.operands.reserveCapacity(operands.count)
    result.rules = rules
    var places = [Place](repeating: 0, count: instructions.count)
    for (place, var instruction) in instructions.enumerated() {
      switch instruction.opcode {
      case .input, .parameter, .constant: break
      case .products, .table:
        if instruction.opcode.isMany {
          let moved = Int32(result.operands.count)
          for operand in many(instruction) { result.operands.append(places[Int(operand)]) }
          instruction.x = moved
        } else {
          instruction.x = places[Int(instruction.x)]
          if case .table(let operation) = instruction.opcode, operation.hasTwoOperands {
            instruction.y = places[Int(instruction.y)]
          }
        }
      }
      places[place] = pass(&result, instruction)
    }
    result.outputs = outputs.map { places[Int($0)] }
    result.totals = totals.map { places[Int($0)] }
    return result
  }

  /// How many steps compute something.
  var stepCount: Int {
    instructions.reduce(0) { count, instruction in
      switch instruction.opcode {
      case .input, .parameter, .constant: count
      case .products, .table: count + 1
      }
    }
  }
}
