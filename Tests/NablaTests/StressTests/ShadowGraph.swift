// The second opinion on a graph's numbers: rules and parents in plain arrays, a loop forward and a loop
// backward. Nothing of the engine is in it. A node's number is larger than its parents', so that the
// order of the numbers is an order to compute in.

import Foundation

/// What a graph computes, written a second time.
struct ShadowGraph {
  enum Rule {
    case leaf(Int)
    case negate, sine, tangent, magnitude
    case add, subtract, multiply, larger
    case plus(Double), times(Double), from(Double)
    case sum
    /// Of so many pairs; what is left is added.
    case dot(pairs: Int)
    case weighted([Double])
    /// 0.25 and half of each input.
    case own
    /// The third where the first is less than the second, else the fourth.
    case choice
  }

  private(set) var rules: [Rule] = []
  private(set) var parents: [[Int]] = []

  var count: Int { rules.count }

  mutating func add(_ rule: Rule, _ inputs: [Int] = []) {
    rules.append(rule)
    parents.append(inputs)
  }

  /// What is reached from some nodes, the nodes among it.
  func reachable(from roots: some Sequence<Int>) -> [Bool] {
    var isReached = [Bool](repeating: false, count: count)
    for root in roots { isReached[root] = true }
    for node in (0..<count).reversed() where isReached[node] {
      for parent in parents[node] { isReached[parent] = true }
    }
    return isReached
  }

  /// The number of every node.
  func values(_ leaves: [Double]) -> [Double] {
    var values: [Double] = []
    for node in 0..<count { values.append(value(node, parents[node].map { values[$0] }, leaves)) }
    return values
  }

  private func value(_ node: Int, _ x: [Double], _ leaves: [Double]) -> Double {
    switch rules[node] {
    case .leaf(let place): leaves[place]
    case .negate: -x[0]
    case .sine: sin(x[0])
    case .tangent: tanh(x[0])
    case .magnitude: x[0].magnitude
    case .add: x[0] + x[1]
    case .subtract: x[0] - x[1]
    case .multiply: x[0] * x[1]
    case .larger: x[0] >= x[1] ? x[0] : x[1]
    case .plus(let c): x[0] + c
    case .times(let c): c * x[0]
    case .from(let c): c - x[0]
    case .sum: x.dropFirst().reduce(x[0], +)
    case .dot(let pairs):
      x.dropFirst(2 * pairs).reduce((0..<pairs).reduce(0) { $0 + x[$1] * x[pairs + $1] }, +)
    case .weighted(let c): zip(c, x).reduce(0) { $0 + $1.0 * $1.1 }
    case .own: x.reduce(0.25) { $0 + 0.5 * $1 }
    case .choice: x[0] < x[1] ? x[2] : x[3]
    }
  }

  /// d root / d node for each node, and the sum of the magnitudes of all that was added to it.
  func gradients(of root: Int, _ values: [Double]) -> (sums: [Double], magnitudes: [Double]) {
    var (sums, magnitudes) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    (sums[root], magnitudes[root]) = (1, 1)
    for node in (0...root).reversed() where magnitudes[node] != 0 {
      let partials = partials(node, parents[node].map { values[$0] })
      for (parent, partial) in zip(parents[node], partials) where partial != 0 {
        sums[parent] += sums[node] * partial
        magnitudes[parent] += magnitudes[node] * partial.magnitude
      }
    }
    return (sums, magnitudes)
  }

  private func partials(_ node: Int, _ x: [Double]) -> [Double] {
    switch rules[node] {
    case .leaf: return []
    case .negate, .from: return [-1]
    case .sine: return [cos(x[0])]
    // Not 1 - tanh(x)^2, which loses digits.
    case .tangent: return [1 / cosh(x[0]) / cosh(x[0])]
    case .magnitude: return [x[0] > 0 ? 1 : (x[0] < 0 ? -1 : 0)]
    case .add: return [1, 1]
    case .subtract: return [1, -1]
    case .multiply: return [x[1], x[0]]
    case .larger: return x[0] == x[1] ? [0.5, 0.5] : (x[0] > x[1] ? [1, 0] : [0, 1])
    case .plus: return [1]
    case .times(let c): return [c]
    case .sum: return x.map { _ in 1 }
    case .dot(let pairs):
      return Array(x[pairs..<2 * pairs] + x[..<pairs]) + x.dropFirst(2 * pairs).map { _ in 1 }
    case .weighted(let c): return c
    case .own: return x.map { _ in 0.5 }
    case .choice: return x[0] < x[1] ? [0, 0, 1, 0] : [0, 0, 0, 1]
    }
  }

  /// The graph without what is not kept, and the new number of each node; -1 for those left out.
  func compacted(keeping isKept: [Bool]) -> (graph: ShadowGraph, places: [Int]) {
    var graph = ShadowGraph()
    var places = [Int](repeating: -1, count: count)
    for node in 0..<count where isKept[node] {
      places[node] = graph.count
      graph.add(rules[node], parents[node].map { places[$0] })
    }
    return (graph, places)
  }
}
