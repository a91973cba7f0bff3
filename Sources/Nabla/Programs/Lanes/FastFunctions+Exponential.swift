// exp, exp - 1, and what is made of them.
//
//     x = n log 2 + (high - low)             n an integer, |high - low| <= log(2)/2, r = high - low
//     exp(x) = 2^n (1 + high + tail)         tail = r c / (2 - c) - low,  c = r - r^2 P(r^2)
//
// log 2 is split into 40 bits and the rest, so that n times the first part, and the difference to x,
// are exact. r coth(r/2) = 2 + r^2 P(r^2) is even, so P needs degree 4 where exp itself would need 12; its
// error is 2^-59. exp(r) = 1 + r + r c / (2 - c) is that solved for exp(r), the form of K. C. Ng's exp in
// Sun's fdlibm (1993). Adding the tail to `high` and not to r leaves r's rounding error out.

extension FastFunctions {
  /// The parts of an exponential: exp(x) = 2^n (1 + high + tail), with n in the low bits.
  @inline(__always) static func exponentialParts(
    _ x: Vector
  ) -> (n: Vector, high: Vector, tail: Vector) {
    let rounded = x * 1.4426950408889634 + rounding  // 1 / log(2)
    let n = rounded - rounding
    let high = x - n * 0.6931471805592082
    let low = n * 7.371002565167799e-13
    let r = high - low
    let square = r * r
    var p = Vector(repeating: 4.1381366331215786e-08)
    p = p * square + -1.6533902191692422e-06
    p = p * square + 6.613756321401988e-05
    p = p * square + -0.0027777777777015246
    p = p * square + 0.16666666666666602
    let c = r - square * p
    let tail = r * c / (2 - c) - low
    return (rounded, high, tail)
  }

  /// Where exp(x) is not a normal number, or x not finite.
  @inline(__always) static func isFar(_ x: Vector) -> LaneBits {
    ~x.magnitudes.isAtMost(Vector(repeating: 708))
  }

  /// exp(x) where it is a normal number: one addition to the exponent's bits scales it.
  ///
  /// Error at most 0.95 units in the last place; 0.91 seen.
  @inline(__always) static func exp(_ x: Vector) -> Vector {
    if isFar(x).hasAny { return farExponential(x) }
    let (n, high, tail) = exponentialParts(x)
    let y = (high + tail) + 1
    return (y.bits &+ (n.bits &<< 52)).vector
  }

  /// exp(x) everywhere: scaled in two steps, each by a power of two that is a normal number, so that
  /// a subnormal result is rounded once.
  @inline(never) static func farExponential(_ x: Vector) -> Vector {
    let limit = Vector(repeating: 746)
    let beyond = limit.isLess(than: x.magnitudes)
    let clamped = Vector((limit.bits | x.signs).vector, where: beyond, else: x)
    let (n, high, tail) = exponentialParts(clamped)
    let y = (high + tail) + 1
    let half = (n - rounding) * 0.5 + rounding
    let rest = n - (half - rounding)
    return y * powerOfTwo(half) * powerOfTwo(rest)
  }

  /// exp(x) - 1 as the sum of two numbers, for x <= 708.
  ///
  /// ```text
  /// exp(x) - 1 = (2^n - 1) + 2^n high + 2^n tail
  /// ```
  ///
  /// The sum of the first two is made exact by what its rounding lost: they are 0 and `high` for n = 0,
  /// and otherwise the first is the larger in magnitude.
  @inline(__always) static func exponentialMinusOneParts(
    _ x: Vector
  ) -> (high: Vector, low: Vector) {
    // Below -50 it is -1 to all digits, and 2^n stays a normal number.
    let limit = Vector(repeating: -50)
    let (n, high, tail) = exponentialParts(Vector(limit, where: x.isLess(than: limit), else: x))
    let scale = powerOfTwo(n)
    let first = scale - 1
    let second = scale * high
    let sum = first + second
    return (sum, (second - (sum - first)) + scale * tail)
  }

  /// The sum of the two parts.
  ///
  /// Error at most 1.3 units in the last place; 1.21 seen, at 37.1.
  @inline(__always) static func expMinusOne(_ x: Vector) -> Vector {
    overflows(x).hasAny ? farExpMinusOne(x) : nearExpMinusOne(x)
  }

  @inline(__always) private static func overflows(_ x: Vector) -> LaneBits {
    ~x.isAtMost(Vector(repeating: 708))
  }
  @inline(never) private static func farExpMinusOne(_ x: Vector) -> Vector {
    nearExpMinusOne(x).replaced(of: x, where: overflows, by: { Double.expMinusOne($0) })
  }
  @inline(__always) private static func nearExpMinusOne(_ x: Vector) -> Vector {
    let (high, low) = exponentialMinusOneParts(x)
    // The sign of x is the sign of the result, also at -0.
    return ((high + low).bits | x.signs).vector
  }

  /// 1 / (1 + e) or e / (1 + e), with e = exp(-|x|), as in the table.
  ///
  /// What rounding 1 + e lost is made good. It is so small that 1 - e/2 will do for 1 / (1 + e) there.
  /// Error at most 1.95 units in the last place; 1.88 seen.
  @inline(__always) static func sigmoid(_ x: Vector) -> Vector {
    let e = exp((x.bits | .sign).vector)
    let below = e + 1
    let lost = e - (below - 1)
    let isLeft = x.isLess(than: Vector())
    let quotient = Vector(e, where: isLeft, else: Vector(repeating: 1)) / below
    return quotient - quotient * lost * (1 - e * 0.5)
  }

  /// exp(-c x^2), with what rounding the square lost added to the exponent; c is a power of two.
  ///
  /// Error at most 1.1 units in the last place; 1.03 seen.
  @inline(__always) static func gaussian(_ x: Vector, times c: Double) -> Vector {
    isFar(x * x * c).hasAny ? farGaussian(x, times: c) : nearGaussian(x, times: c)
  }

  @inline(never) private static func farGaussian(_ x: Vector, times c: Double) -> Vector {
    nearGaussian(x, times: c).replaced(
      of: x, where: { isFar($0 * $0 * c) }, by: { Double.gaussian($0, times: c) })
  }

  @inline(__always) private static func nearGaussian(_ x: Vector, times c: Double) -> Vector {
    let square = x * x
    // 26 bits and 27, whose products are exact.
    let upper = (x.bits & LaneBits(0xffff_ffff_f800_0000)).vector
    let lower = x - upper
    let lost = ((upper * upper - square) + 2 * (upper * lower)) + lower * lower
    let (n, high, tail) = exponentialParts(square * -c)
    let growth = (high + tail) + 1
    let y = (high + (tail - growth * (lost * c))) + 1
    return (y.bits &+ (n.bits &<< 52)).vector
  }
}
