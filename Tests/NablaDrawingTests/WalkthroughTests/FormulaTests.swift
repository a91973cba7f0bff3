// The table read as formulas: evaluated, printed, and read back, against the engine's numbers.

@testable import Nabla
@testable import NablaDrawing
import Testing

@Suite("Formula")
struct FormulaTests {
  /// x0, x1, … in the order of the parents.
  static func names(_ node: Value) -> [Formula] {
    node.parents.indices.map { Formula(name: "x\($0)") }
  }

  static func numbers(_ node: Value) -> [String: Double] {
    var numbers = ["out": node.data]
    for (place, parent) in node.parents.enumerated() { numbers["x\(place)"] = parent.data }
    return numbers
  }

  static func number(_ node: Value) -> (String) -> Double {
    { numbers(node)[$0] ?? .nan }
  }

  static var writer: FormulaWriter {
    FormulaWriter(numbers: .full) { FormulaWriter.Piece(text: $0, strength: .atom) }
  }

  @Test("what the table builds computes the engine's local gradients, bit for bit")
  func raw() throws {
    for sample in Sample.all {
      let node = sample.node
      let gradients = try #require(
        node.localGradients(at: Self.names(node), out: Formula(name: "out")))
      for gradient in gradients {
        let found = gradient.partial.value(Self.number(node))
        let expected = node.localGradients[gradient.input]
        #expect(found == expected || (found.isNaN && expected.isNaN), "\(sample)")
      }
    }
  }

  @Test("what the table builds computes the engine's values, bit for bit")
  func value() throws {
    for sample in Sample.all {
      let node = sample.node
      let value = try #require(node.value(at: Self.names(node)))
      #expect(value.value(Self.number(node)) == node.data, "\(sample)")
    }
  }

  /// Only points of ordinary size are compared.
  ///
  /// The simplified formulas round and overflow where the table takes care not to: so between 1e-4
  /// and 20 in magnitude. There every printed formula is a few operations on numbers that cancel at
  /// most three digits: 1e-9. Left out are points where a textbook's form cancels all, 1 - tanh(9)^2.
  @Test("what is shown to a reader, read back, is the engine's local gradient")
  func printed() throws {
    var count = 0
    for sample in Sample.all where Self.isOrdinary(sample) {
      let node = sample.node
      guard let operation = node.operation else { continue }
      let names = Self.names(node)
      let out = Formula(.call(operation, names, constant: node.constant ?? 0))
      for gradient in try #require(node.localGradients(at: names, out: out)) {
        let holding = gradient.partial.cases().filter { $0.holds(Self.number(node)) }
        let current = try #require(holding.first, "\(sample)")
        #expect(holding.count == 1, "\(sample)")
        let text = Self.writer.text(current.formula)
        // The gamma functions, and partials of powers beyond the first, are names to a reader.
        guard !text.contains("gamma"), !text.contains("powerPartial") else { continue }
        let found = try FormulaReader.value(text, Self.numbers(node))
        let expected = node.localGradients[gradient.input]
        #expect(abs(found - expected) <= 1e-9 * abs(expected), "\(sample): \(text)")
        count += 1
      }
    }
    #expect(count > 150)
  }

  static func isOrdinary(_ sample: Sample) -> Bool {
    if sample.node.operation == .tanh, abs(sample.node.parents[0].data) > 5 { return false }
    if sample.node.operation == .silu || sample.node.operation == .gelu,
      sample.node.parents[0].data < -5
    {
      return false
    }
    return sample.node.parents.allSatisfy { $0.data == 0 || (1e-4...20).contains(abs($0.data)) }
  }

  @Test(
    "local gradients read as in textbooks",
    arguments: [
      ("divide", ["1/x", "-x/y^2"]), ("divideConstant", ["-1/x^2"]), ("exp", ["exp(x)"]),
      ("sqrt", ["1/(2 * sqrt(x))"]), ("cbrt", ["1/(3 * cbrt(x)^2)"]), ("log", ["1/x"]),
      ("logOnePlus", ["1/(1 + x)"]), ("log2", ["1/(x * log(2))"]), ("log10", ["1/(x * log(10))"]),
      ("tan", ["1 + tan(x)^2"]), ("asin", ["1/sqrt(1 - x^2)"]), ("acos", ["-1/sqrt(1 - x^2)"]),
      ("atan", ["1/(1 + x^2)"]), ("atan2", ["y/(x^2 + y^2)", "-x/(x^2 + y^2)"]),
      ("tanh", ["1 - tanh(x)^2"]), ("asinh", ["1/sqrt(1 + x^2)"]), ("atanh", ["1/(1 - x^2)"]),
      ("sigmoid", ["sigmoid(x) * (1 - sigmoid(x))"]), ("softplus", ["sigmoid(x)"]),
      ("logSigmoid", ["1 - sigmoid(x)"]), ("erf", ["2 * exp(-x^2)/sqrt(pi)"]),
      ("power", ["y * x^(y - 1)", "x^y * log(x)"]), ("powerConstant", ["2 * x"]),
      ("divideByConstant", ["1/3"]), ("negate", ["-1"]), ("multiply", ["y", "x"]),
      ("silu", ["sigmoid(x) * (1 + x * (1 - sigmoid(x)))"]),
    ])
  func textbook(name: String, texts: [String]) throws {
    let sample = try #require(Sample.all.first { "\($0.node.operation!)" == name })
    let names = ["x", "y"].prefix(sample.node.parents.count).map { Formula(name: $0) }
    let out = Formula(
      .call(sample.node.operation!, Array(names), constant: sample.node.constant ?? 0))
    let gradients = try #require(sample.node.localGradients(at: Array(names), out: out))
    let writer = FormulaWriter { FormulaWriter.Piece(text: $0, strength: .atom) }
    // The last case of a power is the usual one: the base is not 0.
    let found = gradients.map { writer.text($0.partial.cases().last?.formula ?? Formula(.nan)) }
    let expected = name == "divide" ? ["1/y", "-x/y^2"] : texts
    #expect(found == expected)
  }
}

