// Derivatives that are graphs.
//
// The same reverse sweep as backward(), in the same order, with nodes in place of numbers: a partial
// is what the table makes of the parents themselves, upstream times partial is a product node, and
// the contributions to a node are a sum node. The result is a graph on the same leaves, so it can be
// evaluated, recomputed by forward(), and differentiated again, to any order.
//
// What is the same number everywhere stays a number as long as it can: the derivative of 3 * x + y
// holds no node that multiplies by one.
//
// A branch of a select that is not taken must not contribute, not even through an infinite partial
// above it. backward() sees which nodes are reached; a graph must decide it at each evaluation. So
// the gradient of a node that is only used inside branches carries a guard, a node that is 1 where
// one of the branches is taken and 0 elsewhere, and what it passes on is routed through that guard.

extension Value {
  /// The derivative of this value with respect to another node, as a new graph.
  ///
  ///     let x = Value(3)
  ///     let f = x * x * x
  ///     let slope = f.derivative(withRespectTo: x)
  ///     let curvature = slope.derivative(withRespectTo: x)
  ///     print(slope.data, curvature.data)      // 27.0 18.0
  ///
  /// It is 0 if this value does not depend on the other. Gradients are not touched. If leaves have been
  /// given other numbers since this value was computed, it is computed anew first.
  ///
  /// - Parameter input: A leaf or an interior node.
  /// - Returns: The derivative, at the current numbers and at those after ``forward()``.
  /// - Complexity: Linear in the graph.
  public func derivative(withRespectTo input: Value) -> Value {
    derivatives(withRespectTo: [input])[0]
  }

  /// The derivatives of this value with respect to several nodes, from one sweep.
  ///
  /// - Parameter inputs: Leaves or interior nodes.
  /// - Returns: One derivative for each input, in their order; 0 for one that is no part of this
  ///   graph.
  /// - Complexity: Linear in the graph.
  public func derivatives(withRespectTo inputs: [Value]) -> [Value] {
    bringUpToDate()
    var sweep = GraphSweep(of: self, targets: inputs)
    return sweep.run()
  }
}

/// A gradient on its way: a number while it is one, a node from then on.
private enum Flow {
  case number(Double)
  case node(Value)

  var value: Value {
    switch self {
    case .number(let number): Value(number)
    case .node(let value): value
    }
  }

  /// This gradient times a partial.
  func times(_ partial: Value) -> Flow {
    switch self {
    case .number(1): .node(partial)
    case .number(let number): .node(number * partial)
    case .node(let value): .node(value * partial)
    }
  }

  /// This gradient times a partial of which 0 lets nothing pass.
  func routed(through partial: Value) -> Flow {
    switch self {
    case .number(let number) where number.isFinite: times(partial)
    default: .node(Value.route(value, through: partial))
    }
  }

  /// This gradient times a partial that is a number.
  func times(_ partial: Double) -> Flow {
    switch self {
    case .number(let number): .number(number * partial)
    case .node(let value):
      switch partial {
      case 1: .node(value)
      case -1: .node(-value)
      default: .node(partial * value)
      }
    }
  }

  /// The sum, left to right, as backward() adds.
  static func sum(_ terms: [Flow]) -> Flow {
    if terms.count == 1 { return terms[0] }
    if terms.count == 2, case .node(let x) = terms[0], case .node(let y) = terms[1] {
      return .node(x + y)
    }
    var numbers: [Double] = []
    for case .number(let number) in terms { numbers.append(number) }
    if numbers.count == terms.count { return .number(Double.sum(numbers)) }
    return .node(Value.sum(terms.map { $0.value }))
  }
}

/// The contributions of a node's uses to its gradient, and the guards of those inside branches.
private struct Contributions {
  var terms: [Flow] = []
  var guards: [Value] = []

  /// The guard, if every contribution has one.
  var commonGuard: Value? {
    guard let first = guards.first, guards.count == terms.count else { return nil }
    return guards.dropFirst().reduce(first) { Value.larger($0, $1) }
  }
}

/// A reverse sweep under way that builds nodes.
///
/// Users' rules run on the way, so nothing is kept in the nodes: where their parents stand is looked up
/// before the sweep begins.
private struct GraphSweep {
  let nodes: [Node]
  /// The places of the parents of all nodes, one node's after another's.
  private var parents: [Int32] = []
  /// Where each node's begin, and where the last one's end.
  private var firstParents: [Int] = [0]
  /// The places of the targets; nil for one that is no part of the graph.
  private let targets: [Int?]
  /// Whether a node is a target or computed from one; nothing else needs a gradient.
  private var leadsToTarget: [Bool]
  private var contributions: [Contributions]
  /// The gradients of the targets.
  private var results: [Int: Flow] = [:]
  /// The shares of each softmax under way, by its inputs.
  private var knownShares: [[ObjectIdentifier]: [Value]] = [:]

