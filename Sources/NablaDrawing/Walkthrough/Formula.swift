// A formula as a number type: put into the engine's table, it gives each rule back as a tree.
//
//     let names = [Formula(name: "x"), Formula(name: "y")]
//     (x / y).localGradients(at: names, out: Formula(name: "out"))      // 1 / y,  -out / y
//
// The tree is what the table built, in the table's order: code written from it computes what the
// engine computes. How people like to read it (`-x/y^2`) is another tree, `simplified`.
//
// Every inner node is an operation of the table itself, so what it means is never in doubt: for a
// reader that has no `sigmoid`, `Primitive.sigmoid.value(at:)` is its meaning in simpler ones. A
// subtree that the table uses twice is one object, with one `id`.

import Nabla

/// A formula: a tree of names, constants and operations of the table.
struct Formula: Sendable {
  /// What stands at the top of a formula.
  enum Content: Sendable {
    /// A name: an input, or the result of the operation.
    case name(String)
    case constant(Double)
    /// An operation of the table on its inputs, with its constant (0 if it has none).
    case call(Primitive, [Formula], constant: Double)
    /// The first formula where the condition holds, the second elsewhere.
    case select(Formula, Formula, where: Condition<Formula>)
  }

  /// The top of the tree, on the heap: a formula costs nothing to pass on.
  private final class Term: Sendable {
    let content: Content
    init(_ content: Content) { self.content = content }
  }

  private let term: Term

  /// What stands at the top.
  var content: Content { term.content }

  /// Which object this is: the same for a subtree that is used twice.
  var id: ObjectIdentifier { ObjectIdentifier(term) }

  init(_ content: Content) { term = Term(content) }

  /// A name.
  init(name: String) { self.init(.name(name)) }

  /// An operation on its inputs.
  init(_ operation: Primitive, _ inputs: Formula..., constant: Double = 0) {
    self.init(.call(operation, inputs, constant: constant))
  }
}

// MARK: - What a reader asks

extension Formula {
  /// The number, if the formula is a constant.
  var constant: Double? {
    if case .constant(let number) = content { return number }
    return nil
  }

  /// The operation and its inputs, if the formula is a call.
  var call: (operation: Primitive, inputs: [Formula], constant: Double)? {
    if case .call(let operation, let inputs, let constant) = content {
      return (operation, inputs, constant)
    }
    return nil
  }

  /// The formula with other formulas in place of names; those that the closure leaves out stay.
  func replacingNames(_ replacement: (String) -> Formula?) -> Formula {
    switch content {
    case .name(let name): replacement(name) ?? self
    case .constant: self
    case .call(let operation, let inputs, let constant):
      Formula(
        .call(operation, inputs.map { $0.replacingNames(replacement) }, constant: constant))
    case .select(let a, let b, let condition):
      Formula(
        .select(
          a.replacingNames(replacement), b.replacingNames(replacement),
          where: condition.map { $0.replacingNames(replacement) }))
    }
  }

  /// The number that the formula has for these numbers of the names, from the table.
  func value(_ number: (String) -> Double) -> Double {
    switch content {
    case .name(let name): number(name)
    case .constant(let constant): constant
    case .call(let operation, let inputs, let constant):
      operation.value(at: inputs.map { $0.value(number) }, constant: constant)
    case .select(let a, let b, let condition):
      condition.map { $0.value(number) }.holds ? a.value(number) : b.value(number)
    }
  }
}

extension Condition {
  /// The condition on what both sides become.
  func map<Other>(_ change: (Number) -> Other) -> Condition<Other> {
    Condition<Other>(change(left), isLessThan: change(right), orEqual: allowsEqual)
  }
}

// MARK: - Equality

extension Formula: Equatable {
  /// Whether both are the same tree.
  static func == (x: Formula, y: Formula) -> Bool {
    if x.id == y.id { return true }
    switch (x.content, y.content) {
    case (.name(let a), .name(let b)): return a == b
    case (.constant(let a), .constant(let b)): return a == b
    case (.call(let f, let a, let c), .call(let g, let b, let d)):
      return f == g && c == d && a == b
    case (.select(let a, let b, let first), .select(let c, let d, let second)):
      return a == c && b == d && first.left == second.left && first.right == second.right
        && first.allowsEqual == second.allowsEqual
    default: return false
    }
  }
}
