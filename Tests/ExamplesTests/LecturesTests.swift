import Testing

/// Every row: 56 exercises, 13 edges, 18 and 26 printed numbers, 41 misprints and gaps, 8 laboratories.
///
/// The numbers are by hand, or to 40 digits and rounded.
@Suite("Example lectures")
struct LecturesTests {
  static let output = Result { try ExampleOutput(running: "lectures") }

  static let sections = [
    ("1. What the lectures contain", 56), ("2. The sigmoid neuron", 13),
    ("3. Every printed number", 44), ("4. Misprints and gaps", 41), ("5. The laboratories", 8),
  ]

  @Test("every row is there, in order, with numbers or words", arguments: sections)
  func rows(title: String, count: Int) throws {
    let lines = try Self.output.get().section(title).lines
    let prefix = String(title.prefix(1)) + "."
    let numbers = lines.compactMap { line -> Int? in
      guard line.hasPrefix(prefix), let first = line.split(separator: " ").first else { return nil }
      return Int(first.dropFirst(2))
    }
    #expect(numbers == Array(1...count))
    // A row without a line of its own would be followed by the next at once.
    let starts = lines.map { $0.hasPrefix(prefix) }
    #expect(!zip(starts, starts.dropFirst()).contains { $0 && $1 })
  }

  @Test("every number of ours is the exact one")
  func verdicts() throws {
    let output = try Self.output.get()
    #expect(!output.lines.contains { $0.contains("DIFFERS") })
    let summary = try output.section("Summary")
    #expect(summary.lines.first?.hasPrefix("162 rows, ") == true)
    #expect(summary.lines.dropFirst().first?.hasSuffix(" same, 0 differ") == true)
  }

  /// The part of a row: the lines from its number to the next.
  static func row(_ number: String) throws -> ExampleOutput.Row {
    let lines = try output.get().lines
    let start = try #require(lines.firstIndex { $0.hasPrefix(number + " ") })
    let kind = number.prefix(2)
    let end = lines.indices.first { $0 > start && lines[$0].hasPrefix(kind) } ?? lines.endIndex
    return ExampleOutput.Row(lines: Array(lines[start..<end]))
  }

  static let handNumbers: [(row: String, beginning: String, number: Double)] = [
    ("1.1", "f = p z", -18.0), ("1.2", "df/dz = q 3", 3),
    ("1.3", "df/dx = w", -2), ("1.7", "mul: dx = 2 y", -8),
    ("1.9", "a * a at 3", 6), ("1.15", "Y 11", 0.91),
    ("1.29", "network 3", 44), ("1.32", "net 1 = .1 * .35 + .8 * .9", 0.755),
    ("1.37", "alpha .1, step 1", 47.0 / 15),
    ("1.46", "alpha after a step", 0.35),
    ("4.20", "dW at 5, the lecture's", 56.0 / 3), ("5.3", "y(8, 9)", 27),
  ]

  @Test("numbers by hand", arguments: handNumbers)
  func byHand(row number: String, beginning: String, expected: Double) throws {
    let row = try Self.row(number)
    // 5.3 is a fit, which its row compares to 1e-6.
    let tolerance = number == "5.3" ? 1e-6 : 1e-12
    #expect(areClose(try row.pair(after: beginning), [expected, expected], tolerance: tolerance))
  }

  @Test("the lecture's numbers to all digits")
  func exact() throws {
    #expect(
      areClose(
        try Self.row("1.11").pair(after: "d2f/dx2 at (1, 2)"),
        [27.03312845564121, 27.03312845564121]))
    #expect(
      areClose(
        try Self.row("1.50").pair(after: "E after 1 step"),
        [0.29102777369359933, 0.29102777369359933]))
    #expect(
      areClose(
        try Self.row("1.56").pair(after: "s (1 - s)"), [0.24751657271185995, 0.24751657271185995]))
  }

  /// Of lecture 002's eighteen numbers nine are off by rounding; Mazur's one in the last digit.
  @Test("says which printed numbers are off, and what they should be")
  func printed() throws {
    let lines = try Self.output.get().section("3. Every printed number").lines
    let off = lines.compactMap { line -> String? in
      guard line.contains("printed OFF: ") else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
    #expect(
      off == [
        "delta2_1", "dW1_11", "dW1_12", "dW1_21", "dW1_22", "dW2_11", "dW2_12", "W2_11", "W2_12",
        "dE_o2/dout_h1",
      ])
    #expect(lines.contains { $0.hasPrefix("dW1_11 0.000945 ") && $0.hasSuffix(" OFF: 0.000929") })
    #expect(lines.count { $0.contains(", printed right") } == 34)
  }

  @Test("the number of Mazur's page is that of a mistake")
  func mazurPage() throws {
    let row = try Self.row("4.32")
    #expect(
      row.lines.contains {
        $0.hasPrefix("E after 1 round 0.291027924 ") && $0.hasSuffix("OFF: 0.291027774")
      })
    #expect(
      row.lines.contains {
        $0.hasPrefix("w5..w8 first 0.291027924 ") && $0.hasSuffix("printed right")
      })
  }
}

extension ExampleOutput {
  /// One row of the table.
  struct Row {
    let lines: [String]

    /// The exact number and ours: the last two numbers of the line before its verdict.
    func pair(after beginning: String) throws -> [Double] {
      let line = try #require(lines.first { $0.hasPrefix(beginning + " ") })
      return line.split(separator: " ").compactMap { Double($0) }.suffix(2)
    }
  }
}