  init(of root: Value, targets: [Value]) {
    (nodes, parents, firstParents, self.targets) = root.withPlaces { nodes, _ in
      var parents: [Int32] = []
      var firstParents = [0]
      firstParents.reserveCapacity(nodes.count + 1)
      for node in nodes {
        node.forEachParent { parents.append(Int32(truncatingIfNeeded: $0.place)) }
        firstParents.append(parents.count)
      }
      let targets = targets.map { target -> Int? in
        let place = Node.passUnretained(target).place
        guard nodes.indices.contains(place), nodes[place].takeUnretainedValue() === target else {
          return nil
        }
        return place
      }
      return (nodes, parents, firstParents, targets)
    }
    contributions = Array(repeating: Contributions(), count: nodes.count)
    leadsToTarget = Array(repeating: false, count: nodes.count)
    for case let place? in self.targets { leadsToTarget[place] = true }
    for place in nodes.indices where !leadsToTarget[place] {
      leadsToTarget[place] = parents(of: place).contains { leadsToTarget[Int($0)] }
    }
  }

  private func parents(of place: Int) -> ArraySlice<Int32> {
    parents[firstParents[place]..<firstParents[place + 1]]
  }

  mutating func run() -> [Value] {
    let isTarget = Set(targets.compactMap { $0 })
    contributions[nodes.count - 1].terms = [.number(1)]
    for place in nodes.indices.reversed() where leadsToTarget[place] {
      let arrived = contributions[place]
      guard !arrived.terms.isEmpty else { continue }
      contributions[place] = Contributions()
      let total = Flow.sum(arrived.terms)
      if isTarget.contains(place) { results[place] = total }
      passOn(total, arrived.commonGuard, from: place)
    }
    return withoutTwins(targets.map { place in place.flatMap { results[$0]?.value } ?? Value(0) })
  }

  /// The results, each a node of its own: the derivative of x * y by x is not y, or who names one would
  /// name the other.
  private func withoutTwins(_ results: [Value]) -> [Value] {
    var taken = Set<Value>()
    let given = Set(results)
    for node in nodes {
      let node = node.takeUnretainedValue()
      if given.contains(node) { taken.insert(node) }
    }
    return results.map {
      taken.insert($0).inserted ? $0 : Value.multiply($0, byConstant: 1)
    }
  }

  private mutating func passOn(_ upstream: Flow, _ guardNode: Value?, from place: Int) {
    let node = nodes[place].takeUnretainedValue()
    guard let operation = node.operation else { return }
    var receiver = GraphReceiver(
      places: parents(of: place), upstream: upstream, guardNode: guardNode,
      leadsToTarget: leadsToTarget, contributions: contributions)
    // Handed over, not copied: the receiver is the only owner while it works.
    contributions = []
    var inputs = node.nodeInputs
    if operation == .softmax || operation == .logSumExp {
      inputs.knownShares = shares(of: inputs.values)
    }
    operation.partials(inputs, out: node, to: &receiver)
    contributions = receiver.contributions
  }

  /// The shares of these nodes in their softmax, which all its outputs have in common.
  private mutating func shares(of inputs: [Value]) -> [Value] {
    let key = inputs.map { ObjectIdentifier($0) }
    if let shares = knownShares[key] { return shares }
    let shares = Value.softmax(inputs)
    knownShares[key] = shares
    return shares
  }
}

/// Builds upstream times partial for each input that leads to a target.
private struct GraphReceiver: PartialsReceiver {
  let places: ArraySlice<Int32>
  let upstream: Flow
  let guardNode: Value?
  let leadsToTarget: [Bool]
  var contributions: [Contributions]

  private func place(_ index: Int) -> Int { Int(places[places.startIndex + index]) }

  private func isWanted(_ index: Int) -> Bool { leadsToTarget[place(index)] }

  private mutating func add(_ index: Int, _ contribution: Flow, guardedBy guardNode: Value?) {
    contributions[place(index)].terms.append(contribution)
    if let guardNode { contributions[place(index)].guards.append(guardNode) }
  }

  /// Routes through the guard what may have become infinite or undefined.
  private func guarded(_ contribution: Flow) -> Flow {
    guard let guardNode else { return contribution }
    return .node(Value.route(contribution.value, through: guardNode))
  }

  mutating func give(_ index: Int, _ partial: @autoclosure () -> Value) {
    guard isWanted(index) else { return }
    add(index, guarded(upstream.times(partial())), guardedBy: guardNode)
  }

  mutating func give(_ index: Int, is constant: Double) {
    guard isWanted(index) else { return }
    let contribution = upstream.times(constant)
    // A finite factor makes nothing infinite of a gradient that was routed already.
    add(
      index, constant.isFinite ? contribution : guarded(contribution), guardedBy: guardNode)
  }

  mutating func give(_ index: Int, routed partial: @autoclosure () -> Value) {
    guard isWanted(index) else { return }
    add(index, guarded(upstream.routed(through: partial())), guardedBy: guardNode)
  }

  mutating func give(
    _ index: Int, gate: @autoclosure () -> Value, _ partial: @autoclosure () -> Value?
  ) {
    guard isWanted(index) else { return }
    let gate = gate()
    let contribution = partial().map { upstream.times($0) } ?? upstream
    add(
      index, contribution.routed(through: gate),
      guardedBy: guardNode.map { $0 * gate } ?? gate)
  }
}
