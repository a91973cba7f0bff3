// The chain rule as one sentence: the sum over all paths from the root to a node, each the product of
// the local gradients along it.
//
// There may be more paths than anybody could list - two for every gate that uses a node twice, so 2^n
// after n of them - so they are counted without being walked, and a few are shown. The total is the
// walkthrough's gradient, which has all of them in it.

import Nabla

/// d root / d node as a sum of products over the paths between them.
///
///     let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
///     let f = ((x + y).labeled("q") * z).labeled("f")
///     if let chain = chainRule(of: f, withRespectTo: x) { print(chain) }
///
/// ```console
/// ∂f/∂x = ∂f/∂q * ∂q/∂x
///       = -4.00 * 1.00
///       = -4.00
/// ```
///
/// Where the root has the node as an input and other paths lead to it too, ∂f/∂x is the name of the
/// direct path's factor; the sum on the left is then written as the total derivative df/dx.
public struct ChainRule: Sendable {
  let record: WalkthroughRecord

  /// One way from the root to the node.
  public struct Path: Sendable {
    let record: WalkthroughRecord
    /// For each step the backward step's index, and which of its contributions.
    let edges: [Edge]
    /// The product of the seed and all local gradients along the way.
    public let product: Double

    struct Edge: Sendable {
      let step: Int
      let contribution: Int
    }

    /// The nodes from the root to the node, both included.
    public var nodes: [Walkthrough.Node] {
      [Walkthrough.Node(record: record, place: record.rootPlace)]
        + edges.map {
          Walkthrough.Node(
            record: record, place: record.contributions[$0.step][$0.contribution].parent)
        }
    }
    /// The local gradients along the way, from the root on.
    public var localGradients: [Double] {
      edges.map { record.contributions[$0.step][$0.contribution].localGradient }
    }
  }

  /// The node with respect to which the root is differentiated.
  public let node: Walkthrough.Node
  /// The node that is differentiated.
  public var root: Walkthrough.Node { Walkthrough.Node(record: record, place: record.rootPlace) }
  /// The first paths, in the order in which the backward pass takes them.
  public let paths: [Path]
  /// How many paths there are; `Int.max` if there are more.
  public let pathCount: Int
  /// How many paths there are, also beyond `Int.max`, rounded.
  public let approximatePathCount: Double
  /// The sum over all paths, as the backward pass computes it.
  public var gradient: Double { node.gradient }

  init(_ record: WalkthroughRecord, for place: Int, limit: Int) {
    self.record = record
    node = Walkthrough.Node(record: record, place: place)
    let search = PathSearch(record, to: place)
    (pathCount, approximatePathCount) = search.count()
    // Where one path would be left out, there is room for it.
    paths = search.first(pathCount - 1 == limit ? pathCount : max(1, limit))
  }
}

/// Finds the paths from the root to one node.
private struct PathSearch {
  let record: WalkthroughRecord
  let target: Int
  /// For each place the index of its backward step.
  private var stepOfPlace: [Int]
  /// Whether a path leads from the place to the target.
  private var leads: [Bool]

  init(_ record: WalkthroughRecord, to target: Int) {
    self.record = record
    self.target = target
    stepOfPlace = Array(repeating: -1, count: record.values.count)
    for (step, place) in record.order.enumerated() { stepOfPlace[place] = step }
    leads = Array(repeating: false, count: record.values.count)
    leads[target] = true
    // Places go up from parents to what is computed from them.
    for place in leads.indices.dropFirst(target + 1) where stepOfPlace[place] >= 0 {
      leads[place] = record.contributions[stepOfPlace[place]].contains {
        $0.passes && leads[$0.parent]
      }
    }
  }

