// Text for a terminal: how many columns it takes, and what must not get there.

/// What a chart in a terminal is drawn with.
public enum TerminalCharacters: Hashable, Sendable, CaseIterable {
  /// Braille patterns, eight dots to a character, blocks and lines.
  case braille
  /// The characters that every terminal and every file has.
  case ascii
}

extension TerminalCharacters {
  /// Columns of a terminal.
  var measure: TextMeasure {
    TextMeasure(width: { Double($0.columns) }, ellipsis: self == .ascii ? "..." : "…")
  }
}

extension String {
  /// How many columns of a terminal this text takes.
  var columns: Int { reduce(0) { $0 + $1.columns } }

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
  ///
  /// More for a character of very many marks, so that there is no room for it.
  var columns: Int { letterColumns + excess }

  private var letterColumns: Int {
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
