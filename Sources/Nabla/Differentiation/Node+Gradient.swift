// The chain rule at one node: its row of the table gives the local gradients, a receiver multiplies
// each with the upstream gradient and adds the product to that parent's gradient.
//
// When a node is visited, and so when its gradient is complete, stands in Value+Backward.swift.

extension Unmanaged<Value> {
  func passOnGradient() {
    switch shape {
    case .one: passOnGradient(to: x, x)
    case .two: passOnGradient(to: x, y)
    default: passOnGradientToMany()
    }
  }

  @inline(never)
  func passOnGradient(to x: Node, _ y: Node) {
    guard let operation else { return }
    var receiver = NodeReceiver(x: x, y: y, upstream: gradient)
    operation.partials(NodeInputs(x, y, constant: c), out: data, to: &receiver)
  }

  @inline(never)
  private func passOnGradientToMany() {
    guard let operation, let details else { return }
    details._withUnsafeGuaranteedRef {
      let inputs = $0.inputs(constant: c)
      var receiver = ManyReceiver(inputs: inputs, upstream: gradient)
      operation.partials(inputs, out: data, to: &receiver)
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
  let x: Node
  let y: Node
  let upstream: Double

  @inline(__always)
  mutating func add(_ index: Int, _ contribution: Double) {
    (index == 0 ? x : y).add(contribution)
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

  @inline(__always)
  mutating func give(
    pair index: Int, of count: Int, left: @autoclosure () -> Double,
    right: @autoclosure () -> Double
  ) {
    inputs.values[index].add(upstream * left())
    inputs.others[index].add(upstream * right())
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
    if let inputs = details?.inputs(constant: c) {
      operation.partials(inputs, out: storedData, to: &list)
    } else {
      operation.partials(NodeInputs(of: .passUnretained(self)), out: storedData, to: &list)
    }
    return list.partials
  }
}
