// Reports hold NaN and infinities, which JSON has no numbers for: they are written as the strings
// "nan", "inf" and "-inf", so that every report can be encoded with any encoder.

/// A number of a report, which may be NaN or infinite and is encoded all the same.
@propertyWrapper
public struct ReportedNumber: Sendable, Hashable, Codable {
  /// The number.
  public var wrappedValue: Double

  /// Wraps a number.
  public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  /// Reads a number, or one of the strings "nan", "inf" and "-inf".
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      wrappedValue = number
      return
    }
    let text = try container.decode(String.self)
    guard let number = Double(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected a number, nan, inf or -inf, got \(text)")
    }
    wrappedValue = number
  }

  /// Writes the number, or its name if it is not finite.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue.isFinite {
      try container.encode(wrappedValue)
    } else {
      try container.encode(wrappedValue.reported)
    }
  }
}

extension Double {
  /// The number in words of a report; a NaN has no sign worth telling.
  var reported: String { isNaN ? "nan" : "\(self)" }

  /// The number to three significant digits, cut off: enough for an error bar.
  var briefly: String {
    var text = ""
    var digits = 0
    var isFraction = false
    var isExponent = false
    for character in reported {
      if character == "." { isFraction = true }
      if character == "e" { isExponent = true }
      if character.isNumber, !isExponent, digits > 0 || character != "0" { digits += 1 }
      if isExponent || digits <= 3 || !isFraction { text.append(character) }
    }
    return text
  }
}
