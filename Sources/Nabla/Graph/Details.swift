// What most nodes do not have: a label, parents in arrays, a user's own rule.
//
// The arrays are the caller's own, shared and not copied: a dot product with 64 weights costs one
// reference count, not 64. Their elements' addresses are kept beside them, as asking an array for
// them at every visit would cost more than the visit; they hold because the arrays are never written
// to and live as long as these details.

/// The array parents of a node that has any, and its notes.
///
/// Kept below 128 bytes: the C library's allocator is quick up to there, and every dot product has
/// one.
final class Details {
  var notes: Notes?
  private let values: [Value]
  private let others: [Value]
  private let factors: [Double]
  private let offset: Value?
  // Where the arrays' elements are.
  private let valuesStart: UnsafePointer<Node>?
  private let othersStart: UnsafePointer<Node>?
  private let factorsStart: UnsafePointer<Double>?
  private let offsetNode: Node?
  private let valuesCount: UInt32
  private let othersCount: UInt32
  /// Whether the arrays hold any interior node.
  private let hasInteriorValues: Bool
  private let hasInteriorOthers: Bool

  init(
    notes: Notes? = nil, values: [Value] = [], others: [Value] = [], factors: [Double] = [],
    offset: Value? = nil
  ) {
    self.notes = notes
    self.values = values
    self.others = others
    self.factors = factors
    self.offset = offset
    valuesStart = values.nodes.baseAddress
    othersStart = others.nodes.baseAddress
    factorsStart = factors.numbers.baseAddress
    offsetNode = offset.map { Node.passUnretained($0) }
    valuesCount = UInt32(values.count)
    othersCount = UInt32(others.count)
    let stamp = Value.stamp(SpareNodes.ofThisThread)
    hasInteriorValues = Self.areInterior(values.nodes, stamp)
    hasInteriorOthers = Self.areInterior(others.nodes, stamp)
    if let offset, offset.isLeaf { _ = offset.bears(stamp) }
  }

  /// Whether any is no leaf; the leaves are marked as used.
  private static func areInterior(
    _ nodes: UnsafeBufferPointer<Node>, _ stamp: Value.Stamp
  ) -> Bool {
    var result = false
    for node in nodes {
      if node.isLeaf { _ = node.bears(stamp) } else { result = true }
    }
    return result
  }

  private var valueNodes: UnsafeBufferPointer<Node> {
    @inline(__always) get { UnsafeBufferPointer(start: valuesStart, count: Int(valuesCount)) }
  }

  private var otherNodes: UnsafeBufferPointer<Node> {
    @inline(__always) get { UnsafeBufferPointer(start: othersStart, count: Int(othersCount)) }
  }

  var parents: [Value] {
    let both = others.isEmpty ? values : values + others
    return offset.map { both + [$0] } ?? both
  }

  var parentCount: Int { Int(valuesCount) + Int(othersCount) + (offset == nil ? 0 : 1) }

  /// How many products a dot product adds up.
  var pairCount: Int { Int(valuesCount) }

  /// The constant factors of a dot product with numbers.
  var constantFactors: [Double] { factors }

  /// The numbers that the row of a node with that constant reads.
  @inline(__always)
  func inputs(constant: Double) -> ManyInputs {
    ManyInputs(
      values: valueNodes, others: otherNodes, factors: factorsStart, offset: offsetNode,
      constant: constant, details: Unmanaged.passUnretained(self))
  }

  @inline(__always)
  func forEachParent(_ body: (Node) -> Void) {
    for node in valueNodes { body(node) }
    for node in otherNodes { body(node) }
    if let offsetNode { body(offsetNode) }
  }

  /// Whether all parents bear the stamp.
  @inline(__always)
  func allBear(_ stamp: Value.Stamp) -> Bool {
    if !hasInteriorValues, !hasInteriorOthers, offset == nil { return true }
    var result = true
    forEachInteriorParent { if !$0.bears(stamp) { result = false } }
    return result
  }

  /// Calls the body with every parent that is not a leaf, and perhaps with some leaves.
  @inline(__always)
  func forEachInteriorParent(_ body: (Node) -> Void) {
    if hasInteriorValues { for node in valueNodes { body(node) } }
    if hasInteriorOthers { for node in otherNodes { body(node) } }
    if let offsetNode, !offsetNode.isLeaf { body(offsetNode) }
  }
}

/// What people gave a node: a label, its place in the source, a rule of their own.
final class Notes {
  var label: String?
  var location: SourceLocation?
  let rule: CustomRule?
  /// Where a detached number comes from.
  var origin: DetachedNumber?

  init(label: String? = nil, location: SourceLocation? = nil, rule: CustomRule? = nil) {
    self.label = label
    self.location = location
    self.rule = rule
  }
}

extension [Value] {
  /// The elements as uncounted references, valid while the array lives and is not written to.
  fileprivate var nodes: UnsafeBufferPointer<Node> {
    // A class reference and an Unmanaged are the same pointer.
    withUnsafeBytes { $0.assumingMemoryBound(to: Node.self) }
  }
}

extension [Double] {
  /// The elements in place, valid while the array lives and is not written to.
  fileprivate var numbers: UnsafeBufferPointer<Double> { withUnsafeBufferPointer { $0 } }
}
