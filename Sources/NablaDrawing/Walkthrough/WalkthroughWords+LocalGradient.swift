// A local gradient in words: its formula, the case that holds now, numbers put in, and a note where the
// formula as people write it is not how the number was computed.

import Nabla

extension WalkthroughWords {
  /// The local gradient of an input in words.
  struct LocalGradientWords {
    /// `-1/x^2`; nil where no formula is known.
    var formula: String?
    /// The same as the right factor of a product: `(-1/x^2)`.
    var factor: String?
    /// `-1/1.37^2`, where that says more than the formula.
    var withNumbers: String?
    /// `z > w`, where the formula is another elsewhere.
    var condition: String?
    /// `1 where z > w, 0 where z < w, 0.5 where z = w`.
    var rule: String?
    /// Why the number is not what the formula gives as it is written, if it is not.
    var note: String?
    /// Whether the formula is a number already.
    var isConstant = false
  }

  func localGradient(_ place: Int, _ input: Int) -> LocalGradientWords {
    guard let rule = record.rule(place) else { return LocalGradientWords() }
    let cases = rule.cases(input)
    let symbols = symbols(place)
    var words = LocalGradientWords()
    if cases.count > 1, !cases.contains(where: Self.isUsual) {
      words.rule = cases.map { symbols.text($0) }.joined(
        separator: language == .plain ? ", " : ",\\ ")
    }
    guard let current = cases.first(where: { $0.holds(record.number(place)) }) else { return words }
    words.formula = symbols.text(current.formula)
    words.factor = symbols.enclosed(
      symbols.piece(current.formula), unless: .product, afterSign: true)
    words.isConstant = current.formula.constant != nil
    if current.formula.call != nil { words.withNumbers = inserted(place, current.formula) }
    let conditions = current.conditions.filter { !$0.isUsual }
    if !conditions.isEmpty { words.condition = symbols.text(conditions) }
    words.note = note(place, input, current.formula, rule.operation)
    return words
  }

  /// The table's form has the last word: it knows the domain, and keeps digits that 1 - tanh(20)^2 loses.
  private func note(
    _ place: Int, _ input: Int, _ formula: Formula, _ operation: Primitive
  ) -> String? {
    let number = record.partials[place][input]
    let written = formula.value(record.number(place))
    if number == written || (number.isNaN && written.isNaN) { return nil }
    if number.isNaN { return "outside the domain: \(operation.facts.domain)" }
    if !written.isFinite { return "not defined as it is written; the engine's convention" }
    // As written it may round by more than the table's form, but not so that a reader sees it.
    if abs(number - written) <= 1e-4 * abs(number) { return nil }
    return "computed in a form that keeps its digits"
  }

  /// `∂f/∂x = -1/x^2 = -1/1.37^2 = -0.53`.
  func localGradientSentence(_ contribution: Walkthrough.Contribution) -> String {
    let local = localGradient(contribution.place, contribution.input)
    let partial = partial(
      contribution.place, contribution.parent.place, input: contribution.input)
    var parts = [partial]
    if let formula = local.formula { parts.append(formula) }
    if let numbers = local.withNumbers, numbers != local.formula { parts.append(numbers) }
    let number = number(contribution.localGradient)
    let isSaid =
      parts.last == number
      || (local.isConstant && Double(local.formula ?? "") == contribution.localGradient)
    if !isSaid { parts.append(number) }
    return parts.joined(separator: " = ") + (local.condition.map { ", as \($0)" } ?? "")
      + (local.note.map { " (\($0))" } ?? "")
  }

  /// Whether a case holds all but everywhere.
  private static func isUsual(_ formulaCase: FormulaCase) -> Bool {
    formulaCase.conditions.contains { $0.isUsual }
  }
}
