// Walking a graph: every node once, a node before its parents (root first) or after them.
//
// Two passes, both with a stack threaded through the nodes themselves, so that depth costs neither
// call stack nor memory. The first counts how often each node is used below the root; the second
// visits a node when its last use has been visited. The counts are back at zero at the end, so there
// are no marks to clear and no set of visited nodes. A node that is pushed by two parents is still
// visited once, and after both.
//
// Leaves have nothing to visit and are not counted. A node of height 1 has only leaves as parents,
// so its parents are not looked at: this is every dot product with parameters.

extension Value {
  /// The first pass: counts, in `pending`, how often each interior node is used.
  ///
  /// - Parameter reach: Called once for each interior node, in no particular order.
  /// - Returns: How many nodes there are.
  @inline(__always)
  func countUses(reach: (Node) -> Void) -> Int {
    precondition(
      pending == 0,
      """
      a walk through this graph is still under way: a custom primitive's closure must not call \
      backward(), forward() or derivative() on the graph that it is part of
      """)
    var count = 0
    var stack: Node? = isLeaf ? nil : Node.passUnretained(self)
    while let node = stack {
      stack = node.link
      node.link = nil
      count += 1
      reach(node)
      guard node.height > 1 else { continue }
      node.forEachParent { parent in
        guard !parent.isLeaf else { return }
        if parent.pending == 0 {
          parent.link = stack
          stack = parent
        }
        parent.pending += 1
      }
    }
    return count
  }

  /// The second pass: visits every interior node, each after all that use it; this one first.
  @inline(__always)
  func visitAfterUses(count: Int, visit: (Node) -> Void) {
    var unvisited = count
    var stack: Node? = isLeaf ? nil : Node.passUnretained(self)
    while let node = stack {
      stack = node.link
      node.link = nil
      unvisited -= 1
      visit(node)
      guard node.height > 1 else { continue }
      node.forEachParent { parent in
        guard !parent.isLeaf else { return }
        parent.pending -= 1
        if parent.pending == 0 {
          parent.link = stack
          stack = parent
        }
      }
    }
    precondition(
      unvisited == 0, "the graph changed while it was walked: \(unvisited) nodes were not visited")
  }

  /// The interior nodes from this one up, each after its parents, as a list threaded through them.
  private func interiorList() -> Node? {
    var list: Node?
    visitAfterUses(count: countUses { _ in }) { node in
      node.link = list
      list = node
    }
    return list
  }

  /// Computes the numbers of this graph anew, after leaves have been given others.
  ///
  /// The structure stays as it was recorded: a Swift `if` on a number is not taken again, a
  /// `select` is.
  ///
  ///     x.data = 3
  ///     f.forward()      // f.data is now what f computes at 3
  public func forward() {
    var list = interiorList()
    while let node = list {
      list = node.link
      node.link = nil
      node.recompute()
    }
  }

  /// Sets the gradients of all nodes that this one is computed from, and its own, to zero.
  public func zeroGradients() {
    storedGradient = 0
    let count = countUses { node in
      node.gradient = 0
      node.forEachParent { $0.gradient = 0 }
    }
    visitAfterUses(count: count) { _ in }
  }

  /// All nodes that this one is computed from, and itself: each once, and after its parents.
  ///
  /// This is the order in which the numbers were computed; backpropagation goes through it in
  /// reverse.
  public func topologicalOrder() -> [Value] {
    withOrder { nodes in nodes.map { $0.takeUnretainedValue() } }
  }

  /// Calls the body with all nodes, leaves too, each after its parents; during the call a node's
  /// place is its `pending` minus 1.
  func withOrder<T>(_ body: ([Node]) -> T) -> T {
    var nodes: [Node] = []
    func append(_ node: Node) {
      nodes.append(node)
      node.pending = UInt32(nodes.count)
    }
    var list = interiorList()
    while let node = list {
      list = node.link
      node.link = nil
      node.forEachParent { parent in
        if parent.pending == 0 { append(parent) }
      }
      append(node)
    }
    if nodes.isEmpty { append(Node.passUnretained(self)) }
    defer { for node in nodes { node.pending = 0 } }
    return body(nodes)
  }

  /// How many parents this node has, counting one that is listed twice as two.
  var parentCount: Int {
    if first == nil { return details?.parentCount ?? 0 }
    return second == nil ? 1 : 2
  }
}

extension Unmanaged<Value> {
  /// The number that this node's operation makes of its parents' numbers.
  fileprivate func recompute() {
    guard let operation else { return }
    if first != nil {
      data = operation.value(NodeInputs(node: self))
    } else {
      _withUnsafeGuaranteedRef { value in
        value.details?.withInputs(constant: value.storedConstant) {
          value.storedData = evaluate(operation, $0)
        }
      }
    }
  }
}
