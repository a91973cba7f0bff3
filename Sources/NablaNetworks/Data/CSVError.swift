/// What is wrong with a CSV file, and where.
public enum CSVError: Error, Hashable, Sendable {
  /// The file could not be read.
  case file(FileError)
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
  /// A field is no number, or one too large for a `Double`.
  case notANumber(String, column: String, at: TextPosition)
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
    case .empty: "there is no data: every line is blank or a comment"
    case .notText(let position):
      "\(position): not UTF-8 text; save the file as UTF-8 without compression"
    case .unterminatedQuote(let position):
      "\(position): this quote is never closed; close it, or write the quote twice in a quoted field"
    case .textAfterQuote(let position):
      "\(position): text after a closing quote; put a separator there, or write the quote twice"
    case .strayQuote(let position):
      "\(position): a quote inside a field without quotes; quote the whole field and write the quote "
        + "twice"
    case .columnCount(let expected, let found, let position):
      "\(position): expected \(expected) fields as in the first line, got \(found); check the "
        + "separator and the quotes"
    default: descriptionOfContent
    }
  }

  private var descriptionOfContent: String {
    switch self {
    case .notANumber(let text, let column, let position):
      "\(position): expected a number in \(column), got \(text.quotedBriefly); "
        + (text.separatorHint ?? "correct it, leave out the column or make it the classes, or list "
          + "it among the marks for missing values")
    case .missingValue(let column, let position):
      "\(position): the value of \(column) is missing; fill it in, or leave out such rows by "
        + "missing: .dropRow (inputs can also be filled in, by .columnMean)"
    case .noColumn(let name, let available):
      "there is no column \(name); there are \(available.listedBriefly)"
    case .oneColumn(let name, let line):
      "there is no column \(name): the lines are one field each, the first is "
        + "\(line.quotedBriefly); " + (line.separatorHint ?? "check the separator")
    case .ambiguousColumn(let name):
      "several columns have the name \(name.quotedBriefly); give the number of the column instead"
    case .tooManyClasses(let count, let column):
      "\(column) holds \(count) different texts, too many for classes; is it the right column? If so, "
        + "give the names of the classes"
    case .unknownClass(let name, let known, let position):
      "\(position): \(name.quotedBriefly) is none of the classes \(known.listedBriefly)"
    default: ""
    }
  }
}

extension String {
  /// What to do if the text looks like several fields, or like a number with a comma for a point.
  var separatorHint: String? {
    for separator in [";", "\t", "|"] where contains(separator) {
      return "if the columns are separated by \(String(reflecting: separator)), say "
        + "CSVFormat(separator: \(String(reflecting: separator)))"
    }
    let parts = split(separator: ",", omittingEmptySubsequences: false)
    let isNumber = parts.count == 2 && Double("\(parts[0]).\(parts[1])") != nil
    return isNumber ? "write decimals with a point: \(parts[0]).\(parts[1])" : nil
  }

  /// The text in quotes, cut off where it gets long.
  var quotedBriefly: String {
    let start = unicodeScalars.prefix(41)
    let text = start.count <= 40 ? self : String(String.UnicodeScalarView(start.prefix(40))) + "…"
    return String(reflecting: text)
  }
}

extension [String] {
  /// The first few of a list.
  var listedBriefly: String {
    prefix(12).map { $0.quotedBriefly }.joined(separator: ", ")
      + (count > 12 ? " and \(count - 12) more" : "")
  }
}
