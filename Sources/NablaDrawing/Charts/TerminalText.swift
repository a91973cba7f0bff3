// Text for a terminal: how many columns it takes, and what must not get there.

/// What a chart in a terminal is drawn with.
public enum TerminalCharacters: Hashable, Sendable, CaseIterable {
  /// Braille patterns, eight dots to a character, blocks and lines.
  case braille
  /// The characters that every terminal and every file has.
  case ascii
}

extension String {
  /// How many columns of a terminal this text takes.
  var columns: Int { reduce(0) { $0 + $1.columns } }

  /// This text without what would move the cursor or turn the line around: control characters, line
  /// breaks and the marks that change the direction of text.
  var safeForTerminal: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: text += " "
      case 0x00..<0x20, 0x7F..<0xA0: text += "\u{FFFD}"
      case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x61C: continue
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// This text in the middle, at the end or at the beginning of so many columns.
  func padded(to width: Int, _ anchor: ChartLabel.Anchor = .start) -> String {
    let space = max(0, width - columns)
    let before =
      switch anchor {
      case .start: 0
      case .middle: space / 2
      case .end: space
      }
    return String(repeating: " ", count: before) + self
      + String(repeating: " ", count: space - before)
  }
}

extension Character {
  /// Two for the wide characters of East Asia and for emoji (Unicode Standard Annex 11), else one.
  var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if unicodeScalars.count > 1, unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
    if first.properties.isEmojiPresentation { return 2 }
    switch first.value {
    case 0x0300...0x036F, 0x200B...0x200D, 0xFEFF: return 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
