// The little JSON that files have around their content: read strictly (T. Bray, RFC 8259, 2017), each
// name once, no recursion, nothing allocated by a number in the text.

/// Where a text is not the JSON that it should be.
struct JSONError: Error, Hashable {
  let offset: Int
  let expected: String
}

/// A reader of JSON, one piece after another.
struct JSONScanner {
  private let bytes: ArraySlice<UInt8>
  private(set) var offset: Int

  /// Begins at the start of the bytes.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  private var next: UInt8? { offset < bytes.endIndex ? bytes[offset] : nil }

  /// An error at the place that is read next.
  func error(_ expected: String) -> JSONError {
    JSONError(offset: offset - bytes.startIndex, expected: expected)
  }

  mutating func skipSpace() {
    while let byte = next, byte == 32 || byte == 9 || byte == 10 || byte == 13 { offset += 1 }
  }

  /// Checks that nothing but space is left.
  mutating func finish() throws(JSONError) {
    skipSpace()
    if offset < bytes.endIndex { throw error("the end") }
  }

  private mutating func take(_ mark: Character) -> Bool {
    skipSpace()
    guard next == mark.asciiValue else { return false }
    offset += 1
    return true
  }

  /// Reads an object: `read` is called at the value of each member.
  mutating func object(
    _ read: (String, inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard take("{") else { throw error("{") }
    if take("}") { return }
    var names: Set<ExactName> = []
    repeat {
      skipSpace()
      let name = try string()
      guard names.insert(ExactName(name)).inserted else {
        throw error("\(name.quotedBriefly) only once")
      }
      guard take(":") else { throw error(":") }
      try read(name, &self)
    } while take(",")
    guard take("}") else { throw error(", or }") }
  }

  /// Reads an array: `read` is called at each element.
  mutating func array(_ read: (inout JSONScanner) throws(JSONError) -> Void) throws(JSONError) {
    guard take("[") else { throw error("[") }
    if take("]") { return }
    repeat { try read(&self) } while take(",")
    guard take("]") else { throw error(", or ]") }
  }

  /// Reads a whole number from 0 to the largest `Int`.
  mutating func count() throws(JSONError) -> Int {
    skipSpace()
    let start = offset
    var value = 0
    while let byte = next, byte &- 48 < 10 {
      let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = tens.addingReportingOverflow(Int(byte - 48))
      if overflows || overflowsToo { throw error("a smaller number") }
      value = sum
      offset += 1
    }
    let hasLeadingZero = offset - start > 1 && bytes[start] == 48
    guard offset > start, !hasLeadingZero, next.map({ !".eE".utf8.contains($0) }) ?? true else {
      throw error("a whole number")
    }
    return value
  }

  /// Passes over a value of any kind and returns where it is.
  ///
  /// Its inner order is left to who reads it, but for names that come twice in one object: decoders take
  /// one of the values without a word. Names that `String` holds for equal are the same to them.
  mutating func skipValue() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = offset
    // The names in each object that is open; nil for an array.
    var open: [Set<String>?] = []
    repeat {
      skipSpace()
      switch next {
      case nil: throw error("a value")
      case UInt8(ascii: "\""):
        let text = try string()
        skipSpace()
        if next == UInt8(ascii: ":"), !open.isEmpty,
          open[open.count - 1]?.insert(text).inserted == false
        {
          throw error("\(text.quotedBriefly) only once")
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open.append(next == UInt8(ascii: "{") ? [] : nil)
        offset += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open.popLast() != nil else { throw error("a value") }
        offset += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard !open.isEmpty else { throw error("a value") }
        offset += 1
      default: try skipWord()
      }
    } while !open.isEmpty
    return start..<offset
  }

  /// Passes over a number, true, false or null.
  private mutating func skipWord() throws(JSONError) {
    let start = offset
    while let byte = next, byte &- 48 < 10 || byte | 0x20 &- 97 < 26 || "+-.".utf8.contains(byte) {
      offset += 1
    }
    if offset == start { throw error("a value") }
  }
}

// MARK: - Strings

extension JSONScanner {
  /// Reads a string.
  mutating func string() throws(JSONError) -> String {
    skipSpace()
    guard next == .quote else { throw error("a string") }
    offset += 1
    var text: [UInt8] = []
    while let byte = next, byte != .quote {
      guard byte >= 32 else { throw error("no control character") }
      offset += 1
      if byte == UInt8(ascii: "\\") {
        text += String(Character(try escaped())).utf8
      } else {
        text.append(byte)
      }
    }
    guard next == .quote else { throw error("the end of the string") }
    offset += 1
    guard UTF8Check.firstInvalidByte(in: text) == nil else { throw error("UTF-8") }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads what follows a backslash.
  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw error("the end of the string") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default: throw error("a known escape")
    }
  }

  /// Reads four hexadecimal digits, and four more if the first are half of a pair.
  private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
    var code = try fourDigits()
    if 0xd800..<0xdc00 ~= code {
      guard next == UInt8(ascii: "\\") else { throw error("the other half of a pair") }
      offset += 1
      guard next == UInt8(ascii: "u") else { throw error("the other half of a pair") }
      offset += 1
      let low = try fourDigits()
      guard 0xdc00..<0xe000 ~= low else { throw error("the other half of a pair") }
      code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("a whole pair") }
    return scalar
  }

  private mutating func fourDigits() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("a hexadecimal digit")
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }

  /// A string as JSON writes it.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\u{0}"..<" ":
        let code = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
