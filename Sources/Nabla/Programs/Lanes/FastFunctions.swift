// The vector forms of the elementary functions: polynomials and rational expressions on eight lanes
// at once, with no table and no branch but one.
//
// Each is right to 2 units in the last place; the largest error seen in millions of random points stands
// beside it (LaneSweepTests.swift repeats the search). Arguments are reduced exactly (W. J. Cody and W. Waite, Software Manual for the
// Elementary Functions, 1980), what rounding leaves out is carried along where it matters, and the
// polynomials are minimax fits of our own (Remez's exchange, J.-M. Muller, Elementary Functions,
// 3rd edition, 2016, chapter 3; lanefits.py beside the tests computes them and their errors).
//
// A lane whose argument is special - not finite, out of the domain, next to a threshold, too large to
// be reduced - makes a mask. One test skips what serves the mask when it is empty, as it nearly always
// is; otherwise libm's function replaces those lanes, or a longer vector form that gives the others the
// same bits. So the value of a lane depends on that lane alone.

/// The fast functions: vector forms where they win, libm's functions elsewhere.
enum FastFunctions: LaneFunctions {}

extension FastFunctions {
  /// Adding it to a number of at most 2^51 rounds to an integer, to even at ties, and leaves that
  /// integer in the low bits of the sum.
  @inline(__always) static var rounding: Double { 0x1.8p52 }

  /// 2^n, for n = `rounded` - 1.5 * 2^52 in -1022...1023.
  @inline(__always) static func powerOfTwo(_ rounded: Vector) -> Vector {
    ((rounded.bits &+ LaneBits(1023)) &<< 52).vector
  }
}
