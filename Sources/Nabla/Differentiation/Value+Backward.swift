// The reverse sweep.
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
  /// Interior gradients are cleared first; leaves add up over sweeps until ``zeroGradients()``.
  /// Numbers that are not finite are passed on by IEEE arithmetic; ``anomaly()`` names the node
  /// where the first one arose.
  ///
  /// - Parameter seed: The gradient that arrives at this node, 1 unless this value is itself part of
  ///   something larger.
  /// - Complexity: Linear in the graph; no call stack, no memory.
  public func backward(seed: Double = 1) {
    guard !isLeaf else {
      storedGradient += seed
      return
    }
    let count = countUses { node in
      node.gradient = 0
      node.isReached = false
    }
    storedGradient = seed
    isReached = true
    visitAfterUses(count: count) { node in
      // A node that no path reaches (behind a branch not taken) passes nothing on, not even 0,
      // which an infinite or undefined partial would turn into NaN.
      if node.isReached { node.passOnGradient() }
    }
  }
}

extension Unmanaged<Value> {
  @inline(__always)
  fileprivate func passOnGradient() {
    if first != nil {
      passOnToOneOrTwo()
    } else {
      passOnToMany()
    }
  }

  @inline(never)
  private func passOnToOneOrTwo() {
    guard let operation else { return }
    var receiver = NodeReceiver(node: self, upstream: gradient)
    operation.partials(NodeInputs(node: self), out: data, to: &receiver)
  }

  @inline(never)
  private func passOnToMany() {
    guard let operation else { return }
    _withUnsafeGuaranteedRef { value in
      value.details?.withInputs(constant: value.storedConstant) { inputs in
        var receiver = ManyReceiver(inputs: inputs, upstream: value.storedGradient)
        operation.partials(inputs, out: value.storedData, to: &receiver)
      }
    }
  }
}

// MARK: - Receivers of numbers

/// A receiver that multiplies each partial with the upstream gradient and adds it up somewhere.
private protocol NumberReceiver: PartialsReceiver where Number == Double {
  var upstream: Double { get }
  mutating func add(_ index: Int, _ contribution: Double)
}

extension NumberReceiver {
  @inline(__always)
  mutating func give(_ index: Int, _ partial: @autoclosure () -> Double) {
    add(index, upstream * partial())
  }
  @inline(__always)
  mutating func give(_ index: Int, is constant: Double) { add(index, upstream * constant) }
  @inline(__always)
  mutating func give(_ index: Int, routed partial: @autoclosure () -> Double) {
    add(index, Double.route(upstream, through: partial()))
  }
  @inline(__always)
  mutating func give(
    _ index: Int, gate: @autoclosure () -> Double, _ partial: @autoclosure () -> Double?
  ) {
    if gate() != 0 { add(index, upstream * (partial() ?? 1)) }
  }
}

/// Adds to the gradients of one or two parents.
private struct NodeReceiver: NumberReceiver {
  let node: Node
  let upstream: Double

  @inline(__always)
  mutating func add(_ index: Int, _ contribution: Double) {
    (index == 0 ? node.first : node.second)?.add(contribution)
  }
}

/// Adds to the gradients of parents in arrays.
private struct ManyReceiver: NumberReceiver {
  let inputs: ManyInputs
  let upstream: Double

  @inline(__always)
  mutating func add(_ index: Int, _ contribution: Double) {
    inputs.node(index).add(contribution)
  }
}

/// Keeps the partials themselves.
private struct PartialsList: NumberReceiver {
  var partials: [Double]
  var upstream: Double { 1 }

  mutating func add(_ index: Int, _ contribution: Double) { partials[index] += contribution }
}

extension Value {
  /// The derivative of this node with respect to each parent, at the current numbers.
  ///
  /// For `x * y` at (3, -4) it is `[-4, 3]`. Where a parent is listed twice, as in `x * x`, each
  /// place has its own.
  public var localGradients: [Double] {
    guard let operation else { return [] }
    var list = PartialsList(partials: Array(repeating: 0, count: parentCount))
    if first != nil {
      operation.partials(
        NodeInputs(node: Node.passUnretained(self)), out: storedData, to: &list)
    } else {
      details?.withInputs(constant: storedConstant) {
        operation.partials($0, out: storedData, to: &list)
      }
    }
    return list.partials
  }
}
