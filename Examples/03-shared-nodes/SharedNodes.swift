// Example 3: a node that is used more than once.
//
// You will learn
// - that gradients add where a graph branches: one contribution for every use;
// - that a maximum routes its gradient to the winner, and splits it evenly at a tie;
// - why the backward pass must go through the nodes in topological order: a gate may pass its
//   gradient on only when all of it has arrived. Here we break that rule and get wrong numbers;
// - what a second `backward()` does: leaves add up, nothing else changes, until `zeroGradients()`.
//
// It prints every contribution with the running sum for a + a, a * a, s s + s a + a with
// s = sigmoid(a), and z = s^2 e^s; a maximum with and without a tie; a diamond swept in the right
// order (df/da = 228) and in two wrong ones (108 and 336); and the gradients after one sweep, two
// sweeps, and zeroing.

import Nabla

@main
enum SharedNodes {
  static func main() {
    gradientsAddAtBranches()
    chainRuleOverTwoPaths()
    maximumRoutes()
    orderMatters()
    secondBackward()
  }

  // MARK: - Branches

  static func gradientsAddAtBranches() {
    heading("f = a + a at a = 3: two uses, two contributions")
    let a = Value(3, label: "a")
    show((a + a).labeled("f"), withRespectTo: a)

    heading("f = a * a at a = 3: the rule of the square, found by adding")
    let b = Value(3, label: "a")
    show((b * b).labeled("f"), withRespectTo: b)

    heading("f = s s + s a + a with s = sigmoid(a) at a = 0.5")
    let c = Value(0.5, label: "a")
    let s = sigmoid(c).labeled("s")
    let square = (s * s).labeled("s*s")
    let product = (s * c).labeled("s*a")
    let sum = (square + product).labeled("s*s+s*a")
    show((sum + c).labeled("f"), withRespectTo: c)
  }

  static func chainRuleOverTwoPaths() {
    heading("z = x y with x = s^2, y = e^s at s = 0.7: dz/ds = dz/dx dx/ds + dz/dy dy/ds")
    let s = Value(0.7, label: "s")
    let x = pow(s, 2).labeled("x")
    let y = exp(s).labeled("y")
    show((x * y).labeled("z"), withRespectTo: s)
  }

  /// Prints every contribution and the sum so far, then the engine's gradient.
  static func show(_ root: Value, withRespectTo leaf: Value) {
    print("  gate          to        upstream * local gradient                  sum so far")
    var gradient: [Value: Double] = [root: 1]
    for node in root.topologicalOrder().reversed() {
      let upstream = gradient[node, default: 0]
      for (parent, local) in zip(node.parents, node.localGradients) {
        gradient[parent, default: 0] += upstream * local
        print(
          "  " + left("\(name(node)) (\(node.gate ?? ""))", 14) + left(name(parent), 10)
            + left("\(text(upstream)) * \(text(local))", 43)
            + text(gradient[parent, default: 0]))
      }
    }
    root.backward()
    print(
      "\(name(root)) = \(text(root.data)), backward(): d\(name(root))/d\(name(leaf)) = "
        + text(leaf.gradient))
  }

  // MARK: - The maximum

  static func maximumRoutes() {
    heading("m = maximum(a, b): the winner takes the gradient, a tie shares it")
    print("    a    b    m    dm/da   dm/db   their sum")
    for (first, second) in [(2.0, -1.0), (-1, 2), (2, 2)] {
      let a = Value(first)
      let b = Value(second)
      let m = maximum(a, b)
      m.backward()
      print(
        right(text(first), 5) + right(text(second), 5) + right(text(m.data), 5)
          + right(text(a.gradient), 9) + right(text(b.gradient), 8)
          + right(text(a.gradient + b.gradient), 12))
    }
  }

  // MARK: - The order

  /// m is used by u and by v: a diamond.
  ///
  ///              u = m + 1
  ///            /           \
  ///     a - m = a * a        f = u * v = 2 a^4 + 2 a^2
  ///            \           /
  ///              v = 2 m
  static func diamond(_ a: Value) -> Value {
    let m = (a * a).labeled("m")
    let u = (m + 1).labeled("u")
    let v = (2 * m).labeled("v")
    return (u * v).labeled("f")
  }

  static func orderMatters() {
    heading("A diamond: m = a a, u = m + 1, v = 2 m, f = u v at a = 3")
    let a = Value(3, label: "a")
    let f = diamond(a)
    print("By hand: f = 2 a^4 + 2 a^2 = 180, so df/da = 8 a^3 + 4 a = 228.\n")

    f.backward()
    let order = f.topologicalOrder().reversed().map(name)
    print("reversed topological order     " + order.joined(separator: " "))
    print(
      "                               df/da = \(text(a.gradient))   right: this is backward()\n")

    for isVisitedOnce in [true, false] {
      var sweep = DepthFirstSweep(isVisitedOnce: isVisitedOnce)
      sweep.gradient[f] = 1
      sweep.visit(f)
      print(
        left("depth first, each node \(isVisitedOnce ? "once" : "anew")", 31)
          + sweep.visits.joined(separator: " "))
      print(
        "                               df/da = \(text(sweep.gradient[a, default: 0]))   wrong: "
          + (isVisitedOnce
            ? "m passed on its 18 before v's 20 arrived"
            : "m passed on 18, then 18 + 20, so 18 went twice"))
    }
    print("\nThe right order comes to m after both u and v. Then its 18 + 20 = 38 is complete, and")
    print("df/da = 38 * 3 + 38 * 3 = 228.")
  }

  /// WRONG, on purpose: runs to a parent as soon as anything has arrived there.
  struct DepthFirstSweep {
    let isVisitedOnce: Bool
    var gradient: [Value: Double] = [:]
    var visits: [String] = []

    mutating func visit(_ node: Value) {
      visits.append(name(node))
      for (parent, local) in zip(node.parents, node.localGradients) {
        gradient[parent, default: 0] += gradient[node, default: 0] * local
        if !isVisitedOnce || !visits.contains(name(parent)) { visit(parent) }
      }
    }
  }

  // MARK: - Twice

  static func secondBackward() {
    heading("backward() twice on the diamond: leaves add up, nothing else does")
    let a = Value(3, label: "a")
    let f = diamond(a)
    let nodes = f.topologicalOrder()
    func printGradients(_ title: String) {
      print("  " + left(title, 20) + nodes.map { right(text($0.gradient), 6) }.joined())
    }
    print("  gradient of         " + nodes.map { right(name($0), 6) }.joined())
    f.backward()
    printGradients("backward()")
    f.backward()
    printGradients("backward() again")
    f.zeroGradients()
    printGradients("zeroGradients()")
    f.backward()
    printGradients("backward()")
    print(
      "Adding up in leaves is what lets two losses share parameters. A training loop that forgets")
    print("zeroGradients() steps along the sum of all gradients since it began.")
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  static func name(_ node: Value) -> String { node.label ?? text(node.data) }

  /// A number, without ".0" if it is whole.
  static func text(_ x: Double) -> String { Int(exactly: x).map { "\($0)" } ?? "\(x)" }

  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
