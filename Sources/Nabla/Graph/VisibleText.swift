// Labels and names come from anywhere, and text goes to terminals, which obey what they read.

extension String {
  /// The text with every character that a terminal obeys, or that hides or reorders others, written as
  /// an escape: `\u{1B}`.
  ///
  /// The joiners U+200C and U+200D stay: scripts and emoji are written with them.
  var visible: String {
    guard unicodeScalars.contains(where: { $0.isObeyed }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if scalar.isObeyed {
        text += "\\u{" + Self(scalar.value, radix: 16, uppercase: true) + "}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Whether a terminal would do something else than print a character.
  fileprivate var isObeyed: Bool {
    switch value {
    // Control characters, C0 and C1: NUL, ESC, line ends, DEL, CSI.
    case 0x00...0x1F, 0x7F...0x9F: true
    // What is not seen: soft hyphen, zero-width spaces, byte order mark, interlinear notes, tags.
    case 0xAD, 0x34F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180E, 0x200B, 0x2060...0x2064, 0x3164,
      0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    // What turns the direction of text around, and line and paragraph separators.
    case 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2065...0x206F: true
    default: false
    }
  }
}
