import Testing

/// A debug build learns for 2 epochs, which the sections that need all 20 say in their tests.
@Suite("Example digits")
struct DigitsTests {
  static let output = Result { try ExampleOutput(running: "digits") }

  #if DEBUG
  static let isFull = false
  #else
  static let isFull = true
  #endif

  @Test("reads 1,797 digits and draws the first, a 0")
  func data() throws {
    let section = try Self.output.get().section("The data")
    #expect(section.lines.contains { $0.hasPrefix("1500 digits to learn from, 297 to be asked") })
    // The first line of the file, in quarters of 16: 0 0 5 13 9 1 0 0.
    #expect(section.lines.contains("| ..**++ |"))
    #expect(section.lines.count { $0.hasPrefix("|") } == 8)
  }

  @Test("the network has 64-32-10 units, and its loss falls")
  func training() throws {
    let section = try Self.output.get().section("Training")
    // 64 * 32 + 32 + 32 * 10 + 10.
    #expect(section.lines.contains("2410 parameters, 2410 of them trainable"))
    let first = try #require(try section.numbers(after: "epoch 1 loss ").first)
    let last = try #require(
      try section.numbers(after: Self.isFull ? "epoch 20 loss " : "epoch 2 loss ").first)
    // A random guess has log 10 = 2.3; an epoch in which nothing was learned would too.
    #expect(first < 1.5 && last < 0.5 * first)
  }

  /// Over seeds 1 to 10 the full training gives 0.906 to 0.919; a guess would be right in one of ten.
  @Test("takes most of the 297 others for what they are")
  func accuracy() throws {
    let section = try Self.output.get().section("What it takes for what")
    let rows = try (0...9).map { try section.numbers(after: "\($0) ") }
    let counts = rows.map { $0.prefix(10) }
    #expect(counts.reduce(0) { $0 + $1.reduce(0, +) } == 297)
    let right = counts.indices.reduce(0.0) { $0 + counts[$1][$1] }
    #expect(right / 297 > (Self.isFull ? 0.9 : 0.8))
    let summary = try section.rest(after: "\(Int(right)) of 297 right, accuracy ")
    #expect(abs((Double(summary) ?? 0) - right / 297) <= 0.0005)
    // Of each true digit, the part recognised.
    for (row, count) in zip(rows, counts.indices) {
      #expect(abs(row[10] - row[count] / row.prefix(10).reduce(0, +)) <= 0.0005)
    }
  }

  @Test("the loss curve is printed, and three pictures are written")
  func drawn() throws {
    let section = try Self.output.get().section("Drawn")
    #expect(section.lines.contains("A 64-32-10 network learns digits"))
    #expect(section.lines.contains { $0.hasPrefix("The last training loss is 0.") })
    try section.checkPictures(["loss", "confusion", "weights"])
  }

  @Test("going on from a checkpoint gives the same bits")
  func checkpoint() throws {
    let section = try Self.output.get().section("Interrupted and gone on with")
    let text = section.lines.joined(separator: " ")
    #expect(text.contains("The checkpoint of epoch \(Self.isFull ? 19 : 1) has"))
    #expect(text.contains("2410 of 2410 parameters have the same bits"))
    #expect(text.contains("the two histories are equal"))
  }

  @Test("parameters of 32 bits answer as those of 64")
  func safetensors() throws {
    let section = try Self.output.get().section("Handed over")
    let size = try #require(try section.numbers(after: "The safetensors file has").first)
    // Four bytes for each parameter, and a header.
    #expect(size > 4 * 2410 && size < 4 * 2410 + 1000)
    // A rounding of 6e-8 turns only an answer on which the network is torn.
    let agreeing = try section.numbers(after: "Loaded into a new network:")
    #expect(agreeing[0] >= 296 && agreeing[1] == 297)
  }

  @Test("says what it takes when it is given something else")
  func usage() throws {
    let output = try ExampleOutput(running: "digits", ["quickly"], expectedStatus: 1)
    #expect(output.lines.contains { $0.contains("takes nothing, or the word: seeds") })
  }

  /// The promise of 0.91 needs ten full trainings: `swift test -c release`.
  @Test("the median of ten seeds is at least 0.91", .enabled(if: isFull))
  func tenSeeds() throws {
    let output = try ExampleOutput(running: "digits", ["seeds"])
    let median = try output.rest(after: "median ").prefix { $0 != "," }
    #expect((Double(median) ?? 0) >= 0.91)
  }
}
