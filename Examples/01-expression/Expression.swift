// Example 1: a formula, forward and backward, one gate at a time.
//
// You will learn
// - that a formula is a graph: every operation is a gate that remembers its inputs, its parents;
// - what one step of backpropagation is: upstream gradient times local gradient is a contribution,
//   and it is added to the gradient of a parent;
// - that `backward()` does nothing else;
// - that the gradient is a formula too, and has derivatives of its own.
//
// It prints the three exercises with which the lectures begin, forward and backward step by step:
//
//     (x + y) z  at (-2, 5, -4)    value -12    gradient (-4, -4, 3)
//     (x + y) z  at ( 1, 5, -3)    value -18    gradient (-3, -3, 6)
//     w x + b    at (-2, 5,  3)    value  -7    gradient ( 5, -2, 1)
//
// and the nine second derivatives of (x + y) z.

import Nabla

@main
enum Expression {
  static func main() {
    sumTimesFactor(-2, 5, -4)
    sumTimesFactor(1, 5, -3)
    weightTimesInputPlusBias(-2, 5, 3)
    secondDerivatives(-2, 5, -4)
  }

  /// f = (x + y) z: the sum is named q, so that its gate has a name in the tables.
  static func sumTimesFactor(_ a: Double, _ b: Double, _ c: Double) {
    heading("f = (x + y) z  at x = \(text(a)), y = \(text(b)), z = \(text(c))")
    let x = Value(a, label: "x")
    let y = Value(b, label: "y")
    let z = Value(c, label: "z")
    let q = (x + y).labeled("q")
    let f = (q * z).labeled("f")
    printForward(f)
    printBackward(f)
    printGradients(of: f, [x, y, z])
  }

  /// f = w x + b: the straight line, which is also a neuron without its activation.
  static func weightTimesInputPlusBias(_ a: Double, _ b: Double, _ c: Double) {
    heading("f = w x + b  at w = \(text(a)), x = \(text(b)), b = \(text(c))")
    let w = Value(a, label: "w")
    let x = Value(b, label: "x")
    let b = Value(c, label: "b")
    let g = (w * x).labeled("g")
    let f = (g + b).labeled("f")
    printForward(f)
    printBackward(f)
    printGradients(of: f, [w, x, b])
  }

  /// The gradient of (x + y) z is (z, z, x + y): only mixing z with x or y leaves anything.
  static func secondDerivatives(_ a: Double, _ b: Double, _ c: Double) {
    heading("Second derivatives of (x + y) z, at the first point")
    let matrix = hessian(at: [a, b, c]) { v in (v[0] + v[1]) * v[2] }
    print("         d/dx  d/dy  d/dz")
    for (name, row) in zip(["x", "y", "z"], matrix) {
      print("  df/d\(name) " + row.map { right(text($0), 6) }.joined())
    }
    print("All zero but d2f/dxdz = d2f/dydz = 1, and the same two mirrored at the diagonal.")
  }

  // MARK: - The two passes

  /// The values, in the order in which they were computed: every node after its parents.
  static func printForward(_ f: Value) {
    print("Forward: every gate computes its value from its parents.")
    for node in f.topologicalOrder() {
      let numbers = node.parents.map { text($0.data) }.joined(separator: " \(node.gate ?? "") ")
      let formula = node.isLeaf ? name(node) : "\(name(node)) = \(formula(node)) = \(numbers)"
      print("  " + left(formula, 19) + " = " + right(text(node.data), 3))
    }
  }

  /// The same order backward: by the time a gate is reached, its own gradient is complete.
  static func printBackward(_ f: Value) {
    print("Backward: upstream * local gradient = contribution, added to the parent's gradient.")
    print("  gate         parent   upstream   local gradient   contribution   parent's gradient")
    var gradient: [Value: Double] = [f: 1]  // df/df = 1 starts the pass
    for node in f.topologicalOrder().reversed() {
      let upstream = gradient[node, default: 0]
      for (parent, local) in zip(node.parents, node.localGradients) {
        let contribution = upstream * local
        gradient[parent, default: 0] += contribution
        print(
          "  " + left("\(name(node)) = \(formula(node))", 13) + left(name(parent), 6)
            + right(text(upstream), 11)
            + right("d\(name(node))/d\(name(parent)) = " + right(text(local), 2), 17)
            + right(text(contribution), 15)
            + right("df/d\(name(parent)) = " + right(text(gradient[parent, default: 0]), 2), 20))
      }
    }
  }

  /// What the engine makes of it, to compare with the last column.
  static func printGradients(of f: Value, _ leaves: [Value]) {
    f.backward()
    let gradients = leaves.map { "df/d\(name($0)) = \(text($0.gradient))" }
    print("backward() finds the same: " + gradients.joined(separator: ", "))
  }

  // MARK: - Words

  static func name(_ node: Value) -> String { node.label ?? text(node.data) }

  /// The parents with the gate between them: `x + y`.
  static func formula(_ node: Value) -> String {
    node.parents.map(name).joined(separator: " \(node.gate ?? "") ")
  }

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  /// A number, without ".0" if it is whole.
  static func text(_ x: Double) -> String { Int(exactly: x).map { "\($0)" } ?? "\(x)" }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
