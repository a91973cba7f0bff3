// A node's row of the table as formulas, in which the inputs are called "0", "1", "2" and so on.
//
// Nodes of one operation share a rule, so a graph of 100,000 nodes has a few. The result's name is
// replaced by what it is: the slides' 1/x has the local gradient -1/x^2, not -out/x.

import Nabla

/// What a node computes and how it differentiates, in the names of its inputs' places.
struct LocalRule: Sendable {
  let operation: Primitive
  let constant: Double
  let inputCount: Int
  /// What a drawing writes into the gate; of a custom primitive, its name.
  let gate: String
  /// What the node computes; nil if only its engine knows, or if it is too long to be read.
  let value: Formula?
  /// d out / d input for each input; nil where there is no formula or no path.
  let partials: [Formula?]
  /// How a gradient passes to each input; nil where no path leads.
  let passages: [LocalGradient<Double>.Passage?]

  /// The most inputs of a softmax for which formulas are kept; beyond, there are only the numbers.
  ///
  /// Each output has a rule of its own, with a formula for each input: a million for 1,000 outputs.
  private static let softmaxLimit = 32

  /// The rule of a node that is not a leaf.
  init(_ operation: Primitive, of node: Value, inputCount: Int, numbers: [LocalGradient<Double>]) {
    self.operation = operation
    self.inputCount = inputCount
    constant = node.constant ?? 0
    gate = node.gate ?? ""
    let names = (0..<inputCount).map { Formula(name: "\($0)") }
    value = Self.value(operation, of: node, at: names)
    let out = Formula(.call(operation, names, constant: constant))
    var partials = [Formula?](repeating: nil, count: inputCount)
    var passages = [LocalGradient<Double>.Passage?](repeating: nil, count: inputCount)
    if operation != .softmax || inputCount <= Self.softmaxLimit {
      for gradient in node.localGradients(at: names, out: out) ?? [] {
        partials[gradient.input] = gradient.partial
      }
    }
    for gradient in numbers { passages[gradient.input] = gradient.passage }
    self.partials = partials
    self.passages = passages
  }

  private static func value(
    _ operation: Primitive, of node: Value, at names: [Formula]
  ) -> Formula? {
    switch operation {
    case .custom: return nil
    case .selectLess, .selectLessOrEqual: return node.value(at: names)
    case .dot, .dotConstants:
      // Without the 0 that the table begins its sum with.
      guard names.count <= 2 * FormulaWriter.inputLimit else { return nil }
      return node.value(at: names).map(withoutLeadingZero)
    default: return Formula(.call(operation, names, constant: node.constant ?? 0))
    }
  }

  private static func withoutLeadingZero(_ sum: Formula) -> Formula {
    guard let call = sum.call, call.operation == .add || call.operation == .addConstant else {
      return sum
    }
    if call.inputs.count == 1, call.constant == 0 { return call.inputs[0] }
    guard call.inputs.count == 2 else { return sum }
    if call.inputs[0].constant == 0 { return call.inputs[1] }
    return Formula(.add, withoutLeadingZero(call.inputs[0]), call.inputs[1])
  }

  /// d out / d input case by case, simplified; none where no formula is known.
  func cases(_ input: Int) -> [FormulaCase] { partials[input]?.cases() ?? [] }

  /// The order in which a row gives its partials: that of the inputs, of a dot product pair by pair.
  var inputOrder: [Int] {
    guard operation == .dot else { return Array(0..<inputCount) }
    let pairs = inputCount / 2
    let offset = inputCount % 2 == 1 ? [2 * pairs] : []
    return (0..<pairs).flatMap { [$0, pairs + $0] } + offset
  }
}

/// Which nodes share a rule.
struct LocalRuleKey: Hashable {
  let operation: Primitive
  let constant: UInt64
  let inputCount: Int

  /// Nil for a node whose rule is its own: a dot product with its own numbers, a user's primitive.
  init?(_ operation: Primitive, constant: Double?, inputCount: Int) {
    if operation == .custom || operation == .dotConstants { return nil }
    self.operation = operation
    self.constant = (constant ?? 0).bitPattern
    self.inputCount = inputCount
  }
}
