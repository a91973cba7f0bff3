// Numbers whose derivative is not wanted.
//
// `stopGradient` is a node: its number follows the node that it is computed from, and no gradient passes.
// `detached` is a leaf, which owns nothing of the graph that the number comes from. So it cannot follow a
// computed node, and where a graph is to be used again with other numbers, that must not go unnoticed:
//
// - In a function that is being recorded, `detached` is `stopGradient`.
// - Detached from a leaf, it knows the leaf, and follows it.
// - Detached from a computed node, it is refused by forward() and by programs, unless it has been given
//   another number since, or is an input of the program.

/// A node with the same number, through which no gradient passes.
///
///     let x = Value(3)
///     let f = x * stopGradient(x)
///     f.backward()
///     print(f.data, x.gradient)      // 9.0 3.0
///
/// The number is computed anew by ``Value/forward()`` and in programs, as that of any node; derivatives of
/// every order are those of a constant.
public func stopGradient(_ x: consuming Value) -> Value { Value.stopGradient(x) }

/// The number itself; as a ``Value``, a node through which no gradient passes.
public func stopGradient<N: RealNumber>(_ x: consuming N) -> N { N.stopGradient(x) }

/// Where the number of a detached leaf comes from.
enum DetachedNumber {
  case leaf(Value)
  case computedNode
}

extension Value {
  /// A leaf with the same number: what is computed from it does not lead back to this node.
  ///
  /// It lets go of the graph that the number was computed in, and so cannot follow it. A graph that is
  /// used again with other numbers needs ``stopGradient(_:)``; ``forward()`` and programs refuse a
  /// number that was detached from a computed node, and ``backward(seed:)`` takes it as the constant that
  /// it is. Detached from a leaf, or from what was detached from one, it follows that leaf, until
  /// it is given a number of its own. In a function that is being ``compiled(options:of:)``, and in the local
  /// gradient of a custom primitive, it is ``stopGradient(_:)``.
  public func detached() -> Value {
    if Comparison.isListening { return Value.stopGradient(self) }
    if isLeaf { _ = bears(Self.stamp(SpareNodes.ofThisThread)) }
    let copy = Value(storedData as Double)
    copy.makeNotes().origin = !isLeaf ? .computedNode : notes?.origin ?? .leaf(self)
    return copy
  }

  /// The number has been given: it is nobody else's any more.
  @inline(__always)
  func stopFollowing() {
    if shape == .labeledLeaf { notes?.origin = nil }
  }
}

extension Unmanaged<Value> {
  /// Where the number of this leaf comes from, if it is a detached one.
  var origin: DetachedNumber? {
    @inline(__always) get { shape == .labeledLeaf ? takeUnretainedValue().notes?.origin : nil }
  }

  /// Takes over the number of the leaf that this one was detached from, if there is one.
  @inline(__always)
  func follow() {
    if case .leaf(let leaf) = origin { data = leaf.storedData }
  }

  @inline(__always)
  func requireFollowing() {
    if case .computedNode = origin {
      preconditionFailure(
        """
        forward(): the graph holds a number that was detached from a computed node, \(data), and \
        would stay as it is. Use stopGradient(_:) for one that follows, or Value(x.data) for a constant
        """)
    }
  }
}
