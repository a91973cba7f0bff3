// Truncated power series: a number type that knows derivatives of every order without a table of them.
//
//     x0 + t  ->  f(x0) + f'(x0) t + f''(x0)/2 t² + …
//
// The recurrences are those of A. Griewank and A. Walther, "Evaluating Derivatives", 2nd ed., SIAM 2008,
// chapter 13: a product is a convolution, a quotient undoes it, exp and log follow from f' = f u', and
// what has an elementary derivative is integrated term by term. No partial of the engine's table is
// used; of its values only those of the digamma function's derivatives.
//
// At a kink the series is that of the stated convention. NaN in a coefficient means that there is no
// such derivative; `known` counts the coefficients about which the series says anything.

import Nabla

/// A function of one variable around a point, to a fixed order.
struct Series: RealNumber {
  static var order: Int { 4 }

  /// The coefficients, the value first.
  private(set) var c: [Double]
  /// How many coefficients, from the value on, are worth comparing with.
  var known = Self.order + 1

  init(_ constant: Double) { c = [constant] + Array(repeating: 0, count: Self.order) }
  init(variable x: Double) {
    self.init(x)
    c[1] = 1
  }
  private init(c: [Double], known: Int) {
    self.c = c
    self.known = known
  }

  var value: Double { c[0] }
  /// The derivative of this order.
  func derivative(_ order: Int) -> Double {
    (1...Swift.max(order, 1)).reduce(c[order]) { $0 * Double(order > 0 ? $1 : 1) }
  }
  var isConstant: Bool { c.dropFirst().allSatisfy { $0 == 0 } }

  /// A series whose coefficients follow one after the other.
  private static func made(known: Int, _ next: (Int, [Double]) -> Double) -> Series {
    var c: [Double] = []
    for k in 0...order { c.append(next(k, c)) }
    return Series(c: c, known: known)
  }
  /// The value alone; the derivatives do not exist.
  private static func broken(_ value: Double, known: Int = order + 1) -> Series {
    Series(c: [value] + Array(repeating: .nan, count: order), known: known)
  }
  /// A function with value f at u, whose derivative there is this series.
  private static func integral(_ f: Double, _ slope: Series, _ u: Series) -> Series {
    // What is constant may or may not pass through an infinite slope as 0.
    if u.isConstant, !slope.value.isFinite { return broken(f, known: 1) }
    return made(known: Swift.min(slope.known, u.known)) { k, _ in
      if k == 0 { return f }
      return (1...k).reduce(0) { $0 + Double($1) * u.c[$1] * slope.c[k - $1] } / Double(k)
    }
  }

  // MARK: Arithmetic

  private func mapping(_ f: (Double) -> Double) -> Series { Series(c: c.map(f), known: known) }
  private static func zipped(_ x: Series, _ y: Series, _ f: (Double, Double) -> Double) -> Series {
    Series(c: zip(x.c, y.c).map(f), known: Swift.min(x.known, y.known))
  }

  static func add(_ x: Series, _ y: Series) -> Series { zipped(x, y) { $0 + $1 } }
  static func subtract(_ x: Series, _ y: Series) -> Series { zipped(x, y) { $0 - $1 } }
  static func multiply(_ x: Series, _ y: Series) -> Series {
    made(known: Swift.min(x.known, y.known)) { k, _ in
      (0...k).reduce(0) { $0 + x.c[$1] * y.c[k - $1] }
    }
  }
  static func divide(_ x: Series, _ y: Series) -> Series {
    if y.value == 0 {
      return broken(x.value / y.value, known: y.isConstant ? 1 : Swift.min(x.known, y.known))
    }
    return made(known: Swift.min(x.known, y.known)) { k, q in
      ((0..<k).reduce(x.c[k]) { $0 - q[$1] * y.c[k - $1] }) / y.c[0]
    }
  }
  static func negate(_ x: Series) -> Series { x.mapping { -$0 } }
  static func add(_ x: Series, constant a: Double) -> Series { x + Series(a) }
  static func subtract(_ x: Series, fromConstant a: Double) -> Series { Series(a) - x }
  static func multiply(_ x: Series, byConstant a: Double) -> Series { x.mapping { a * $0 } }
  static func divide(_ x: Series, byConstant a: Double) -> Series { x.mapping { $0 / a } }
  static func divide(constant a: Double, by x: Series) -> Series { Series(a) / x }

  // MARK: Powers, exponentials, logarithms

