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
  /// What the first line was taken for and why, where the format left that to a guess; else nil.
  ///
  ///     let table = try Table(csv: "a,b\nx,y\n")
  ///     print(table.headerGuess ?? "nothing was guessed")
  ///
  /// ```console
  /// the first line was taken for data: it holds no numbers, but there is none below its texts either
  /// ```
  public let headerGuess: String?
  let places: NameIndex<ExactName>
  let bytes: [UInt8]
  let fields: [CSVField]
  let firstField: Int
  let missing: [[UInt8]]
  let decimal: UInt8

  /// Reads the bytes of a CSV file, which are UTF-8 and may be compressed by gzip.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - format: How they are written.
  ///   - limit: How many bytes a compressed file may grow to; without it, a million and a hundred times
  ///     what it has.
  /// - Throws: ``CSVError`` with the line and the column at which they are no CSV.
  public init(
    csv bytes: [UInt8], format: CSVFormat = CSVFormat(), limit: Int? = nil
  ) throws(CSVError) {
    let content: [UInt8]
    do throws(GzipError) {
      content = try Gzip.content(of: bytes, limit: limit)
    } catch {
      throw .gzip(error)
    }
    let parser = try CSVParser(content, format: format)
    let decimal = format.decimal.asciiValue ?? DecimalNumber.point
    let missing = format.missing.map { [UInt8]($0.utf8) }
    let count = parser.columnCount
    let guess =
      format.header == .automatic
      ? CSVHeader(parser.fields, columnCount: count, bytes: content) { field in
        if field.isEmpty { return .empty }
        if missing.contains(where: { $0.elementsEqual(content[field]) }) { return .missing }
        return Self.value(of: field, in: content, decimal) == nil ? .text : .number
      } : nil
    let hasHeader = guess?.isHeader ?? (format.header == .present)
    headerGuess = guess.map {
      "the first line was taken for \($0.isHeader ? "names" : "data"): \($0.reason)"
    }
    self.bytes = content
    fields = parser.fields
    columnCount = count
    self.missing = missing
    self.decimal = decimal
    firstField = hasHeader ? count : 0
    rowCount = parser.fields.count / count - (hasHeader ? 1 : 0)
    columnNames =
      hasHeader ? parser.fields[..<count].map { Self.text(of: $0, in: content) } : []
    places = NameIndex(columnNames.lazy.map { ExactName($0) })
  }

  /// Reads CSV from a string.
  ///
  /// - Throws: ``CSVError`` with the line and the column at which it is no CSV.
  public init(csv text: String, format: CSVFormat = CSVFormat()) throws(CSVError) {
    try self.init(csv: [UInt8](text.utf8), format: format)
  }

  /// Reads a CSV file, which may be compressed by gzip.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - format: How it is written.
  ///   - limit: How many bytes a compressed file may grow to; without it, a million and a hundred times
  ///     what it has.
  /// - Throws: ``CSVError/file(_:)`` if it cannot be read; ``CSVError`` with the line and the column at
  ///   which it is no CSV.
  public init(
    csvFile path: String, format: CSVFormat = CSVFormat(), limit: Int? = nil
  ) throws(CSVError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try [UInt8](contentsOfFile: path)
    } catch {
      throw .file(error)
    }
    try self.init(csv: bytes, format: format, limit: limit)
  }
}

extension Table: CustomStringConvertible {
  /// How large the table is, what its columns are called, and what was guessed.
  public var description: String {
    let names = columnNames.isEmpty ? "without names" : columnNames.listedBriefly
    return "\(rowCount.of("row")), \(columnCount.of("column")): \(names)"
      + (headerGuess.map { "; \($0)" } ?? "")
  }
}
