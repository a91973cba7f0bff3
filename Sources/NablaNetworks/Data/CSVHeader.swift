// Whether the first line of a file names the columns, where nobody says so: a guess, by the rules that
// `CSVFormat.Header.automatic` lists, and the reason in words.

/// A guess whether the first line of a file names the columns.
struct CSVHeader {
  /// What a field looks like.
  enum Kind { case empty, missing, number, text }

  let isHeader: Bool
  let reason: String

  /// Looks at the fields of all lines, `columnCount` each.
  init(
    _ fields: [CSVField], columnCount: Int, bytes: [UInt8],
    kind: (CSVField) -> Kind
  ) {
    let lines = Lines(fields: fields, columnCount: columnCount, bytes: bytes)
    let first = fields[..<columnCount].map(kind)
    let second = fields.dropFirst(columnCount).prefix(columnCount).map(kind)
    let below = zip(first, second)
    // A value that is missing is taken for a number.
    let numberBelowText =
      below.contains { $0 == .text && $1 != .text }
      || first[0] == .empty && first.contains(.text) && second.first == .number
    if first.contains(.missing) {
      (isHeader, reason) = (false, "a value is missing in it")
    } else if !first.contains(.number) {
      let isText = first.contains(.text)
      isHeader = isText && (second.isEmpty || numberBelowText)
      reason =
        second.isEmpty
        ? "it is the only one, and holds no numbers"
        : isHeader
          ? "it holds texts, and there is a number below"
          : "it holds no numbers, but there is none below its texts either"
    } else {
      let counted = columnCount - first.count { $0 != .number }
      let hasContrast = numberBelowText || below.contains { $0 == .number && $1 == .text }
      let isCount =
        lines.counts(in: 0, where: { first[$0] == .number }, from: 0) && !second.isEmpty
        && !lines.counts(in: 1, where: { first[$0] == .number }, from: counted)
      if isCount, counted > 2 || hasContrast || (first[0] == .empty && lines.haveRowNumbers) {
        (isHeader, reason) = (true, "its numbers count the columns from 0")
      } else if !first.contains(.text), lines.areWrittenOtherwise(kind) {
        (isHeader, reason) = (true, "its numbers are written otherwise than all those below")
      } else {
        (isHeader, reason) = (false, "it holds numbers")
      }
    }
  }
}

/// The lines of a file, and how their numbers are written.
private struct Lines {
  let fields: [CSVField]
  let columnCount: Int
  let bytes: [UInt8]

  /// Whether the fields of some columns of a line are whole numbers that count up.
  func counts(in line: Int, where isCounted: (Int) -> Bool, from start: Int) -> Bool {
    var next = start
    for column in 0..<columnCount where isCounted(column) {
      guard wholeNumber(fields[line * columnCount + column]) == next else { return false }
      next += 1
    }
    return next > start
  }

  /// Whether the first fields of the lines below count up from 0, as pandas numbers its rows.
  var haveRowNumbers: Bool {
    (1..<fields.count / columnCount).allSatisfy { wholeNumber(fields[$0 * columnCount]) == $0 - 1 }
  }

  /// Whether the first line is of different whole numbers, and in the columns below them no number is
  /// written like one, by a program that would have written them as `4.0`.
  func areWrittenOtherwise(_ kind: (CSVField) -> CSVHeader.Kind) -> Bool {
    let named = (0..<columnCount).filter { !fields[$0].isEmpty }
    let names = named.map { wholeNumber(fields[$0]) }
    guard !names.contains(nil), Set(names).count == names.count else { return false }
    var isPrecise = false
    for line in stride(from: columnCount, to: fields.count, by: columnCount) {
      for column in named where kind(fields[line + column]) == .number {
        let text = bytes[fields[line + column]]
        let digits = text.count { $0 &- 48 < 10 }
        if digits == text.count || (digits + 1 == text.count && text.first == UInt8(ascii: "-")) {
          return false
        }
        isPrecise =
          isPrecise || digits >= 15
          || (text.suffix(2).elementsEqual(".0".utf8) || text.suffix(2).elementsEqual(",0".utf8))
      }
    }
    return isPrecise
  }

  /// The number of a field that holds digits only, as programs write it.
  private func wholeNumber(_ field: CSVField) -> Int? {
    guard (1...9).contains(field.count), bytes[field].allSatisfy({ $0 &- 48 < 10 }),
      field.count == 1 || bytes[field.lowerBound] != 48
    else { return nil }
    return bytes[field].reduce(0) { $0 * 10 + Int($1 - 48) }
  }
}
