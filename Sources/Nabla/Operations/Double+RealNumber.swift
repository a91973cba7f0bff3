// Double in the table: the eager engine's numbers. The only file that imports a C library, and it
// imports the platform's libm and nothing else.

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#elseif canImport(Bionic)
import Bionic
#elseif canImport(WASILibc)
import WASILibc
#elseif canImport(ucrt)
import ucrt
#endif

// Inside `extension Double` the name `sin` means `Double.sin`; here it still means libm's function.
@inline(__always) private func libmExp(_ x: Double) -> Double { exp(x) }
@inline(__always) private func libmCbrt(_ x: Double) -> Double { cbrt(x) }
@inline(__always) private func libmExpMinusOne(_ x: Double) -> Double { expm1(x) }
@inline(__always) private func libmLog(_ x: Double) -> Double { log(x) }
@inline(__always) private func libmLog2(_ x: Double) -> Double { log2(x) }
@inline(__always) private func libmLog10(_ x: Double) -> Double { log10(x) }
@inline(__always) private func libmSin(_ x: Double) -> Double { sin(x) }
@inline(__always) private func libmCos(_ x: Double) -> Double { cos(x) }
@inline(__always) private func libmTan(_ x: Double) -> Double { tan(x) }
@inline(__always) private func libmAsin(_ x: Double) -> Double { asin(x) }
@inline(__always) private func libmAcos(_ x: Double) -> Double { acos(x) }
@inline(__always) private func libmAtan(_ x: Double) -> Double { atan(x) }
@inline(__always) private func libmSinh(_ x: Double) -> Double { sinh(x) }
@inline(__always) private func libmCosh(_ x: Double) -> Double { cosh(x) }
@inline(__always) private func libmTanh(_ x: Double) -> Double { tanh(x) }
@inline(__always) private func libmAsinh(_ x: Double) -> Double { asinh(x) }
@inline(__always) private func libmAcosh(_ x: Double) -> Double { acosh(x) }
@inline(__always) private func libmAtanh(_ x: Double) -> Double { atanh(x) }
@inline(__always) private func libmErf(_ x: Double) -> Double { erf(x) }
@inline(__always) private func libmErfc(_ x: Double) -> Double { erfc(x) }
@inline(__always) private func libmLogOnePlus(_ x: Double) -> Double { log1p(x) }
@inline(__always) private func libmPow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
@inline(__always) private func libmHypot(_ x: Double, _ y: Double) -> Double { hypot(x, y) }
@inline(__always) private func libmAtan2(_ y: Double, _ x: Double) -> Double { atan2(y, x) }

/// The reentrant form of lgamma where there is one.
///
/// The plain one writes the sign of the gamma function to a global variable, a data race. Windows has
/// only the plain one, which sets no global there.
private func libmLogGamma(_ x: Double) -> Double {
  #if os(Windows)
  return lgamma(x)
  #else
  var sign: Int32 = 0
  return lgamma_r(x, &sign)
  #endif
}

