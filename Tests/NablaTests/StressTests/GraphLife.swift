// A graph's life, thrown by dice: nodes are built from nodes at hand, get labels, are swept, differentiated
// and let go in any order, and leaves change; beside it, a ``ShadowGraph`` is told the same. Now and then
// the two are compared: every number bit for bit, gradients and derivatives, and which nodes are still
// alive, which is those that can be reached from what is held.

import Nabla

/// What was seen, what was expected, and how to see it again.
struct Disagreement: Error, CustomStringConvertible {
  let description: String
}

/// Counts what lives.
final class Census: @unchecked Sendable {
  var alive = 0
}

/// What a user's rule captures.
///
/// Its end is a hard moment: in the midst of the release of a graph it builds another, sweeps it, and lets
/// it go.
private final class Captured: @unchecked Sendable {
  private let census: Census
  private let isWild: Bool

  init(_ census: Census, isWild: Bool) {
    self.census = census
    self.isWild = isWild
    census.alive += 1
  }

  deinit {
    census.alive -= 1
    guard isWild else { return }
    let (a, b) = (Value(0.5), Value(2))
    var f = a * b
    for _ in 0..<20 { f = sin(f) * a + b }
    f.backward()
  }
}

/// Nodes, and their shadow.
struct GraphLife {
  private struct Weak {
    weak var node: Value?
    var place: Int
  }

  private static let leafCount = 8
  let seed: UInt64
  private var dice: SplitMix
  private var shadow = ShadowGraph()
  /// The nodes at hand, the leaves first, with their numbers in the shadow.
  private var held: [(place: Int, node: Value)] = []
  private var weaks: [Weak] = []
  /// The nodes with a rule of ours.
  private var owns: [Int] = []
  private let census = Census()
  private(set) var step = 0
  private(set) var builtCount = 0
  private(set) var comparisonCount = 0
  /// The gradients that were compared, without those of 0.
  private(set) var gradientCount = 0

  init(seed: UInt64) {
    self.seed = seed
    dice = SplitMix(state: seed)
    for place in 0..<Self.leafCount {
      shadow.add(.leaf(place))
      held.append((place, Value(dice.number())))
    }
  }

  /// Lives so many steps, and then lets go of everything.
  mutating func live(_ steps: Int) throws(Disagreement) {
    for _ in 0..<steps {
      step += 1
      switch dice.number(below: 100) {
      case _ where held.count < 12, 0..<55: build()
      case 55..<92: release(1)
      case 92..<94: release(dice.number(below: 40))
      case 94..<96: try differentiate()
      default:
        // A label makes room for itself in a node that is in use.
        held[dice.number(below: held.count)].node.label = dice.number(below: 4) == 0 ? nil : "late"
      }
      if held.count > 120 { release(60) }
      if step % 50 == 0 { try compare() }
      if shadow.count > 3000 { compact() }
    }
    release(.max)
    try compare()
  }

  private func fail(_ what: String) -> Disagreement {
    Disagreement(
      description: """
        seed \(seed), step \(step): \(what); again with NABLA_STRESS_SEED=\(seed) \
        NABLA_STRESS_STEPS=\(step) swift test --filter GraphLifeTests
        """)
  }

  // MARK: - Steps

  private mutating func pick() -> (place: Int, node: Value) {
    held[dice.number(below: held.count)]
  }

  private mutating func pick(upTo count: Int) -> [(place: Int, node: Value)] {
    (0...dice.number(below: count)).map { _ in pick() }
  }

  private mutating func build() {
    let place = shadow.count
    let node = grown()
    builtCount += 1
    if dice.number(below: 6) == 0 { node.labeled("node \(place)") }
    if dice.number(below: 8) == 0 { weaks.append(Weak(node: node, place: place)) }
    held.append((place, node))
  }

