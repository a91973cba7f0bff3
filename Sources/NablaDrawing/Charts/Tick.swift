// Numbers on an axis, exactly.
//
// A tick is a whole number times a power of ten, not the result of adding steps: so 0.3 is the double
// nearest to 0.3 and its label is written digit by digit, without rounding. All ticks of a linear axis
// share the exponent of the step, which gives their labels the same number of decimals.

/// `significand * 10^exponent`.
struct Tick: Hashable {
  let significand: Int
  let exponent: Int

  /// The nearest double.
  var value: Double { Double("\(significand)e\(exponent)") ?? 0 }

  /// All digits, with as many decimals as the exponent asks for: `0.50`, `-1200`.
  var plain: String {
    if exponent >= 0 {
      return significand == 0 ? "0" : "\(significand)" + String(repeating: "0", count: exponent)
    }
    let digits = "\(significand.magnitude)"
    let padding = String(repeating: "0", count: max(0, 1 - exponent - digits.count))
    let all = padding + digits
    return (significand < 0 ? "-" : "") + all.dropLast(-exponent) + "." + all.suffix(-exponent)
  }

  /// A digit, perhaps more after a point, and an exponent: `5e-7`, `1.2e9`; 0 is `0`.
  var scientific: String {
    guard significand != 0 else { return "0" }
    var digits = "\(significand.magnitude)"
    var power = exponent
    while digits.count > 1, digits.hasSuffix("0") {
      digits.removeLast()
      power += 1
    }
    power += digits.count - 1
    let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
    return (significand < 0 ? "-" : "") + digits.prefix(1) + fraction + "e\(power)"
  }
}

/// What is written beside the ticks of an axis.
struct TickLabels: Hashable {
  let texts: [String]
  /// What has been taken off all of them, as text; nil where nothing has.
  let offset: String?

  /// Labels as short as they can be.
  ///
  /// Where a small range lies far from 0 (1000000.001 to 1000000.002), what is common to all is
  /// taken off.
  init(_ ticks: [Tick]) {
    let whole = Self.shortest(ticks)
    let length = Self.length(whole)
    if length > 8, let offset = Self.commonPart(ticks) {
      let rest = Self.shortest(
        ticks.map {
          Tick(significand: $0.significand - offset.significand, exponent: $0.exponent)
        })
      if Self.length(rest) < length - 2 {
        texts = rest
        self.offset = Self.shortest([offset]).first
        return
      }
    }
    texts = whole
    offset = nil
  }

  private static func length(_ texts: [String]) -> Int { texts.map(\.count).max() ?? 0 }

  private static func shortest(_ ticks: [Tick]) -> [String] {
    // A number of many zeros is not written out to be compared.
    guard ticks.allSatisfy({ abs($0.exponent) < 40 }) else { return ticks.map(\.scientific) }
    let plain = ticks.map(\.plain)
    let scientific = ticks.map(\.scientific)
    let isShort = plain.allSatisfy { $0.drop { $0 == "-" }.count <= 6 }
    let isPlain = isShort || length(plain) <= length(scientific)
    return isPlain ? plain : scientific
  }

  /// The leading digits that the ticks share, on the side of 0; nil if they share none.
  private static func commonPart(_ ticks: [Tick]) -> Tick? {
    guard let first = ticks.first, let last = ticks.last, ticks.count > 1,
      first.significand.signum() * last.significand.signum() > 0
    else { return nil }
    var unit = 1
    while unit <= (last.significand - first.significand).magnitude { unit *= 10 }
    let near = first.significand > 0 ? first.significand : last.significand
    let common = near / unit * unit
    return common == 0 ? nil : Tick(significand: common, exponent: first.exponent)
  }
}
