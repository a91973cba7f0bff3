// A node as traversals handle it: a reference that is not counted. Traversals touch every node of a
// graph that somebody else keeps alive; counting each touch, atomically, would cost more than the
// arithmetic. What is reached through a `Node` is valid while the root is.

typealias Node = Unmanaged<Value>

extension Unmanaged<Value> {
  @inline(__always)
  private func with<T>(_ body: (Value) -> T) -> T { _withUnsafeGuaranteedRef(body) }

  var data: Double {
    @inline(__always) get { with { $0.storedData } }
    @inline(__always) nonmutating set { with { $0.storedData = newValue } }
  }
  var gradient: Double {
    @inline(__always) get { with { $0.storedGradient } }
    @inline(__always) nonmutating set { with { $0.storedGradient = newValue } }
  }
  var link: Node? {
    @inline(__always) get { with { $0.link } }
    @inline(__always) nonmutating set { with { $0.link = newValue } }
  }
  var pending: UInt32 {
    @inline(__always) get { with { $0.pending } }
    @inline(__always) nonmutating set { with { $0.pending = newValue } }
  }
  var isReached: Bool {
    @inline(__always) get { with { $0.isReached } }
    @inline(__always) nonmutating set { with { $0.isReached = newValue } }
  }
  var first: Node? { @inline(__always) get { with { $0.first } } }
  var second: Node? { @inline(__always) get { with { $0.second } } }
  var constant: Double { @inline(__always) get { with { $0.storedConstant } } }
  var operation: Operation? { @inline(__always) get { with { $0.storedOperation } } }
  var height: UInt8 { @inline(__always) get { with { $0.height } } }
  var isLeaf: Bool { @inline(__always) get { operation == nil } }

  /// Adds a contribution to the gradient.
  @inline(__always)
  func add(_ contribution: Double) {
    with {
      $0.storedGradient += contribution
      $0.isReached = true
    }
  }

  /// Calls the body with each parent, once for each place it has among the inputs.
  @inline(__always)
  func forEachParent(_ body: (Node) -> Void) {
    if let first {
      body(first)
      if let second { body(second) }
    } else if !isLeaf {
      with { $0.details?.forEachParent(body) }
    }
  }
}

/// The two numbers that a row with one or two inputs reads, straight from the parents.
struct NodeInputs: OperationInputs {
  let node: Node

  var count: Int { 2 }
  subscript(index: Int) -> Double {
    @inline(__always) get {
      // A row reads its second input only if it has one; it is then set.
      (index == 0 ? node.first : node.second)?.data ?? .nan
    }
  }
  var constant: Double { @inline(__always) get { node.constant } }
  var pairCount: Int { 0 }
  func factor(_ index: Int) -> Double { .nan }
  func customValue() -> Double { .nan }
  func customPartials() -> [Double] { [] }
}
