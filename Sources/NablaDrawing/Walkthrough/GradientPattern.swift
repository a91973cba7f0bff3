// The patterns in backward flow that the lectures name: an add gate distributes the gradient, a
// multiply gate switches, a max gate routes. They are read off the local gradients, not off a list of
// operations: a gate whose local gradients are all 1 distributes, whatever it is called.

import Nabla

/// What a gate does with the gradient that arrives, where it is one of the patterns of the lectures.
public enum GradientPattern: String, Sendable, Hashable, CaseIterable {
  /// Every input gets the upstream gradient, if need be with the other sign: `x + y`, `x - y`.
  case distributes
  /// Each input gets the upstream gradient times the other input: `x * y`.
  case switches
  /// Some inputs get the upstream gradient and others nothing: `max(x, y)`, `relu(x)`, a selection.
  case routes
  /// The only input gets the upstream gradient as it is: `x + 1`.
  case passes
  /// The only input gets a constant multiple of the upstream gradient: `2 * x`, `-x`.
  case scales
}

extension LocalRule {
  /// The pattern of this rule, if it has one.
  var pattern: GradientPattern? {
    let open = passages.compactMap { $0 }
    guard !open.isEmpty else { return nil }
    if passages.contains(where: { $0 != .product && $0 != nil }) {
      return isKept ? .routes : nil
    }
    if switches { return .switches }
    guard let first = partials[0]?.simplified().constant else { return nil }
    if inputCount == 1 { return first == 1 ? .passes : .scales }
    let isDistributor = partials.allSatisfy { $0?.simplified().constant?.magnitude == 1 }
    return isDistributor ? .distributes : nil
  }

  /// Whether every input gets all, nothing or an even share; not the slope of a leaky ReLU.
  private var isKept: Bool {
    partials.allSatisfy { partial in
      partial?.cases().allSatisfy { $0.formula.constant.map { [0, 0.5, 1].contains($0) } ?? false }
        ?? true
    }
  }

  private var switches: Bool {
    let pairs = operation == .dot ? inputCount / 2 : 1
    guard inputCount >= 2, operation == .dot || inputCount == 2 else { return false }
    return (0..<pairs).allSatisfy { left in
      partials[left] == Formula(name: "\(pairs + left)")
        && partials[pairs + left] == Formula(name: "\(left)")
    }
  }
}

extension Walkthrough.BackwardStep {
  /// What the gate does with the gradient, where it is one of the patterns of the lectures.
  public var pattern: GradientPattern? { record.rule(node.place)?.pattern }

  /// The pattern in a sentence: `multiply switches: each input gets the upstream gradient times the
  /// other input`; nil where there is none.
  public var sentence: String? {
    guard node.isReached, let pattern, let rule = record.rule(node.place) else { return nil }
    let gate = Self.word(rule.operation, node.gate ?? "")
    return switch pattern {
    case .distributes: distributing(gate, rule)
    case .switches where rule.operation == .dot:
      "\(gate) switches: each factor gets the upstream gradient times its partner"
    case .switches: "\(gate) switches: each input gets the upstream gradient times the other input"
    case .routes: routing(gate, rule)
    case .passes: "\(gate) passes the gradient on unchanged"
    case .scales where factor(rule) == "-1": "\(gate) turns the sign of the gradient"
    case .scales: "\(gate) scales the gradient by \(factor(rule))"
    }
  }

  private func factor(_ rule: LocalRule) -> String {
    let writer = FormulaWriter { FormulaWriter.Piece(text: $0, strength: .atom) }
    return rule.partials[0].map { writer.text($0.simplified()) } ?? "its constant"
  }

  private func distributing(_ gate: String, _ rule: LocalRule) -> String {
    let turned = contributions.filter { $0.localGradient < 0 }.map { $0.parent.name }
    let how =
      turned.isEmpty ? "unchanged" : "(with the other sign: \(turned.joined(separator: ", ")))"
    return "\(gate) distributes the gradient: each input gets the upstream gradient \(how)"
  }

  private func routing(_ gate: String, _ rule: LocalRule) -> String {
    let chosen = contributions.filter { $0.passes && $0.localGradient != 0 }
    let names = chosen.map { $0.parent.name }.joined(separator: " and ")
    if chosen.contains(where: { $0.localGradient.isNaN }) {
      return "\(gate) cannot route the gradient: an input is NaN"
    }
    if chosen.isEmpty { return "\(gate) is closed: it lets no gradient pass" }
    if rule.inputCount == 1 { return "\(gate) is open: it routes the gradient to \(names)" }
    switch rule.operation {
    case .maximum, .minimum:
      if chosen.count > 1 { return "\(gate) routes the gradient: at a tie each input gets half" }
      let which = rule.operation == .maximum ? "larger" : "smaller"
      return "\(gate) routes the gradient to the \(which) input, \(names)"
    default: return "\(gate) routes the gradient to the branch taken, \(names)"
    }
  }

  /// What the gate is called in a sentence.
  private static func word(_ operation: Primitive, _ gate: String) -> String {
    switch operation {
    case .add, .subtract, .multiply, .divide: "\(operation)"
    default: NodeNames.word(gate)
    }
  }
}
