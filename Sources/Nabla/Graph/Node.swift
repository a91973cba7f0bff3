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
  var arrivals: UInt16 {
    @inline(__always) get { with { $0.arrivals } }
    @inline(__always) nonmutating set { with { $0.arrivals = newValue } }
  }
  var isReached: Bool {
    @inline(__always) get { with { $0.isReached } }
    @inline(__always) nonmutating set { with { $0.isReached = newValue } }
  }
  var uses: UInt16 { @inline(__always) get { with { $0.uses } } }
  @inline(__always)
  func bears(_ stamp: Value.Stamp) -> Bool { with { $0.bears(stamp) } }
  var shape: Value.Shape { @inline(__always) get { with { $0.shape } } }
  var x: Node { @inline(__always) get { with { $0.x } } }
  var y: Node { @inline(__always) get { with { $0.y } } }
  var c: Double { @inline(__always) get { with { $0.c } } }
  var operation: Primitive? { @inline(__always) get { with { $0.storedOperation } } }
  var isLeaf: Bool { @inline(__always) get { operation == nil } }
  var details: Unmanaged<Details>? { @inline(__always) get { with { $0.unmanagedDetails } } }

  @inline(__always)
  func countUse() { with { $0.countUse() } }

  @inline(__always)
  func foldLiteral() { with { $0.foldLiteral() } }
  @inline(__always)
  func setStamp(_ stamp: UInt16) { with { $0.setStamp(stamp) } }

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
    switch shape {
    case .leaf, .literal, .labeledLeaf: return
    case .one: body(x)
    case .two:
      body(x)
      body(y)
    case .many: details?._withUnsafeGuaranteedRef { $0.forEachParent(body) }
    }
  }
}
