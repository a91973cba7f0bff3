// What most nodes do not have: a label, parents in arrays, a user's own rule.
//
// The arrays are the caller's own, shared and not copied: a dot product with 64 weights costs one
// reference count, not 64.

/// The label, the array parents and the rule of a node that has any of them.
final class Details {
  var label: String?
  var location: SourceLocation?
  let values: [Value]
  let others: [Value]
  let factors: [Double]
  let offset: Value?
  let rule: CustomRule?

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
  }

  var parents: [Value] {
    let both = others.isEmpty ? values : values + others
    return offset.map { both + [$0] } ?? both
  }

  var parentCount: Int { values.count + others.count + (offset == nil ? 0 : 1) }

  /// The height of the tallest parent; 0 if there is none.
  var parentHeight: UInt8 {
    var height: UInt8 = 0
    forEachParent { height = max(height, $0.height) }
    return height
  }

  @inline(__always)
  func forEachParent(_ body: (Node) -> Void) {
    values.withNodes { for node in $0 { body(node) } }
    if !others.isEmpty { others.withNodes { for node in $0 { body(node) } } }
    if let offset { body(Node.passUnretained(offset)) }
  }

  /// Calls the body with the parents' numbers, in place.
  @inline(__always)
  func withInputs<T>(constant: Double, _ body: (ManyInputs) -> T) -> T {
    values.withNodes { values in
      others.withNodes { others in
        factors.withUnsafeBufferPointer { factors in
          body(
            ManyInputs(
              values: values, others: others, factors: factors,
              offset: offset.map(Node.passUnretained), constant: constant, rule: rule))
        }
      }
    }
  }
}

extension [Value] {
  /// Calls the body with the elements as uncounted references.
  @inline(__always)
  func withNodes<T>(_ body: (UnsafeBufferPointer<Node>) -> T) -> T {
    withUnsafeBufferPointer { buffer in
      // A class reference and an Unmanaged are the same pointer.
      UnsafeRawBufferPointer(buffer).withMemoryRebound(to: Node.self) { body($0) }
    }
  }
}

/// The numbers of parents that are in arrays, read in place.
struct ManyInputs: OperationInputs {
  let values: UnsafeBufferPointer<Node>
  let others: UnsafeBufferPointer<Node>
  let factors: UnsafeBufferPointer<Double>
  let offset: Node?
  let constant: Double
  let rule: CustomRule?

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
  func factor(_ index: Int) -> Double { factors[index] }

  func customValue() -> Double { rule?.value(values.map { $0.data }) ?? .nan }
  func customPartials() -> [Double] { rule?.partials(values.map { $0.data }) ?? [] }
}
