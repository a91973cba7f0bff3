// A generator whose bits are the same on every platform and in every version of Swift.
//
// xoshiro256** by D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM
// Transactions on Mathematical Software 47 (2021), seeded as they advise by SplitMix64.

/// A random number generator that starts from a seed and can be saved.
///
///     var generator = SeededGenerator(seed: 42)
///     print(generator.uniform(in: -1..<1))      // -0.8322740578802357
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  private var state: [UInt64]

  /// Creates a generator; the same seed gives the same numbers everywhere.
  public init(seed: UInt64) {
    var mixed = seed
    state = (0..<4).map { _ in Self.splitMix(&mixed) }
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(state[1] &* 5, by: 7) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = Self.rotate(state[3], by: 45)
    return result
  }

  private static func rotate(_ x: UInt64, by count: UInt64) -> UInt64 {
    x << count | x >> (64 - count)
  }

  private static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

extension SeededGenerator: Codable {
  private enum CodingKeys: CodingKey { case state }

  /// Reads a generator and checks that it can go on: from zeros alone it would give nothing but zeros.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    state = try container.decode([UInt64].self, forKey: .state)
    guard state.count == 4, state.contains(where: { $0 != 0 }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .state, in: container,
        debugDescription: "the state of a generator is four numbers that are not all 0, got "
          + (state.count == 4 ? "zeros" : "\(state.count)"))
    }
  }
}

extension RandomNumberGenerator {
  /// A number from the range, each multiple of its 2^-53rd part equally likely.
  ///
  /// - Precondition: the range is finite and not empty.
  public mutating func uniform(in range: Range<Double>) -> Double {
    precondition(
      !range.isEmpty && (range.upperBound - range.lowerBound).isFinite,
      "expected a finite range that is not empty, got \(range)")
    let unit = Double(next() >> 11) * 0x1p-53
    let number = range.lowerBound + unit * (range.upperBound - range.lowerBound)
    // Rounding may reach the upper bound, which is not in the range.
    return number < range.upperBound ? number : range.upperBound.nextDown
  }
}
