// Dual numbers: a + b e with e² = 0. A number type of a user's own, with only what RealNumber asks
// for; its rules are the forward-mode rules of a textbook, written here anew. Over Double it carries
// a directional derivative; over dual numbers again, a second one.

import Nabla

/// A value and its derivative along one direction.
struct Dual<Base: RealNumber>: RealNumber {
  var value: Base
  var slope: Base

  init(_ value: Base, _ slope: Base) {
    self.value = value
    self.slope = slope
  }

  init(_ constant: Double) { self.init(Base(constant), 0) }

  /// A function of the value, and its derivative there.
  private func chain(_ f: Base, _ derivative: Base) -> Dual { Dual(f, derivative * slope) }

  // MARK: Arithmetic

  static func add(_ x: Dual, _ y: Dual) -> Dual { Dual(x.value + y.value, x.slope + y.slope) }
  static func subtract(_ x: Dual, _ y: Dual) -> Dual { Dual(x.value - y.value, x.slope - y.slope) }
  static func multiply(_ x: Dual, _ y: Dual) -> Dual {
    Dual(x.value * y.value, x.slope * y.value + x.value * y.slope)
  }
  static func divide(_ x: Dual, _ y: Dual) -> Dual {
    Dual(x.value / y.value, (x.slope * y.value - x.value * y.slope) / (y.value * y.value))
  }
  static func negate(_ x: Dual) -> Dual { Dual(-x.value, -x.slope) }
  static func add(_ x: Dual, constant c: Double) -> Dual { Dual(x.value + c, x.slope) }
  static func subtract(_ x: Dual, fromConstant c: Double) -> Dual { Dual(c - x.value, -x.slope) }
  static func multiply(_ x: Dual, byConstant c: Double) -> Dual { Dual(c * x.value, c * x.slope) }
  static func divide(_ x: Dual, byConstant c: Double) -> Dual { Dual(x.value / c, x.slope / c) }
  static func divide(constant c: Double, by x: Dual) -> Dual { Dual(c) / x }

  // MARK: Powers, exponentials, logarithms

  static func pow(_ x: Dual, _ y: Dual) -> Dual { exp(y * log(x)) }
  static func pow(_ x: Dual, _ c: Double) -> Dual {
    // For negative bases too, where the power is an integer.
    x.chain(Base.pow(x.value, c), c * (Base.pow(x.value, c) / x.value))
  }
  static func sqrt(_ x: Dual) -> Dual {
    x.chain(Base.sqrt(x.value), Base.sqrt(x.value) / (2 * x.value))
  }
  static func cbrt(_ x: Dual) -> Dual {
    x.chain(Base.cbrt(x.value), Base.cbrt(x.value) / (3 * x.value))
  }
  static func hypot(_ x: Dual, _ y: Dual) -> Dual {
    let radius = Base.hypot(x.value, y.value)
    return Dual(radius, (x.value / radius) * x.slope + (y.value / radius) * y.slope)
  }
  static func exp(_ x: Dual) -> Dual { x.chain(Base.exp(x.value), Base.exp(x.value)) }
  static func expMinusOne(_ x: Dual) -> Dual {
    x.chain(Base.expMinusOne(x.value), Base.exp(x.value))
  }
  static func log(_ x: Dual) -> Dual { x.chain(Base.log(x.value), 1 / x.value) }
  static func log(onePlus x: Dual) -> Dual {
    x.chain(Base.log(onePlus: x.value), 1 / (x.value + 1))
  }
  static func log2(_ x: Dual) -> Dual {
    x.chain(Base.log2(x.value), 1 / (x.value * Base.log(2)))
  }
  static func log10(_ x: Dual) -> Dual {
    x.chain(Base.log10(x.value), 1 / (x.value * Base.log(10)))
  }

  // MARK: Trigonometry and hyperbolic functions

