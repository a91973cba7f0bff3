// Numbers and texts as JavaScript writes them, inside a page.
//
// A text is written so that it can stand in a script element of HTML and of XML alike: whatever it
// holds, no character of it can end the element, begin a comment or be an entity.

extension Double {
  /// This number in JavaScript, all digits; NaN and the infinities too, which JSON has no words for.
  var script: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    if self == 0 { return sign == .minus ? "-0" : "0" }
    if let whole = Int(exactly: self), whole.magnitude < 1_000_000_000 { return "\(whole)" }
    return "\(self)"
  }
}

extension String {
  /// This text as a literal of JavaScript.
  var script: String {
    var text = "\""
    for scalar in unicodeScalars {
      if scalar.standsInScript { text.unicodeScalars.append(scalar) } else { text += scalar.escape }
    }
    return text + "\""
  }
}

extension Array<String> {
  /// These texts as a literal of JavaScript.
  var script: String { "[" + map { $0.script }.joined(separator: ", ") + "]" }
}

extension Unicode.Scalar {
  /// Whether the character needs no escape, neither in the literal nor in the page around it.
  fileprivate var standsInScript: Bool {
    switch self {
    case "\"", "\\", "<", ">", "&", "\u{2028}", "\u{2029}": false
    default:
      // No control characters; no format characters, which could hide or turn what follows.
      switch properties.generalCategory {
      case .control, .format, .unassigned, .privateUse, .surrogate: false
      default: true
      }
    }
  }

  /// One or two code units of UTF-16, `\u003c`.
  fileprivate var escape: String {
    UTF16.encode(self).map { units in
      units.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    } ?? ""
  }
}
