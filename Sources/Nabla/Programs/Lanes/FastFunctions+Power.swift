// Powers with a constant exponent that need no logarithm: products, quotients and roots.
//
// The root of a negative infinity is NaN and of -0 is -0, where the powers are +infinity and +0.

extension FastFunctions {
  /// The cube is the one that `Double` computes.
  ///
  /// Error below 1.92 units in the last place: half a unit of the inner square counts up to 2.83 times
  /// (twice, and once more by the place of its leading digit), and half a unit is the last rounding's.
  @inline(__always) static func pow(_ x: Vector, _ c: Double) -> Vector {
    switch c {
    case 0: Vector(repeating: 1)
    case 1: x
    case 2: x * x
    case 3: x * x * x
    case 4: (x * x) * (x * x)
    case -1: 1 / x
    case -2: (1 / x) * (1 / x)
    case 0.5: root(x)
    case 1.5: x.magnitudes * root(x)
    case -0.5: 1 / root(x)
    default: x.map { Double.pow($0, c) }
    }
  }

  /// The square root, but positive at -0 and infinite at both infinities.
  @inline(__always) private static func root(_ x: Vector) -> Vector {
    let infinite = Vector(repeating: .greatestFiniteMagnitude).isLess(than: x.magnitudes)
    return sqrt(Vector(x.magnitudes, where: infinite, else: x + 0))
  }
}
