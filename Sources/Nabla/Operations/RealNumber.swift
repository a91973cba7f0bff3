// What a number must be able to do so that the table of operations can be evaluated in it.
//
// The table (Primitive+Table.swift) is generic over this protocol. `Double` gives the eager engine,
// `Value` gives derivatives that are graphs again, and a type of your own (dual numbers, intervals,
// Taylor series, text) gives whatever it computes. A function that you write as
//
//     func energy<N: RealNumber>(_ x: N, _ y: N) -> N { 0.5 * x * x + cos(y) }
//
// runs unchanged on all of them.
//
// Each requirement is one primitive of the table. The first group is what a type must bring; the
// second group has formulas in the table, which a type inherits, and which `Value` replaces by
// nodes. The operators (`+ - * /`) are declared once, in an extension; a type that brings its own
// (`Double`, `Value`) is preferred there: these are marked as disfavoured.

/// A number that Nabla's table of operations can be evaluated in.
///
/// Conforming types are `Double` (values) and ``Value`` (graphs).
public protocol RealNumber: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Creates the number that stands for a constant.
  init(_ constant: Double)

  // MARK: What a number type must bring

  /// Computes `x + y`.
  static func add(_ x: consuming Self, _ y: consuming Self) -> Self
  /// Computes `x - y`.
  static func subtract(_ x: consuming Self, _ y: consuming Self) -> Self
  /// Computes `x * y`.
  static func multiply(_ x: consuming Self, _ y: consuming Self) -> Self
  /// Computes `x / y`.
  static func divide(_ x: consuming Self, _ y: consuming Self) -> Self
  /// Computes `-x`.
  static func negate(_ x: consuming Self) -> Self
  /// Computes `x + c`.
  static func add(_ x: consuming Self, constant c: Double) -> Self
  /// Computes `c - x`.
  static func subtract(_ x: consuming Self, fromConstant c: Double) -> Self
  /// Computes `c * x`.
  static func multiply(_ x: consuming Self, byConstant c: Double) -> Self
  /// Computes `x / c`.
  static func divide(_ x: consuming Self, byConstant c: Double) -> Self
  /// Computes `c / x`.
  static func divide(constant c: Double, by x: consuming Self) -> Self
  /// `x` raised to the power `y`.
  static func pow(_ x: consuming Self, _ y: consuming Self) -> Self
  /// `x` raised to a constant power.
  static func pow(_ x: consuming Self, _ c: Double) -> Self
  /// The square root.
  static func sqrt(_ x: consuming Self) -> Self
  /// The cube root, also of negative numbers.
  static func cbrt(_ x: consuming Self) -> Self
  /// `sqrt(x² + y²)` without overflow.
  static func hypot(_ x: consuming Self, _ y: consuming Self) -> Self
  /// `e` to the power `x`.
  static func exp(_ x: consuming Self) -> Self
  /// Computes `exp(x) - 1` without cancellation near 0.
  static func expMinusOne(_ x: consuming Self) -> Self
  /// The natural logarithm.
  static func log(_ x: consuming Self) -> Self
  /// Computes `log(1 + x)` without cancellation near 0.
  static func log(onePlus x: consuming Self) -> Self
  /// The logarithm to base 2.
  static func log2(_ x: consuming Self) -> Self
  /// The logarithm to base 10.
  static func log10(_ x: consuming Self) -> Self
  /// The sine of an angle in radians.
  static func sin(_ x: consuming Self) -> Self
  /// The cosine of an angle in radians.
  static func cos(_ x: consuming Self) -> Self
  /// The tangent of an angle in radians.
  static func tan(_ x: consuming Self) -> Self
  /// The inverse sine, in radians.
  static func asin(_ x: consuming Self) -> Self
  /// The inverse cosine, in radians.
  static func acos(_ x: consuming Self) -> Self
  /// The inverse tangent, in radians.
  static func atan(_ x: consuming Self) -> Self
  /// The angle of the point (x, y), in radians, in [-pi, pi].
  static func atan2(y: consuming Self, x: consuming Self) -> Self
  /// The hyperbolic sine.
  static func sinh(_ x: consuming Self) -> Self
  /// The hyperbolic cosine.
  static func cosh(_ x: consuming Self) -> Self
  /// The hyperbolic tangent.
  static func tanh(_ x: consuming Self) -> Self
  /// The inverse hyperbolic sine.
  static func asinh(_ x: consuming Self) -> Self
  /// The inverse hyperbolic cosine.
  static func acosh(_ x: consuming Self) -> Self
  /// The inverse hyperbolic tangent.
  static func atanh(_ x: consuming Self) -> Self
  /// The error function.
  static func erf(_ x: consuming Self) -> Self
  /// `1 - erf(x)` without cancellation.
  static func erfc(_ x: consuming Self) -> Self
  /// The logarithm of the absolute value of the gamma function.
  static func logGamma(_ x: consuming Self) -> Self
  /// The `order`-th derivative of the digamma function (order 0 is digamma itself).
  static func polygamma(_ order: Int, _ x: consuming Self) -> Self
  /// The absolute value.
  static func abs(_ x: consuming Self) -> Self
  /// `a` where the condition holds, `b` elsewhere.
  ///
  /// A type whose comparisons are decided at once evaluates only the branch taken.
  static func select(
    _ a: @autoclosure () -> Self, _ b: @autoclosure () -> Self, where condition: Condition<Self>
  ) -> Self

  // MARK: What the table has formulas for

  /// The number itself, and a constant to whoever differentiates it.
  ///
  /// A type that carries derivatives, such as a dual number, must bring its own, which drops them.
  static func stopGradient(_ x: consuming Self) -> Self
  /// -1, 0 or 1.
  static func sign(_ x: consuming Self) -> Self
  /// 1 where `x > 0`, and `c` elsewhere.
  static func step(_ x: consuming Self, below c: Double) -> Self
  /// -1, 0 or 1: how `x` compares with `y`.
  static func order(_ x: consuming Self, _ y: consuming Self) -> Self
  /// `x` where `x >= 0`, NaN below.
  static func nonNegative(_ x: consuming Self) -> Self
  /// `x * y`, and 0 wherever `y` is 0, also when `x` is infinite or NaN.
  static func route(_ x: consuming Self, through y: consuming Self) -> Self
  /// Computes `exp(-c x²)` with the rounding error of the square made good.
  static func gaussian(_ x: consuming Self, times c: Double) -> Self
  /// The distribution function of the standard normal distribution.
  static func normal(_ x: consuming Self) -> Self
  /// `x / hypot(x, y)`, and 0 at the origin.
  ///
  /// - Parameters:
  ///   - x: The coordinate along the direction.
  ///   - y: The other coordinate.
  ///   - radius: The denominator, `hypot(x, y)`.
  /// - Returns: The cosine of the angle between the direction and the first axis.
  static func directionCosine(
    _ x: consuming Self, _ y: consuming Self, radius: @autoclosure () -> Self
  ) -> Self
  /// A partial derivative, of any order, of `x` raised to the power `y`.
  ///
  /// - Parameters:
  ///   - order: How often the power is differentiated with respect to `x` and to `y`.
  ///   - x: The base.
  ///   - y: The exponent.
  ///   - power: The power itself, `pow(x, y)`.
  /// - Returns: The partial derivative; at `x = 0` its limit from the right.
  static func powerPartial(
    _ order: PowerOrder, _ x: consuming Self, _ y: consuming Self, power: @autoclosure () -> Self
  ) -> Self
  /// The smaller of two numbers; NaN if either is.
  static func smaller(_ x: consuming Self, _ y: consuming Self) -> Self
  /// The larger of two numbers; NaN if either is.
  static func larger(_ x: consuming Self, _ y: consuming Self) -> Self
  /// Computes `1 / (1 + exp(-x))`.
  static func sigmoid(_ x: consuming Self) -> Self
  /// Computes `log(sigmoid(x))`.
  static func logSigmoid(_ x: consuming Self) -> Self
  /// Computes `log(1 + exp(x))`.
  static func softplus(_ x: consuming Self) -> Self
  /// Computes `maximum(x, 0)`.
  static func relu(_ x: consuming Self) -> Self
  /// `x` where `x > 0`, `slope * x` elsewhere.
  static func leakyReLU(_ x: consuming Self, slope: Double) -> Self
  /// `x` where `x > 0`, `alpha * (exp(x) - 1)` elsewhere.
  static func elu(_ x: consuming Self, alpha: Double) -> Self
  /// `x` times the normal distribution function of `x`.
  static func gelu(_ x: consuming Self) -> Self
  /// Computes `x * sigmoid(x)`.
  static func silu(_ x: consuming Self) -> Self
  /// The sum of the numbers; 0 for none.
  static func sum(_ x: [Self]) -> Self
  /// The sum of products `x[i] * y[i]`, plus the offset if there is one; 0 for none.
  static func dot(_ x: [Self], _ y: [Self], plus offset: Self?) -> Self
  /// The sum of products `x[i] * y[i]` with constants, plus the offset if there is one.
  static func dot(_ x: [Self], constants y: [Double], plus offset: Self?) -> Self
  /// Computes `log(exp(x[0]) + exp(x[1]) + …)`.
  static func logSumExp(_ x: [Self]) -> Self
  /// `exp(x[i]) / (exp(x[0]) + exp(x[1]) + …)` for each i.
  static func softmax(_ x: [Self]) -> [Self]
}

