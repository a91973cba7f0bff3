// A formula as people write it: `-1/x^2` for `-(1 / x) / x`.
//
// Every step is an identity of the numbers on the operation's domain; nothing is differentiated here.
// What may change is rounding and overflow, so a simplified formula is for reading, and numbers come
// from the table. Products and quotients are gathered as one coefficient times powers (Monomial.swift),
// and the few functions that the table uses for their digits are written as the textbooks do.

import Nabla

extension Formula {
  /// The formula as people write it.
  func simplified() -> Formula {
    switch content {
    case .name: return self
    case .constant: return self
    case .call(let operation, let inputs, let constant):
      return Self.written(operation, inputs.map { $0.simplified() }, constant)
    case .select(let a, let b, let condition):
      return Formula(
        .select(a.simplified(), b.simplified(), where: condition.map { $0.simplified() }))
    }
  }

  /// An operation on inputs that are simplified.
  private static func written(
    _ operation: Primitive, _ x: [Formula], _ c: Double
  ) -> Formula {
    switch operation {
    case .add: sum(x[0], x[1])
    case .subtract: difference(x[0], x[1])
    case .multiply, .divide, .negate, .multiplyByConstant, .divideByConstant, .divideConstant,
      .power, .powerConstant, .route:
      Monomial(operation, x, c).formula
    // The table's `1 + x` and `x + 1` are one operation; textbooks write 1 + x^2.
    case .addConstant: c < 0 ? difference(x[0], Formula(-c)) : sum(Formula(c), x[0])
    case .subtractFromConstant: difference(Formula(c), x[0])
    case .nonNegative: x[0]
    case .expMinusOne: difference(Formula(.exp, x[0]), 1)
    case .logOnePlus: Formula(.log, sum(1, x[0]))
    case .gaussian: Formula(.exp, (Formula(-c) * (x[0] * x[0])).simplified())
    case .hypot where x[0].constant != nil:
      Formula(.sqrt, sum((x[0] * x[0]).simplified(), (x[1] * x[1]).simplified()))
    case .sigmoid: logistic(x[0])
    case .sum: total(x)
    default: Formula(.call(operation, x, constant: c))
    }
  }

  // MARK: - Sums

  static func sum(_ x: Formula, _ y: Formula) -> Formula {
    if let a = x.constant, let b = y.constant { return Formula(a + b) }
    if x.constant == 0 { return y }
    if y.constant == 0 { return x }
    if let positive = y.withoutSign { return difference(x, positive) }
    if let positive = x.withoutSign { return difference(y, positive) }
    return Formula(.add, x, y)
  }

  static func difference(_ x: Formula, _ y: Formula) -> Formula {
    if let a = x.constant, let b = y.constant { return Formula(a - b) }
    if y.constant == 0 { return x }
    if let positive = y.withoutSign { return sum(x, positive) }
    if x.constant == 0 { return Formula(.negate, y) }
    return Formula(.subtract, x, y)
  }

  /// What a minus sign stands before, if one does.
  var withoutSign: Formula? {
    if let constant, constant < 0 { return Formula(-constant) }
    guard let call, call.operation == .negate else { return nil }
    return call.inputs[0]
  }

  /// All shares of a softmax but one are 1 minus that one.
  private static func total(_ x: [Formula]) -> Formula {
    guard let first = x.first?.call, first.operation == .softmax,
      x.count == first.inputs.count - 1
    else { return Formula(.call(.sum, x, constant: 0)) }
    var missing = Set(first.inputs.indices)
    for share in x {
      guard let call = share.call, call.operation == .softmax else { continue }
      missing.remove(Int(call.constant))
    }
    guard missing.count == 1, let index = missing.first else {
      return Formula(.call(.sum, x, constant: 0))
    }
    return difference(1, Formula(.call(.softmax, first.inputs, constant: Double(index))))
  }

  /// `sigmoid(-x)` is `1 - sigmoid(x)`.
  private static func logistic(_ x: Formula) -> Formula {
    guard let positive = x.withoutSign else { return Formula(.sigmoid, x) }
    return difference(1, Formula(.sigmoid, positive))
  }
}
