import NablaNetworks
import Testing

@Suite("CSV: what is said about fields that are no numbers")
struct CSVMessageTests {
  private func message(_ field: String, _ format: CSVFormat = CSVFormat()) throws -> String {
    let table = try Table(
      csv: "x\(format.separator)y\n1\(format.separator)\(field)\n", format: format)
    return try #require(
      #expect(throws: CSVError.self) { try table.number(row: table.rowCount - 1, column: 1) }
    ).description
  }

  static let decimal =
    "if the comma is the decimal mark, say CSVFormat(separator: \";\", decimal: \",\")"
  static let grouped = "if commas or points group the digits, take those out"

  @Test("commas: what they may mean is said as what it depends on")
  func commas() throws {
    // May be either.
    for text in ["1,234", "-12,345", "999,000"] {
      let words = try message("\"\(text)\"")
      #expect(words.contains(Self.decimal) && words.contains(Self.grouped), "\(words)")
      #expect(!words.contains(text.replacing(",", with: ".")))
    }
    for text in ["1,5", "0,25", "1,2345"] {
      let words = try message("\"\(text)\"")
      #expect(words.contains(Self.decimal) && !words.contains(Self.grouped), "\(words)")
    }
    for text in ["1,234,567", "1,234.5", "1.234,5"] {
      let words = try message("\"\(text)\"")
      #expect(!words.contains(Self.decimal) && words.contains(Self.grouped), "\(words)")
    }
    #expect(try message("\"a,b\"").contains("correct it, leave out the column"))
  }

  @Test("numbers that no Double can hold are told from what is no number")
  func tooLarge() throws {
    for text in ["1e400", "-1e400", "1e999999999999", String(repeating: "9", count: 400)] {
      let words = try message(text)
      #expect(words.contains("which is larger than any Double (1.8e308)"), "\(words)")
    }
    #expect(try message("1e400x").contains("correct it, leave out the column"))
    // The largest, and half a step above it, which is the first to be too large.
    #expect(try Table(csv: "1.7976931348623157e308").numbers(in: 0) == [.greatestFiniteMagnitude])
    #expect(throws: CSVError.self) { try Table(csv: "1.797693134862315808e308").numbers(in: 0) }
  }

  @Test("spaces in a number may separate columns, or group digits")
  func groups() throws {
    func message(_ text: String) -> String {
      let error = #expect(throws: CSVError.self) {
        try Table(csv: "x,y\n\(text),2\n").numbers(in: "x")
      }
      return error?.description ?? ""
    }
    for text in ["1 000", "12 345 678.5", "1 234.5"] {
      #expect(message(text).hasSuffix("if spaces group the digits, take those out"))
    }
    #expect(message("1 2").hasSuffix("say CSVFormat(separator: \" \")"))
  }

  @Test("columns that spaces separate")
  func spaces() throws {
    let words = #"say CSVFormat(separator: " ")"#
    let table = try Table(csv: "a b\n1 2\n")
    for column in ["a", "b", 1] as [Column] {
      let error = #expect(throws: CSVError.self) { try table.numbers(in: column) }
      #expect(error?.description.contains(words) == true)
    }
    for table in [table, try Table(csv: "1 2\n3 4\n"), try Table(csv: "1\n3  -4e5\n")] {
      let error = #expect(throws: CSVError.self) { try table.numbers(in: 0) }
      #expect(error?.description.hasSuffix(words) == true)
    }
    // A name of two words among other columns is no row.
    #expect(try !message("New York").contains(words))
  }

  @Test("of a field that is as long as a file, the beginning is told, and no more is looked at")
  func longFields() throws {
    for piece in ["a", "1,", "; ", "\u{1f469}\u{200d}", "e\u{301}\u{301}", "\"\"", "1 ", "# "] {
      let field = "\"x" + String(repeating: piece, count: 100_000) + "\""
      let table = try Table(csv: "name,y\n1,\(field)\n2,3\n")
      let error = #expect(throws: CSVError.self) { try table.numbers(in: "y") }
      guard case .notANumber(let text, _, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(text.unicodeScalars.count == 201 && text.hasPrefix("x") && text.hasSuffix("…"))
      #expect(error?.description.unicodeScalars.count ?? 0 < 400)
      let unknown = #expect(throws: CSVError.self) {
        try table.classes(in: 1, names: ["a", field])
      }
      #expect(unknown?.description.unicodeScalars.count ?? 0 < 400)
    }
    // Names of columns are texts of the file too.
    let name = String(repeating: "n", count: 100_000)
    let table = try Table(csv: "\(name),y\nx,1\n,2\n")
    for column in [.name(name), "z", 7] as [Column] {
      let error = #expect(throws: CSVError.self) { try table.numbers(in: column) }
      #expect(error?.description.utf8.count ?? 0 < 600)
    }
    let line = try Table(csv: name + ";\n1\n")
    let error = #expect(throws: CSVError.self) { try line.numbers(in: "z") }
    #expect(error?.description.utf8.count ?? 0 < 600)
  }

  @Test("what a terminal would obey is spelled out")
  func hostile() throws {
    let table = try Table(csv: "a\u{1b}[2J,y\nx\u{1b}[31m\u{202e}\u{85},1\n")
    for column in [0, "none"] as [Column] {
      let error = #expect(throws: CSVError.self) { try table.numbers(in: column) }
      let words = error?.description ?? ""
      #expect(words.contains("\\u{1B}[2J"))
      #expect(
        !words.unicodeScalars.contains {
          $0.value < 32 || "\u{202e}\u{85}".unicodeScalars.contains($0)
        })
    }
  }
}
