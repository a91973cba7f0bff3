// What to do about a field that is no number, guessed from how it looks. Every hint says on what it depends:
// 1,234 may be a number with a decimal comma, or one whose digits are grouped.

/// Guesses at what is wrong with a CSV file.
enum CSVHint {
  /// How much of a text is looked at: numbers and lines of a few columns are shorter.
  static let length = 200

  /// What to do if a line looks like several fields.
  static func line(_ line: String) -> String? {
    let line = line.shortened(to: length)
    return marks(line) ?? (words(line).count > 1 ? spaces : nil)
  }

  /// What to do about a text that should be a number.
  static func number(_ text: String, isOnlyColumn: Bool) -> String? {
    let text = text.shortened(to: length)
    if text.utf8.first == .hash {
      return "if lines that begin with # are comments, say CSVFormat(comment: \"#\")"
    }
    if let hint = marks(text) { return hint }
    let words = words(text)
    if words.count > 1, isOnlyColumn || words.allSatisfy({ isNumber($0) }) {
      let areGroups = words.dropFirst().allSatisfy {
        isNumber($0) && $0.prefix { $0.isNumber }.count == 3
      }
      return areGroups ? "\(spaces); if spaces group the digits, take those out" : spaces
    }
    return comma(text)
  }

  /// What to do about a name that is not there, apart from those that are.
  static func noColumn(_ name: String, _ available: [String]) -> String? {
    if available.first == Table.unnamedColumn(0) {
      return
        "; the columns have no names, since the first line was taken for data: if it is a header, "
        + "say CSVFormat(header: .present)"
    }
    return available.contains { $0.quotedBriefly == name }
      ? "; one of them looks the same and is written with other Unicode scalars" : nil
  }

  private static func marks(_ line: String) -> String? {
    for mark in [";", "\t", "|"] where line.contains(mark) {
      let quoted = String(reflecting: mark)
      return "if the columns are separated by \(quoted), say CSVFormat(separator: \(quoted))"
    }
    return nil
  }

  private static let spaces =
    "if the columns are separated by spaces, say CSVFormat(separator: \" \")"

  /// What commas in a number may mean.
  private static func comma(_ text: String) -> String? {
    let digits = text.filter { $0 != "," && $0 != "." }
    guard text.contains(","), isNumber(digits) else { return nil }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let isDecimal = parts.count == 2 && isNumber("\(parts[0]).\(parts[1])")
    let decimal =
      "if the comma is the decimal mark, say CSVFormat(separator: \";\", decimal: \",\") or whatever "
      + "separates the columns"
    let grouped = "if commas or points group the digits, take those out"
    let groups = text.split { $0 == "," || $0 == "." }.dropFirst()
    guard isDecimal else { return grouped }
    return groups.allSatisfy { $0.utf8.count == 3 } ? "\(decimal); \(grouped)" : decimal
  }

  private static func words(_ text: String) -> [Substring] {
    text.split { $0 == " " || $0 == "\t" }
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    let bytes = [UInt8](text.utf8)
    return DecimalNumber.value(of: 0..<bytes.count, in: bytes) != nil
  }
}
