// A label is user input: in XML and HTML it must stay text whatever it holds.

extension String {
  /// This text for XML and HTML, as content or between double or single quotes of an attribute.
  ///
  /// Characters that XML 1.0 does not allow at all (control characters, unpaired non-characters)
  /// become the replacement character. Text direction is isolated by the element, not here.
  var escaped: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\t", "\n", "\r": text += " "
      case _ where !scalar.isAllowedInXML: text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// The production Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets), without C1 controls.
  fileprivate var isAllowedInXML: Bool {
    switch value {
    case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
