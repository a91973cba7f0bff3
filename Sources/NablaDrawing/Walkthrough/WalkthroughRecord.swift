// What a walkthrough has copied out of a graph: numbers, names and rules by place. It holds no nodes,
// so it can go to another thread and outlive the graph.
//
// The backward pass is done here a second time, on these copies, because the engine's own would add
// to the leaves of the caller's graph. The partials and how they pass on come from the engine's table;
// what is done here is the chain rule: multiply and add. The order is that of the engine's sweep (a
// node is visited when all its uses have been, the one completed last first), so that sums round alike.

import Nabla

final class WalkthroughRecord: Sendable {
  /// One upstream * local gradient.
  struct Contribution: Sendable {
    /// Which of the node's inputs.
    let input: Int
    /// The place of that parent.
    let parent: Int
    let localGradient: Double
    let product: Double
    /// Whether a path leads to the parent; where none does, the product is 0 and nothing is added.
    let passes: Bool
    /// What had arrived at the parent before, and how many contributions.
    let sumBefore: Double
    let countBefore: Int
  }

  let seed: Double
  let labels: [String?]
  let names: [String]
  let values: [Double]
  /// Each node's parents, by place.
  let parents: [[Int]]
  /// Which of the rules is a node's; -1 for a leaf.
  let ruleOfNode: [Int]
  let rules: [LocalRule]
  /// The local gradients of each node, by input.
  let partials: [[Double]]
  let gradients: [Double]
  /// Whether any gradient arrives at the node.
  let isReached: [Bool]
  /// How many contributions arrive at the node.
  let arrivals: [Int]
  /// The interior nodes in the order of the backward pass, and what each passes on.
  let order: [Int]
  let contributions: [[Contribution]]
  /// The nodes to which the root passes a gradient directly, by one input, and other nodes pass more.
  let placesWithTotal: Set<Int>

  init(_ root: Value, seed: Double) {
    let nodes = root.topologicalOrder()
    var reading = GraphReading(nodes)
    reading.read()
    var sweep = WalkthroughSweep(reading, seed: seed)
    sweep.run()
    self.seed = seed
    labels = nodes.map { $0.label }
    names = NodeNames(labels).names
    values = nodes.map { $0.data }
    parents = reading.parents
    ruleOfNode = reading.ruleOfNode
    rules = reading.rules
    partials = reading.partials
    gradients = sweep.gradients
    isReached = sweep.isReached
    arrivals = sweep.arrivals
    order = sweep.order
    contributions = sweep.contributions
    placesWithTotal = sweep.placesWithTotal
  }

  var rootPlace: Int { values.count - 1 }

  /// The places of the leaves.
  var leaves: [Int] { values.indices.filter { ruleOfNode[$0] < 0 } }

  func rule(_ place: Int) -> LocalRule? {
    ruleOfNode[place] < 0 ? nil : rules[ruleOfNode[place]]
  }

  /// The number of an input of a node, by the input's name in a rule.
  func number(_ place: Int) -> (String) -> Double {
    { [self] name in Int(name).map { values[parents[place][$0]] } ?? .nan }
  }
}

/// Parents by place, rules, and partials as numbers.
struct GraphReading {
  let nodes: [Value]
  var parents: [[Int]] = []
  var partials: [[Double]] = []
  var ruleOfNode: [Int] = []
  var rules: [LocalRule] = []
  private var known: [LocalRuleKey: Int] = [:]
  /// The facts of an operation are a long text: they are asked for once.
  private let operationsWithConstant = Set(
    Primitive.allCases.filter { $0.facts.hasConstant })

  init(_ nodes: [Value]) { self.nodes = nodes }

  mutating func read() {
    var places = [ObjectIdentifier: Int](minimumCapacity: nodes.count)
    for (place, node) in nodes.enumerated() {
      places[ObjectIdentifier(node)] = place
      let inputs = node.parents
      parents.append(inputs.map { places[ObjectIdentifier($0)] ?? 0 })
      partials.append(node.localGradients)
      ruleOfNode.append(node.operation.map { rule($0, of: node, inputs) } ?? -1)
    }
  }

  private mutating func rule(_ operation: Primitive, of node: Value, _ inputs: [Value]) -> Int {
    let constant = operationsWithConstant.contains(operation) ? node.constant : nil
    let key = LocalRuleKey(operation, constant: constant, inputCount: inputs.count)
    if let key, let place = known[key] { return place }
    let numbers = node.localGradients(at: inputs.map { $0.data }, out: node.data) ?? []
    rules.append(LocalRule(operation, of: node, inputCount: inputs.count, numbers: numbers))
    if let key { known[key] = rules.count - 1 }
    return rules.count - 1
  }
}

/// The backward pass on the copies.
struct WalkthroughSweep {
  private let reading: GraphReading
  private(set) var gradients: [Double]
  private(set) var isReached: [Bool]
  private(set) var arrivals: [Int]
  private(set) var order: [Int] = []
  private(set) var contributions: [[WalkthroughRecord.Contribution]] = []
  /// How many uses of each node have not been come by.
  private var pending: [Int]

  init(_ reading: GraphReading, seed: Double) {
    self.reading = reading
    let count = reading.parents.count
    gradients = Array(repeating: 0, count: count)
    isReached = Array(repeating: false, count: count)
    arrivals = Array(repeating: 0, count: count)
    pending = Array(repeating: 0, count: count)
    for parent in reading.parents.joined() { pending[parent] += 1 }
    gradients[count - 1] = seed
    isReached[count - 1] = true
  }

  mutating func run() {
    var ready = [gradients.count - 1]
    while let place = ready.popLast() {
      guard reading.ruleOfNode[place] >= 0 else { continue }
      order.append(place)
      contributions.append(pass(from: place))
      let parents = reading.parents[place]
      for parent in parents { pending[parent] -= 1 }
      for parent in parents where pending[parent] == 0 {
        // Once, also if the node is listed twice.
        pending[parent] = -1
        ready.append(parent)
      }
    }
  }

  /// See `WalkthroughRecord`.
  var placesWithTotal: Set<Int> {
    let direct = Dictionary(grouping: contributions.first ?? [], by: \.parent)
    return Set(direct.filter { $1.count == 1 && $1[0].passes && arrivals[$0] > 1 }.keys)
  }

  private mutating func pass(from place: Int) -> [WalkthroughRecord.Contribution] {
    let rule = reading.rules[reading.ruleOfNode[place]]
    return rule.inputOrder.map { input in
      let parent = reading.parents[place][input]
      let partial = reading.partials[place][input]
      let passage = rule.passages[input]
      let isOpen = passage != nil && !(passage == .gated && partial == 0)
      let passes = isOpen && isReached[place]
      let contribution = WalkthroughRecord.Contribution(
        input: input, parent: parent, localGradient: partial,
        product: passes ? Self.product(gradients[place], partial, passage) : 0,
        passes: passes, sumBefore: gradients[parent], countBefore: arrivals[parent])
      if passes {
        gradients[parent] += contribution.product
        arrivals[parent] += 1
        isReached[parent] = true
      }
      return contribution
    }
  }

  /// Upstream times local gradient; through an input that was not chosen, nothing, not even infinity.
  static func product(
    _ upstream: Double, _ partial: Double, _ passage: LocalGradient<Double>.Passage?
  ) -> Double {
    passage == .routed && partial == 0 ? 0 : upstream * partial
  }
}
