// One pass over the bytes that finds where every field begins and ends. Nothing is copied: a table
// keeps the bytes and looks into them when it is asked.

/// The content of a field, without the quotes and the spaces around it.
///
/// A quote inside it is one of a pair, so the field was quoted.
typealias CSVField = Range<Int>

/// The scanner of CSV; of any bytes, so that a test can count how often they are looked at.
struct CSVParser<Bytes: RandomAccessCollection> where Bytes.Element == UInt8, Bytes.Index == Int {
  private let bytes: Bytes
  private let separator: UInt8
  /// Whether any run of spaces and tabs separates.
  private let isSpaced: Bool
  private let comment: UInt8?
  private var offset = 0
  private var isFirstHashed = false
  private(set) var fields: [CSVField] = []
  private(set) var columnCount = 0

  /// Scans all lines.
  init(_ bytes: Bytes, format: CSVFormat) throws(CSVError) {
    self.bytes = bytes
    separator = format.separator.asciiValue ?? UInt8(ascii: ",")
    isSpaced = format.separator == " "
    comment = format.comment?.asciiValue
    if let invalid = UTF8Check.firstInvalidByte(in: bytes) {
      throw .notText(at: position(of: invalid))
    }
    if bytes.starts(with: UTF8Check.byteOrderMark) { offset = 3 }
    while offset < bytes.count {
      let start = offset
      skipSpaces()
      if isAtEndOfLine {
        skipLineBreak()
      } else if bytes[offset] == comment {
        while !isAtEndOfLine { offset += 1 }
      } else {
        let isHashed = comment == nil && bytes[offset] == .hash
        try scanLine(from: start, isHashed: isHashed)
        isFirstHashed = isFirstHashed || (isHashed && fields.count == columnCount)
      }
    }
    guard columnCount > 0 else { throw .empty }
  }

  /// Scans a line; if one that begins with `#` is not like the others, that is the error.
  private mutating func scanLine(from start: Int, isHashed: Bool) throws(CSVError) {
    do throws(CSVError) {
      try scanLine()
    } catch {
      if isHashed { throw .commentLine(at: position(of: start)) }
      if isFirstHashed, case .columnCount = error, let first = fields.first {
        throw .commentLine(at: position(of: first.lowerBound))
      }
      throw error
    }
  }

  private mutating func scanLine() throws(CSVError) {
    let first = fields.count
    var surplus: Int?
    while true {
      if columnCount > 0, fields.count - first == columnCount { surplus = surplus ?? offset }
      try scanField()
      if isSpaced { skipSpaces() }
      if isAtEndOfLine { break }
      if !isSpaced { offset += 1 }
    }
    let found = fields.count - first
    if columnCount == 0 { columnCount = found }
    guard found == columnCount else {
      throw .columnCount(
        expected: columnCount, found: found, at: position(of: surplus ?? offset))
    }
    skipLineBreak()
  }

  /// Scans a field and stops at the separator or the end of the line.
  private mutating func scanField() throws(CSVError) {
    skipSpaces()
    if offset < bytes.count, bytes[offset] == .quote { return try scanQuotedField() }
    let start = offset
    var end = offset
    while !isAtEndOfLine, !isSeparator(bytes[offset]) {
      if bytes[offset] == .quote { throw .strayQuote(at: position(of: offset)) }
      offset += 1
      if !isSpace(bytes[offset - 1]) { end = offset }
    }
    fields.append(start..<end)
  }

  private mutating func scanQuotedField() throws(CSVError) {
    let quote = offset
    offset += 1
    while true {
      guard offset < bytes.count else { throw .unterminatedQuote(at: position(of: quote)) }
      if bytes[offset] == .quote {
        guard offset + 1 < bytes.count, bytes[offset + 1] == .quote else { break }
        offset += 1
      }
      offset += 1
    }
    fields.append(quote + 1..<offset)
    offset += 1
    if !isSpaced { skipSpaces() }
    if !isAtEndOfLine, !isSeparator(bytes[offset]) {
      throw .textAfterQuote(at: position(of: offset))
    }
  }

  private var isAtEndOfLine: Bool {
    offset >= bytes.count || bytes[offset] == 10 || bytes[offset] == 13
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    (byte == 32 || byte == 9) && (isSpaced || byte != separator)
  }

  private func isSeparator(_ byte: UInt8) -> Bool { byte == separator || (isSpaced && byte == 9) }

  private mutating func skipSpaces() {
    while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
  }

  private mutating func skipLineBreak() {
    guard offset < bytes.count else { return }
    let isPair = bytes[offset] == 13 && offset + 1 < bytes.count && bytes[offset + 1] == 10
    offset += isPair ? 2 : 1
  }

  private func position(of offset: Int) -> TextPosition { TextPosition(of: offset, in: bytes) }
}

extension UInt8 {
  static let quote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
}
