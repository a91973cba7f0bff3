// Formulas that are one thing here and another there: the derivative of a maximum, of relu, of |x|.
//
// The table writes them with selections and with the functions sign, step and order, because these
// have derivatives of their own; a reader wants "1 where z > w, 0 where z < w, 0.5 where z = w". The
// list of cases is made by putting each case in and simplifying what is left.

import Nabla

/// A comparison of two formulas, as it is read.
struct Comparison: Equatable, Sendable {
  enum Relation: String, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "="
    case notEqual = "!="
  }

  var left: Formula
  var relation: Relation
  var right: Formula
  /// Whether it holds all but everywhere, so that a reader need not be told that it does.
  var isUsual = false

  func holds(_ number: (String) -> Double) -> Bool {
    let (x, y) = (left.value(number), right.value(number))
    return switch relation {
    case .less: x < y
    case .lessOrEqual: x <= y
    case .greater: x > y
    case .greaterOrEqual: x >= y
    case .equal: x == y
    case .notEqual: x != y
    }
  }

  func map(_ change: (Formula) -> Formula) -> Comparison {
    Comparison(left: change(left), relation: relation, right: change(right), isUsual: isUsual)
  }
}

/// One case of a formula: what it is where all of its conditions hold.
struct FormulaCase: Equatable, Sendable {
  var formula: Formula
  var conditions: [Comparison] = []

  func holds(_ number: (String) -> Double) -> Bool {
    conditions.allSatisfy { $0.holds(number) }
  }

  func replacingNames(_ replacement: (String) -> Formula?) -> FormulaCase {
    FormulaCase(
      formula: formula.replacingNames(replacement),
      conditions: conditions.map { $0.map { $0.replacingNames(replacement) } })
  }
}

extension Formula {
  /// The formula case by case, simplified; one case without conditions if it is the same everywhere.
  func cases() -> [FormulaCase] {
    guard let kink = firstKink else { return [FormulaCase(formula: simplified())] }
    let alternatives = kink.alternatives
    let inner = alternatives.map { replacing(kink, with: $0.formula).cases() }
    // What reads the same on all sides (a product, and the product that 0 * inf is kept from) is one.
    if let first = inner.first, inner.allSatisfy({ $0 == first }) { return first }
    return zip(alternatives, inner).flatMap { alternative, cases in
      cases.map {
        FormulaCase(formula: $0.formula, conditions: alternative.conditions + $0.conditions)
      }
    }
  }

  /// The outermost selection, sign, step or order.
  private var firstKink: Formula? {
    switch content {
    case .name, .constant: return nil
    case .select: return self
    case .call(let operation, let inputs, _):
      switch operation {
      case .sign, .step, .order: return self
      default: return inputs.lazy.compactMap { $0.firstKink }.first
      }
    }
  }

  private func replacing(_ part: Formula, with other: Formula) -> Formula {
    if self == part { return other }
    guard case .call(let operation, let inputs, let constant) = content else { return self }
    return Formula(
      .call(operation, inputs.map { $0.replacing(part, with: other) }, constant: constant))
  }

  /// What a selection, sign, step or order is, case by case.
  private var alternatives: [FormulaCase] {
    switch content {
    case .select(let a, let b, let condition):
      let (holds, fails) = Self.comparisons(condition)
      return [
        FormulaCase(formula: a, conditions: holds), FormulaCase(formula: b, conditions: fails),
      ]
    case .call(let operation, let x, let c):
      func when(_ relation: Comparison.Relation, _ value: Double) -> FormulaCase {
        let other = operation == .order ? x[1] : 0
        return FormulaCase(
          formula: Formula(value),
          conditions: [
            Comparison(left: x[0].simplified(), relation: relation, right: other.simplified())
          ])
      }
      return operation == .step
        ? [when(.greater, 1), when(.lessOrEqual, c)]
        : [when(.greater, 1), when(.less, -1), when(.equal, 0)]
    default: return []
    }
  }

  // MARK: - Conditions

  /// A condition of the table as comparisons, and its opposite.
  private static func comparisons(
    _ condition: Condition<Formula>
  ) -> (holds: [Comparison], fails: [Comparison]) {
    if let inner = gate(condition) { return inner }
    if let edge = edge(condition) { return edge }
    let left = condition.left.simplified()
    let right = condition.right.simplified()
    let equal = condition.allowsEqual
    // A constant is read on the right: x > 0, not 0 < x.
    if left.constant != nil, right.constant == nil {
      return (
        [Comparison(left: right, relation: equal ? .greaterOrEqual : .greater, right: left)],
        [Comparison(left: right, relation: equal ? .less : .lessOrEqual, right: left)]
      )
    }
    return (
      [Comparison(left: left, relation: equal ? .lessOrEqual : .less, right: right)],
      [Comparison(left: left, relation: equal ? .greater : .greaterOrEqual, right: right)]
    )
  }

  /// `gate <= 0`, where the gate of a branch is itself 0 or 1: the opposite of the condition inside.
  private static func gate(
    _ condition: Condition<Formula>
  ) -> (holds: [Comparison], fails: [Comparison])? {
    guard condition.right.constant == 0, condition.allowsEqual else { return nil }
    switch condition.left.content {
    case .select(let a, let b, let inner) where a.constant == 0 && b.constant == 1:
      return comparisons(inner)
    case .select(let a, let b, let inner) where a.constant == 1 && b.constant == 0:
      let (holds, fails) = comparisons(inner)
      return (fails, holds)
    case .call(.step, let x, let below) where below <= 0:
      let (holds, fails) = comparisons(Condition(0, isLessThan: x[0]))
      return (fails, holds)
    default: return nil
    }
  }

  /// A condition that holds on an edge only: what is never negative is not positive.
  private static func edge(
    _ condition: Condition<Formula>
  ) -> (holds: [Comparison], fails: [Comparison])? {
    let isUpper = condition.right.constant == 0 && condition.allowsEqual
    let isLower = condition.left.constant == 0 && !condition.allowsEqual
    guard isUpper || isLower else { return nil }
    let side = isUpper ? condition.left : condition.right
    guard let call = side.call else { return nil }
    var zeros: [Comparison]
    switch call.operation {
    case .abs: zeros = [Comparison(left: call.inputs[0], relation: .equal, right: 0)]
    case .hypot: zeros = call.inputs.map { Comparison(left: $0, relation: .equal, right: 0) }
    case .maximum:
      // |x| and -y are both at most 0.
      guard let size = call.inputs[0].call, size.operation == .abs,
        let positive = call.inputs[1].withoutSign
      else { return nil }
      zeros = [
        Comparison(left: size.inputs[0], relation: .equal, right: 0),
        Comparison(left: positive, relation: .greaterOrEqual, right: 0),
      ]
    default: return nil
    }
    zeros = zeros.map { $0.map { $0.simplified() } }
    let usual = Comparison(left: side.simplified(), relation: .greater, right: 0, isUsual: true)
    return isUpper ? (zeros, [usual]) : ([usual], zeros)
  }
}
