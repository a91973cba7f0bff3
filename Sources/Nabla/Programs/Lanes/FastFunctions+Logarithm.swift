// log, log(1 + x), and logarithms to other bases.
//
//     x = 2^k (1 + f)                         sqrt(1/2) <= 1 + f < sqrt(2)
//     log(1 + f) = 2 artanh(s) = f - (h - s (h + R(s^2)))      s = f / (2 + f),  h = f^2 / 2
//
// f is exact, and s f = h - s h takes the leading term 2 s apart into f and what is small beside it.
// R is s^2 times a polynomial of degree 6; its error is 2^-57 of s.

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
    var even = Vector(repeating: 0.1461787270740121)
    even = even * square + 0.18182893217990503
    even = even * square + 0.28571428626398987
    even = even * square + 0.666666666666667
    var odd = Vector(repeating: 0.15331596968878738)
    odd = odd * square + 0.22222211072861672
    odd = odd * square + 0.39999999999898445
    let remainder = z * (even + z * odd)
    let half = f * f * 0.5
    return (half, s * (half + remainder))
  }

  @inline(__always) static func log(_ x: Vector) -> Vector {
    let (k, f) = logarithmParts(x)
    let (half, product) = logarithmTail(f)
    // log 2 in 40 bits, so that k times it is exact, and the rest.
    let low = product + k * 7.371002565167799e-13
    let result = k * 0.6931471805592082 + (f - (half - low))
    let special = outsideNormal(x)
    if special.hasAny { return result.replaced(where: special, by: { Double.log($0) }, of: x) }
    return result
  }

  /// Where a number is not a positive normal one.
  @inline(__always) static func outsideNormal(_ x: Vector) -> LaneBits {
    let least = Vector(repeating: .leastNormalMagnitude)
    let greatest = Vector(repeating: .greatestFiniteMagnitude)
    return ~(least.isAtMost(x) & x.isAtMost(greatest))
  }

  /// log(u) + lost / u, with u = 1 + x as rounded and what the rounding lost.
  @inline(__always) static func log(onePlus x: Vector) -> Vector {
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
    let inDomain = Vector(repeating: -1).isLess(than: x)
    let special = ~(inDomain & x.isAtMost(Vector(repeating: .greatestFiniteMagnitude)))
    if special.hasAny {
      return result.replaced(where: special, by: { Double.log(onePlus: $0) }, of: x)
    }
    return result
  }
}
