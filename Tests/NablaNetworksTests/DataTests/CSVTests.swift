import NablaNetworks
import Testing

@Suite("CSV: text into rows and columns")
struct CSVTests {
  /// All rows of a table as texts.
  private func rows(_ text: String, _ format: CSVFormat = CSVFormat(header: .absent)) throws
    -> [[String]]
  {
    let table = try Table(csv: text, format: format)
    return (0..<table.rowCount).map { row in
      (0..<table.columnCount).map { table[row, $0] }
    }
  }

  @Test("fields, quotes, doubled quotes, separators and line breaks inside quotes")
  func quotes() throws {
    #expect(try rows("a,b\nc,d\n") == [["a", "b"], ["c", "d"]])
    #expect(
      try rows("\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\n") == [
        ["a,b", "say \"hi\""], ["two\nlines", ""],
      ])
    #expect(try rows("\"\"\"\",\"\"\"\"\"\"\n") == [["\"", "\"\""]])
    #expect(try rows("\"caf\u{e9} \"\"\u{1f600}\"\"\"") == [["caf\u{e9} \"\u{1f600}\""]])
  }

  @Test(
    "every line break, with or without one at the end",
    arguments: ["a,b\nc,d", "a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "a,b\rc,d\n\r\n"])
  func lineBreaks(text: String) throws {
    #expect(try rows(text) == [["a", "b"], ["c", "d"]])
  }

  @Test("a byte order mark, blank lines, comments and spaces around fields are not data")
  func notData() throws {
    let text = "\u{feff}# made by hand\n\n 1 ,\t2\n   \n  # more, \"of it\n\" 3 \", 4 \n\n"
    #expect(
      try rows(text, CSVFormat(header: .absent, comment: "#")) == [["1", "2"], [" 3 ", "4"]])
    #expect(try rows("#1,2\n") == [["#1", "2"]])
    #expect(try rows("%x\n1,#2\n", CSVFormat(header: .absent, comment: "%")) == [["1", "#2"]])
  }

  @Test("no line is dropped unless comments were asked for; an odd one is told")
  func comments() throws {
    #expect(try rows("name,hex\nred,#ff0000\n#00ff00,green\n").count == 3)
    for (text, line) in [
      ("# made by hand\n1,2\n", 1), ("1,2\n  # by hand\n3,4\n", 2),
      ("\u{feff}\n# a, \"b\n1,2\n", 2),
      ("# made by hand, \"or so\"\n1,2,3\n", 1), ("1\n#,\n2\n", 2),
    ] {
      let error = #expect(throws: CSVError.self) { try Table(csv: text) }
      #expect(error == .commentLine(at: TextPosition(line: line, column: 1)), "\(text)")
      #expect(error?.description.contains(##"CSVFormat(comment: "#")"##) == true)
    }
    let error = #expect(throws: CSVError.self) { try Table(csv: "1\n# two\n3\n").numbers(in: 0) }
    #expect(error?.description.contains(##"CSVFormat(comment: "#")"##) == true)
  }

  @Test("a space as the separator is any run of spaces and tabs, also around the fields")
  func spaces() throws {
    let spaced = CSVFormat(separator: " ", header: .absent)
    #expect(
      try rows("a b\n  1 \t 2\t\n\n \t\n\"x y\"  \"\"\"z\"\"\"\n", spaced) == [
        ["a", "b"], ["1", "2"], ["x y", "\"z\""],
      ])
    #expect(try rows("1,5 2\n", spaced) == [["1,5", "2"]])
    let surplus = CSVError.columnCount(
      expected: 2, found: 3, at: TextPosition(line: 2, column: 6))
    #expect(throws: surplus) { try Table(csv: "a b\n1  2 3\n", format: spaced) }
    #expect(throws: CSVError.textAfterQuote(at: TextPosition(line: 1, column: 4))) {
      try Table(csv: "\"a\"b c\n", format: spaced)
    }
    let table = try Table(csv: "x y\n1 2\n", format: CSVFormat(separator: " "))
    #expect(try table.numbers(in: "y") == [2])
  }

  @Test("other separators; with a tab between fields, a tab is no space")
  func separators() throws {
    #expect(
      try rows("a;b,c\n", CSVFormat(separator: ";", header: .absent)) == [["a", "b,c"]])
    #expect(
      try rows("a\t\tb\n\t\t\n", CSVFormat(separator: "\t", header: .absent)) == [
        ["a", "", "b"], ["", "", ""],
      ])
  }

  @Test("a header is taken as asked, or found")
  func header() throws {
    #expect(try Table(csv: "x,y\n1,2\n").columnNames == ["x", "y"])
    #expect(try Table(csv: "x,y\n").columnNames == ["x", "y"])
    #expect(try Table(csv: "1,y\n1,2\n").columnNames == [])
    #expect(try Table(csv: "x,?\n1,2\n").columnNames == [])
    #expect(try Table(csv: "a,b\nc,d\n").columnNames == [])
    #expect(try Table(csv: "1,2\n3,4\n", format: CSVFormat(header: .present)).rowCount == 1)
    #expect(try Table(csv: "x,y\n3,4\n", format: CSVFormat(header: .absent)).rowCount == 2)
  }

  @Test("columns by name and by number, and what is asked for in vain")
  func columns() throws {
    let table = try Table(csv: "x,y,x\n1,2,3\n")
    #expect(try table.numbers(in: "y") == [2])
    #expect(try table.numbers(in: 2) == [3])
    #expect(try table.strings(in: 0) == ["1"])
    #expect(try table.indices(of: .all(except: ["y"])) == [0, 2])
    #expect(try table.indices(of: .range(1..<3)) == [1, 2])
    #expect(throws: CSVError.ambiguousColumn("x")) { try table.numbers(in: "x") }
    #expect(throws: CSVError.noColumn("3", available: ["x", "y", "x"])) {
      try table.numbers(in: 3)
    }
    #expect(throws: CSVError.noColumn("\"z\"", available: ["x", "y", "x"])) {
      try table.numbers(in: "z")
    }
    #expect(throws: CSVError.self) { try table.numbers(in: -1) }
  }

  @Test("the position of an error is that which an editor shows")
  func positions() throws {
    func error(_ text: String) -> CSVError? {
      #expect(throws: CSVError.self) { try Table(csv: text, format: CSVFormat(header: .absent)) }
    }
    func at(_ line: Int, _ column: Int) -> TextPosition { TextPosition(line: line, column: column) }
    #expect(error("") == .empty)
    #expect(error("\u{feff}\r\n \t\n") == .empty)
    #expect(throws: CSVError.empty) {
      try Table(csv: "\u{feff}\n# nothing\r\n", format: CSVFormat(comment: "#"))
    }
    #expect(error("a,b\n\nc\n") == .columnCount(expected: 2, found: 1, at: at(3, 2)))
    #expect(error("a,b\r\nc,d,e\n") == .columnCount(expected: 2, found: 3, at: at(2, 5)))
    #expect(error("a\rb\rc,d\n") == .columnCount(expected: 1, found: 2, at: at(3, 3)))
    #expect(
      error("\"x\ny\",2\n\u{e9}\u{1f600},4,5") == .columnCount(expected: 2, found: 3, at: at(3, 6)))
    #expect(error("\u{feff}5\" disc,1\n") == .strayQuote(at: at(1, 2)))
    #expect(error("1,\"a\" b\n") == .textAfterQuote(at: at(1, 7)))
    #expect(error("1,2\n3,\"4\n5,6\n") == .unterminatedQuote(at: at(2, 3)))
  }

  @Test("a number that is none is told with line, column and name")
  func numbers() throws {
    let table = try Table(csv: "x,y\n1,2\n3,\"4 \"\"cm\"\"\"\n5,inf\n6,1e999\n7,0x1p3\n")
    func error(_ row: Int) -> CSVError? {
      #expect(throws: CSVError.self) { try table.number(row: row, column: 1) }
    }
    let position = TextPosition(line: 3, column: 3)
    #expect(error(1) == .notANumber("4 \"cm\"", column: "y", at: position))
    // Infinite numbers cannot be learned from, and hexadecimal ones are more likely a mistake.
    for row in 2...4 { #expect(error(row) != nil) }
    #expect(
      error(1)?.description == "line 3, column 3: expected a number in y, got \"4 \\\"cm\\\"\"; "
        + "correct it, leave out the column or make it the classes, or list it among the marks for "
        + "missing values")
  }

  @Test(
    "what is not UTF-8 is told with its line",
    arguments: [
      [0xff], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
      [0x80], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xf8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func encoding(bytes: [UInt8]) {
    let text = [UInt8]("a,b\n\u{e9},".utf8)
    for rest in [[], [UInt8](",x\n".utf8)] {
      #expect(throws: CSVError.notText(at: TextPosition(line: 2, column: 3))) {
        try Table(csv: text + bytes + rest)
      }
    }
  }

  @Test("the check of UTF-8 agrees with the standard library on random bytes")
  func encodingWitness() {
    var generator = SeededGenerator(seed: 11)
    let marks: [UInt8] = [
      0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xf0, 0x90, 0xf4, 0x8f,
    ]
    for _ in 0..<20_000 {
      let bytes = (0..<generator.index(below: 7)).map { _ in
        marks[generator.index(below: marks.count)]
      }
      let isText = String(validating: bytes, as: UTF8.self) != nil
      let isRead: Bool
      do {
        _ = try Table(csv: bytes, format: CSVFormat(header: .absent))
        isRead = true
      } catch CSVError.notText {
        isRead = false
      } catch {
        isRead = true
      }
      #expect(isRead == isText, "\(bytes), seed 11")
    }
  }
}