  static func pow(_ u: Series, _ a: Double) -> Series {
    if a == 0 { return Series(1) }
    if a == a.rounded(), a > 0, a <= 8 {
      return (1..<Int(a)).reduce(u) { product, _ in product * u }
    }
    if u.value < 0, a != a.rounded() { return broken(.nan, known: u.known) }
    if u.value == 0 {
      // What is constant may or may not pass through an infinite slope as 0.
      if u.isConstant { return broken(Double.pow(0, a), known: 1) }
      // The derivatives of lower order than the power have powers of u left as factors.
      return made(known: u.known) { k, _ in
        k == 0 ? Double.pow(0, a) : Double(k) < a && !u.c[1...k].contains { $0.isNaN } ? 0 : .nan
      }
    }
    return made(known: u.known) { k, p in
      if k == 0 { return Double.pow(u.value, a) }
      let terms = (1...k).map { (a * Double($0) - Double(k - $0)) * u.c[$0] * p[k - $0] }
      return terms.reduce(0, +) / (Double(k) * u.value)
    }
  }
  static func pow(_ x: Series, _ y: Series) -> Series {
    var result: Series
    if x.value > 0 {
      result = exp(y * log(x))
      result.c[0] = Double.pow(x.value, y.value)
    } else if y.isConstant, y.value == y.value.rounded() || x.value == 0 {
      result = pow(x, y.value)
    } else {
      // At 0 logarithms come up, which no power series has; HighOrderReferences.swift has them.
      result = broken(Double.pow(x.value, y.value))
      if x.value == 0 { result.known = 1 }
    }
    result.known = Swift.min(result.known, x.known, y.known)
    return result
  }
  static func sqrt(_ x: Series) -> Series { pow(x, 0.5) }
  static func cbrt(_ x: Series) -> Series {
    if x.value == 0 { return broken(0, known: x.isConstant ? 1 : x.known) }
    return x.value > 0 ? pow(x, 1.0 / 3) : -pow(-x, 1.0 / 3)
  }
  static func hypot(_ x: Series, _ y: Series) -> Series {
    if x.value == 0, y.value == 0 {
      // The least-norm subgradient; beyond it there is nothing.
      return Series(
        c: [0, 0] + Array(repeating: .nan, count: order - 1), known: Swift.min(x.known, y.known))
    }
    return sqrt(x * x + y * y)
  }
  static func directionCosine(
    _ x: Series, _ y: Series, radius: @autoclosure () -> Series
  ) -> Series {
    x.value == 0 && y.value == 0
      ? broken(0, known: Swift.min(x.known, y.known)) : x / sqrt(x * x + y * y)
  }
  static func exp(_ u: Series) -> Series {
    made(known: u.known) { k, e in
      if k == 0 { return Double.exp(u.value) }
      return (1...k).reduce(0) { $0 + Double($1) * u.c[$1] * e[k - $1] } / Double(k)
    }
  }
  static func expMinusOne(_ u: Series) -> Series {
    integral(Double.expMinusOne(u.value), exp(u), u)
  }
  static func log(_ u: Series) -> Series { integral(Double.log(u.value), guarded(1 / u, u), u) }
  static func log(onePlus u: Series) -> Series {
    integral(Double.log(onePlus: u.value), guarded(1 / (1 + u), 1 + u), u)
  }
  static func log2(_ u: Series) -> Series {
    integral(Double.log2(u.value), guarded(1 / (Double.log(2) * u), u), u)
  }
  static func log10(_ u: Series) -> Series {
    integral(Double.log10(u.value), guarded(1 / (Double.log(10) * u), u), u)
  }
  /// What is NaN left of 0.
  private static func guarded(_ f: Series, _ u: Series) -> Series {
    u.value < 0 ? broken(.nan, known: u.known) : f
  }

  // MARK: Trigonometry and hyperbolic functions

  static func sin(_ u: Series) -> Series { waves(u).sine }
  static func cos(_ u: Series) -> Series { waves(u).cosine }
  private static func waves(_ u: Series) -> (sine: Series, cosine: Series) {
    var (s, c) = ([Double.sin(u.value)], [Double.cos(u.value)])
    for k in 1...order {
      s.append((1...k).reduce(0) { $0 + Double($1) * u.c[$1] * c[k - $1] } / Double(k))
      c.append((1...k).reduce(0) { $0 - Double($1) * u.c[$1] * s[k - $1] } / Double(k))
    }
    return (Series(c: s, known: u.known), Series(c: c, known: u.known))
  }
  static func tan(_ u: Series) -> Series { sin(u) / cos(u) }
  static func asin(_ u: Series) -> Series {
    integral(Double.asin(u.value), 1 / sqrt((1 - u) * (1 + u)), u)
  }
  static func acos(_ u: Series) -> Series {
    integral(Double.acos(u.value), -1 / sqrt((1 - u) * (1 + u)), u)
  }
  static func atan(_ u: Series) -> Series {
    integral(Double.atan(u.value), Series(1) / (1 + u * u), u)
  }
  static func atan2(y: Series, x: Series) -> Series {
    let angle = Double.atan2(y: y.value, x: x.value)
    if x.value == 0, y.value == 0 { return broken(angle, known: Swift.min(x.known, y.known)) }
    // The arctangent of the smaller quotient, turned to the right quadrant.
    var turned = Swift.abs(x.value) >= Swift.abs(y.value) ? atan(y / x) : -atan(x / y)
    turned.c[0] = angle
    return turned
  }
  static func sinh(_ u: Series) -> Series { integral(Double.sinh(u.value), cosh(u), u) }
  static func cosh(_ u: Series) -> Series { 0.5 * (exp(u) + exp(-u)) }
  static func tanh(_ u: Series) -> Series { sinh(u) / cosh(u) }
  static func asinh(_ u: Series) -> Series {
    integral(Double.asinh(u.value), 1 / sqrt(1 + u * u), u)
  }
  static func acosh(_ u: Series) -> Series {
    integral(Double.acosh(u.value), 1 / (sqrt(u - 1) * sqrt(u + 1)), u)
  }
  static func atanh(_ u: Series) -> Series {
    integral(Double.atanh(u.value), guarded(Series(1) / ((1 - u) * (1 + u)), (1 - u) * (1 + u)), u)
  }

