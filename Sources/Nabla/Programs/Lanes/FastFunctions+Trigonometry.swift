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
// Left to libm: |x| > 1.6e6, where n has more bits; infinities and NaN; and x so close to a multiple of
// pi/2 that the rest's own rounding would show (Double.pi is such a number: its sine is 1.2e-16).

extension FastFunctions {
  /// Sine and cosine of the reduced argument, each as the sum of two numbers.
  struct Angle {
    /// The number of right angles taken off, in the low bits.
    var quadrant: LaneBits
    /// The leading part of the sine, and what it lacks.
    var sine: (high: Vector, low: Vector)
    /// The leading part of the cosine, and what it lacks.
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
    var s = Vector(repeating: -1.589666628005258e-10)
    s = s * z + 2.505075595699854e-08
    s = s * z + -2.755731367863428e-06
    s = s * z + 0.00019841269829771067
    s = s * z + -0.00833333333332237
    s = s * z + 0.16666666666666632
    var c = Vector(repeating: -1.1359559366875526e-11)
    c = c * z + 2.0875721624460675e-09
    c = c * z + -2.7557314340665103e-07
    c = c * z + 2.4801587289443502e-05
    c = c * z + -0.0013888888888874064
    c = c * z + 0.0416666666666666
    let half = z * 0.5
    let cosine = 1 - half
    let cosineLow = ((1 - cosine) - half) + (z * z * c + r * lost)

    let magnitude = x.magnitudes
    let close = r.magnitudes.isLess(than: n.magnitudes * 0x1p-40)
    let special = ~magnitude.isAtMost(Vector(repeating: 1.6e6)) | close
    return Angle(
      quadrant: rounded.bits, sine: (r, -(z * r * s + lost)), cosine: (cosine, cosineLow),
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

  @inline(__always) static func sin(_ x: Vector) -> Vector {
    let angle = angle(x)
    let sine = angle.sine.high + angle.sine.low
    let cosine = angle.cosine.high + angle.cosine.low
    let result = Vector(cosine, where: odd(angle.quadrant), else: sine)
    let signed = (result.bits ^ sign(angle.quadrant)).vector
    if angle.special.hasAny {
      return signed.replaced(where: angle.special, by: Double.sin, of: x)
    }
    return signed
  }

  @inline(__always) static func cos(_ x: Vector) -> Vector {
    let angle = angle(x)
    let sine = angle.sine.high + angle.sine.low
    let cosine = angle.cosine.high + angle.cosine.low
    let result = Vector(sine, where: odd(angle.quadrant), else: cosine)
    let sign = sign(angle.quadrant &+ LaneBits(1))
    let signed = (result.bits ^ sign).vector
    if angle.special.hasAny {
      return signed.replaced(where: angle.special, by: Double.cos, of: x)
    }
    return signed
  }
}
