// Numbers as people read them. This is display only: what is computed keeps all its digits.

/// How a drawing writes numbers.
public enum NumberStyle: Hashable, Sendable {
  /// Two decimals, as on lecture slides: `-0.53`, `1.00`.
  ///
  /// A number that is not 0 and would show as 0.00 is written with two significant digits, `3.5e-04`;
  /// so is one from a million on.
  case slide
  /// As many digits as tell the number from every other: `-0.534446645388523`.
  case full

  /// The number in this style.
  public func text(_ number: Double) -> String {
    switch self {
    case .full: Self.shortest(number)
    case .slide: Self.slide(number)
    }
  }

  private static func slide(_ number: Double) -> String {
    guard number.isFinite else { return notFinite(number) }
    let magnitude = number.magnitude
    if magnitude != 0, magnitude < 0.005 || magnitude >= 1e6 { return scientific(number) }
    let hundredths = Int(scaled(magnitude, by: 100))
    let sign = number.sign == .minus && hundredths != 0 ? "-" : ""
    let cents = hundredths % 100
    return "\(sign)\(hundredths / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// Whole numbers without a fraction; others as Swift prints them, which is the shortest text that
  /// reads back as the same number.
  private static func shortest(_ number: Double) -> String {
    guard number.isFinite else { return notFinite(number) }
    if let whole = Int(exactly: number), whole.magnitude < 1_000_000 { return "\(whole)" }
    return "\(number)"
  }

  static func notFinite(_ number: Double) -> String {
    number.isNaN ? "NaN" : (number < 0 ? "-inf" : "inf")
  }

  /// Two significant digits and an exponent of two digits at least: `-1.5e+07`.
  private static func scientific(_ number: Double) -> String {
    // Swift prints the shortest digits that identify the number: rounding these to two is off by
    // at most what nobody sees in two digits.
    let (digits, exponent) = decimal(number.magnitude)
    var two = digits.count > 1 ? digits[0] * 10 + digits[1] : digits[0] * 10
    if digits.count > 2, digits[2] >= 5 { two += 1 }
    let carries = two == 100
    if carries { two = 10 }
    let power = carries ? exponent + 1 : exponent
    let width = power.magnitude < 10 ? "0" : ""
    let sign = number < 0 ? "-" : ""
    return "\(sign)\(two / 10).\(two % 10)e\(power < 0 ? "-" : "+")\(width)\(power.magnitude)"
  }

  /// The decimal digits of a positive number, and the power of ten of the first.
  static func decimal(_ magnitude: Double) -> (digits: [Int], exponent: Int) {
    let parts = "\(magnitude)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0].compactMap { $0.wholeNumberValue }
    let fraction = mantissa.count > 1 ? mantissa[1].compactMap { $0.wholeNumberValue } : []
    var digits = whole + fraction
    var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (digits, exponent)
  }

  /// The nearest whole number to `number * factor`; exact halves go up.
  ///
  /// The product rounds; what it rounded away decides where it shows a half.
  private static func scaled(_ number: Double, by factor: Double) -> Double {
    let product = number * factor
    let rest = (-product).addingProduct(number, factor)
    let floor = product.rounded(.down)
    let part = product - floor
    if part == 0.5 { return rest < 0 ? floor : floor + 1 }
    return part > 0.5 ? floor + 1 : floor
  }
}
