/// What is wrong with a CSV file, and where.
public enum CSVError: Error, Hashable, Sendable {
  /// The file could not be read.
  case file(FileError)
  /// The file is compressed, and the compression is damaged, or hides too much.
  case gzip(GzipError)
  /// There are no lines but blank ones and comments.
  case empty
  /// The bytes from here on are not UTF-8.
  case notText(at: TextPosition)
  /// A quote is opened here and never closed.
  case unterminatedQuote(at: TextPosition)
  /// Something follows the closing quote of a field.
  case textAfterQuote(at: TextPosition)
  /// A quote stands inside a field that does not begin with one.
  case strayQuote(at: TextPosition)
  /// A line has more or fewer fields than the first; the position is that of the first field too
  /// many, or of the end of the line.
  case columnCount(expected: Int, found: Int, at: TextPosition)
  /// A line that begins with `#` is not like the others, and nobody has said that it is a comment.
  case commentLine(at: TextPosition)
  /// A field is no number; of a long one, this is the beginning.
  case notANumber(String, column: String, at: TextPosition)
  /// A field is a number that is too large for a `Double`; of a long one, this is the beginning.
  case numberTooLarge(String, column: String, at: TextPosition)
  /// A value is missing.
  case missingValue(column: String, at: TextPosition)
  /// There is no such column.
  case noColumn(String, available: [String])
  /// There is no such column, since the lines were not cut at their separators.
  case oneColumn(String, line: String)
  /// Several columns have this name.
  case ambiguousColumn(String)
  /// A column has too many different texts to be one of classes.
  case tooManyClasses(Int, column: String)
  /// A class is none of those that were expected.
  case unknownClass(String, known: [String], at: TextPosition)
}

extension CSVError: CustomStringConvertible {
  /// What is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .gzip(let error): "\(error)"
    case .empty: "there is no data: every line is blank or a comment"
    case .notText(let position):
      "\(position): not UTF-8 text; save the file as UTF-8, uncompressed or compressed by gzip"
    case .unterminatedQuote(let position):
      "\(position): this quote is never closed; close it, or write the quote twice in a quoted field"
    case .textAfterQuote(let position):
      "\(position): text after a closing quote; put a separator there, or write the quote twice"
    case .strayQuote(let position):
      "\(position): a quote inside a field without quotes; quote the whole field and write the quote "
        + "twice"
    case .columnCount(let expected, let found, let position):
      "\(position): expected \(expected.of("field")) as in the first line, got \(found); check the "
        + "separator and the quotes"
    case .commentLine(let position):
      "\(position): this line begins with # and is not like the others; if it is a comment, say "
        + "CSVFormat(comment: \"#\"), else check its separators and quotes"
    default: descriptionOfContent
    }
  }

  private var descriptionOfContent: String {
    switch self {
    case .notANumber(let text, let column, let position):
      "\(position): expected a number in \(column.shown()), got \(text.quotedBriefly); "
        + (CSVHint.number(text, isOnlyColumn: column == Table.unnamedColumn(0))
          ?? "correct it, leave out the column or make it the classes, or list it among the marks for "
          + "missing values")
    case .numberTooLarge(let text, let column, let position):
      "\(position): expected a number in \(column.shown()), got \(text.quotedBriefly), which is larger "
        + "than any Double (1.8e308); correct it, or list it among the marks for missing values"
    case .missingValue(let column, let position):
      "\(position): the value of \(column.shown()) is missing; fill it in, or leave out such rows by "
        + "missing: .dropRow (inputs can also be filled in, by .columnMean)"
    case .noColumn(let name, let available):
      "there is no column \(name.shown(upTo: 60)); there are \(available.listedBriefly)"
        + (CSVHint.noColumn(name, available) ?? "")
    case .oneColumn(let name, let line):
      "there is no column \(name.shown(upTo: 60)): the lines are one field each, the first is "
        + "\(line.quotedBriefly); " + (CSVHint.line(line) ?? "check the separator")
    case .ambiguousColumn(let name):
      "several columns have the name \(name.quotedBriefly); give the number of the column instead"
    case .tooManyClasses(let count, let column):
      "\(column.shown()) holds \(count) different texts, too many for classes; is it the right column? "
        + "If so, give the names of the classes"
    case .unknownClass(let name, let known, let position):
      "\(position): \(name.quotedBriefly) is none of the classes \(known.listedBriefly)"
    default: ""
    }
  }
}
