// log, log(1 + x), and logarithms to other bases.
//
//     x = 2^k (1 + f)                         sqrt(1/2) <= 1 + f < sqrt(2)
//     log(1 + f) = 2 artanh(s) = f - (h - s (h + R(s^2)))      s = f / (2 + f),  h = f^2 / 2
//
// f is exact, and s f = h - s h takes the leading term 2 s apart into f and what is small beside it.
// R is s^2 times a polynomial of degree 6; its error is 2^-56.6, and s times that in the result. The form
// is that of K. C. Ng's log in Sun's fdlibm (1993).

extension FastFunctions {
  /// Exponent and fraction of a positive normal number: x = 2^k (1 + f).
  @inline(__always) static func logarithmParts(_ x: Vector) -> (k: Vector, f: Vector) {
    // The bits of sqrt(1/2), taken off so that the carry into the exponent comes at sqrt(2).
    let offset: UInt64 = 0x3fe6_a09e_667f_3bcd
    let one: UInt64 = 0x3ff0_0000_0000_0000
    let shifted = x.bits &+ LaneBits(one - offset)
    let biased = shifted &>> 52
    // Integers below 2^52 are the low bits of 2^52 plus themselves.
    let k = (biased | LaneBits(0x4330_0000_0000_0000)).vector - (0x1p52 + 1023)
    let fraction = shifted & LaneBits(0x000f_ffff_ffff_ffff)
    return (k, (fraction &+ LaneBits(offset)).vector - 1)
  }

  /// h = f^2 / 2 and s (h + R): log(1 + f) = f - (h - product).
  @inline(__always) static func logarithmTail(_ f: Vector) -> (half: Vector, product: Vector) {
    let s = f / (f + 2)
    let z = s * s
    let square = z * z
    var p = square * 0.1461801573190939 + (z * 0.15331585338026005 + 0.1818289356954713)
    p = square * p + (z * 0.222222110680267 + 0.28571428626428375)
    p = square * p + (z * 0.39999999999898384 + 0.666666666666667)
    let remainder = p * z
    let half = f * f * 0.5
    return (half, s * (half + remainder))
  }

  /// k log 2 + log(1 + f).
  ///
  /// Error at most 0.9 units in the last place; 0.86 seen, at 1.40.
  @inline(__always) static func log(_ x: Vector) -> Vector {
    if belowNormal(x).hasAny || x.isAboveFinite.hasAny { return farLogarithm(x) }
    return normalLogarithm(x)
  }

  @inline(never) private static func farLogarithm(_ x: Vector) -> Vector {
    normalLogarithm(x).replaced(of: x, where: outsideNormal, by: { Double.log($0) })
  }

  @inline(__always) private static func normalLogarithm(_ x: Vector) -> Vector {
    let (k, f) = logarithmParts(x)
    let (half, product) = logarithmTail(f)
    // log 2 in 40 bits, so that k times it is exact, and the rest.
    let low = product + k * 7.371002565167799e-13
    let result = k * 0.6931471805592082 + (f - (half - low))
    return result
  }

  /// Where a number is not a positive normal one.
  @inline(__always) static func outsideNormal(_ x: Vector) -> LaneBits {
    belowNormal(x) | x.isAboveFinite
  }
  @inline(__always) static func belowNormal(_ x: Vector) -> LaneBits {
    ~Vector(repeating: .leastNormalMagnitude).isAtMost(x)
  }

  /// log(u) + lost / u, with u = 1 + x as rounded and what the rounding lost.
  ///
  /// Error at most 0.95 units in the last place; 0.89 seen.
  @inline(__always) static func log(onePlus x: Vector) -> Vector {
    if notAboveMinusOne(x).hasAny || x.isAboveFinite.hasAny { return farLogOnePlus(x) }
    return nearLogOnePlus(x)
  }

  @inline(never) private static func farLogOnePlus(_ x: Vector) -> Vector {
    nearLogOnePlus(x).replaced(
      of: x, where: outsideLogOnePlus, by: { Double.log(onePlus: $0) })
  }

  @inline(__always) private static func nearLogOnePlus(_ x: Vector) -> Vector {
    let u = x + 1
    let added = u - 1
    // Exact for any x: 1 - (u - added) is what u lost of the 1.
    let lost = (x - added) + (1 - (u - added))
    let (k, f) = logarithmParts(u)
    let (half, product) = logarithmTail(f)
    let low = product + (k * 7.371002565167799e-13 + lost / u)
    let sum = k * 0.6931471805592082 + (f - (half - low))
    // The sign of x is the sign of the result, also at -0.
    let result = (sum.bits | x.signs).vector
    return result
  }

  /// Where a number is not above -1 and finite.
  @inline(__always) static func outsideLogOnePlus(_ x: Vector) -> LaneBits {
    notAboveMinusOne(x) | x.isAboveFinite
  }
  @inline(__always) static func notAboveMinusOne(_ x: Vector) -> LaneBits {
    ~Vector(repeating: -1).isLess(than: x)
  }

  // MARK: - Other bases

  /// log(1 + f) as the sum of two numbers, the first with the upper 21 bits of a double alone.
  ///
  /// So its products with constants of 30 bits are exact.
  @inline(__always) static func splitLogarithm(_ f: Vector) -> (high: Vector, low: Vector) {
    let (half, product) = logarithmTail(f)
    let high = ((f - half).bits & LaneBits(0xffff_ffff_0000_0000)).vector
    return (high, ((f - high) - half) + product)
  }

  /// k + log2(1 + f), with the product by log2(e) carried to twice the digits: exact at powers of 2.
  ///
  /// Error at most 0.9 units in the last place; 0.84 seen.
  @inline(__always) static func log2(_ x: Vector) -> Vector {
    if belowNormal(x).hasAny || x.isAboveFinite.hasAny { return farLog2(x) }
    return normalLog2(x)
  }

  @inline(never) private static func farLog2(_ x: Vector) -> Vector {
    normalLog2(x).replaced(of: x, where: outsideNormal, by: { Double.log2($0) })
  }

  @inline(__always) private static func normalLog2(_ x: Vector) -> Vector {
    let (k, f) = logarithmParts(x)
    let (high, low) = splitLogarithm(f)
    let leading = high * 1.442695040255785
    let rest = (high + low) * 6.331784189566044e-10 + low * 1.442695040255785
    let sum = k + leading
    return sum + (rest + ((k - sum) + leading))
  }

  /// k log10(2) + log10(1 + f), both carried to twice the digits: exact at powers of 10.
  ///
  /// Error at most 0.75 units in the last place; 0.72 seen.
  @inline(__always) static func log10(_ x: Vector) -> Vector {
    if belowNormal(x).hasAny || x.isAboveFinite.hasAny { return farLog10(x) }
    return normalLog10(x)
  }

  @inline(never) private static func farLog10(_ x: Vector) -> Vector {
    normalLog10(x).replaced(of: x, where: outsideNormal, by: { Double.log10($0) })
  }

  @inline(__always) private static func normalLog10(_ x: Vector) -> Vector {
    let (k, f) = logarithmParts(x)
    let (high, low) = splitLogarithm(f)
    let leading = high * 0.43429448176175356
    let exponent = k * 0.30102999566361177
    let rest =
      k * 3.694239077158931e-13 + ((high + low) * 1.414982685385801e-10 + low * 0.43429448176175356)
    let sum = exponent + leading
    let result = sum + (rest + ((exponent - sum) + leading))
    return result
  }
}
