// tanh, sinh and cosh, from exp(|x|) or exp(-2|x|) - 1.
//
// The exponential comes as the sum of two numbers, and what the leading part of a quotient lacks is put
// back to first order; so no function adds up three roundings. The signs of tanh and sinh are those of
// x, also at -0.

extension FastFunctions {
  /// -t / (2 + t) with t = exp(-2|x|) - 1, corrected for what the exponential and 2 + t lost.
  ///
  /// With q = t / (2 + t), 1 / (2 + t) is (1 - q) / 2: good enough for the correction, and no division.
  ///
  /// Error at most 1.5 units in the last place; 1.41 seen, at 18.5.
  @inline(__always) static func tanh(_ x: Vector) -> Vector {
    let (sum, rest) = exponentialMinusOneParts(x.magnitudes * -2)
    let t = sum + rest
    let low = rest - (t - sum)
    let below = t + 2
    let belowLow = (t - (below - 2)) + low
    let quotient = t / below
    let result = quotient + (low - quotient * belowLow) * (0.5 - 0.5 * quotient)
    return (result.magnitudes.bits | x.signs).vector
  }

  /// (t + t / (1 + t)) / 2 with t = exp(|x|) - 1.
  ///
  /// With w = 1 / (1 + t), what t lacks counts 1 + w^2 times, and what 1 + t lost counts w times the
  /// quotient.
  ///
  /// Error at most 1.4 units in the last place for |x| <= 708; 1.35 seen. Libm's beyond.
  @inline(__always) static func sinh(_ x: Vector) -> Vector {
    isFar(x).hasAny ? farSinh(x) : nearSinh(x)
  }

  @inline(never) private static func farSinh(_ x: Vector) -> Vector {
    nearSinh(x).replaced(of: x, where: isFar, by: { Double.sinh($0) })
  }

  @inline(__always) private static func nearSinh(_ x: Vector) -> Vector {
    let (sum, rest) = exponentialMinusOneParts(x.magnitudes)
    let t = sum + rest
    let low = rest - (t - sum)
    let below = t + 1
    let lost = t - (below - 1)
    let quotient = t / below
    let w = 1 - quotient
    let correction = low + w * (w * low - quotient * lost)
    let result = (t + (quotient + correction)) * 0.5
    return (result.bits | x.signs).vector
  }

  /// (e + 1 / e) / 2 with e = exp(|x|).
  ///
  /// Error at most 1.4 units in the last place for |x| <= 708; 1.32 seen. Libm's beyond.
  @inline(__always) static func cosh(_ x: Vector) -> Vector {
    isFar(x).hasAny ? farCosh(x) : nearCosh(x)
  }

  @inline(never) private static func farCosh(_ x: Vector) -> Vector {
    nearCosh(x).replaced(of: x, where: isFar, by: { Double.cosh($0) })
  }

  @inline(__always) private static func nearCosh(_ x: Vector) -> Vector {
    let magnitude = x.magnitudes
    let (n, high, tail) = exponentialParts(magnitude)
    let e = (((high + tail) + 1).bits &+ (n.bits &<< 52)).vector
    let result = e * 0.5 + 0.5 / e
    return result
  }
}
