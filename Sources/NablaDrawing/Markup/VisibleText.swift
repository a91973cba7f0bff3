// What of a label is shown. A label comes from a program or a file, so it may hold line breaks, commands
// for a terminal, or marks that turn the text around it. A drawing cleans each label where it reads it.

extension String {
  /// This text without what would move a terminal's cursor or turn a line around: control characters,
  /// line breaks and the marks that change the direction of text.
  var visible: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: text += " "
      case 0x00..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: text += "\u{FFFD}"
      case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x61C: continue
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// This text in isolation (Unicode Standard Annex 9), if it has letters written from right to left:
  /// what follows it then keeps its place.
  var isolated: String {
    let isRightToLeft = unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        true
      default: false
      }
    }
    return isRightToLeft ? "\u{2068}\(self)\u{2069}" : self
  }
}

extension Character {
  /// The room that this takes in units of a usual character, beyond its own: 0 up to 16 scalars, 1 up
  /// to 32 and so on.
  ///
  /// A letter may have any number of marks on it, and 100 KB of them would have room in a name of one
  /// character. No character that people write has more than 16 scalars, emoji of families included.
  var excess: Int { (unicodeScalars.count - 1) / 16 }
}
