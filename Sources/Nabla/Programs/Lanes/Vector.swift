// Eight numbers side by side, and what the vector functions need of their bits.
//
// Eight doubles are four registers of SSE2 or NEON: enough independent work to hide the latency of
// an addition, few enough that a polynomial stays in registers. Baseline x86-64 has no instruction
// that rounds, blends by a mask, compares or shifts 64-bit integers with their sign, or multiplies
// and adds at once, so none is asked for here:
//
//     mask      64 bits a lane, all ones where a comparison of doubles holds
//     blend     (a & mask) | (b & ~mask)
//     round     adding 1.5 * 2^52 leaves the integer in the low bits of the sum

/// Eight lanes.
typealias Vector = SIMD8<Double>

extension Vector {
  /// The bits of each lane.
  var bits: LaneBits { @inline(__always) get { LaneBits(of: self) } }

  /// The absolute values; NaN stays NaN.
  var magnitudes: Vector { @inline(__always) get { (bits & ~.sign).vector } }
  /// The sign bit of each lane, alone.
  var signs: LaneBits { @inline(__always) get { bits & .sign } }

  /// Where a lane is less than another's; false for NaN.
  @inline(__always) func isLess(than other: Vector) -> LaneBits {
    LaneBits(self .< other)
  }
  /// Where a lane is at most another's; false for NaN.
  @inline(__always) func isAtMost(_ other: Vector) -> LaneBits {
    LaneBits(self .<= other)
  }

  /// Where a number is +infinity or NaN.
  var isAboveFinite: LaneBits {
    @inline(__always) get { ~isAtMost(Vector(repeating: .greatestFiniteMagnitude)) }
  }

  /// The lanes of one vector where the mask is set, of another elsewhere.
  @inline(__always) init(_ a: Vector, where mask: LaneBits, else b: Vector) {
    self = ((a.bits & mask) | (b.bits & ~mask)).vector
  }

  /// A function of numbers, lane by lane.
  @inline(__always) func map(_ function: (Double) -> Double) -> Vector {
    var result = Vector()
    for lane in 0..<Vector.scalarCount { result[lane] = function(self[lane]) }
    return result
  }
  /// A function of two numbers, lane by lane.
  @inline(__always) func map(
    _ other: Vector, _ function: (Double, Double) -> Double
  ) -> Vector {
    var result = Vector()
    for lane in 0..<Vector.scalarCount { result[lane] = function(self[lane], other[lane]) }
    return result
  }
  /// These lanes, and a function of other numbers where those are special.
  ///
  /// Out of line: it is for what the vector form leaves to libm. The mask is computed anew here,
  /// because a mask that is kept beyond the test of it costs the fast path more than the test.
  @inline(never) func replaced(
    of x: Vector, where special: (Vector) -> LaneBits, by function: (Double) -> Double
  ) -> Vector {
    let mask = special(x)
    var result = self
    for lane in 0..<Vector.scalarCount where mask[lane] { result[lane] = function(x[lane]) }
    return result
  }
}
