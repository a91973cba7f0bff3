// A product of powers with one coefficient in front: what `-(x / y) / y` is, -1 * x^1 * y^-2.
//
// Powers of one base are put together only where their exponents have one sign: x / x is not 1 at 0.

import Nabla

/// A product of powers: `coefficient * base^exponent * base^exponent` and so on.
struct Monomial {
  private struct Factor {
    var base: Formula
    var exponent: Double
  }

  private var coefficient = 1.0
  private var factors: [Factor] = []

  /// What an operation of products and powers makes of simplified inputs.
  init(_ operation: Primitive, _ x: [Formula], _ c: Double) {
    switch operation {
    case .multiply: multiply(by: x[0]); multiply(by: x[1])
    // 0 through a factor of 0, whatever the other: on the domain it is the product.
    case .route: multiply(by: x[1]); multiply(by: x[0])
    case .divide: multiply(by: x[0]); multiply(by: x[1], to: -1)
    case .negate: multiply(by: -1); multiply(by: x[0])
    case .multiplyByConstant: multiply(by: Formula(c)); multiply(by: x[0])
    case .divideByConstant: multiply(by: x[0]); multiply(by: Formula(c), to: -1)
    case .divideConstant: multiply(by: Formula(c)); multiply(by: x[0], to: -1)
    case .powerConstant: multiply(by: x[0], to: c)
    case .power where x[1].constant != nil: multiply(by: x[0], to: x[1].constant ?? 1)
    default: append(Formula(.call(operation, x, constant: c)), 1)
    }
    nameConstants()
    useIdentities()
  }

  // MARK: - Gathering

  private mutating func multiply(by formula: Formula, to exponent: Double = 1) {
    if let constant = formula.constant, exponent.magnitude == 1, constant != 0 || exponent > 0 {
      coefficient = exponent == 1 ? coefficient * constant : coefficient / constant
      return
    }
    guard let call = formula.call, exponent.magnitude == 1 else {
      return append(formula, exponent)
    }
    switch call.operation {
    case .multiply:
      for input in call.inputs { multiply(by: input, to: exponent) }
    case .divide:
      multiply(by: call.inputs[0], to: exponent)
      multiply(by: call.inputs[1], to: -exponent)
    case .negate:
      coefficient = -coefficient
      multiply(by: call.inputs[0], to: exponent)
    case .power:
      guard let inner = call.inputs[1].constant else { return append(formula, exponent) }
      append(call.inputs[0], inner * exponent)
    default: append(formula, exponent)
    }
  }

  private mutating func append(_ base: Formula, _ exponent: Double) {
    let place = factors.firstIndex { $0.base == base && $0.exponent.sign == exponent.sign }
    if let place, base.constant == nil {
      factors[place].exponent += exponent
    } else {
      factors.append(Factor(base: base, exponent: exponent))
    }
  }

  // MARK: - As in textbooks

  /// The constants of the table by their meaning.
  private mutating func nameConstants() {
    let sign = coefficient < 0 ? -1.0 : 1
    switch coefficient.magnitude {
    case 1.4426950408889634: append(Formula(.log, 2), -1)
    case 0.4342944819032518: append(Formula(.log, 10), -1)
    case 1.1283791670955126:
      coefficient = 2 * sign
      return append(Formula(.sqrt, Formula(.pi)), -1)
    case 0.3989422804014327: append(Formula(.sqrt, Formula(.multiply, 2, Formula(.pi))), -1)
    default: return
    }
    coefficient = sign
  }

  private mutating func useIdentities() {
    multiplyConjugates()
    useHyperbolicTangent()
    for i in factors.indices where factors[i].exponent.magnitude == 2 {
      guard let call = factors[i].base.call, call.operation == .hypot else { continue }
      let squares = call.inputs.map { ($0 * $0).simplified() }
      factors[i].base = Formula.sum(squares[0], squares[1])
      factors[i].exponent /= 2
    }
  }

  /// `(a - b)(a + b)` is `a^2 - b^2`.
  private mutating func multiplyConjugates() {
    for i in factors.indices {
      guard let minus = factors[i].base.call, minus.operation == .subtract,
        let j = factors.firstIndex(where: {
          $0.exponent == factors[i].exponent && $0.base.call?.operation == .add
            && $0.base.call?.inputs == minus.inputs
        })
      else { continue }
      let squares = minus.inputs.map { ($0 * $0).simplified() }
      factors[i].base = Formula.difference(squares[0], squares[1])
      factors.remove(at: j)
      return
    }
  }

  /// `4 s (1 - s)` of `s = sigmoid(2 x)` is `1 - tanh(x)^2`.
  private mutating func useHyperbolicTangent() {
    for i in factors.indices where factors[i].exponent == 1 {
      guard let call = factors[i].base.call, call.operation == .sigmoid,
        let double = call.inputs[0].call, double.operation == .multiply,
        double.inputs[0].constant == 2,
        let j = factors.firstIndex(where: {
          $0.exponent == 1 && $0.base == Formula.difference(1, factors[i].base)
        })
      else { continue }
      coefficient /= 4
      let tangent = Formula(.tanh, double.inputs[1])
      factors[i].base = Formula.difference(1, Formula(.power, tangent, 2))
      factors.remove(at: j)
      return
    }
  }

  // MARK: - Back to a tree

  /// The product as a tree: `-(2 * x) / (3 * y^2)`.
  var formula: Formula {
    let size = coefficient.magnitude
    let reciprocal = 1 / size
    // But 0 times a name stays to be seen: it is NaN where the name is infinite.
    if factors.isEmpty { return Formula(coefficient) }
    var above = factors.filter { $0.exponent > 0 || $0.exponent.isNaN }.map(Self.power)
    var below = factors.filter { !($0.exponent > 0 || $0.exponent.isNaN) }.map(Self.power)
    if size != 1 {
      // 1/(2 * sqrt(x)) rather than 0.5/sqrt(x), x/2 rather than 0.5 * x.
      let isFraction = !below.isEmpty || reciprocal == 2
      if isFraction, size < 1, reciprocal == reciprocal.rounded(), reciprocal < 1000 {
        below.insert(Formula(reciprocal), at: 0)
      } else {
        above.insert(Formula(size), at: 0)
      }
    }
    let numerator = Self.product(above)
    let quotient = below.isEmpty ? numerator : Formula(.divide, numerator, Self.product(below))
    guard coefficient < 0 else { return quotient }
    return quotient.constant.map { Formula(-$0) } ?? Formula(.negate, quotient)
  }

  private static func power(_ factor: Factor) -> Formula {
    let exponent = factor.exponent.magnitude
    // A power that is constant in its base stays visible: x^0.
    return exponent == 1 ? factor.base : Formula(.power, factor.base, Formula(exponent))
  }

  private static func product(_ factors: [Formula]) -> Formula {
    guard let first = factors.first else { return 1 }
    return factors.dropFirst().reduce(first) { Formula(.multiply, $0, $1) }
  }
}
