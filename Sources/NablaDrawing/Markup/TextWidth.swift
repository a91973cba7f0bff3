// How wide a text is, without a font at hand.
//
// Layouts must leave room for labels, and no library for fonts is part of the project. So widths are
// estimated on the safe side for sans-serif fonts: letters by class, after the advance widths of
// Helvetica (Adobe Font Metrics), and a full em for everything outside Latin.

extension String {
  /// An upper estimate of the width of this text, in units of the font size.
  var width: Double { reduce(0) { $0 + $1.width } }
}

extension Character {
  var width: Double { letterWidth + Double(excess) }

  private var letterWidth: Double {
    guard let scalar = unicodeScalars.first else { return 0 }
    // By the scalar: to compare Characters, all marks of each would be put in order.
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": return 0.30
    case "f", "t", "r", "(", ")", "[", "]", "/", "\\", "-", " ", "\"", "*", "`": return 0.42
    case "m", "w", "M", "W", "@", "%", "—": return 1.0
    case "A"..."Z", "&", "+", "=", "<", ">", "~", "#": return 0.75
    default: return scalar.value < 0x250 ? 0.6 : (scalar.value < 0x1100 ? 0.75 : 1.2)
    }
  }
}
