import Testing

@Suite("Example shared-nodes")
struct SharedNodesTests {
  static let output = Result { try ExampleOutput(running: "shared-nodes") }

  /// 2a and a^2 by hand; the third and fourth from their closed forms with 40 digits.
  @Test(
    "gradients add at branches",
    arguments: [
      ("f = a + a", "f", "a", 6, 2),
      ("f = a * a", "f", "a", 9, 6),
      ("f = s s + s a + a", "f", "a", 1.1986852846011873, 2.032521694356567),
      ("z = x y", "z", "s", 0.9867388266605335, 3.8059926171192004),
    ])
  func branches(title: String, root: String, leaf: String, value: Double, gradient: Double) throws {
    let section = try Self.output.get().section(title)
    let words = try section.rest(after: "\(root) = ").split(separator: ", backward(): ")
    #expect(words.count == 2)
    #expect(areClose(words.first.flatMap { Double($0) }.map { [$0] } ?? [], [value]))
    let shown = words.last?.split(separator: " = ")
    #expect(shown?.first == "d\(root)/d\(leaf)")
    #expect(areClose(shown?.last.flatMap { Double($0) }.map { [$0] } ?? [], [gradient]))
    // The sum of contributions, found step by step: the last line into the leaf.
    let steps = section.lines.filter { $0.contains(") \(leaf) ") }
    let sums = steps.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    #expect(steps.count > 1)
    #expect(areClose(sums.suffix(1), [gradient]))
  }

  @Test("a maximum routes to the winner and shares at a tie")
  func maximum() throws {
    let section = try Self.output.get().section("m = maximum(a, b)")
    #expect(section.lines.contains("2 -1 2 1 0 1"))
    #expect(section.lines.contains("-1 2 2 0 1 1"))
    #expect(section.lines.contains("2 2 2 0.5 0.5 1"))
  }

  /// f = 2 a^4 + 2 a^2, so df/da = 8 a^3 + 4 a = 228 at 3.
  ///
  /// Passing on 18 alone gives 18 * 6 = 108, passing on 18 and then 38 gives 56 * 6 = 336.
  @Test("only the topological order gives 228; depth first gives 108 or 336")
  func order() throws {
    let section = try Self.output.get().section("A diamond")
    let results = section.lines.filter { $0.hasPrefix("df/da = ") && !$0.hasPrefix("df/da = 38") }
    #expect(results.count == 3)
    #expect(results.first?.hasPrefix("df/da = 228 right") == true)
    #expect(results.dropFirst().first?.hasPrefix("df/da = 108 wrong") == true)
    #expect(results.last?.hasPrefix("df/da = 336 wrong") == true)
  }

  /// Gradients of a, m, u, v, f by hand: f = u v = 10 * 18 with m = 9.
  @Test("a second backward() doubles the leaf and nothing else")
  func twice() throws {
    let section = try Self.output.get().section("backward() twice")
    #expect(section.lines.contains("gradient of a m u v f"))
    #expect(
      section.lines.dropFirst().prefix(4) == [
        "backward() 228 38 18 10 1",
        "backward() again 456 38 18 10 1",
        "zeroGradients() 0 0 0 0 0",
        "backward() 228 38 18 10 1",
      ])
  }
}
