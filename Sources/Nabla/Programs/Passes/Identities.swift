// Pass: identities that hold for every IEEE number, to the last bit and the sign of zero.
//
// x + 0 is not among them (-0 + 0 is +0), nor is 0 * x (NaN for infinite x), nor -(x - y). A NaN may
// change its sign, which nothing shows; and a signaling NaN is taken for a quiet one (its power 0 is 1,
// where the C library says NaN).
//
// Constants of operations become operands (x + c is an addition like any other), so that additions of
// constants and of numbers can run together.
//
// What an identity leaves of constants alone (expm1(pow(x, 0)) is expm1(1)) is computed at once. So no
// compiler of source code meets a function of nothing but constants, which it would compute in its own
// way, with other last bits. (A sum that the fusion of products cuts anew may begin with constants; a sum
// and a product are the same whoever computes them.)

extension Code {
  /// The code with what exact identities make simpler.
  func applyingIdentities() -> Code {
    rewritten { code, instruction in
      if let value = code.constantValue(of: instruction) { return code.append(constant: value) }
      guard case .table(let operation) = instruction.opcode else { return code.append(instruction) }
      return code.appendSimplified(operation, instruction)
    }
  }

  private mutating func appendSimplified(_ operation: Primitive, _ instruction: Instruction)
    -> Place
  {
    let (x, y, c) = (instruction.x, instruction.y, instruction.constant)
    switch operation {
    case .addConstant: return appendSum(x, append(constant: c))
    case .subtractFromConstant: return appendDifference(append(constant: c), x)
    case .multiplyByConstant: return appendProduct(append(constant: c), x)
    case .divideByConstant: return appendQuotient(x, append(constant: c))
    case .divideConstant: return appendQuotient(append(constant: c), x)
    case .add: return appendSum(x, y)
    case .subtract: return appendDifference(x, y)
    case .multiply: return appendProduct(x, y)
    case .divide: return appendQuotient(x, y)
    case .negate: return appendNegative(x)
    case .powerConstant: return appendPower(x, c)
    case .abs: return append(.abs, operand(of: .negate, at: x) ?? x)
    case .route:
      guard let factor = constant(at: y) else { return append(instruction) }
      return factor == 0 ? append(constant: 0) : appendProduct(x, y)
    case .selectLess, .selectLessOrEqual: return appendSelection(instruction)
    default: return append(instruction)
    }
  }

  /// The operand of a place that this operation computes.
  private func operand(of operation: Primitive, at place: Place) -> Place? {
    let instruction = instructions[Int(place)]
    return instruction.opcode == .table(operation) ? instruction.x : nil
  }

  /// x + -0 = x, x + (-y) = x - y.
  private mutating func appendSum(_ x: Place, _ y: Place) -> Place {
    if constant(at: y)?.isNegativeZero == true { return x }
    if constant(at: x)?.isNegativeZero == true { return y }
    if let y = operand(of: .negate, at: y) { return append(.subtract, x, y) }
    if let x = operand(of: .negate, at: x) { return append(.subtract, y, x) }
    return append(.add, x, y)
  }

  /// x - 0 = x, x - (-y) = x + y, -0 - x = -x.
  private mutating func appendDifference(_ x: Place, _ y: Place) -> Place {
    if let c = constant(at: y), c == 0, !c.isNegativeZero { return x }
    if constant(at: x)?.isNegativeZero == true { return appendNegative(y) }
    if let y = operand(of: .negate, at: y) { return append(.add, x, y) }
    return append(.subtract, x, y)
  }

  /// 1 x = x, -1 x = -x, c (-x) = (-c) x, (-x) (-y) = x y.
  private mutating func appendProduct(_ x: Place, _ y: Place) -> Place {
    guard let c = constant(at: x) else {
      if constant(at: y) != nil { return appendProduct(y, x) }
      if let x = operand(of: .negate, at: x), let y = operand(of: .negate, at: y) {
        return append(.multiply, x, y)
      }
      return append(.multiply, x, y)
    }
    if c == 1 { return y }
    if c == -1 { return appendNegative(y) }
    if let y = operand(of: .negate, at: y) { return append(.multiply, append(constant: -c), y) }
    return append(.multiply, x, y)
  }

  /// x / 1 = x, and x / c = x (1/c) for powers of two, whose reciprocals are exact.
  private mutating func appendQuotient(_ x: Place, _ y: Place) -> Place {
    guard let c = constant(at: y) else { return append(.divide, x, y) }
    let isPowerOfTwo = c.isNormal && c.significand == 1 && (1 / c).isNormal
    return isPowerOfTwo ? appendProduct(append(constant: 1 / c), x) : append(.divide, x, y)
  }

  /// -(-x) = x, and -(c x) = (-c) x.
  private mutating func appendNegative(_ x: Place) -> Place {
    let instruction = instructions[Int(x)]
    if instruction.opcode == .table(.negate) { return instruction.x }
    if instruction.opcode == .table(.multiply), let c = constant(at: instruction.x) {
      return append(.multiply, append(constant: -c), instruction.y)
    }
    return append(.negate, x)
  }

  /// The powers that the table computes without a library call.
  private mutating func appendPower(_ x: Place, _ c: Double) -> Place {
    switch c {
    case 0: append(constant: 1)
    case 1: x
    case 2: append(.multiply, x, x)
    case 3: append(.multiply, append(.multiply, x, x), x)
    default: append(.powerConstant, x, constant: c)
    }
  }

  /// A comparison of constants is decided.
  private mutating func appendSelection(_ instruction: Instruction) -> Place {
    let places = Array(many(instruction))
    guard let left = constant(at: places[0]), let right = constant(at: places[1]) else {
      return append(instruction)
    }
    let allowsEqual = instruction.opcode == .table(.selectLessOrEqual)
    let condition = Condition(left, isLessThan: right, orEqual: allowsEqual)
    return condition.holds ? places[2] : places[3]
  }
}

extension Double {
  fileprivate var isNegativeZero: Bool { self == 0 && sign == .minus }
}