  static func sin(_ x: Dual) -> Dual { x.chain(Base.sin(x.value), Base.cos(x.value)) }
  static func cos(_ x: Dual) -> Dual { x.chain(Base.cos(x.value), -Base.sin(x.value)) }
  static func tan(_ x: Dual) -> Dual {
    x.chain(Base.tan(x.value), 1 / (Base.cos(x.value) * Base.cos(x.value)))
  }
  static func asin(_ x: Dual) -> Dual {
    x.chain(Base.asin(x.value), 1 / Base.cos(Base.asin(x.value)))
  }
  static func acos(_ x: Dual) -> Dual {
    x.chain(Base.acos(x.value), -1 / Base.sin(Base.acos(x.value)))
  }
  static func atan(_ x: Dual) -> Dual {
    x.chain(Base.atan(x.value), Base.cos(Base.atan(x.value)) * Base.cos(Base.atan(x.value)))
  }
  static func atan2(y: Dual, x: Dual) -> Dual {
    let radius = Base.hypot(x.value, y.value)
    let turn = (x.value / radius) * y.slope - (y.value / radius) * x.slope
    return Dual(Base.atan2(y: y.value, x: x.value), turn / radius)
  }
  static func sinh(_ x: Dual) -> Dual { x.chain(Base.sinh(x.value), Base.cosh(x.value)) }
  static func cosh(_ x: Dual) -> Dual { x.chain(Base.cosh(x.value), Base.sinh(x.value)) }
  static func tanh(_ x: Dual) -> Dual {
    x.chain(Base.tanh(x.value), 1 / (Base.cosh(x.value) * Base.cosh(x.value)))
  }
  static func asinh(_ x: Dual) -> Dual {
    x.chain(Base.asinh(x.value), 1 / Base.cosh(Base.asinh(x.value)))
  }
  static func acosh(_ x: Dual) -> Dual {
    x.chain(Base.acosh(x.value), 1 / Base.sinh(Base.acosh(x.value)))
  }
  static func atanh(_ x: Dual) -> Dual {
    x.chain(Base.atanh(x.value), 0.5 / (x.value + 1) + 0.5 / (1 - x.value))
  }

  // MARK: Special functions and choices

  static func erf(_ x: Dual) -> Dual { x.chain(Base.erf(x.value), bell(x.value)) }
  static func erfc(_ x: Dual) -> Dual { x.chain(Base.erfc(x.value), -bell(x.value)) }
  static func logGamma(_ x: Dual) -> Dual {
    x.chain(Base.logGamma(x.value), Base.polygamma(0, x.value))
  }
  static func polygamma(_ order: Int, _ x: Dual) -> Dual {
    x.chain(Base.polygamma(order, x.value), Base.polygamma(order + 1, x.value))
  }
  static func stopGradient(_ x: Dual) -> Dual { Dual(x.value, 0) }
  static func abs(_ x: Dual) -> Dual {
    select(x, -x, where: Condition(0, isLessThan: x, orEqual: true))
  }
  static func select(
    _ a: @autoclosure () -> Dual, _ b: @autoclosure () -> Dual, where condition: Condition<Dual>
  ) -> Dual {
    let chosen = Condition(
      condition.left.value, isLessThan: condition.right.value, orEqual: condition.allowsEqual)
    return Dual(
      Base.select(a().value, b().value, where: chosen),
      Base.select(a().slope, b().slope, where: chosen))
  }

  /// The derivative of erf.
  private static func bell(_ x: Base) -> Base {
    2 / Double.pi.squareRoot() * Base.exp(-(x * x))
  }
}

/// Derivatives by dual numbers, of a function written for any number type.
enum DualWitness {
  /// df/dx[i].
  static func partial(
    at x: [Double], _ i: Int, of function: ([Dual<Double>]) -> Dual<Double>
  ) -> Double {
    function(x.indices.map { Dual(x[$0], $0 == i ? 1 : 0) }).slope
  }

  /// d²f/dx[i]dx[j].
  static func secondPartial(
    at x: [Double], _ i: Int, _ j: Int,
    of function: ([Dual<Dual<Double>>]) -> Dual<Dual<Double>>
  ) -> Double {
    let inputs = x.indices.map {
      Dual(Dual(x[$0], $0 == i ? 1.0 : 0), Dual<Double>($0 == j ? 1 : 0))
    }
    return function(inputs).slope.slope
  }
}