// MARK: - Literals and operators

extension RealNumber {
  /// Creates a number from a literal such as `0.5`.
  public init(floatLiteral value: Double) { self.init(value) }
  /// Creates a number from a literal such as `3`.
  public init(integerLiteral value: Int) { self.init(Double(value)) }

  /// The sum.
  @_disfavoredOverload @inlinable
  public static func + (x: consuming Self, y: consuming Self) -> Self { add(x, y) }
  /// The difference.
  @_disfavoredOverload @inlinable
  public static func - (x: consuming Self, y: consuming Self) -> Self { subtract(x, y) }
  /// The product.
  @_disfavoredOverload @inlinable
  public static func * (x: consuming Self, y: consuming Self) -> Self { multiply(x, y) }
  /// The quotient.
  @_disfavoredOverload @inlinable
  public static func / (x: consuming Self, y: consuming Self) -> Self { divide(x, y) }
  /// The negative.
  @_disfavoredOverload @inlinable
  public static prefix func - (x: consuming Self) -> Self { negate(x) }
  /// The number itself.
  @_disfavoredOverload @inlinable
  public static prefix func + (x: consuming Self) -> Self { x }

  /// The sum with a constant.
  @_disfavoredOverload @inlinable
  public static func + (x: consuming Self, c: Double) -> Self { add(x, constant: c) }
  /// The sum with a constant.
  @_disfavoredOverload @inlinable
  public static func + (c: Double, x: consuming Self) -> Self { add(x, constant: c) }
  /// The difference to a constant; `x - c` is `x + (-c)` bit for bit.
  @_disfavoredOverload @inlinable
  public static func - (x: consuming Self, c: Double) -> Self { add(x, constant: -c) }
  /// The difference from a constant.
  @_disfavoredOverload @inlinable
  public static func - (c: Double, x: consuming Self) -> Self { subtract(x, fromConstant: c) }
  /// The product with a constant.
  @_disfavoredOverload @inlinable
  public static func * (c: Double, x: consuming Self) -> Self { multiply(x, byConstant: c) }
  /// The product with a constant.
  @_disfavoredOverload @inlinable
  public static func * (x: consuming Self, c: Double) -> Self { multiply(x, byConstant: c) }
  /// The quotient by a constant.
  @_disfavoredOverload @inlinable
  public static func / (x: consuming Self, c: Double) -> Self { divide(x, byConstant: c) }
  /// The quotient of a constant.
  @_disfavoredOverload @inlinable
  public static func / (c: Double, x: consuming Self) -> Self { divide(constant: c, by: x) }
}

