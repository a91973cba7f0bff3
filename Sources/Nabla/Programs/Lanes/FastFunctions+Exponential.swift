// exp, exp - 1, and what is made of them.
//
//     x = n log 2 + (high - low)                     n an integer, |high - low| <= log(2)/2
//     exp(x) = 2^n (1 + high + tail)                 tail = r^2/2 + r^3 C(r) - low,  r = high - low
//
// log 2 is split into 40 bits and the rest, so that n times the first part, and the difference to x,
// are exact. C is a polynomial of degree 9; its error is 2^-60 of r. Adding the tail to `high` and not
// to r leaves r's rounding error out.

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
    var even = Vector(repeating: 2.510038623411452e-08)
    even = even * square + 2.755726845832248e-06
    even = even * square + 0.00019841269863054762
    even = even * square + 0.008333333333330062
    even = even * square + 0.16666666666666669
    var odd = Vector(repeating: 2.0918137523918874e-09)
    odd = odd * square + 2.7557264316543975e-07
    odd = odd * square + 2.480158733395044e-05
    odd = odd * square + 0.0013888888888880944
    odd = odd * square + 0.04166666666666667
    let cubic = even + r * odd
    let tail = square * (r * cubic + 0.5) - low
    return (rounded, high, tail)
  }

  /// exp(x) where it is a normal number: one addition to the exponent's bits scales it.
  @inline(__always) static func exp(_ x: Vector) -> Vector {
    let inRange = x.magnitudes.isAtMost(Vector(repeating: 708))
    if (~inRange).hasAny { return farExponential(x) }
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
  ///     exp(x) - 1 = (2^n - 1) + 2^n high + 2^n tail
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

  @inline(__always) static func expMinusOne(_ x: Vector) -> Vector {
    let (high, low) = exponentialMinusOneParts(x)
    // The sign of x is the sign of the result, also at -0.
    let result = ((high + low).bits | x.signs).vector
    let far = ~x.isAtMost(Vector(repeating: 708))
    if far.hasAny { return result.replaced(where: far, by: Double.expMinusOne, of: x) }
    return result
  }

  /// 1 / (1 + e) or e / (1 + e), with e = exp(-|x|), as in the table.
  ///
  /// What rounding 1 + e lost is made good. It is so small that 1 - e/2 will do for 1 / (1 + e) there.
  @inline(__always) static func sigmoid(_ x: Vector) -> Vector {
    let e = exp((x.bits | .sign).vector)
    let below = e + 1
    let lost = e - (below - 1)
    let isLeft = x.isLess(than: Vector())
    let quotient = Vector(e, where: isLeft, else: Vector(repeating: 1)) / below
    return quotient - quotient * lost * (1 - e * 0.5)
  }

  /// -t / (2 + t) with t = exp(-2|x|) - 1, corrected for what the exponential and 2 + t lost.
  @inline(__always) static func tanh(_ x: Vector) -> Vector {
    let (sum, rest) = exponentialMinusOneParts(x.magnitudes * -2)
    let t = sum + rest
    let low = rest - (t - sum)
    let below = t + 2
    let belowLow = (t - (below - 2)) + low
    let quotient = t / below
    let result = quotient + (low - quotient * belowLow) / below
    return (result.magnitudes.bits | x.signs).vector
  }
}