  /// A node of a random rule, here and in the shadow.
  private mutating func grown() -> Value {
    func add(_ rule: ShadowGraph.Rule, _ inputs: [(place: Int, node: Value)]) {
      shadow.add(rule, inputs.map { $0.place })
    }
    let kind = dice.number(below: 17)
    let count = kind < 7 ? 1 : (kind < 12 ? 2 : (kind == 12 ? 4 : 1 + dice.number(below: 6)))
    let x = (0..<count).map { _ in pick() }
    let nodes = x.map { $0.node }
    let constant = dice.number()
    switch kind {
    case 0: add(.negate, x); return -nodes[0]
    case 1: add(.sine, x); return sin(nodes[0])
    case 2: add(.tangent, x); return tanh(nodes[0])
    case 3: add(.magnitude, x); return abs(nodes[0])
    case 4: add(.plus(constant), x); return nodes[0] + constant
    case 5: add(.times(constant), x); return constant * nodes[0]
    case 6: add(.from(constant), x); return constant - nodes[0]
    case 7: add(.add, x); return nodes[0] + nodes[1]
    case 8: add(.subtract, x); return nodes[0] - nodes[1]
    case 9, 10: add(.multiply, x); return nodes[0] * nodes[1]
    case 11: add(.larger, x); return maximum(nodes[0], nodes[1])
    case 12: add(.choice, x); return select(nodes[2], nodes[3], where: nodes[0] < nodes[1])
    case 13: add(.sum, x); return sum(nodes)
    case 14:
      let y = x.map { _ in pick() }
      guard dice.number(below: 2) == 0 else {
        add(.dot(pairs: count), x + y)
        return dot(nodes, y.map { $0.node })
      }
      let rest = pick()
      add(.dot(pairs: count), x + y + [rest])
      return dot(nodes, y.map { $0.node }, plus: rest.node)
    case 15:
      let weights = x.map { _ in dice.number() }
      add(.weighted(weights), x)
      return dot(nodes, weights)
    default:
      owns.append(shadow.count)
      add(.own, x)
      let captured = Captured(census, isWild: dice.number(below: 2) == 0)
      return Value.custom(
        "own", of: nodes,
        value: { x in withExtendedLifetime(captured) { x.reduce(0.25) { $0 + 0.5 * $1 } } },
        localGradient: { (x: [Double]) in x.map { _ in 0.5 } })
    }
  }

  /// Lets go of nodes at hand, but never of the leaves.
  private mutating func release(_ count: Int) {
    for _ in 0..<min(count, held.count - Self.leafCount) {
      held.swapAt(
        Self.leafCount + dice.number(below: held.count - Self.leafCount), held.count - 1)
      held.removeLast()
    }
  }

  /// Derivatives are graphs, which come and go.
  private mutating func differentiate() throws(Disagreement) {
    let (place, node) = pick()
    let leaves = held.prefix(Self.leafCount).map { $0.node }
    node.forward()
    let values = shadow.values(leaves.map { $0.data })
    let expected = shadow.gradients(of: place, values)
    for (leaf, derivative) in node.derivatives(withRespectTo: leaves).enumerated() {
      try compare(derivative.data, leaf, expected, "derivative of \(place)")
    }
  }

  // MARK: - Comparisons

  private mutating func compare() throws(Disagreement) {
    comparisonCount += 1
    try compareLives()
    let leaves = held.prefix(Self.leafCount).map { $0.node }
    for leaf in leaves { leaf.data = dice.number() }
    for (_, node) in held { node.forward() }
    let values = shadow.values(leaves.map { $0.data })
    for (place, node) in held {
      let (seen, expected) = (node.data, values[place])
      guard seen.bitPattern == expected.bitPattern || seen.isNaN && expected.isNaN else {
        throw fail("node \(place), \(shadow.rules[place]), is \(seen), expected \(expected)")
      }
    }
    let (place, root) = pick()
    for leaf in leaves { leaf.gradient = 0 }
    root.backward()
    let expected = shadow.gradients(of: place, values)
    for (leaf, node) in leaves.enumerated() {
      try compare(node.gradient, leaf, expected, "gradient of \(place)")
    }
  }

  /// Products along ways of up to 3000 nodes and their sums, in another order here and there: each rounds
  /// by half an ulp at most, so that 3000 times two roundings of 1.1e-16 of the magnitudes are 7e-13; and
  /// as much again for sines and cosines of other numbers.
  private mutating func compare(
    _ seen: Double, _ leaf: Int, _ expected: (sums: [Double], magnitudes: [Double]), _ what: String
  ) throws(Disagreement) {
    let (sum, magnitude) = (expected.sums[leaf], expected.magnitudes[leaf])
    guard magnitude.isFinite else { return }
    if magnitude > 0 { gradientCount += 1 }
    if (seen - sum).magnitude <= 2e-12 * magnitude { return }
    throw fail("\(what) with respect to leaf \(leaf) is \(seen), expected \(sum)")
  }

  private mutating func compareLives() throws(Disagreement) {
    let isReached = shadow.reachable(from: held.map { $0.place })
    for weak in weaks where (weak.node != nil) != isReached[weak.place] {
      throw fail("node \(weak.place) is \(weak.node == nil ? "gone" : "alive"), expected otherwise")
    }
    weaks.removeAll { $0.node == nil }
    owns.removeAll { !isReached[$0] }
    guard census.alive == owns.count else {
      throw fail("\(census.alive) rules are alive, expected \(owns.count)")
    }
  }

  /// Forgets the shadows of what is gone.
  private mutating func compact() {
    let isKept = shadow.reachable(from: held.map { $0.place })
    let (graph, places) = shadow.compacted(keeping: isKept)
    held = held.map { (places[$0.place], $0.node) }
    weaks = weaks.filter { isKept[$0.place] }.map { Weak(node: $0.node, place: places[$0.place]) }
    owns = owns.filter { isKept[$0] }.map { places[$0] }
    shadow = graph
  }
}

extension SplitMix {
  fileprivate mutating func number(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &self)
  }
  fileprivate mutating func number() -> Double { Double.random(in: -1...1, using: &self) }
}
