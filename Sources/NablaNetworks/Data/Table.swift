// Text in rows and columns, as a CSV file holds it.
//
// The table keeps the bytes of the file and the place of each field: 16 bytes a field, no string
// until somebody asks for one, and an error can always tell its line and column.

/// A table read from CSV.
///
///     let table = try Table(csv: "length,species\n1.4,setosa\n4.7,versicolor\n")
///     let flowers = try table.dataset(inputs: .all(except: ["species"]), classes: "species")
///     print(flowers.inputs, flowers.classNames)      // [[1.4], [4.7]] ["setosa", "versicolor"]
public struct Table: Sendable {
  /// The names of the columns; none if the file has no header.
  public let columnNames: [String]
  /// How many columns there are.
  public let columnCount: Int
  /// How many rows there are, without the header.
  public let rowCount: Int
  private let bytes: [UInt8]
  private let fields: [CSVParser.Field]
  private let firstField: Int
  private let missing: [[UInt8]]

  /// Reads the bytes of a CSV file, which are UTF-8.
  ///
  /// - Throws: ``CSVError`` with the line and the column at which they are no CSV.
  public init(csv bytes: [UInt8], format: CSVFormat = CSVFormat()) throws(CSVError) {
    let parser = try CSVParser(bytes, format: format)
    self.bytes = bytes
    fields = parser.fields
    columnCount = parser.columnCount
    missing = format.missing.map { [UInt8]($0.utf8) }
    let rows = fields.count / columnCount
    let isNumber = { [missing] (field: CSVParser.Field) in
      missing.contains { $0.elementsEqual(bytes[field]) }
        || DecimalNumber.value(of: field, in: bytes) != nil
    }
    let hasHeader =
      switch format.header {
      case .present: true
      case .absent: false
      case .automatic:
        !fields[..<columnCount].contains(where: isNumber)
          && (rows == 1 || fields[columnCount..<2 * columnCount].contains(where: isNumber))
      }
    firstField = hasHeader ? columnCount : 0
    rowCount = hasHeader ? rows - 1 : rows
    columnNames =
      hasHeader ? fields[..<columnCount].map { Self.text(of: $0, in: bytes) } : []
  }

  /// Reads CSV from a string.
  ///
  /// - Throws: ``CSVError`` with the line and the column at which it is no CSV.
  public init(csv text: String, format: CSVFormat = CSVFormat()) throws(CSVError) {
    try self.init(csv: [UInt8](text.utf8), format: format)
  }

  /// Reads a CSV file.
  ///
  /// - Throws: ``CSVError/file(_:)`` if it cannot be read; ``CSVError`` with the line and the column at
  ///   which it is no CSV.
  public init(csvFile path: String, format: CSVFormat = CSVFormat()) throws(CSVError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try [UInt8](contentsOfFile: path)
    } catch {
      throw .file(error)
    }
    try self.init(csv: bytes, format: format)
  }

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

  private static func text(of field: CSVParser.Field, in bytes: [UInt8]) -> String {
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
}

// MARK: - Fields

extension Table {
  private func field(_ row: Int, _ column: Int) -> CSVParser.Field {
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

  /// The number in a field, or nil if it is missing.
  ///
  /// - Throws: ``CSVError/notANumber(_:column:at:)``.
  /// - Precondition: the row and the column exist.
  public func number(row: Int, column: Int) throws(CSVError) -> Double? {
    if isMissing(row: row, column: column) { return nil }
    let value = DecimalNumber.value(of: field(row, column), in: bytes)
    guard let value, value.isFinite else {
      throw .notANumber(
        self[row, column], column: describedColumn(column), at: position(row: row, column: column))
    }
    return value
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
    columnNames.isEmpty ? "column \(column)" : columnNames[column]
  }
}
