// What most nodes do not have: a label, parents in arrays, a user's own rule.
//
// The arrays are the caller's own, shared and not copied: a dot product with 64 weights costs one
// reference count, not 64. Their elements' addresses are kept beside them, as asking an array for
// them at every visit would cost more than the visit; they hold because the arrays are never written
// to and live as long as these details.

/// The label, the array parents and the rule of a node that has any of them.
final class Details {
  var label: String?
  var location: SourceLocation?
  let rule: CustomRule?
  private let values: [Value]
  private let others: [Value]
  private let factors: [Double]
  private let offset: Value?
  /// The numbers that a row of the table reads, but for the node's constant.
  let inputs: ManyInputs
  /// The height of the tallest parent; 0 if all are leaves.
  let parentHeight: UInt8
  /// The parents that may be interior nodes: those in arrays of which some are.
  private let hasInteriorValues: Bool
  private let hasInteriorOthers: Bool

  init(
    label: String? = nil, location: SourceLocation? = nil, values: [Value] = [],
    others: [Value] = [], factors: [Double] = [], offset: Value? = nil, rule: CustomRule? = nil
  ) {
    self.label = label
    self.location = location
    self.values = values
    self.others = others
    self.factors = factors
    self.offset = offset
    self.rule = rule
    inputs = ManyInputs(
      values: values.nodes, others: others.nodes, factors: factors.numbers,
      offset: offset.map { Node.passUnretained($0) }, constant: 0, rule: nil)
    let valuesHeight = inputs.values.tallest
    let othersHeight = inputs.others.tallest
    hasInteriorValues = valuesHeight > 0
    hasInteriorOthers = othersHeight > 0
    parentHeight = max(valuesHeight, othersHeight, offset?.height ?? 0)
  }

  var parents: [Value] {
    let both = others.isEmpty ? values : values + others
    return offset.map { both + [$0] } ?? both
  }

  var parentCount: Int { inputs.count }

  /// How many products a dot product adds up.
  var pairCount: Int { values.count }

  /// The constant factors of a dot product with numbers.
  var constantFactors: [Double] { factors }

  /// The numbers that the row of a node with that constant reads.
  @inline(__always)
  func inputs(constant: Double) -> ManyInputs {
    var inputs = inputs
    inputs.constant = constant
    if let rule { inputs.rule = Unmanaged.passUnretained(rule) }
    return inputs
  }

  @inline(__always)
  func forEachParent(_ body: (Node) -> Void) {
    for node in inputs.values { body(node) }
    for node in inputs.others { body(node) }
    if let offset = inputs.offset { body(offset) }
  }

  /// Calls the body with every parent that is not a leaf, and perhaps with some leaves.
  @inline(__always)
  func forEachInteriorParent(_ body: (Node) -> Void) {
    if hasInteriorValues { for node in inputs.values { body(node) } }
    if hasInteriorOthers { for node in inputs.others { body(node) } }
    if let offset = inputs.offset { body(offset) }
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

extension UnsafeBufferPointer<Node> {
  fileprivate var tallest: UInt8 {
    var height: UInt8 = 0
    for node in self { height = Swift.max(height, node.height) }
    return height
  }
}

/// The numbers of parents that are in arrays, read in place.
struct ManyInputs: OperationInputs {
  let values: UnsafeBufferPointer<Node>
  let others: UnsafeBufferPointer<Node>
  let factors: UnsafeBufferPointer<Double>
  let offset: Node?
  var constant: Double
  var rule: Unmanaged<CustomRule>?

  var count: Int { values.count + others.count + (offset == nil ? 0 : 1) }
  var pairCount: Int { @inline(__always) get { values.count } }

  @inline(__always)
  func node(_ index: Int) -> Node {
    if index < values.count { return values[index] }
    let index = index - values.count
    if index < others.count { return others[index] }
    guard let offset else { preconditionFailure("input \(index) of \(count)") }
    return offset
  }

  subscript(index: Int) -> Double { @inline(__always) get { node(index).data } }
  @inline(__always)
  func left(_ index: Int) -> Double { values[index].data }
  @inline(__always)
  func right(_ index: Int) -> Double { others[index].data }
  @inline(__always)
  func factor(_ index: Int) -> Double { factors[index] }

  func customValue() -> Double {
    rule?.takeUnretainedValue().value(values.map { $0.data }) ?? .nan
  }
  func customPartials() -> [Double] {
    rule?.takeUnretainedValue().partials(values.map { $0.data }) ?? []
  }
}
