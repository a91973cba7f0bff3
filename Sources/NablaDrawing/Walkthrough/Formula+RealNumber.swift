// Formula in the table: every operation stays the call that it is. Of the functions of many inputs a
// sum and a softmax stay calls; a dot product becomes its products, which the table adds up.

import Nabla

extension Formula: RealNumber {
  init(_ constant: Double) { self.init(.constant(constant)) }

  static func add(_ x: Formula, _ y: Formula) -> Formula { Formula(.add, x, y) }
  static func subtract(_ x: Formula, _ y: Formula) -> Formula { Formula(.subtract, x, y) }
  static func multiply(_ x: Formula, _ y: Formula) -> Formula { Formula(.multiply, x, y) }
  static func divide(_ x: Formula, _ y: Formula) -> Formula { Formula(.divide, x, y) }
  static func negate(_ x: Formula) -> Formula { Formula(.negate, x) }
  static func add(_ x: Formula, constant c: Double) -> Formula {
    Formula(.addConstant, x, constant: c)
  }
  static func subtract(_ x: Formula, fromConstant c: Double) -> Formula {
    Formula(.subtractFromConstant, x, constant: c)
  }
  static func multiply(_ x: Formula, byConstant c: Double) -> Formula {
    Formula(.multiplyByConstant, x, constant: c)
  }
  static func divide(_ x: Formula, byConstant c: Double) -> Formula {
    Formula(.divideByConstant, x, constant: c)
  }
  static func divide(constant c: Double, by x: Formula) -> Formula {
    Formula(.divideConstant, x, constant: c)
  }
  static func pow(_ x: Formula, _ y: Formula) -> Formula { Formula(.power, x, y) }
  static func pow(_ x: Formula, _ c: Double) -> Formula { Formula(.powerConstant, x, constant: c) }
  static func sqrt(_ x: Formula) -> Formula { Formula(.sqrt, x) }
  static func cbrt(_ x: Formula) -> Formula { Formula(.cbrt, x) }
  static func hypot(_ x: Formula, _ y: Formula) -> Formula { Formula(.hypot, x, y) }
  static func exp(_ x: Formula) -> Formula { Formula(.exp, x) }
  static func expMinusOne(_ x: Formula) -> Formula { Formula(.expMinusOne, x) }
  static func log(_ x: Formula) -> Formula { Formula(.log, x) }
  static func log(onePlus x: Formula) -> Formula { Formula(.logOnePlus, x) }
  static func log2(_ x: Formula) -> Formula { Formula(.log2, x) }
  static func log10(_ x: Formula) -> Formula { Formula(.log10, x) }
  static func sin(_ x: Formula) -> Formula { Formula(.sin, x) }
  static func cos(_ x: Formula) -> Formula { Formula(.cos, x) }
  static func tan(_ x: Formula) -> Formula { Formula(.tan, x) }
  static func asin(_ x: Formula) -> Formula { Formula(.asin, x) }
  static func acos(_ x: Formula) -> Formula { Formula(.acos, x) }
  static func atan(_ x: Formula) -> Formula { Formula(.atan, x) }
  static func atan2(y: Formula, x: Formula) -> Formula { Formula(.atan2, y, x) }
  static func sinh(_ x: Formula) -> Formula { Formula(.sinh, x) }
  static func cosh(_ x: Formula) -> Formula { Formula(.cosh, x) }
  static func tanh(_ x: Formula) -> Formula { Formula(.tanh, x) }
  static func asinh(_ x: Formula) -> Formula { Formula(.asinh, x) }
  static func acosh(_ x: Formula) -> Formula { Formula(.acosh, x) }
  static func atanh(_ x: Formula) -> Formula { Formula(.atanh, x) }
  static func erf(_ x: Formula) -> Formula { Formula(.erf, x) }
  static func erfc(_ x: Formula) -> Formula { Formula(.erfc, x) }
  static func logGamma(_ x: Formula) -> Formula { Formula(.logGamma, x) }
  static func polygamma(_ order: Int, _ x: Formula) -> Formula {
    Formula(.polygamma, x, constant: Double(order))
  }
  static func powerPartial(
    _ order: PowerOrder, _ x: Formula, _ y: Formula, power: @autoclosure () -> Formula
  ) -> Formula {
    // The first partials are what a reader knows; the others stay calls.
    if order.x + order.y == 1 {
      return Primitive.powerPartial.value(at: [x, y], constant: order.constant)
    }
    return Formula(.call(.powerPartial, [x, y], constant: order.constant))
  }
  static func abs(_ x: Formula) -> Formula { Formula(.abs, x) }
  static func stopGradient(_ x: Formula) -> Formula { Formula(.stopGradient, x) }
  static func sign(_ x: Formula) -> Formula { Formula(.sign, x) }
  static func step(_ x: Formula, below c: Double) -> Formula { Formula(.step, x, constant: c) }
  static func order(_ x: Formula, _ y: Formula) -> Formula { Formula(.order, x, y) }
  static func nonNegative(_ x: Formula) -> Formula { Formula(.nonNegative, x) }
  static func route(_ x: Formula, through y: Formula) -> Formula { Formula(.route, x, y) }
  static func gaussian(_ x: Formula, times c: Double) -> Formula {
    Formula(.gaussian, x, constant: c)
  }
  static func normal(_ x: Formula) -> Formula { Formula(.normal, x) }
  static func smaller(_ x: Formula, _ y: Formula) -> Formula { Formula(.minimum, x, y) }
  static func larger(_ x: Formula, _ y: Formula) -> Formula { Formula(.maximum, x, y) }
  static func sigmoid(_ x: Formula) -> Formula { Formula(.sigmoid, x) }
  static func logSigmoid(_ x: Formula) -> Formula { Formula(.logSigmoid, x) }
  static func softplus(_ x: Formula) -> Formula { Formula(.softplus, x) }
  static func relu(_ x: Formula) -> Formula { Formula(.relu, x) }
  static func leakyReLU(_ x: Formula, slope: Double) -> Formula {
    Formula(.leakyReLU, x, constant: slope)
  }
  static func elu(_ x: Formula, alpha: Double) -> Formula { Formula(.elu, x, constant: alpha) }
  static func gelu(_ x: Formula) -> Formula { Formula(.gelu, x) }
  static func silu(_ x: Formula) -> Formula { Formula(.silu, x) }

  static func select(
    _ a: @autoclosure () -> Formula, _ b: @autoclosure () -> Formula,
    where condition: Condition<Formula>
  ) -> Formula {
    Formula(.select(a(), b(), where: condition))
  }

  // MARK: Many inputs

  static func sum(_ x: [Formula]) -> Formula { Formula(.call(.sum, x, constant: 0)) }
  static func logSumExp(_ x: [Formula]) -> Formula { Formula(.call(.logSumExp, x, constant: 0)) }
  static func softmax(_ x: [Formula]) -> [Formula] {
    x.indices.map { Formula(.call(.softmax, x, constant: Double($0))) }
  }
}
