// sin, cos and tan, in radians.
//
//     x = n pi/2 + (r - lost)              n an integer, |r| <= pi/4, lost what rounding r lost
//     sin(r - lost) = r - (r^3 S(r^2) + lost)
//     cos(r - lost) = 1 - r^2/2 + (r^4 C(r^2) + r lost)
//
// The two lowest bits of n say which of the two it is, and its sign. pi/2 is split into twice 33 bits
// and a rest, so that n times the first two is exact for n < 2^20. S and C have degree 5; their errors
// are 2^-58 of the sine and 2^-64.
//
// Left to libm: |x| > 1.6e6, where n has more bits, infinities, NaN, and x so close to a multiple of
// pi/2 that the rest's own rounding might show. One comparison, |r| < (n / 2^20)^3, finds them all; it
// also finds some that need not be found, a few in a hundred between 4e5 and 1e6.

extension FastFunctions {
  /// Sine and cosine of the reduced argument, each as the sum of two numbers.
  struct Angle {
    /// The number of right angles taken off, in the low bits.
    var quadrant: LaneBits
    /// The leading part of the sine, and what is to be taken off it.
    ///
    /// A difference and not a sum: it is -0 for -0.
    var sine: (high: Vector, excess: Vector)
    /// The leading part of the cosine, and what is to be added to it.
    var cosine: (high: Vector, low: Vector)
    /// The lanes that libm must compute.
    var special: LaneBits
  }

  @inline(__always) static func angle(_ x: Vector) -> Angle {
    let rounded = x * 0.6366197723675814 + rounding  // 2 / pi
    let n = rounded - rounding
    let first = x - n * 1.5707963267341256
    let second = n * 6.077100506303966e-11
    let middle = first - second
    let rest = n * 2.0222662487959506e-21 - ((first - middle) - second)
    let r = middle - rest
    let lost = rest - (middle - r)

    let z = r * r
    var s = Vector(repeating: -1.5896666610261216e-10)
    s = s * z + 2.5050755962314547e-08
    s = s * z + -2.7557313678663653e-06
    s = s * z + 0.00019841269829771126
    s = s * z + -0.00833333333332237
    s = s * z + 0.16666666666666632
    var c = Vector(repeating: -1.1359559151621154e-11)
    c = c * z + 2.087572162021375e-09
    c = c * z + -2.755731434063295e-07
    c = c * z + 2.4801587289443383e-05
    c = c * z + -0.0013888888888874064
    c = c * z + 0.0416666666666666
    let half = z * 0.5
    let cosine = 1 - half
    let cosineLow = ((1 - cosine) - half) + (z * z * c + r * lost)

    let scaled = n.magnitudes * 0x1p-20
    let special = ~(scaled * scaled * scaled).isAtMost(r.magnitudes)
    return Angle(
      quadrant: rounded.bits, sine: (r, z * r * s + lost), cosine: (cosine, cosineLow),
      special: special)
  }

  /// All ones where the number of right angles is odd.
  @inline(__always) static func odd(_ quadrant: LaneBits) -> LaneBits {
    LaneBits(0) &- (quadrant & LaneBits(1))
  }
  /// The sign bit where two of the four right angles, or three, were taken off.
  @inline(__always) static func sign(_ quadrant: LaneBits) -> LaneBits {
    (quadrant &<< 62) & .sign
  }

  /// Error at most 0.95 units in the last place for |x| < 1.6e6; 0.94 seen.
  @inline(__always) static func sin(_ x: Vector) -> Vector {
    let angle = angle(x)
    let sine = angle.sine.high - angle.sine.excess
    let cosine = angle.cosine.high + angle.cosine.low
    let result = Vector(cosine, where: odd(angle.quadrant), else: sine)
    let signed = (result.bits ^ sign(angle.quadrant)).vector
    guard angle.special.hasAny else { return signed }
    return signed.replaced(of: x, where: { Self.angle($0).special }, by: { Double.sin($0) })
  }

  /// Error at most 0.95 units in the last place for |x| < 1.6e6; 0.91 seen.
  @inline(__always) static func cos(_ x: Vector) -> Vector {
    let angle = angle(x)
    let sine = angle.sine.high - angle.sine.excess
    let cosine = angle.cosine.high + angle.cosine.low
    let result = Vector(sine, where: odd(angle.quadrant), else: cosine)
    let sign = sign(angle.quadrant &+ LaneBits(1))
    let signed = (result.bits ^ sign).vector
    guard angle.special.hasAny else { return signed }
    return signed.replaced(of: x, where: { Self.angle($0).special }, by: { Double.cos($0) })
  }

  /// Sine over cosine, or minus cosine over sine, corrected for what the leading parts lack.
  ///
  /// Error at most 1.65 units in the last place for |x| < 1.6e6; 1.60 seen.
  @inline(__always) static func tan(_ x: Vector) -> Vector {
    let angle = angle(x)
    let sine = angle.sine.high - angle.sine.excess
    let sineLow = (angle.sine.high - sine) - angle.sine.excess
    let cosine = angle.cosine.high + angle.cosine.low
    let cosineLow = angle.cosine.low - (cosine - angle.cosine.high)
    let odd = odd(angle.quadrant)
    let above = Vector(cosine, where: odd, else: sine)
    let aboveLow = Vector(cosineLow, where: odd, else: sineLow)
    let below = Vector(sine, where: odd, else: cosine)
    let belowLow = Vector(sineLow, where: odd, else: cosineLow)
    let quotient = above / below
    let corrected = quotient + (aboveLow - quotient * belowLow) / below
    let result = (corrected.bits ^ (odd & .sign)).vector
    // There tan x is x to all digits, and -0 stays -0.
    let isTiny = x.magnitudes.isLess(than: Vector(repeating: 0x1p-30))
    let signed = Vector(x, where: isTiny, else: result)
    guard angle.special.hasAny else { return signed }
    return signed.replaced(of: x, where: { Self.angle($0).special }, by: { Double.tan($0) })
  }
}
