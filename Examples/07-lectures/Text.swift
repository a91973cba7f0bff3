// How the table looks: columns, numbers, and notes that are broken into lines.

/// The words and numbers of the table.
enum Text {
  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  /// The head of the columns that `line` fills.
  static var columns: String {
    left("row   lecture", 40) + left("printed", 13) + left("exact", 24) + left("ours", 24)
      + "verdict"
  }

  static func line(_ line: Line) -> String {
    let exact = line.isClaim ? "yes" : number(line.exact)
    let ours = line.isClaim ? (line.ours == 1 ? "yes" : "no") : number(line.ours)
    return left("      " + line.name, 40) + left(line.printed, 13) + left(exact, 24)
      + left(ours, 24) + line.verdict
  }

  /// A note, indented and broken between words.
  static func note(_ text: String) -> String {
    var lines = ["      "]
    for word in text.split(separator: " ") {
      if (lines.last ?? "").count + word.count > 112 { lines.append("      ") }
      lines[lines.count - 1] += (lines[lines.count - 1].hasSuffix("  ") ? "" : " ") + word
    }
    return lines.joined(separator: "\n")
  }

  /// A number with all its digits, without ".0" if it is whole.
  static func number(_ x: Double) -> String { Int(exactly: x).map { "\($0)" } ?? "\(x)" }

  /// A number with some decimals.
  static func fixed(_ x: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((x.magnitude * scale).rounded())
    let digits = "\(scaled)"
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let point = decimals == 0 ? "" : "." + padded.suffix(decimals)
    return (x < 0 && scaled > 0 ? "-" : "") + padded.dropLast(decimals) + point
  }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
