import NablaNetworks
import Testing

// Whether the first line is a header is a guess. Each case is a file that somebody has, with what it is;
// those that cannot be told apart from their bytes are listed too, with the side that the rules take.

@Suite("CSV: which first lines are headers")
struct CSVHeaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let names: [String]
    var testDescription: String { text }

    init(_ text: String, _ names: [String] = []) { (self.text, self.names) = (text, names) }
  }

  static let cases = [
    // Names over numbers.
    Case("x,y\n1,2\n", ["x", "y"]), Case("x,y\n", ["x", "y"]), Case("x\n\n-1e5\n", ["x"]),
    Case("species,size\nsetosa,5\n", ["species", "size"]), Case("windy\nTrue\n", ["windy"]),
    Case("a\nNA\n1\n", ["a"]), Case("x,y\nz,\n", ["x", "y"]),
    // pandas: to_csv() with row numbers, with a text column alone, with rows that were shuffled.
    Case(",a,b,label\n0,1.5,1,\"x, y\"\n1,,2,\"he said \"\"hi\"\"\"\n", ["", "a", "b", "label"]),
    Case(",label\n0,x\n1,y\n", ["", "label"]), Case(",a\n17,0.5\n3,1.5\n", ["", "a"]),
    Case("a,,b\n1,2,3\n", ["a", "", "b"]), Case("\"\",\"V1\"\n\"1\",0.5\n", ["", "V1"]),
    // pandas: columns without names of their own.
    Case("0,1,2,3\n0.0,1.0,2.0,3.0\n4.0,5.0,6.0,7.0\n", ["0", "1", "2", "3"]),
    Case("0,1,2\n5,7,9\n", ["0", "1", "2"]), Case(",0,1,2\n0,5,7,9\n", ["", "0", "1", "2"]),
    Case(",0\n0,1.5\n1,2.5\n", ["", "0"]), Case(",0,1\n4,0.25,3.0\n2,0.5,0.75\n", ["", "0", "1"]),
    Case("0,1\n1.0,0.25\n0.5,3.5\n", ["0", "1"]),
    Case("0\n0.6394267984578837\n0.025010755222666936\n", ["0"]),
    Case("0,1\nsetosa,5\n", ["0", "1"]), Case("0,1,label\n0.5,0.2,1\n", ["0", "1", "label"]),
    Case("0,1,2,species\n5.1,3.5,1.4,setosa\n", ["0", "1", "2", "species"]),
    Case("2019,2020\n1.0,2.5\n3.0,4.0\n", ["2019", "2020"]),
    // Data.
    Case("1,2\n3,4\n"), Case("0,1\n1,0\n"), Case("0,0,0\n0,1,1\n"), Case("0,1,2\n"),
    Case("0,1,2,3\n4,5,6,7\n8,9,10,11\n"), Case("1,2,3\n4,5,6\n"), Case("1,y\n1,2\n"),
    Case("5.1,setosa\n4.9,virginica\n"), Case("x,?\n1,2\n"), Case(",2\n1,2\n"), Case(",0\n3,1\n"),
    Case("0,1\n0.5,0.6\n1.5,0.2\n"), Case("0,1\n0.5,0.6\n1,0.4\n"), Case("True,0\nFalse,1\n"),
    Case("00,01,02\n5,7,9\n"), Case("1,1\n2.0,3.0\n"), Case("\"\"\n\"\"\n"),
    // Either: names of columns of text, or texts.
    Case("a,b\nc,d\n"), Case("#ff0000,red\n#00ff00,green\n"),
  ]

  @Test("what the first line is", arguments: cases)
  func guess(item: Case) throws {
    let table = try Table(csv: item.text)
    #expect(table.columnNames == item.names)
    let guess = try #require(table.headerGuess)
    #expect(
      guess.hasPrefix("the first line was taken for \(item.names.isEmpty ? "data" : "names"): "))
    #expect(table.description.hasSuffix(guess))
    // Whatever would be guessed, who says it is obeyed, and nothing is guessed.
    let present = try Table(csv: item.text, format: CSVFormat(header: .present))
    let absent = try Table(csv: item.text, format: CSVFormat(header: .absent))
    #expect(present.rowCount == absent.rowCount - 1 && absent.columnNames.isEmpty)
    #expect(present.columnNames.count == present.columnCount)
    #expect(present.headerGuess == nil && absent.headerGuess == nil)
  }

  @Test("with other marks the guess is the same")
  func marks() throws {
    let text = "0;1\n1,0;0,25\n0,5;3,5\n"
    let table = try Table(csv: text, format: CSVFormat(separator: ";", decimal: ","))
    #expect(try table.numbers(in: "1") == [0.25, 3.5])
    let spaced = try Table(csv: "a b\n1 2\n", format: CSVFormat(separator: " "))
    #expect(spaced.columnNames == ["a", "b"])
  }

  @Test("a table says what it is")
  func description() throws {
    #expect(
      try "\(Table(csv: ",a\n0,1.5\n"))"
        == #"1 row, 2 columns: "", "a"; the first line was taken for names: "#
        + "it holds texts, and there is a number below")
    let error = #expect(throws: CSVError.self) { try Table(csv: "a,b\nc,d\n").numbers(in: "a") }
    #expect(
      error?.description
        == #"there is no column "a"; there are "column 0", "column 1"; the columns have no names, since "#
        + "the first line was taken for data: if it is a header, say CSVFormat(header: .present)")
  }
}
