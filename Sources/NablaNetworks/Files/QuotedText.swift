// Text from files in the words of an error. It may be of any length and hold anything, so it is cut before
// anything else looks at it, and what a terminal would obey instead of showing is spelled out.

extension String {
  /// The beginning of a text that may be long: at most as many Unicode scalars, and a mark if there are
  /// more.
  func shortened(to count: Int) -> String {
    let end = unicodeScalars.index(
      unicodeScalars.startIndex, offsetBy: count, limitedBy: unicodeScalars.endIndex)
    guard let end, end < unicodeScalars.endIndex else { return self }
    return String(unicodeScalars[..<end]) + "…"
  }

  /// The text in quotes, as Swift would write it.
  var quoted: String {
    var result = "\""
    for scalar in unicodeScalars {
      if scalar.isInvisible {
        result += scalar.escaped(asASCII: true)
      } else if scalar == "\"" || scalar == "\\" {
        result += "\\\(scalar)"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The text as it is if it is short and all of it can be seen, else its beginning in quotes.
  func shown(upTo count: Int = 40) -> String {
    let text = shortened(to: count)
    return text.isEmpty || text.unicodeScalars.contains { $0.isInvisible } ? text.quoted : text
  }

  /// The beginning of the text in quotes.
  var quotedBriefly: String { shortened(to: 40).quoted }
}

extension Unicode.Scalar {
  /// Whether it is not seen but obeyed: line breaks, controls of terminals, changes of direction.
  var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .unassigned: true
    default: properties.isBidiControl
    }
  }
}

extension Int {
  /// The number with a noun in the right form: `1 byte`, `2 bytes`.
  func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension Collection {
  /// The first few of a list, and how many more there are.
  fileprivate func listed(_ count: Int, _ text: (Element) -> String) -> String {
    prefix(count).map(text).joined(separator: ", ")
      + (self.count > count ? " and \(self.count - count) more" : "")
  }
}

extension [String] {
  /// The first few of a list.
  var listedBriefly: String { listed(12) { $0.quotedBriefly } }
}

extension [Int] {
  /// The lengths of the axes of an array, which may be many in a file that is damaged.
  var shapeText: String { "[" + listed(12) { "\($0)" } + "]" }
}

extension [Double] {
  /// The first few numbers, as Swift prints them.
  var listText: String { "[" + listed(12) { "\($0)" } + "]" }
}
