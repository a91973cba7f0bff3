// The pieces that every output of a walkthrough is made of - formulas with names and with numbers put
// in, partial derivatives, conditions - in plain text or LaTeX.

import Nabla

/// Writes the formulas of a walkthrough's steps.
struct WalkthroughWords {
  let record: WalkthroughRecord
  let language: FormulaWriter.Language
  let numbers: NumberStyle
  /// Whether names written from right to left are kept apart from what stands around them.
  var isolatesNames = false

  // MARK: - Names and numbers

  /// A node's name by itself.
  func name(_ place: Int) -> String {
    if language == .latex { return LaTeXText.name(record.names[place]) }
    return isolatesNames ? record.names[place].isolated : record.names[place]
  }

  /// A node's name inside a formula: a label with signs in it is put in parentheses.
  func atom(_ place: Int) -> FormulaWriter.Piece {
    let isAtom = record.names[place].isOneWord
    return FormulaWriter.Piece(text: name(place), strength: isAtom ? .atom : .sum)
  }

  func number(_ number: Double) -> String {
    let text = numbers.text(number)
    return language == .plain ? text : LaTeXText.number(text)
  }

  /// A number inside a formula: a negative one is put in parentheses.
  func factor(_ number: Double) -> FormulaWriter.Piece {
    let text = self.number(number)
    let isNegative = text.hasPrefix("-")
    // 1.0e-50 is a product too: its square is (1.0e-50)^2.
    let isPower = text.contains("10^") || text.contains("e+") || text.contains("e-")
    return FormulaWriter.Piece(
      text: text, strength: isNegative ? .negative : (isPower ? .product : .atom),
      isNegative: isNegative)
  }

  /// The seed as a factor, in parentheses if it is negative and not the first thing in a line.
  func seedFactor(isFirst: Bool) -> String {
    isFirst
      ? number(record.seed)
      : symbols(0).enclosed(factor(record.seed), unless: .product, afterSign: true)
  }

  /// `2.00 * (-3.00)`.
  func product(_ x: Double, _ y: Double) -> String {
    let writer = symbols(0)
    let sign = language == .plain ? " * " : " \\cdot "
    return writer.enclosed(factor(x), unless: .negative) + sign
      + writer.enclosed(factor(y), unless: .product, afterSign: true)
  }

  /// `∂f/∂x`; of an input that is listed several times, `∂f/∂x[2]`.
  func partial(_ place: Int, _ parent: Int, input: Int? = nil) -> String {
    let quotient = quotient(language == .plain ? "∂" : "\\partial ", place, parent)
    guard let index = input.flatMap({ inputNumber(place, $0) }) else { return quotient }
    return language == .plain ? "\(quotient)[\(index)]" : "\\left.\(quotient)\\right|_{\(index)}"
  }

  /// What the backward pass computes for a node: `∂f/∂q`, with another seed than 1 `2.00 * ∂f/∂q`.
  ///
  /// Where `∂f/∂q` is the name of one summand already - f has q as an input, and other paths lead to q
  /// too - the sum over all paths is written as a total derivative, `df/dq`.
  func gradient(_ place: Int) -> String {
    let derivative =
      record.placesWithTotal.contains(place) ? total(place) : partial(record.rootPlace, place)
    guard record.seed != 1 else { return derivative }
    return number(record.seed) + (language == .plain ? " * " : " \\cdot ") + derivative
  }

  /// The sum over all paths from the root to a node, `df/dq`.
  func total(_ place: Int) -> String {
    quotient(language == .plain ? "d" : "\\mathrm{d} ", record.rootPlace, place)
  }

  private func quotient(_ sign: String, _ place: Int, _ parent: Int) -> String {
    if language == .latex { return "\\frac{\(sign)\(name(place))}{\(sign)\(name(parent))}" }
    let writer = symbols(0)
    let top = writer.enclosed(atom(place), unless: .atom)
    let bottom = writer.enclosed(atom(parent), unless: .atom)
    return "\(sign)\(top)/\(sign)\(bottom)"
  }

  /// Counted from 1, the input's number if the same parent is listed several times.
  func inputNumber(_ place: Int, _ input: Int) -> Int? {
    let parents = record.parents[place]
    return parents.lazy.filter { $0 == parents[input] }.prefix(2).count > 1 ? input + 1 : nil
  }

  // MARK: - Formulas

  /// Prints the formulas of a node with the names of its inputs.
  func symbols(_ place: Int) -> FormulaWriter {
    FormulaWriter(language: language, numbers: numbers) { name in
      Int(name).map { atom(record.parents[place][$0]) }
        ?? FormulaWriter.Piece(text: name, strength: .atom)
    }
  }

  /// Prints the formulas of a node with the numbers of its inputs.
  func inserted(_ place: Int) -> FormulaWriter {
    FormulaWriter(language: language, numbers: numbers) { name in factor(record.number(place)(name))
    }
  }

  /// A local gradient with numbers: functions of an input are numbers too, `0.62 * (1 - 0.62)`, unless
  /// there is nothing but a function, `exp(-1.00)`.
  func inserted(_ place: Int, _ formula: Formula) -> String {
    var writer = inserted(place)
    let inner = formula.call?.operation == .negate ? formula.withoutSign : formula
    if inner.map(Self.isFunctionOfInputs) == true { return writer.text(formula) }
    writer.shortcut = { part in
      Self.isFunctionOfInputs(part) ? factor(part.value(record.number(place))) : nil
    }
    return writer.text(formula)
  }

  private static func isFunctionOfInputs(_ formula: Formula) -> Bool {
    guard let call = formula.call, !isArithmetic(call.operation) else { return false }
    return call.inputs.allSatisfy { if case .name = $0.content { true } else { false } }
  }

  private static func isArithmetic(_ operation: Primitive) -> Bool {
    switch operation {
    case .add, .subtract, .multiply, .divide, .negate, .power: true
    default: false
    }
  }

  /// What a node computes: `q * z`; nil for a leaf.
  func value(_ place: Int) -> String? { value(place, symbols(place)) }

  /// What a node computes, with numbers: `3.00 * (-4.00)`.
  func valueWithNumbers(_ place: Int) -> String? { value(place, inserted(place)) }

  private func value(_ place: Int, _ writer: FormulaWriter) -> String? {
    guard let rule = record.rule(place) else { return nil }
    if let value = rule.value { return writer.text(value) }
    let inputs = record.parents[place].indices.map { Formula(name: "\($0)") }
    let name = NodeNames.word(rule.gate)
    let word = language == .plain ? name : "\\text{\(LaTeXText.words(name))}"
    return "\(word)(\(writer.arguments(inputs)))"
  }

  /// What has arrived at a parent with this contribution, `0.20 + 0.39 = 0.59`; nil for the first.
  func sum(_ contribution: Walkthrough.Contribution) -> String? {
    addition(contribution).map { "\($0) = \(number(contribution.sumSoFar))" }
  }

  /// What had arrived at a parent, and what this contribution adds, `0.20 + 0.39`; nil for the first.
  func addition(_ contribution: Walkthrough.Contribution) -> String? {
    guard contribution.passes, contribution.ordinal > 1 else { return nil }
    let added = symbols(contribution.place).enclosed(
      factor(contribution.product), unless: .product, afterSign: true)
    return "\(number(contribution.sumBefore)) + \(added)"
  }
}

extension String {
  /// Whether this is read as one thing inside a formula: letters, digits and what belongs to names.
  var isOneWord: Bool {
    unicodeScalars.allSatisfy { scalar in
      !scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "_#'.".unicodeScalars.contains(scalar)
    } && !isEmpty
  }
}