extension Double: RealNumber {
  /// The sum.
  @inlinable public static func add(_ x: Double, _ y: Double) -> Double { x + y }
  /// The difference.
  @inlinable public static func subtract(_ x: Double, _ y: Double) -> Double { x - y }
  /// The product.
  @inlinable public static func multiply(_ x: Double, _ y: Double) -> Double { x * y }
  /// The quotient.
  @inlinable public static func divide(_ x: Double, _ y: Double) -> Double { x / y }
  /// The negative.
  @inlinable public static func negate(_ x: Double) -> Double { -x }
  /// Computes `x + c`.
  @inlinable public static func add(_ x: Double, constant c: Double) -> Double { x + c }
  /// Computes `c - x`.
  @inlinable public static func subtract(_ x: Double, fromConstant c: Double) -> Double { c - x }
  /// Computes `c * x`.
  @inlinable public static func multiply(_ x: Double, byConstant c: Double) -> Double { c * x }
  /// Computes `x / c`.
  @inlinable public static func divide(_ x: Double, byConstant c: Double) -> Double { x / c }
  /// Computes `c / x`.
  @inlinable public static func divide(constant c: Double, by x: Double) -> Double { c / x }
  /// The absolute value.
  public static func abs(_ x: Double) -> Double { Swift.abs(x) }
  /// The square root.
  public static func sqrt(_ x: Double) -> Double { x.squareRoot() }
  /// `x` raised to the power `c`; squares and cubes are products.
  public static func pow(_ x: Double, _ c: Double) -> Double { composedPower(x, c) }
  static func libmPower(_ x: Double, _ c: Double) -> Double { libmPow(x, c) }
  /// `sqrt(x² + y²)` without overflow.
  public static func hypot(_ x: Double, _ y: Double) -> Double { libmHypot(x, y) }
  /// Computes `log(1 + x)` without cancellation near 0.
  public static func log(onePlus x: Double) -> Double { libmLogOnePlus(x) }
  /// The angle of the point (x, y), in radians, in [-pi, pi].
  public static func atan2(y: Double, x: Double) -> Double { libmAtan2(y, x) }
  /// `e` to the power `x`.
  public static func exp(_ x: Double) -> Double { libmExp(x) }
  /// The cube root, also of negative numbers.
  public static func cbrt(_ x: Double) -> Double { libmCbrt(x) }
  /// Computes `exp(x) - 1` without cancellation near 0.
  public static func expMinusOne(_ x: Double) -> Double { libmExpMinusOne(x) }
  /// The natural logarithm.
  public static func log(_ x: Double) -> Double { libmLog(x) }
  /// The logarithm to base 2.
  public static func log2(_ x: Double) -> Double { libmLog2(x) }
  /// The logarithm to base 10.
  public static func log10(_ x: Double) -> Double { libmLog10(x) }
  /// The sine of an angle in radians.
  public static func sin(_ x: Double) -> Double { libmSin(x) }
  /// The cosine of an angle in radians.
  public static func cos(_ x: Double) -> Double { libmCos(x) }
  /// The tangent of an angle in radians.
  public static func tan(_ x: Double) -> Double { libmTan(x) }
  /// The inverse sine, in radians.
  public static func asin(_ x: Double) -> Double { libmAsin(x) }
  /// The inverse cosine, in radians.
  public static func acos(_ x: Double) -> Double { libmAcos(x) }
  /// The inverse tangent, in radians.
  public static func atan(_ x: Double) -> Double { libmAtan(x) }
  /// The hyperbolic sine.
  public static func sinh(_ x: Double) -> Double { libmSinh(x) }
  /// The hyperbolic cosine.
  public static func cosh(_ x: Double) -> Double { libmCosh(x) }
  /// The hyperbolic tangent.
  public static func tanh(_ x: Double) -> Double { libmTanh(x) }
  /// The inverse hyperbolic sine.
  public static func asinh(_ x: Double) -> Double { libmAsinh(x) }
  /// The inverse hyperbolic cosine.
  public static func acosh(_ x: Double) -> Double { libmAcosh(x) }
  /// The inverse hyperbolic tangent.
  public static func atanh(_ x: Double) -> Double { libmAtanh(x) }
  /// The error function.
  public static func erf(_ x: Double) -> Double { libmErf(x) }
  /// `1 - erf(x)` without cancellation.
  public static func erfc(_ x: Double) -> Double { libmErfc(x) }
  /// The logarithm of the absolute value of the gamma function.
  public static func logGamma(_ x: Double) -> Double { libmLogGamma(x) }

  /// Computes `exp(-c x²)` with the rounding error of the square made good.
  ///
  /// That holds where `c` is a power of two; the product with any other rounds once more.
  public static func gaussian(_ x: Double, times c: Double) -> Double {
    composedGaussian(x, times: c)
  }
  /// The distribution function of the standard normal distribution, exact in the left tail too.
  public static func normal(_ x: Double) -> Double { composedNormal(x) }
  /// The `order`-th derivative of the digamma function.
  ///
  /// Poles at 0, -1, -2, …: NaN, as the sides differ, except that an odd order is +inf on both.
  public static func polygamma(_ order: Int, _ x: Double) -> Double {
    composedPolygamma(order, x)
  }

  /// `a` where the condition holds, `b` elsewhere; only the one taken is evaluated.
  @inlinable
  public static func select(
    _ a: @autoclosure () -> Double, _ b: @autoclosure () -> Double,
    where condition: Condition<Double>
  ) -> Double {
    condition.holds ? a() : b()
  }
}
