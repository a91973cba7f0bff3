// Backpropagation, step by step, with the reason for every number.
//
// A walkthrough is a value: it has copied what it tells out of the graph, leaves the graph as it was,
// and says the same when the graph has changed. Its steps are made when they are asked for, so that a
// walkthrough of 100,000 nodes costs what reading the graph costs.

import Nabla

/// The forward and backward steps that compute a value and its gradients, in words and numbers.
///
///     let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
///     let q = (x + y).labeled("q")
///     let f = (q * z).labeled("f")
///     print(walkthrough(of: f))
///
/// The gradients that the nodes hold are neither read nor changed: the walkthrough computes its own,
/// from the engine's local gradients at the numbers that the nodes have now.
public struct Walkthrough: Sendable {
  let record: WalkthroughRecord

  /// A node of the graph, as the walkthrough saw it.
  public struct Node: Sendable {
    let record: WalkthroughRecord
    /// Where the node stands in the root's `topologicalOrder()`.
    public let place: Int

    /// The label in one line of at most 32 Unicode scalars; a node without one has its number in `listing()`, such as `#3`, and
    /// labels that several nodes have are told apart by it.
    public var name: String { record.names[place] }
    /// The label that the node was given, as it is.
    public var label: String? { record.labels[place] }
    /// The primitive that made the node; nil for a leaf.
    public var operation: Primitive? { record.rule(place)?.operation }
    /// What a drawing writes into the node's gate, `+` or `1/x`; nil for a leaf.
    public var gate: String? { record.rule(place)?.gate }
    /// Whether the node has no operation.
    public var isLeaf: Bool { record.ruleOfNode[place] < 0 }
    /// The forward number.
    public var value: Double { record.values[place] }
    /// d root / d node, times the seed.
    public var gradient: Double { record.gradients[place] }
    /// Whether any path of the backward pass arrives here; a branch not taken has none.
    public var isReached: Bool { record.isReached[place] }
    /// The nodes that this one is computed from, in the order of the operation's inputs.
    public var parents: [Node] { record.parents[place].map { Node(record: record, place: $0) } }
  }

  /// A step of either kind.
  public enum Step: Sendable {
    /// A number is computed.
    case forward(ForwardStep)
    /// A gradient is passed on.
    case backward(BackwardStep)
  }

  /// One number computed, or a leaf read.
  public struct ForwardStep: Sendable {
    /// 1 for the first step.
    public let number: Int
    /// The node whose number is computed.
    public let node: Node
  }

  /// One node passing its gradient on to its parents.
  public struct BackwardStep: Sendable {
    let record: WalkthroughRecord
    /// 1 for the first step.
    public let number: Int

    /// The node that passes its gradient on.
    public var node: Node { Node(record: record, place: record.order[number - 1]) }
    /// The gradient that has arrived at the node, complete.
    public var upstream: Double { node.gradient }
    /// What arrives at each parent, in the order in which it is added.
    public var contributions: [Contribution] {
      record.contributions[number - 1].map {
        Contribution(record: record, place: node.place, entry: $0)
      }
    }
  }

  /// What one input of a node receives: upstream times local gradient.
  public struct Contribution: Sendable {
    let record: WalkthroughRecord
    /// The place of the node whose input it is.
    let place: Int
    let entry: WalkthroughRecord.Contribution

    /// Which of the node's inputs, counted from 0.
    public var input: Int { entry.input }
    /// The node that receives it.
    public var parent: Node { Node(record: record, place: entry.parent) }
    /// d node / d input as a number.
    public var localGradient: Double { entry.localGradient }
    /// Upstream times local gradient.
    public var product: Double { entry.product }
    /// Whether a path leads to the parent: into a branch not taken, and through what is constant
    /// between jumps, nothing passes.
    public var passes: Bool { entry.passes }
    /// What had arrived at the parent before.
    public var sumBefore: Double { entry.sumBefore }
    /// What has arrived at the parent with this contribution.
    public var sumSoFar: Double { entry.passes ? entry.sumBefore + entry.product : entry.sumBefore }
    /// 1 for the first contribution that arrives at the parent.
    public var ordinal: Int { entry.countBefore + 1 }
    /// How many contributions arrive at the parent.
    public var count: Int { record.arrivals[entry.parent] }
  }

  /// All nodes, each after its parents; a node's place is its index.
  public var nodes: [Node] { record.values.indices.map { Node(record: record, place: $0) } }
  /// The node whose gradients the walkthrough explains.
  public var root: Node { Node(record: record, place: record.rootPlace) }
  /// The gradient that arrives at the root.
  public var seed: Double { record.seed }

  /// The forward steps: every node once, after the nodes that it is computed from.
  public var forwardSteps: [ForwardStep] {
    nodes.map { ForwardStep(number: $0.place + 1, node: $0) }
  }

  /// The backward steps: every node that has parents once, after all nodes that it is used by.
  public var backwardSteps: [BackwardStep] {
    record.order.indices.map { BackwardStep(record: record, number: $0 + 1) }
  }

  /// All steps in the order in which they happen: the forward steps, then the backward steps.
  public var steps: [Step] {
    forwardSteps.map { .forward($0) } + backwardSteps.map { .backward($0) }
  }

  /// The node with a name: its label or, without one, its number such as `#3`.
  ///
  /// - Parameter name: As ``Node/name``.
  /// - Returns: The node; nil if none has that name.
  public func node(named name: String) -> Node? {
    record.names.firstIndex(of: name).map { Node(record: record, place: $0) }
  }
}

/// The steps of backpropagation from a value, in words and numbers.
///
/// Its gradients equal those of `backward()` after `zeroGradients()`, bit for bit,
/// if all that uses the graph's nodes leads to `root`. A node that is also used elsewhere, or more than
/// 65,534 times, may have its contributions added up in another order, and differ in the last bits.
///
/// - Parameters:
///   - root: The node from which the gradients flow back.
///   - seed: The gradient that arrives there, 1 unless the value is part of something larger.
/// - Returns: The walkthrough.
/// - Complexity: Linear in the graph, whatever its depth.
public func walkthrough(of root: Value, seed: Double = 1) -> Walkthrough {
  Walkthrough(record: WalkthroughRecord(root, seed: seed))
}
