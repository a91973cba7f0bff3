// Random order, with bits of our own: the standard library may change the way in which `shuffle` uses
// its generator, and then a seed would no longer give the same order.
//
// R. Durstenfeld, "Algorithm 235: Random permutation", Communications of the ACM 7 (1964), the form of
// Fisher's and Yates's shuffle in place; numbers below a bound by D. Lemire, "Fast random integer
// generation in an interval", ACM Transactions on Modeling and Computer Simulation 29 (2019).

extension RandomNumberGenerator {
  /// An integer from 0 to `bound - 1`, each exactly equally likely.
  ///
  /// - Precondition: the bound is positive.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "expected a positive bound, got \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    // Of the 2^64 numbers, the first 2^64 mod bound would make some results more likely.
    if product.low < bound {
      let surplus = (0 &- bound) % bound
      while product.low < surplus { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }
}

extension Array {
  /// Puts the elements into a random order; the same generator gives the same order everywhere.
  public mutating func seededShuffle(using generator: inout some RandomNumberGenerator) {
    for last in indices.dropFirst().reversed() {
      swapAt(last, generator.index(below: last + 1))
    }
  }

  /// The elements in a random order; the same generator gives the same order everywhere.
  public func seededShuffled(using generator: inout some RandomNumberGenerator) -> [Element] {
    var copy = self
    copy.seededShuffle(using: &generator)
    return copy
  }
}
