// A label is user input, and in every format it must stay text whatever it holds. One function a format:
//
//     XML, SVG, HTML     escaped            here
//     DOT                dotEscaped         here
//     Markdown           markdown           here
//     JavaScript, JSON   script             Page/ScriptLiteral.swift
//     LaTeX              LaTeXText.words    Walkthrough/LaTeXText.swift
//     a terminal         visible            VisibleText.swift
//
// Each walks the scalars. What a parser takes for a quote is a scalar, or a byte of one, and never what
// Swift calls a Character: a quote with an accent on it is one Character and not equal to a quote.

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

  /// This text between double quotes of DOT, where a backslash escapes and an ampersand begins an
  /// entity.
  var dotEscaped: String {
    var text = ""
    for scalar in visible.unicodeScalars {
      switch scalar {
      case "\"": text += #"\""#
      case "\\": text += #"\\"#
      case "&": text += "&amp;"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// This text as Markdown that shows it as it is, also in a cell of a table.
  ///
  /// Every character that Markdown or HTML takes for something gets a backslash or becomes an entity.
  var markdown: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      // A backslash before it does not keep every renderer from ending the cell.
      case "|": text += "&#124;"
      case "`": text += "&#96;"
      case "\\", "*", "_", "[", "]", "~", "$", "#": text += "\\\(scalar)"
      case "\"", "'": text.unicodeScalars.append(scalar)
      default: text += String(scalar).escaped
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