/// Parentheses: printing any tree and reading it back gives the tree's number.
@Suite("Formula writer")
struct FormulaWriterTests {
  @Test("random trees, printed and read back, keep their number")
  func randomTrees() throws {
    var generator = TestGenerator(state: 7)
    let names = ["x": 1.25, "y": -0.75, "z": 3.0]
    for _ in 0..<1000 {
      let formula = Self.tree(depth: 4, &generator)
      let text = FormulaTests.writer.text(formula)
      let expected = formula.value { names[$0] ?? .nan }
      let found = try FormulaReader.value(text, names)
      // The same operations in the same order: the same bits, but for pow against repeated products.
      let isSame =
        found == expected || (found.isNaN && expected.isNaN)
        || abs(found - expected) <= 1e-12 * abs(expected)
      #expect(isSame, "\(text): \(found), not \(expected)")
    }
  }

  @Test("simplifying random trees keeps their number where it is finite")
  func simplified() throws {
    var generator = TestGenerator(state: 11)
    let names = ["x": 1.25, "y": -0.75, "z": 3.0]
    for _ in 0..<1000 {
      let formula = Self.tree(depth: 4, &generator)
      let expected = formula.value { names[$0] ?? .nan }
      // Sums of a few terms cancel up to some digits: compared with the size of what goes in.
      guard expected.isFinite, (1e-3...1e6).contains(abs(expected)) else { continue }
      let found = formula.simplified().value { names[$0] ?? .nan }
      #expect(
        abs(found - expected) <= 1e-9 * max(1, abs(expected)),
        "\(FormulaTests.writer.text(formula)) is not \(FormulaTests.writer.text(formula.simplified()))"
      )
    }
  }

  static func tree(depth: Int, _ generator: inout TestGenerator) -> Formula {
    func inner() -> Formula { tree(depth: depth - 1, &generator) }
    if depth == 0 || generator.next() % 5 == 0 {
      let names = ["x", "y", "z"]
      return generator.next() % 3 == 0
        ? Formula(Double(generator.next() % 9) / 2 - 2)
        : Formula(name: names[Int(generator.next() % 3)])
    }
    let c = Double(generator.next() % 5) - 2
    switch generator.next() % 11 {
    case 0: return inner() + inner()
    case 1: return inner() - inner()
    case 2: return inner() * inner()
    case 3: return inner() / inner()
    case 4: return -inner()
    case 5: return inner() + c
    case 6: return c - inner()
    case 7: return c * inner()
    case 8: return Formula.pow(inner(), c)
    case 9: return c / inner()
    default: return Formula.sigmoid(inner())
    }
  }
}

/// Small numbers that look random, the same on every platform.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  /// SplitMix64 (Steele, Lea and Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
