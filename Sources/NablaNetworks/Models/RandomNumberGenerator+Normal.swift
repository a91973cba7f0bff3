// Normal numbers without logarithms, exponentials or square roots.
//
// The usual methods (Box and Muller, Marsaglia's polar method, the ziggurat) call libm, whose last
// bits differ from platform to platform. Karney's algorithm only compares uniform numbers with each
// other, so that the same seed gives the same bits everywhere. It rests on von Neumann's trick: of
// uniform numbers drawn while each is below the last, the run's length is even with a probability
// that is an exponential.
//
// C. F. F. Karney, "Sampling exactly from the normal distribution", ACM Transactions on Mathematical
// Software 42 (2016), algorithms N, H and B. Exact there means real numbers of unlimited digits; here
// a uniform number has 53 bits, so that two are equal, and the trick off, once in 2^53 draws.

extension RandomNumberGenerator {
  /// A number from the normal distribution; the same bits on every platform.
  ///
  /// - Parameters:
  ///   - mean: The distribution's mean.
  ///   - standardDeviation: Its standard deviation.
  /// - Returns: The number.
  /// - Precondition: the standard deviation is at least 0 and finite.
  public mutating func normal(mean: Double = 0, standardDeviation: Double = 1) -> Double {
    checkSetting("a standard deviation", standardDeviation, in: .zeroOrMore)
    return mean + standardDeviation * unitNormal()
  }

  /// Algorithm N: k + x with density proportional to exp(-(k + x)^2 / 2), and a random sign.
  private mutating func unitNormal() -> Double {
    while true {
      var whole = 0
      while comesUpHalf() { whole += 1 }
      guard allComeUpHalf(whole * (whole - 1)) else { continue }
      let fraction = unit()
      guard keeps(fraction, whole) else { continue }
      let size = Double(whole) + fraction
      return next() >> 63 == 0 ? size : -size
    }
  }

  /// Whether each of several events of probability exp(-1/2) happens.
  private mutating func allComeUpHalf(_ count: Int) -> Bool {
    for _ in 0..<count {
      guard comesUpHalf() else { return false }
    }
    return true
  }

  /// An event of probability exp(-1/2): algorithm H.
  private mutating func comesUpHalf() -> Bool {
    var isEven = true
    var last = 0.5
    while true {
      let number = unit()
      if number >= last { return isEven }
      last = number
      isEven.toggle()
    }
  }

  /// An event of probability exp(-x (2k + x) / 2): k + 1 times algorithm B.
  private mutating func keeps(_ x: Double, _ k: Int) -> Bool {
    let share = (2 * Double(k) + x) / (2 * Double(k) + 2)
    for _ in 0...k {
      var isEven = true
      var last = x
      while true {
        let number = unit()
        if number >= last || unit() >= share { break }
        last = number
        isEven.toggle()
      }
      if !isEven { return false }
    }
    return true
  }

  private mutating func unit() -> Double { uniform(in: 0..<1) }
}
