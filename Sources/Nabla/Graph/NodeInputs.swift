// The inputs of a row of the table when they are a node's parents: numbers read in place, not copied.
// (As arrays, for checks and derivative graphs, they are in Value+Inputs.swift.)

/// The numbers that a row with one or two inputs reads, straight from the parents.
struct NodeInputs: PrimitiveInputs {
  let x: Node
  let y: Node
  let constant: Double

  /// The inputs of a node with one or two parents; with one, both are it.
  @inline(__always)
  init(of node: Node) {
    self.init(node.x, node.shape == .two ? node.y : node.x, constant: node.c)
  }

  @inline(__always)
  init(_ x: Node, _ y: Node, constant: Double) {
    self.x = x
    self.y = y
    self.constant = constant
  }

  var count: Int { 2 }
  subscript(index: Int) -> Double { @inline(__always) get { (index == 0 ? x : y).data } }
  var pairCount: Int { 0 }
  func factor(_ index: Int) -> Double { constant }
  // Operations with a rule of their own have details, and read their inputs through them.
  func customValue() -> Double { .nan }
  func customPartials() -> [Double] { [] }
}

/// The numbers of parents that are in arrays, read in place.
struct ManyInputs: PrimitiveInputs {
  let values: UnsafeBufferPointer<Node>
  let others: UnsafeBufferPointer<Node>
  let factors: UnsafePointer<Double>?
  let offset: Node?
  let constant: Double
  let details: Unmanaged<Details>

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
  func factor(_ index: Int) -> Double { factors.unsafelyUnwrapped[index] }

  private var rule: CustomRule? { details.takeUnretainedValue().notes?.rule }

  func customValue() -> Double { rule?.value(values.map { $0.data }) ?? .nan }
  func customPartials() -> [Double] { rule?.partials(values.map { $0.data }) ?? [] }
}
