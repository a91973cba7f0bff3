// One field of a table, or one column: its text, its number, its place in the file.

extension Table {
  /// The text of a field, as it stands in the file without quotes.
  ///
  /// - Precondition: the row and the column exist.
  public subscript(row: Int, column: Int) -> String {
    Self.text(of: field(row, column), in: bytes)
  }

  /// The texts of a column, one for each row, as they stand in the file.
  ///
  /// - Throws: ``CSVError`` where the column is not there, or not the only one of its name.
  public func strings(in column: Column) throws(CSVError) -> [String] {
    let column = try index(of: column)
    return (0..<rowCount).map { self[$0, column] }
  }

  static func text(of field: CSVField, in bytes: [UInt8]) -> String {
    let text = String(decoding: bytes[field], as: UTF8.self)
    guard bytes[field].contains(.quote) else { return text }
    var isSecond = false
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          isSecond = scalar == "\"" && !isSecond
          return scalar != "\"" || isSecond
        }))
  }

  func field(_ row: Int, _ column: Int) -> CSVField {
    precondition(
      (0..<rowCount).contains(row) && (0..<columnCount).contains(column),
      "row \(row), column \(column) of a table of \(rowCount) rows and \(columnCount) columns")
    return fields[firstField + row * columnCount + column]
  }

  /// Whether a value is missing: its field holds one of the format's marks.
  ///
  /// - Precondition: the row and the column exist.
  public func isMissing(row: Int, column: Int) -> Bool {
    let field = field(row, column)
    return missing.contains { $0.count == field.count && $0.elementsEqual(bytes[field]) }
  }

  /// The number in a field, or nil if it is missing; 1 for `True`, `TRUE` and `true`, 0 for `False`, `FALSE`
  /// and `false`.
  ///
  /// - Throws: ``CSVError/notANumber(_:column:at:)``, ``CSVError/numberTooLarge(_:column:at:)``.
  /// - Precondition: the row and the column exist.
  public func number(row: Int, column: Int) throws(CSVError) -> Double? {
    if isMissing(row: row, column: column) { return nil }
    let field = field(row, column)
    let value = Self.value(of: field, in: bytes, decimal)
    if let value, value.isFinite { return value }
    let (text, name) = (excerpt(field), describedColumn(column))
    let position = position(row: row, column: column)
    throw value == nil
      ? .notANumber(text, column: name, at: position)
      : .numberTooLarge(text, column: name, at: position)
  }

  /// The number that a field holds, infinite if it is too large; nil if it is none.
  static func value(
    of field: CSVField, in bytes: [UInt8], _ decimal: UInt8
  ) -> Double? {
    if let value = DecimalNumber.value(of: field, in: bytes, decimal: decimal) { return value }
    guard field.count == 4 || field.count == 5 else { return nil }
    return switch text(of: field, in: bytes) {
    case "True", "TRUE", "true": 1
    case "False", "FALSE", "false": 0
    default: nil
    }
  }

  /// The beginning of a field, for a message: fields may be as long as files.
  func excerpt(_ field: CSVField) -> String {
    // Four bytes a scalar at most, and one scalar more, so that it is told that there are more.
    let length = 4 * (CSVHint.length + 1)
    guard field.count > length else { return Self.text(of: field, in: bytes) }
    let cut = (field.lowerBound...field.lowerBound + length).last { bytes[$0] & 0xc0 != 0x80 }
    return Self.text(of: field.lowerBound..<(cut ?? field.lowerBound), in: bytes)
      .shortened(to: CSVHint.length)
  }

  /// Where a field is in the file.
  ///
  /// - Precondition: the row and the column exist.
  public func position(row: Int, column: Int) -> TextPosition {
    let start = field(row, column).lowerBound
    let isQuoted = start > 0 && bytes[start - 1] == .quote
    return TextPosition(of: isQuoted ? start - 1 : start, in: bytes)
  }

  /// The name of a column for a message, or its number if it has none.
  func describedColumn(_ column: Int) -> String {
    let name = columnNames.isEmpty ? "" : columnNames[column]
    return name.isEmpty ? Self.unnamedColumn(column) : name
  }

  /// What a message calls a column without a name.
  static func unnamedColumn(_ column: Int) -> String { "column \(column)" }
}
