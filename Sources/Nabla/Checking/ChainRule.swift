// The chain rule written out: every node's local gradients times its gradient, added up in an order of
// its own. backward() and derivative(withRespectTo:) must come to the same.

/// The derivatives of a graph by the chain rule alone.
struct ChainRule {
  /// One derivative for each input.
  let gradient: [Double]
  /// How far rounding may move each of them: the chain rule adds up products of local gradients, and
  /// every operation on the way rounds to half a unit of the last place.
  let rounding: [Double]

  init(of root: Value, withRespectTo inputs: [Value]) {
    let order = root.topologicalOrder()
    // The sum of the contributions, and that of their sizes: what is left after a cancellation is
    // as uncertain as what was cancelled.
    var arrived: [Value: (sum: Double, size: Double)] = [root: (1, 1)]
    for node in order.reversed() where !node.isLeaf {
      guard let upstream = arrived[node] else { continue }
      for (parent, local) in zip(node.parents, node.localGradients) where local != 0 {
        let before = arrived[parent] ?? (0, 0)
        arrived[parent] = (
          before.sum + upstream.sum * local, before.size + upstream.size * abs(local)
        )
      }
    }
    // No path is longer than the graph. Local gradients that differ in their last bits add a few.
    let roundings = 4 * Double(order.count + 16) * Double.ulpOfOne
    gradient = inputs.map { arrived[$0]?.sum ?? 0 }
    rounding = inputs.map { roundings * (arrived[$0]?.size ?? 0) }
  }

  /// Whether a derivative is the same as another but for rounding; NaN is the same as NaN here.
  func isSame(_ a: Double, _ b: Double, for input: Int) -> Bool {
    a == b || (a.isNaN && b.isNaN) || abs(a - b) <= rounding[input]
  }
}
