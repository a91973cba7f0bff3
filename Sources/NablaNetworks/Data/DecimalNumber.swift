// Numbers as files write them: digits with a decimal mark and an exponent, nothing else. Swift's own
// conversion would also take hexadecimal numbers, "inf" and "nan(7)".
//
// Most numbers have few digits, and then digits · 10^k is one exact operation on two exact numbers
// (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990); the rest is left to
// the standard library. Both round to the nearest.

/// The reader of decimal numbers.
enum DecimalNumber {
  static let point = UInt8(ascii: ".")

  /// The number that a field holds: nil if it is none, infinite if it is too large.
  static func value(
    of field: Range<Int>, in bytes: [UInt8], decimal: UInt8 = point
  ) -> Double? {
    bytes.withUnsafeBufferPointer { value(of: $0[field], decimal: decimal) }
  }

  private static func value(
    of text: Slice<UnsafeBufferPointer<UInt8>>, decimal: UInt8
  ) -> Double? {
    var rest = text
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    var digits = Digits()
    var exponent = digits.read(&rest)
    if rest.first == decimal {
      rest.removeFirst()
      let countBefore = digits.count
      exponent += digits.read(&rest) - (digits.count - countBefore)
    }
    guard digits.count > 0, let power = readExponent(&rest), rest.isEmpty else { return nil }
    exponent += power
    if digits.isExact, digits.value <= 1 << 53, abs(exponent) < powers.count {
      let power = powers[abs(exponent)]
      let value =
        exponent < 0 ? Double(digits.value) / power : Double(digits.value) * power
      return isNegative ? -value : value
    }
    return Double(String(decoding: text.map { $0 == decimal ? point : $0 }, as: UTF8.self))
  }

  /// The powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The exponent, 0 if there is none, nil if there is no number after the e.
  private static func readExponent(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") else { return 0 }
    rest.removeFirst()
    var isNegative = false
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest.removeFirst()
    }
    guard !rest.isEmpty else { return nil }
    var value = 0
    while let byte = rest.first {
      guard byte &- 48 < 10 else { return nil }
      // An exponent of more digits is out of reach, however many digits the number has. Half of what
      // an Int of 32 bits holds: the count of those digits is added to it.
      value = value < 10_000_000 ? value * 10 + Int(byte - 48) : 1 << 30
      rest.removeFirst()
    }
    return isNegative ? -value : value
  }

  /// The digits read so far, as an integer.
  private struct Digits {
    var value: UInt64 = 0
    var count = 0
    var isExact = true

    /// Reads digits and returns how many of them the integer has no room for.
    mutating func read(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int {
      var dropped = 0
      while let byte = rest.first, byte &- 48 < 10 {
        if value < 1_000_000_000_000_000_000 {
          value = value * 10 + UInt64(byte - 48)
        } else {
          dropped += 1
          if byte != 48 { isExact = false }
        }
        count += 1
        rest.removeFirst()
      }
      return dropped
    }
  }
}
