// How a CSV file is written: RFC 4180 (Y. Shafranovich, 2005), with the freedoms that files take.
//
// What is read, whatever the options:
// - Lines end with LF, CR LF or CR. A byte order mark at the start is skipped.
// - A field in double quotes may hold separators, line breaks, and quotes written twice. A quote
//   inside a field that does not begin with one is an error: a guess would lose rows.
// - Spaces and tabs around a field are not part of it, except inside quotes.
// - Lines of nothing but spaces are skipped, and so are comments: lines whose first mark is `#`.
// - Every other line has as many fields as the first.

/// How a CSV file is written.
public struct CSVFormat: Hashable, Sendable {
  /// Whether the first line names the columns.
  public enum Header: String, Hashable, Sendable, Codable {
    /// The first line holds names.
    case present
    /// The first line holds data.
    case absent
    /// The first line holds names if none of its fields is a number or missing, and the second has a
    /// number in it, or is not there at all.
    case automatic
  }

  /// The mark between two fields: `,`, `;`, a tab, or another ASCII character.
  public let separator: Character
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
  /// - Precondition: the separator and the comment mark are two different ASCII characters, and
  ///   neither is a quote, a line break or a space.
  public init(
    separator: Character = ",", header: Header = .automatic, comment: Character? = "#",
    missing: [String] = commonMissingMarks
  ) {
    for mark in [separator, comment ?? "#"] {
      precondition(
        mark.isASCII && !["\"", "\n", "\r", "\r\n", " "].contains(mark),
        "a separator or comment mark is an ASCII character and no quote, line break or space, got "
          + String(reflecting: mark))
    }
    precondition(separator != comment, "the separator and the comment mark are both \(separator)")
    self.separator = separator
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
