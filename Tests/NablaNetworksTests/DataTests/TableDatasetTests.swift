import NablaNetworks
import Testing

@Suite("CSV: rows into samples")
struct TableDatasetTests {
  @Test("numbers are rounded as the standard library rounds them, bit for bit")
  func rounding() throws {
    var generator = SeededGenerator(seed: 12)
    var texts = [
      "0", "-0", "+1", ".5", "5.", "1e22", "1e23", "9007199254740993", "4.9e-324", "2e-324",
      "-1E+5",
      "123456789012345678901234567890", "0.000000000000000000000000000001", "1e-400", "1e-22",
      "00000000000000000000000000001", "1.7976931348623157e308",
      "1000000000000000000000000000000e-30",
    ]
    for _ in 0..<5000 {
      let digits = (0...generator.index(below: 20)).map { _ in "\(generator.index(below: 10))" }
      var text = digits.joined()
      if generator.index(below: 2) == 0 {
        let place = generator.index(below: text.count + 1)
        text.insert(".", at: text.index(text.startIndex, offsetBy: place))
      }
      if generator.index(below: 2) == 0 { text += "e\(generator.index(below: 80) - 40)" }
      texts.append(text)
    }
    let table = try Table(
      csv: texts.joined(separator: "\n"), format: CSVFormat(header: .absent))
    for (row, text) in texts.enumerated() {
      let expected = try #require(Double(text), "\(text)")
      #expect(
        try table.number(row: row, column: 0)?.bitPattern == expected.bitPattern, "\(text), seed 12"
      )
    }
  }

  @Test(
    "what is no decimal number is none",
    arguments: [
      "e5", ".", "-", "+", "1e", "1e+", "1-", "--1", "1.2.3", "1,5", "1 2", "0x10", "infinity",
      "1e5.5",
      "\u{0661}", "1\u{0}",
    ])
  func notNumbers(text: String) throws {
    let table = try Table(csv: "\"\(text)\"", format: CSVFormat(header: .absent))
    #expect(throws: CSVError.self) { try table.number(row: 0, column: 0) }
  }

  static let gaps = "a,b,y\n1,2,3\n,4,5\n5,?,7\n3,9,NA\n"

  @Test("missing values are treated as asked")
  func missing() throws {
    let table = try Table(csv: Self.gaps)
    let position = TextPosition(line: 3, column: 1)
    #expect(throws: CSVError.missingValue(column: "a", at: position)) {
      try table.dataset(inputs: ["a", "b"], targets: ["y"])
    }
    let words = "\(CSVError.missingValue(column: "a", at: position))"
    #expect(words.contains("leave out such rows by missing: .dropRow"))
    let complete = try table.dataset(inputs: ["a", "b"], targets: ["y"], missing: .dropRow)
    #expect(complete == Dataset(inputs: [[1, 2]], targets: [[3]]))
    let nan = try table.dataset(inputs: ["b"], targets: ["y"], missing: .nan)
    #expect(nan.inputs[2][0].isNaN && nan.targets[3][0].isNaN && nan.count == 4)
    // (1 + 5 + 3) / 3 and (2 + 4 + 9) / 3.
    #expect(try table.numbers(in: "a", missing: .columnMean) == [1, 3, 5, 3])
    #expect(try table.numbers(in: "b", missing: .columnMean) == [2, 4, 5, 9])
    #expect(throws: CSVError.missingValue(column: "y", at: TextPosition(line: 5, column: 5))) {
      try table.dataset(inputs: ["a"], targets: ["y"], missing: .columnMean)
    }
    #expect(throws: CSVError.missingValue(column: "a", at: TextPosition(line: 2, column: 1))) {
      try Table(csv: "a,b\n?,1\n").numbers(in: "a", missing: .columnMean)
    }
  }

  @Test("the marks for missing values can be chosen, also numbers")
  func marks() throws {
    let table = try Table(csv: "a\n-999\n1\n", format: CSVFormat(missing: ["-999"]))
    #expect(try table.numbers(in: "a", missing: .dropRow) == [1])
    #expect(throws: CSVError.self) {
      try Table(csv: "1\nNA\n", format: CSVFormat(missing: [])).numbers(in: 0, missing: .nan)
    }
  }

  @Test(
    "classes are sorted by text, or by value if they are numbers, whatever the order of the rows")
  func classes() throws {
    let words = try Table(csv: "x,c\n1,pear\n2,apple\n3,pear\n")
      .dataset(inputs: ["x"], classes: "c")
    #expect(words.classNames == ["apple", "pear"])
    #expect(words.targets == [[0, 1], [1, 0], [0, 1]])
    let numbers = try Table(csv: "1,10\n2,9\n3,10\n").dataset(inputs: [0], classes: 1)
    #expect(numbers.classNames == ["9", "10"])
    let given = try Table(csv: "1,b\n", format: CSVFormat(header: .absent))
      .dataset(inputs: [0], classes: 1, classNames: ["c", "b", "a"])
    #expect(given.targets == [[0, 1, 0]])
    #expect(given.classNames == ["c", "b", "a"])
  }

  @Test("classes that are missing, unknown or too many are errors")
  func badClasses() throws {
    let table = try Table(csv: "1,b\n2,?\n", format: CSVFormat(header: .absent))
    #expect(throws: CSVError.missingValue(column: "column 1", at: TextPosition(line: 2, column: 3)))
    {
      try table.dataset(inputs: [0], classes: 1, missing: .nan)
    }
    #expect(try table.dataset(inputs: [0], classes: 1, missing: .dropRow).count == 1)
    #expect(
      throws: CSVError.unknownClass("b", known: ["a"], at: TextPosition(line: 1, column: 3))
    ) {
      try Table(csv: "1,b\n").dataset(inputs: [0], classes: 1, classNames: ["a"])
    }
    let keys = try Table(csv: (0...1000).map { "1,key\($0)" }.joined(separator: "\n"))
    #expect(throws: CSVError.tooManyClasses(1001, column: "column 1")) {
      try keys.dataset(inputs: [0], classes: 1)
    }
  }

  @Test("truth is a number, as pandas, R and JSON write it; other words are none")
  func truth() throws {
    let table = try Table(csv: "x,y\nTrue,1\nFALSE,0\ntrue,1\n")
    #expect(try table.numbers(in: "x") == [1, 0, 1])
    #expect(try table.dataset(inputs: ["y"], classes: "x").classNames == ["FALSE", "True", "true"])
    for word in ["TrUe", "T", "yes", "truee", "on", "fals", "\"\"\"true\"\"\""] {
      #expect(throws: CSVError.self) { try Table(csv: "x\n\(word)\n1\n").numbers(in: 0) }
    }
  }

  @Test("decimal commas, as asked for; then a point is no decimal mark")
  func decimalCommas() throws {
    let format = CSVFormat(separator: ";", decimal: ",")
    let table = try Table(
      csv: "a;c\n1,5;2,0\n-,25e2;10\n\"9007199254740993,0\";2\n", format: format)
    #expect(try table.numbers(in: "a") == [1.5, -25, 9_007_199_254_740_992])
    // Sorted by value, so read as numbers.
    #expect(try table.dataset(inputs: ["a"], classes: "c").classNames == ["2", "2,0", "10"])
    for text in ["1.5", "1.234,5", "1,2,3", "1,234.5"] {
      #expect(throws: CSVError.self) {
        try Table(csv: "a\n\(text)\n1\n", format: format).number(row: 0, column: 0)
      }
    }
  }

  @Test("a column of texts becomes numbers of classes, by the names of another file if given")
  func textColumns() throws {
    let table = try Table(csv: "n,c\n1,red\n2,blue\n3,red\n")
    let colours = try table.classes(in: "c")
    #expect(colours.numbers == [1, 0, 1] && colours.names == ["blue", "red"])
    let other = try Table(csv: "n,c\n1,red\n").classes(in: "c", names: colours.names)
    #expect(other.numbers == [1] && other.names == ["blue", "red"])
    #expect(
      throws: CSVError.unknownClass("red", known: ["blue"], at: TextPosition(line: 2, column: 3))
    ) { try table.classes(in: "c", names: ["blue"]) }
    #expect(throws: CSVError.missingValue(column: "c", at: TextPosition(line: 2, column: 3))) {
      try Table(csv: "n,c\n1,\n2,x\n").classes(in: "c")
    }
    // Unless what is missing is a class of its own.
    let gaps = try Table(csv: "n,c\n1,\n2,x\n3,NA\n")
    #expect(try gaps.classes(in: "c", names: ["x", "", "NA"]).numbers == [1, 0, 2])
    #expect(throws: CSVError.missingValue(column: "c", at: TextPosition(line: 4, column: 3))) {
      try gaps.classes(in: "c", names: ["x", ""])
    }
    #expect(
      try gaps.dataset(inputs: ["n"], classes: "c", classNames: ["", "x"], missing: .dropRow).count
        == 1)
  }
}
