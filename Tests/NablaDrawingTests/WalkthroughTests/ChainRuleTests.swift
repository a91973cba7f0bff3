// The sum over all paths, against sums by hand, counts by other means, and the gradients.

import Nabla
import NablaDrawing
import Testing

@Suite("Chain rule")
struct ChainRuleTests {
  @Test("one path: symbols, numbers, result")
  func onePath() throws {
    let (x, _, _, _, f) = WalkthroughTests.slide()
    let rule = try #require(chainRule(of: f, withRespectTo: x))
    #expect(rule.pathCount == 1)
    #expect(rule.gradient == -4)
    #expect(
      rule.description == """
        ∂f/∂x = ∂f/∂q * ∂q/∂x
              = -4.00 * 1.00
              = -4.00
        """)
  }

  @Test("several paths add up")
  func severalPaths() throws {
    let a = Value(3, label: "a")
    let p = (2 * a).labeled("p")
    let q = (-a).labeled("q")
    let f = (p * p + q).labeled("f")
    let rule = try #require(chainRule(of: f, withRespectTo: a))
    #expect(rule.pathCount == 3)
    #expect(rule.paths.map { $0.product } == [12, 12, -1])
    #expect(rule.gradient == 23)
    #expect(
      rule.description == """
        ∂f/∂a = ∂f/∂#3 * ∂#3/∂p[1] * ∂p/∂a
              + ∂f/∂#3 * ∂#3/∂p[2] * ∂p/∂a
              + ∂f/∂q * ∂q/∂a
              = 1.00 * 6.00 * 2.00
              + 1.00 * 6.00 * 2.00
              + 1.00 * (-1.00)
              = 12.00 + 12.00 + (-1.00)
              = 23.00
        """)
  }

  /// The sentences are written by hand: with d for the sum, ∂ for the direct path's factor.
  ///
  /// sin 2 and cos 2 are 0.909 and -0.416.
  @Test("the sum and the root's own partial are told apart where both occur")
  func total() throws {
    let x = Value(2, label: "x")
    let s = sin(x).labeled("s")
    let p = (x * s).labeled("p")
    let f = (p + x).labeled("f")
    let rule = try #require(chainRule(of: f, withRespectTo: x))
    #expect(
      rule.description == """
        df/dx = ∂f/∂p * ∂p/∂x
              + ∂f/∂p * ∂p/∂s * ∂s/∂x
              + ∂f/∂x
              = 1.00 * 0.91
              + 1.00 * 2.00 * (-0.42)
              + 1.00
              = 0.91 + (-0.83) + 1.00
              = 1.08
        """)
    #expect(rule.markdown().hasPrefix("    df/dx = ∂f/∂p * ∂p/∂x\n"))
    #expect(
      rule.latex().contains(
        "\\frac{\\mathrm{d} f}{\\mathrm{d} x} &= \\frac{\\partial f}{\\partial p} \\cdot "))
    let doubled = try #require(walkthrough(of: f, seed: 2).chainRule(for: "x"))
    #expect(doubled.description.hasPrefix("2.00 * df/dx = 2.00 * ∂f/∂p * ∂p/∂x\n"))
    // One path only, or summands that have numbers: nothing to tell apart.
    #expect(try #require(chainRule(of: p, withRespectTo: s)).description.hasPrefix("∂p/∂s = "))
    #expect(
      try #require(chainRule(of: sum([x, x, s]), withRespectTo: x)).description
        .hasPrefix("∂#3/∂x = ∂#3/∂x[1]\n"))
  }

  @Test("long sums are shortened honestly, and the total is right")
  func shortened() throws {
    let x = Value(1.5, label: "x")
    var y = x
    for place in 0..<6 { y = (y + y).labeled("y\(place)") }
    let rule = try #require(chainRule(of: y, withRespectTo: x, limit: 3))
    #expect(rule.pathCount == 64)
    #expect(rule.gradient == 64)
    #expect(rule.paths.count == 3)
    let text = rule.description
    #expect(text.contains("+ … 61 more paths\n"))
    #expect(text.contains("= 1.00 + 1.00 + 1.00 + 61.00 (the others)\n"))
    #expect(text.hasSuffix("= 64.00"))
    // Where one path is left out, it is shown.
    #expect(try #require(chainRule(of: y, withRespectTo: x, limit: 63)).paths.count == 64)
  }

  @Test("counts beyond all numbers stay honest")
  func countless() throws {
    let x = Value(0.5, label: "x")
    var y = x
    for _ in 0..<62 { y = y + y }
    #expect(try #require(chainRule(of: y, withRespectTo: x)).pathCount == 1 << 62)
    for _ in 0..<8 { y = y + y }
    let large = try #require(chainRule(of: y, withRespectTo: x))
    #expect(large.pathCount == .max)
    #expect(large.approximatePathCount == 1180591620717411303424)  // 2^70
    #expect(large.gradient == 1180591620717411303424)
    #expect(large.description.contains("… about 1.2e+21 paths in all"))
    for _ in 0..<2000 { y = (y + y) * 0.5 }
    let infinite = try #require(chainRule(of: y, withRespectTo: x))
    #expect(infinite.approximatePathCount == .infinity)
    #expect(infinite.description.contains("… more than 1.0e+308 paths in all"))
    #expect(infinite.gradient == 1180591620717411303424)
  }

  @Test("a chain of 30,000 gates is one path, written with its ends")
  func deep() throws {
    let x = Value(1, label: "x")
    var y = x
    for _ in 0..<30_000 { y = y + 1 }
    let rule = try #require(chainRule(of: y, withRespectTo: x))
    #expect(rule.pathCount == 1)
    #expect(rule.gradient == 1)
    #expect(rule.paths[0].localGradients.count == 30_000)
    #expect(rule.description.contains("(… 29992 more …)"))
    #expect(rule.description.count < 1000)
  }

  /// All products of at most 300 paths, each a few roundings: 1e-12 of the sum of their
  /// magnitudes.
  @Test("all paths written out add up to the gradient", arguments: 0..<30)
  func sumOfPaths(seed: UInt64) {
    let steps = walkthrough(of: RandomGraph.make(seed: seed, size: 12), seed: 2)
    for node in steps.nodes {
      let rule = steps.chainRule(for: node.place, limit: 300)
      guard rule.pathCount <= 300 else { continue }
      #expect(rule.paths.count == rule.pathCount)
      let products = rule.paths.map { $0.product }
      let size = products.reduce(1) { $0 + abs($1) }
      #expect(abs(products.reduce(0, +) - node.gradient) <= 1e-12 * size)
      for path in rule.paths where !path.localGradients.contains(where: { !$0.isFinite }) {
        // An independent product; the seed is 2.
        #expect(abs(path.localGradients.reduce(2, *) - path.product) <= 1e-12 * abs(path.product))
        #expect(path.nodes.first?.place == steps.root.place)
        #expect(path.nodes.last?.place == node.place)
      }
    }
  }

  @Test("no path, the root itself, a node of another graph, a name that is not there")
  func edges() throws {
    let x = Value(1, label: "x")
    let f = Nabla.select(x, Value(2), where: x > 3).labeled("f")
    let none = try #require(chainRule(of: f, withRespectTo: x))
    #expect(none.pathCount == 0)
    #expect(none.gradient == 0)
    #expect(none.description == "∂f/∂x = 0.00   (no path leads from f to x)")
    #expect(try #require(chainRule(of: f, withRespectTo: f)).description == "∂f/∂f = 1.00")
    #expect(chainRule(of: f, withRespectTo: Value(1)) == nil)
    #expect(walkthrough(of: f).chainRule(for: "y") == nil)
  }

  @Test("a seed is the first factor")
  func seed() throws {
    let (_, _, _, _, f) = WalkthroughTests.slide()
    let rule = try #require(walkthrough(of: f, seed: -2).chainRule(for: "x"))
    #expect(
      rule.description == """
        -2.00 * ∂f/∂x = -2.00 * ∂f/∂q * ∂q/∂x
                      = -2.00 * (-4.00) * 1.00
                      = 8.00
        """)
  }

  @Test("long products go on in the next line")
  func wrapped() throws {
    let x = Value(1, label: "a rather long name")
    var y = x
    for place in 0..<6 { y = (2 * y).labeled("another long name \(place)") }
    let rule = try #require(chainRule(of: y, withRespectTo: x))
    let lines = rule.text(width: 100).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 130 })
    #expect(lines.contains { $0.hasPrefix("  ") && $0.contains("    * ∂") })
  }
}
