// Functions that libm does not have, or not well enough, composed of those that it has.
//
// They are rows of the table that `Double` brings itself, where other number types inherit or replace
// them. They are written for every number that computes as libm does, which are two: `Double`, and
// the text of source code. So the code that a program writes is the code that the engine runs.
//
// What must stay lazy is a branch of `select`: `Double` evaluates only the branch taken.

/// A number that computes with libm's functions, or writes down that it does.
protocol LibmNumber: RealNumber {
  /// The power as libm computes it.
  static func libmPower(_ x: Self, _ y: Self) -> Self
  /// Computes `x * y + z` with one rounding.
  static func multiply(_ x: Self, _ y: Self, plus z: Self) -> Self
  /// The nearest integer; halves go away from 0.
  static func rounded(_ x: Self) -> Self
}

extension LibmNumber {
  /// `x` raised to the power `y`.
  ///
  /// Squares and cubes are products, which is faster; the square is exact to half a unit in the last
  /// place, the cube to less than one and a half, and neither overflows before its result does. The
  /// power 0 is 1 of every x, where libm makes NaN of a signalling NaN.
  @inline(__always)
  static func composedPower(_ x: Self, _ y: Self) -> Self {
    // The difference is 0 for the number itself alone, and NaN compares false.
    func beyondCubes() -> Self { select(1, libmPower(x, y), where: abs(y) <= 0) }
    return select(
      x * x, select(x * x * x, beyondCubes(), where: abs(y - 3) <= 0), where: abs(y - 2) <= 0)
  }

  /// Computes `exp(-c x²)`; `c` is 1 or a power of two, so that scaling is exact.
  ///
  /// The square is off by up to half a unit in its last place, which the exponential would magnify
  /// 700 times in the far tail; the rest that the fused multiply-add recovers makes it good.
  @inline(__always)
  static func composedGaussian(_ x: Self, times c: Self) -> Self {
    let square = x * x
    func withRest() -> Self {
      let rest = multiply(x, x, plus: -square)
      let main = exp(-c * square)
      return main - main * c * rest
    }
    // Below the smallest subnormal number; also where the square overflows, or is NaN as x is.
    return select(withRest(), select(0, x, where: square >= 0), where: c * square < 746)
  }

  /// The distribution function of the standard normal distribution, `erfc(-x / sqrt(2)) / 2`.
  ///
  /// In the left tail erfc magnifies the rounding of its argument as the Gaussian does; what the
  /// rounding left out is put back to first order.
  @inline(__always)
  static func composedNormal(_ x: Self) -> Self {
    // sqrt(1/2) as the sum of two doubles.
    let (high, low) = (0.7071067811865476, -4.833646656726457e-17)
    let z = -x * high
    let main = 0.5 * erfc(z)
    func withRest() -> Self {
      let rest = multiply(-x, Self(high), plus: -z) - x * low
      return main - 0.5641895835477563 * gaussian(z, times: 1) * rest  // 1 / sqrt(pi)
    }
    return select(select(withRest(), main, where: z < 28), main, where: z > 1)
  }
}

extension Double: LibmNumber {
  static func multiply(_ x: Double, _ y: Double, plus z: Double) -> Double { z.addingProduct(x, y) }
  static func rounded(_ x: Double) -> Double { x.rounded() }
}
