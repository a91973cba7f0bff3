// The engine's table for readers: each primitive with its local gradients as formulas, put together from
// the rows themselves.

import Nabla

/// A primitive for readers: what it computes, its local gradients, and what holds where it has kinks.
///
///     let summary = PrimitiveSummary(.divide)
///     summary.value                 // "x / y"
///     summary.localGradients        // ["1/y", "-x/y^2"]
public struct PrimitiveSummary: Hashable, Sendable {
  /// The primitive.
  public let operation: Primitive
  /// What it computes, in letters for its inputs: `pow(x, 3)`.
  public let value: String
  /// d out / d input for each input: `3 * x^2`; empty where no path leads through, and of a custom one.
  public let localGradients: [String]
  /// Where it is defined.
  public let domain: String
  /// What holds at kinks, poles, ties and edges, case by case; empty if it is smooth.
  public let conventions: [String]

  /// Puts the row of a primitive into words; one of many inputs has two of them.
  ///
  /// - Parameters:
  ///   - operation: The primitive.
  ///   - constant: The constant of one that has one; nil chooses a usual one.
  public init(_ operation: Primitive, constant: Double? = nil) {
    let facts = operation.facts
    let constant = operation == .softmax ? 0 : constant ?? Self.usualConstant(operation)
    self.operation = operation
    domain = facts.domain
    conventions = facts.conventions
    value = Self.call(operation) ?? Self.putting(constant, in: facts)
    let writer = FormulaWriter { FormulaWriter.Piece(text: $0, strength: .atom) }
    localGradients = Self.partials(operation, constant).map { partial in
      partial.cases().map { writer.text($0) }.joined(separator: ", ")
    }
  }

  private static func usualConstant(_ operation: Primitive) -> Double {
    switch operation {
    case .leakyReLU: 0.01
    case .gaussian: 0.5
    case .step: 0
    case .polygamma, .powerPartial: 1
    default: 3
    }
  }

  private static func partials(_ operation: Primitive, _ constant: Double) -> [Formula] {
    let zero = [Value(0), Value(0)]
    func of(_ node: Value, _ names: [String]) -> [Formula] {
      let names = names.map { Formula(name: $0) }
      return (node.localGradients(at: names, out: 0) ?? []).map { $0.partial }
    }
    switch operation {
    case .custom: return []
    case .dot: return of(Nabla.dot(zero, zero), ["x1", "x2", "y1", "y2"])
    case .dotConstants: return of(Nabla.dot(zero, [3, 4]), ["x1", "x2"])
    default:
      let inputs = names(operation).map { Formula(name: $0) }
      let out = Formula(.call(operation, inputs, constant: constant))
      return operation.localGradients(at: inputs, out: out, constant: constant)
        .map { $0.partial }
    }
  }

  private static func names(_ operation: Primitive) -> [String] {
    switch (operation, operation.facts.arity) {
    case (.selectLess, _), (.selectLessOrEqual, _): ["x", "y", "a", "b"]
    case (_, .one): ["x"]
    case (_, .two): ["x", "y"]
    case (_, .many): ["x1", "x2"]
    }
  }

  /// How a function of many inputs is called with two.
  private static func call(_ operation: Primitive) -> String? {
    switch operation {
    case .sum: "sum([x1, x2])"
    case .dot: "dot([x1, x2], [y1, y2])"
    case .dotConstants: "dot([x1, x2], [3, 4])"
    case .logSumExp: "logSumExp([x1, x2])"
    case .softmax: "softmax([x1, x2])[0]"
    case .selectLess: "select(a, b, where: x < y)"
    case .selectLessOrEqual: "select(a, b, where: x <= y)"
    default: nil
    }
  }

  /// The formula with a number in place of the letter c where it stands alone.
  private static func putting(_ constant: Double, in facts: PrimitiveFacts) -> String {
    guard facts.hasConstant else { return facts.formula }
    var text = ""
    var word = ""
    for character in facts.formula + " " {
      if character.isLetter {
        word.append(character)
        continue
      }
      text += word == "c" ? NumberStyle.full.text(constant) : word
      word = ""
      text.append(character)
    }
    return String(text.dropLast())
  }
}

extension PrimitiveSummary {
  /// The row of a Markdown table: the value, the local gradients, the conventions.
  public var markdownRow: String {
    let gradients = localGradients.map { "`\($0)`" }.joined(separator: "; ")
    return "| `\(value)` | \(gradients) | \(conventions.joined(separator: "; ")) |"
  }
}