// MARK: - Compound assignment

extension RealNumber {
  /// Makes the variable stand for the sum; the number that it stood for is not changed.
  @_disfavoredOverload @inlinable
  public static func += (x: inout Self, y: consuming Self) { x = x + y }
  /// Makes the variable stand for the difference.
  @_disfavoredOverload @inlinable
  public static func -= (x: inout Self, y: consuming Self) { x = x - y }
  /// Makes the variable stand for the product.
  @_disfavoredOverload @inlinable
  public static func *= (x: inout Self, y: consuming Self) { x = x * y }
  /// Makes the variable stand for the quotient.
  @_disfavoredOverload @inlinable
  public static func /= (x: inout Self, y: consuming Self) { x = x / y }
  /// Makes the variable stand for the sum with a constant.
  @_disfavoredOverload @inlinable
  public static func += (x: inout Self, c: Double) { x = x + c }
  /// Makes the variable stand for the difference to a constant.
  @_disfavoredOverload @inlinable
  public static func -= (x: inout Self, c: Double) { x = x - c }
  /// Makes the variable stand for the product with a constant.
  @_disfavoredOverload @inlinable
  public static func *= (x: inout Self, c: Double) { x = x * c }
  /// Makes the variable stand for the quotient by a constant.
  @_disfavoredOverload @inlinable
  public static func /= (x: inout Self, c: Double) { x = x / c }
}