  // MARK: Special functions

  static func erf(_ u: Series) -> Series { integral(Double.erf(u.value), bell(u), u) }
  static func erfc(_ u: Series) -> Series { integral(Double.erfc(u.value), -bell(u), u) }
  /// The derivative of erf, 2 / sqrt(pi) e^(-u²).
  private static func bell(_ u: Series) -> Series { 1.1283791670955126 * exp(-(u * u)) }
  static func gaussian(_ u: Series, times a: Double) -> Series { exp(-a * (u * u)) }
  static func normal(_ u: Series) -> Series { 0.5 * erfc(-0.5.squareRoot() * u) }
  static func logGamma(_ u: Series) -> Series {
    integral(Double.logGamma(u.value), polygamma(0, u), u)
  }
  static func polygamma(_ n: Int, _ u: Series) -> Series {
    // Its Taylor series at the point, by Horner's scheme.
    var shifted = u
    shifted.c[0] = 0
    let value = Double.polygamma(n, u.value)
    if !value.isFinite { return broken(value, known: u.isConstant ? 1 : u.known) }
    var result = Series(0)
    for k in stride(from: order, through: 0, by: -1) {
      let factorial = (1...Swift.max(k, 1)).reduce(1.0) { $0 * Double($1) }
      let coefficient: Double = Double.polygamma(n + k, u.value) / factorial
      result = result * shifted + Series(coefficient)
    }
    result.known = u.known
    return result
  }

  // MARK: Activations, as the textbooks have them

  static func sigmoid(_ u: Series) -> Series { 1 / (1 + exp(-u)) }
  static func softplus(_ u: Series) -> Series { integral(Double.softplus(u.value), sigmoid(u), u) }
  static func logSigmoid(_ u: Series) -> Series {
    integral(Double.logSigmoid(u.value), 1 - sigmoid(u), u)
  }
  static func gelu(_ u: Series) -> Series { u * normal(u) }
  static func silu(_ u: Series) -> Series { u * sigmoid(u) }
  static func logSumExp(_ x: [Series]) -> Series { log(sum(x.map { exp($0) })) }
  static func softmax(_ x: [Series]) -> [Series] { x.map { exp($0) / sum(x.map { exp($0) }) } }

  // MARK: Pieces: at a kink the stated convention

  static func select(
    _ a: @autoclosure () -> Series, _ b: @autoclosure () -> Series,
    where condition: Condition<Series>
  ) -> Series {
    let (x, y) = (condition.left.value, condition.right.value)
    return (condition.allowsEqual ? x <= y : x < y) ? a() : b()
  }
  /// This piece, chosen from several.
  ///
  /// What is not chosen passes 0 times its partials on, which is NaN where one is infinite: there the
  /// series says nothing but the value.
  private func chosen(from pieces: Series...) -> Series {
    if pieces.contains(where: { $0.value.isNaN }) { return .broken(.nan, known: 1) }
    var piece = self
    if !pieces.allSatisfy({ $0.c.allSatisfy { $0.isFinite } }) { piece.known = 1 }
    return piece
  }

  static func stopGradient(_ u: Series) -> Series { Series(u.value) }
  static func abs(_ u: Series) -> Series {
    (u.value == 0 ? Series(0) : u.value > 0 ? u : -u).chosen(from: u)
  }
  static func smaller(_ x: Series, _ y: Series) -> Series {
    (x.value == y.value ? 0.5 * (x + y) : x.value < y.value ? x : y).chosen(from: x, y)
  }
  static func larger(_ x: Series, _ y: Series) -> Series {
    (x.value == y.value ? 0.5 * (x + y) : x.value > y.value ? x : y).chosen(from: x, y)
  }
  static func sign(_ u: Series) -> Series { Series(Double.sign(u.value)) }
  static func step(_ u: Series, below a: Double) -> Series {
    Series(Double.step(u.value, below: a))
  }
  static func order(_ x: Series, _ y: Series) -> Series { Series(Double.order(x.value, y.value)) }
  static func route(_ x: Series, through y: Series) -> Series {
    // Where y is 0 it stands for a choice, and the table asks no more of it.
    var product = x * y
    if y.value == 0 { product.known = 1 }
    return product
  }
  static func nonNegative(_ u: Series) -> Series { guarded(u, u) }
  static func relu(_ u: Series) -> Series { (u.value > 0 ? u : Series(0)).chosen(from: u) }
  static func leakyReLU(_ u: Series, slope: Double) -> Series {
    (u.value > 0 ? u : slope * u).chosen(from: u)
  }
  static func elu(_ u: Series, alpha: Double) -> Series {
    u.value > 0 ? u : alpha * expMinusOne(u)
  }
}
