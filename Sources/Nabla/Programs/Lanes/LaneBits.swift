// The bits of eight lanes, and masks of lanes.
//
// The standard library's operators on integer vectors are loops over the elements, which the optimiser
// does not always put together again: a blend written with them came out as fifty instructions that move
// single bits about. Those of `SIMDMask` are single instructions, and work on any bits.

/// The bits of eight lanes; as a mask, all ones or all zeros in each.
struct LaneBits: Sendable {
  private typealias Words = SIMD8<UInt64>
  private var mask: SIMDMask<SIMD8<Int64>>

  /// The lanes where a comparison holds.
  @inline(__always) init(_ mask: SIMDMask<SIMD8<Int64>>) { self.mask = mask }
  /// The same bits in every lane.
  @inline(__always) init(_ bits: UInt64) { self.init(words: Words(repeating: bits)) }
  /// The bits of numbers.
  @inline(__always) init(of vector: Vector) {
    mask = unsafeBitCast(vector, to: SIMDMask<SIMD8<Int64>>.self)
  }
  @inline(__always) private init(words: Words) {
    mask = unsafeBitCast(words, to: SIMDMask<SIMD8<Int64>>.self)
  }
  private var words: Words { @inline(__always) get { unsafeBitCast(mask, to: Words.self) } }
  /// The numbers that have these bits.
  var vector: Vector { @inline(__always) get { unsafeBitCast(mask, to: Vector.self) } }

  @inline(__always) static func & (a: Self, b: Self) -> Self { Self(a.mask .& b.mask) }
  @inline(__always) static func | (a: Self, b: Self) -> Self { Self(a.mask .| b.mask) }
  @inline(__always) static func ^ (a: Self, b: Self) -> Self { Self(a.mask .^ b.mask) }
  @inline(__always) static prefix func ~ (a: Self) -> Self { Self(.!a.mask) }
  @inline(__always) static func &+ (a: Self, b: Self) -> Self { Self(words: a.words &+ b.words) }
  @inline(__always) static func &- (a: Self, b: Self) -> Self { Self(words: a.words &- b.words) }
  /// The bits of every lane moved up by the same number of places.
  @inline(__always) static func &<< (a: Self, places: UInt64) -> Self {
    Self(words: a.words &<< Words(repeating: places))
  }
  /// The bits of every lane moved down by the same number of places, zeros following.
  @inline(__always) static func &>> (a: Self, places: UInt64) -> Self {
    Self(words: a.words &>> Words(repeating: places))
  }

  /// The sign bit alone.
  @inline(__always) static var sign: Self { Self(1 << 63) }

  /// Whether a lane of a mask is set.
  subscript(lane: Int) -> Bool { words[lane] != 0 }

  /// Whether any bit of any lane is set.
  var hasAny: Bool {
    @inline(__always) get {
      let halves = unsafeBitCast(mask, to: (SIMDMask<SIMD4<Int64>>, SIMDMask<SIMD4<Int64>>).self)
      let quarters = unsafeBitCast(
        halves.0 .| halves.1, to: (SIMDMask<SIMD2<Int64>>, SIMDMask<SIMD2<Int64>>).self)
      let rest = unsafeBitCast(quarters.0 .| quarters.1, to: SIMD2<UInt64>.self)
      return rest[0] | rest[1] != 0
    }
  }
}
