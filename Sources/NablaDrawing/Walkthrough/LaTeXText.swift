// Words and numbers in LaTeX. A label may hold anything; what LaTeX would take for a command is
// escaped, and what its usual fonts lack is written by its Unicode number, so that every walkthrough
// compiles with pdflatex as it stands.

enum LaTeXText {
  /// A name in a formula: `x`, `w_{1}`, `\text{hidden layer}`.
  static func name(_ name: String) -> String {
    let scalars = Array(name.unicodeScalars)
    guard let first = scalars.first, isLetter(first) else { return "\\text{\(words(name))}" }
    let rest = scalars.dropFirst()
    if rest.isEmpty { return name }
    if rest.count <= 3, rest.allSatisfy({ $0.isASCII && $0.properties.numericType != nil }) {
      return "\(first)_{\(String(String.UnicodeScalarView(rest)))}"
    }
    // net_h1 and W1_11 as people write them by hand.
    let halves = name.split(separator: "_", omittingEmptySubsequences: false)
    if halves.count == 2, halves.allSatisfy({ $0.unicodeScalars.allSatisfy(isLetterOrDigit) }) {
      return "\\text{\(halves[0])}_{\\text{\(halves[1])}}"
    }
    return "\\text{\(words(name))}"
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || (scalar.isASCII && scalar.properties.numericType != nil)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isAlphabetic
  }

  /// Text between braces, in a formula or outside.
  static func words(_ text: String) -> String {
    text.unicodeScalars.map(escaped).joined()
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": "\\textbackslash{}"
    case "{", "}", "$", "&", "#", "%", "_": "\\\(scalar)"
    case "^": "\\textasciicircum{}"
    case "~": "\\textasciitilde{}"
    case "<": "\\textless{}"
    case ">": "\\textgreater{}"
    case "|": "\\textbar{}"
    case "\"": "\\textquotedblright{}"
    case "…": "\\dots{}"
    case " "..."~": "\(scalar)"
    // The letters of Western European languages are in every font of LaTeX, eth and thorn in its newer
    // encodings only.
    case "Ð", "Þ", "ð", "þ": "\\texttt{U+\(hexadecimal(scalar))}"
    case "\u{C0}"..."\u{D6}", "\u{D8}"..."\u{F6}", "\u{F8}"..."\u{FF}": "\(scalar)"
    default: "\\texttt{U+\(hexadecimal(scalar))}"
    }
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A number that `NumberStyle` wrote: `3.5e-04` is `3.5 \times 10^{-4}`.
  static func number(_ text: String) -> String {
    switch text {
    case "inf": return "\\infty"
    case "-inf": return "-\\infty"
    case "NaN": return "\\text{NaN}"
    default: break
    }
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return "\(parts[0]) \\times 10^{\(exponent)}"
  }
}