  /// The number of paths, which adds up where the gradients do.
  func count() -> (exact: Int, approximate: Double) {
    var exact = [Int](repeating: 0, count: leads.count)
    var approximate = [Double](repeating: 0, count: leads.count)
    exact[record.rootPlace] = 1
    approximate[record.rootPlace] = 1
    for (step, place) in record.order.enumerated() where leads[place] && place != target {
      for edge in record.contributions[step] where edge.passes {
        let sum = exact[edge.parent].addingReportingOverflow(exact[place])
        exact[edge.parent] = sum.overflow ? .max : sum.partialValue
        approximate[edge.parent] += approximate[place]
      }
    }
    return (exact[target], approximate[target])
  }

  /// The first paths, depth first.
  func first(_ limit: Int) -> [ChainRule.Path] {
    guard leads[record.rootPlace] else { return [] }
    var paths: [ChainRule.Path] = []
    var way: [ChainRule.Path.Edge] = []
    var next: ChainRule.Path.Edge? = edge(from: record.rootPlace, after: -1)
    if record.rootPlace == target { return [path([])] }
    while paths.count < limit {
      guard let edge = next else {
        // A dead end: the last edge is replaced by the one after it.
        guard let last = way.popLast() else { break }
        next = self.edge(from: record.order[last.step], after: last.contribution)
        continue
      }
      way.append(edge)
      let parent = record.contributions[edge.step][edge.contribution].parent
      if parent == target {
        paths.append(path(way))
        next = nil
      } else {
        next = self.edge(from: parent, after: -1)
      }
    }
    return paths
  }

  /// The next way on from a place towards the target.
  private func edge(from place: Int, after last: Int) -> ChainRule.Path.Edge? {
    guard place != target, stepOfPlace[place] >= 0 else { return nil }
    let step = stepOfPlace[place]
    let contributions = record.contributions[step]
    return contributions.indices.dropFirst(last + 1)
      .first { contributions[$0].passes && leads[contributions[$0].parent] }
      .map { ChainRule.Path.Edge(step: step, contribution: $0) }
  }

  private func path(_ edges: [ChainRule.Path.Edge]) -> ChainRule.Path {
    let product = edges.reduce(record.seed) { upstream, edge in
      let local = record.contributions[edge.step][edge.contribution]
      let rule = record.rule(record.order[edge.step])
      return WalkthroughSweep.product(
        upstream, local.localGradient, rule?.passages[local.input])
    }
    return ChainRule.Path(record: record, edges: edges, product: product)
  }
}

extension Walkthrough {
  /// The chain rule for a node: the sum over all paths from the root to it.
  ///
  /// - Parameters:
  ///   - place: The node's place, ``Node/place``.
  ///   - limit: How many paths are written out.
  /// - Returns: The chain rule.
  /// - Precondition: There is such a node.
  public func chainRule(for place: Int, limit: Int = 4) -> ChainRule {
    precondition(
      record.values.indices.contains(place),
      "chainRule: expected a place below \(record.values.count), got \(place)")
    return ChainRule(record, for: place, limit: limit)
  }

  /// The chain rule for a node: the sum over all paths from the root to it.
  ///
  /// - Parameters:
  ///   - name: The node's name: its label or, without one, its number such as `#3`.
  ///   - limit: How many paths are written out.
  /// - Returns: The chain rule; nil if no node has that name.
  public func chainRule(for name: String, limit: Int = 4) -> ChainRule? {
    node(named: name).map { ChainRule(record, for: $0.place, limit: limit) }
  }
}

/// The chain rule for d root / d node: the sum over all paths between them.
///
/// - Parameters:
///   - root: The node that is differentiated.
///   - node: The node with respect to which.
///   - limit: How many paths are written out.
/// - Returns: The chain rule; nil if the root is not computed from the node.
public func chainRule(
  of root: Value, withRespectTo node: Value, limit: Int = 4
) -> ChainRule? {
  guard let place = root.topologicalOrder().firstIndex(where: { $0 === node }) else { return nil }
  return walkthrough(of: root).chainRule(for: place, limit: limit)
}
