// The reverse sweep: in which order the nodes are visited. What a node does when it is visited stands
// in Node+Gradient.swift.
//
// For a root f and a node n used by nodes m, the chain rule says
//
//     df/dn = sum over m of  df/dm * dm/dn          (upstream times local gradient, added up)
//
// A node is visited when all its uses have been, so its gradient is complete before it is passed on;
// visiting in any other order would pass on a part of it. The gradients of interior nodes start at
// zero in each sweep, those of leaves go on adding up: two losses on shared nodes accumulate in the
// leaves, and nothing is counted twice.

extension Value {
  /// Computes the derivative of this value with respect to every node that it is computed from.
  ///
  /// Interior gradients are cleared first; leaves add up over sweeps until ``zeroGradients()``. If
  /// leaves have been given other numbers since this value was computed, it is computed anew first, as
  /// ``forward()`` does: the gradient is that at the leaves' present numbers.
  /// Numbers that are not finite are passed on by IEEE arithmetic; ``anomaly()`` names the node
  /// where the first one arose.
  ///
  /// - Parameter seed: The gradient that arrives at this node, 1 unless this value is itself part of
  ///   something larger.
  /// - Complexity: Linear in the graph, whatever its depth.
  public func backward(seed: Double = 1) {
    guard !isLeaf else {
      RuleScope.shelter([self], forSweep: true)
      storedGradient += seed
      return
    }
    RuleScope.shelter([self], forSweep: true)
    precondition(arrivals == 0, Self.walkUnderWay)
    bringUpToDate()
    storedGradient = seed
    isReached = true
    withUnsafeTemporaryAllocation(of: Node.self, capacity: 32) { buffer in
      var sweep = Sweep(ready: NodeStack(buffer))
      sweep.run(from: Node.passUnretained(self))
    }
  }
}

/// A reverse sweep under way.
///
/// Every node knows how many nodes use it. A sweep counts the uses that it comes by; when it has come
/// by all of them, the node's gradient is complete and the node is ready to be visited. So one pass
/// does it, and touches each node twice in quick succession.
///
/// A node that is also used outside this graph (by another loss, or by a result nobody asked the
/// gradient of) never becomes ready. If any is left when nothing else is, the rest of the graph below
/// these nodes is sorted first, and then visited in that order.
private struct Sweep {
  var ready: NodeStack
  /// The nodes with several uses, from the first arrival on: those that may be left.
  var shared: [Node] = []

  init(ready: NodeStack) { self.ready = ready }

  mutating func run(from root: Node) {
    var next: Node? = root
    while let node = next {
      next = visit(node) ?? ready.pop()
    }
    let left = shared.filter { $0.arrivals > 0 }
    if !left.isEmpty { visitInOrder(from: left) }
  }

  /// Passes a node's gradient on, and makes the parents ready that it completes.
  ///
  /// A node that no path reaches (behind a branch not taken) passes nothing on, not even 0, which an
  /// infinite or undefined partial would turn into NaN.
  ///
  /// - Returns: One of the parents that it completes, to be visited next; the others are pushed.
  @inline(__always)
  private mutating func visit(_ node: Node) -> Node? {
    switch node.shape {
    case .one:
      let x = node.x
      let isComplete = arrive(at: x)
      if node.isReached { node.passOnGradient(to: x, x) }
      return isComplete ? x : nil
    case .two:
      let (x, y) = (node.x, node.y)
      let completesX = arrive(at: x)
      let completesY = arrive(at: y)
      if node.isReached { node.passOnGradient(to: x, y) }
      guard completesX else { return completesY ? y : nil }
      guard completesY else { return x }
      ready.push(x)
      return y
    default:
      visitMany(node)
      return nil
    }
  }

  private mutating func visitMany(_ node: Node) {
    guard let details = node.details?.takeUnretainedValue() else { return }
    details.forEachInteriorParent { if !$0.isLeaf { countArrival(at: $0) } }
    if node.isReached { node.passOnGradient() }
    details.forEachInteriorParent { if complete($0) { ready.push($0) } }
  }

  /// Counts one use of a parent, the first of which clears its gradient.
  ///
  /// - Returns: Whether it was the last; then the parent's gradient is complete once this use has
  ///   added to it.
  @inline(__always)
  private mutating func arrive(at parent: Node) -> Bool {
    if parent.isLeaf { return false }
    if parent.uses == 1 {
      parent.gradient = 0
      parent.isReached = false
      return true
    }
    countArrival(at: parent)
    return complete(parent)
  }

  private mutating func countArrival(at parent: Node) {
    if parent.arrivals == 0 {
      parent.gradient = 0
      parent.isReached = false
      if parent.uses != 1 { shared.append(parent) }
    }
    if parent.arrivals != .max { parent.arrivals += 1 }
  }

  /// Whether all uses of a node have been come by; true only once.
  @inline(__always)
  private func complete(_ parent: Node) -> Bool {
    // Leaves have no arrivals. `max` stands for itself and more, so it is never known complete.
    guard parent.arrivals > 0, parent.arrivals == parent.uses, parent.uses != .max else {
      return false
    }
    parent.arrivals = 0
    return true
  }

  private func visitInOrder(from left: [Node]) {
    for node in left { node.arrivals = 0 }
    let began = Set(left.map { $0.toOpaque() })
    let order = Value.order(from: left)
    for node in order {
      node.arrivals = 0
      guard !node.isLeaf, !began.contains(node.toOpaque()) else { continue }
      node.gradient = 0
      node.isReached = false
    }
    for node in order.reversed() where node.isReached && !node.isLeaf { node.passOnGradient() }
  }
}
