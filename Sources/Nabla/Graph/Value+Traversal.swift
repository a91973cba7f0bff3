// Walking a graph: every node once and after its parents, by depth-first search with a stack of its
// own, so that depth is data and not recursion. `arrivals` marks the nodes on the way, so there is no
// set of visited nodes; it is back at zero when the walk ends. (The reverse sweep has its own way,
// which needs no order: Differentiation/Value+Backward.swift.)

extension Value {
  static let walkUnderWay = """
    a walk through this graph is still under way: it must not be walked again by what a walk calls
    """

  /// All nodes that some nodes are computed from, and themselves: each once, after its parents.
  ///
  /// Their `arrivals` are left at 2, for the caller to clear.
  static func order(from roots: [Node]) -> [Node] {
    var order: [Node] = []
    var stack = roots
    while let node = stack.popLast() {
      switch node.arrivals {
      case 0:
        // First come by: again after all its parents.
        node.arrivals = 1
        node.foldLiteral()
        stack.append(node)
        let place = stack.count
        node.forEachParent { if $0.arrivals == 0 { stack.append($0) } }
        // The first parent on top, so that the order reads as the expression does.
        if stack.count > place + 1 { stack[place...].reverse() }
      case 1:
        node.arrivals = 2
        order.append(node)
      default: break
      }
    }
    return order
  }

  /// All nodes of this graph, each once and after its parents.
  private func order() -> [Node] {
    RuleScope.shelter([self])
    precondition(arrivals == 0, Self.walkUnderWay)
    let order = Self.order(from: [Node.passUnretained(self)])
    for node in order { node.arrivals = 0 }
    return order
  }

  /// Computes the numbers of this graph anew, after leaves have been given others.
  ///
  /// The structure stays as it was recorded: a Swift `if` on a number is not taken again, a
  /// `select` is.
  ///
  ///     let x = Value(2)
  ///     let f = x * x
  ///     x.data = 3
  ///     f.forward()
  ///     print(f.data)      // 9.0
  ///
  /// - Precondition: the graph holds no number that was ``detached()`` from a computed node, which
  ///   would stay as it is; ``stopGradient(_:)`` makes one that follows.
  public func forward() {
    let nodes = order()
    for node in nodes where node.isLeaf { node.requireFollowing() }
    Self.recompute(nodes)
  }

  /// Computes the numbers of this graph anew if leaves may have been given others since.
  func bringUpToDate() {
    if !isSurelyUpToDate { Self.recompute(order()) }
  }

  private static func recompute(_ nodes: [Node]) {
    let stamp = stamp(SpareNodes.ofThisThread)
    for node in nodes {
      if node.isLeaf {
        node.follow()
        _ = node.bears(stamp)
      } else {
        node.recompute()
        node.setStamp(stamp.now)
      }
    }
  }

  /// Sets the gradients of all nodes that this one is computed from, and its own, to zero.
  public func zeroGradients() {
    for node in order() { node.gradient = 0 }
  }

  /// All nodes that this one is computed from, and itself: each once, and after its parents.
  ///
  /// This is the order in which the numbers can be computed; backpropagation goes through it in
  /// reverse.
  public func topologicalOrder() -> [Value] {
    order().map { $0.takeUnretainedValue() }
  }

  /// Calls the body with all nodes, each after its parents, and with a way to find a node's place.
  ///
  /// During the call a node's place stands in its gradient; the gradients are handed over beside.
  func withPlaces<T>(_ body: (_ nodes: [Node], _ gradients: [Double]) -> T) -> T {
    Value.withPlaces(below: [self], body)
  }

  /// The same for the graph of several roots.
  static func withPlaces<T, E>(
    below roots: [Value], _ body: (_ nodes: [Node], _ gradients: [Double]) throws(E) -> T
  ) throws(E) -> T {
    RuleScope.shelter(roots)
    for root in roots { precondition(root.arrivals == 0, walkUnderWay) }
    let nodes = order(from: roots.reversed().map { Node.passUnretained($0) })
    let gradients = nodes.map { $0.gradient }
    for (place, node) in nodes.enumerated() {
      node.arrivals = 0
      node.gradient = Double(bitPattern: UInt64(place))
    }
    defer { for (node, gradient) in zip(nodes, gradients) { node.gradient = gradient } }
    return try body(nodes, gradients)
  }

  /// How many parents this node has, counting one that is listed twice as two.
  var parentCount: Int {
    switch shape {
    case .leaf, .literal, .labeledLeaf: 0
    case .one: 1
    case .two: 2
    case .many: details?.parentCount ?? 0
    }
  }
}

extension Unmanaged<Value> {
  /// Where a node stands in the order, inside `withPlaces`.
  var place: Int { Int(truncatingIfNeeded: gradient.bitPattern) }

  /// The number that this node's operation makes of its parents' numbers.
  fileprivate func recompute() {
    guard let operation else { return }
    if let details {
      data = details._withUnsafeGuaranteedRef { evaluate(operation, $0.inputs(constant: c)) }
    } else {
      data = operation.value(NodeInputs(of: self))
    }
  }
}
