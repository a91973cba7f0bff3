// How a CSV file is written: RFC 4180 (Y. Shafranovich, 2005), with the freedoms that files take.
//
// What is read, whatever the options:
// - Lines end with LF, CR LF or CR. A byte order mark at the start is skipped.
// - A field in double quotes may hold separators, line breaks, and quotes written twice. A quote
//   inside a field that does not begin with one is an error: a guess would lose rows.
// - Spaces and tabs around a field are not part of it, except inside quotes.
// - Lines of nothing but spaces are skipped, and so are comments, where a mark for them is given: lines
//   whose first mark it is. None is by default: `#ff0000` is data.
// - Every other line has as many fields as the first.
// - Numbers are decimal, with a point or the given mark; `True`, `TRUE` and `true` are 1, `False`, `FALSE`
//   and `false` are 0. Marks that group digits (1,234) are not read: a file with decimal commas looks alike.

/// How a CSV file is written.
///
///     let prices = try Table(
///       csv: "price; sold\n1,5; True\n", format: CSVFormat(separator: ";", decimal: ","))
///     let columns = try Table(csv: "x  y\n1  2\n", format: CSVFormat(separator: " "))
///     print(try prices.numbers(in: "price"), try columns.numbers(in: "y"))      // [1.5] [2.0]
public struct CSVFormat: Hashable, Sendable {
  /// Whether the first line names the columns.
  public enum Header: String, Hashable, Sendable, Codable {
    /// The first line holds names.
    case present
    /// The first line holds data.
    case absent
    /// Guess, and say so in ``Table/headerGuess``.
    ///
    /// The first line holds names if it is
    /// - texts, with a number below one of them, or with nothing below at all; empty fields among them are
    ///   allowed, such as that over the row numbers that pandas writes;
    /// - the numbers 0, 1, 2, …, at least three of them, unless the second line counts on from there; one or
    ///   two are enough, also with texts among them, if the second line has a text below a number or a
    ///   number below a text, or if the first field is empty and row numbers are below it;
    /// - different whole numbers, where no other number in the file is written like a whole number
    ///   and those that are whole have a point: `4.0`.
    case automatic
  }

  /// The mark between two fields: `,`, `;`, a tab, or another ASCII character; a space stands for
  /// any run of spaces and tabs.
  public let separator: Character
  /// The mark between the whole part of a number and its fraction.
  public let decimal: Character
  /// Whether the first line names the columns.
  public let header: Header
  /// The mark that begins a comment line, or nil if no line is a comment.
  public let comment: Character?
  /// What stands for a value that is missing, apart from the spaces around it.
  public let missing: [String]

  /// The marks for missing values that files commonly use.
  public static let commonMissingMarks = [
    "", "NA", "N/A", "?", "nan", "NaN", "NAN", "null", "NULL",
  ]

  /// Describes a format.
  ///
  /// - Precondition: the separator, the decimal mark and the comment mark are different ASCII characters;
  ///   none is a quote or a line break; only the separator may be a space; the decimal mark is a point or
  ///   a comma.
  public init(
    separator: Character = ",", decimal: Character = ".", header: Header = .automatic,
    comment: Character? = nil, missing: [String] = commonMissingMarks
  ) {
    for mark in [separator, comment ?? "#"] {
      precondition(
        mark.isASCII && !["\"", "\n", "\r", "\r\n"].contains(mark),
        "a separator or comment mark is an ASCII character and no quote or line break, got "
          + String(reflecting: mark))
    }
    precondition(comment != " ", "a space cannot be the comment mark")
    precondition(separator != comment, "the separator and the comment mark are both \(separator)")
    precondition(
      decimal == "." || decimal == ",",
      "the decimal mark is a point or a comma, got \(String(reflecting: decimal))")
    precondition(
      separator != decimal && comment != decimal,
      "the decimal mark \(decimal) is also the separator or the comment mark; files with decimal commas "
        + "are usually separated by semicolons: CSVFormat(separator: \";\", decimal: \",\")")
    self.separator = separator
    self.decimal = decimal
    self.header = header
    self.comment = comment
    self.missing = missing
  }
}

/// What to do where a number is missing.
public enum MissingValues: String, Hashable, Sendable, Codable {
  /// Throw an error that tells where.
  case error
  /// Put NaN there, to be dealt with later.
  case nan
  /// Leave out the row.
  case dropRow
  /// Put the mean of the column there: of all its rows, so those that are kept for a test have a part
  /// in it.
  case columnMean
}
