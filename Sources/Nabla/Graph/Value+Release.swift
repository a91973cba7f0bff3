// Releasing a graph without recursion.
//
// When the last reference to a node goes, its parents lose an owner; a parent that nobody else holds
// goes too, and so on. Left to reference counting this is a recursion as deep as the graph, and a
// chain of some 100,000 nodes overflows the stack. So:
//
// - A node at most `recursionLimit` above its leaves releases its parents plainly: the recursion is
//   bounded by the height. This is every node of an everyday graph.
// - A taller node keeps a list of dying nodes, threaded through their gradients, which nobody can ask
//   for any more. A tall parent that no other node uses and no variable holds is put on it, with the
//   ownership; when it is taken off, its own tall parents are put on the list before it is released,
//   so its deinit finds nothing to recurse into.
//
// A tall parent in an array is also held by the array, which the caller may have kept; it is retained
// in a second list first, so that the array's end does not end it.

extension Value {
  /// Nodes no higher than this are released by plain recursion, some 200 bytes of stack a level
  /// (500 in a debug build): far below a small thread's 512 KB.
  static let recursionLimit: UInt8 = 100

  /// Gives up this node's ownership of its parents; it is dying, or has given them to details.
  @inline(__always)
  func releaseParents() {
    if height <= Self.recursionLimit { return releaseParentsPlainly() }
    var dying = DyingNodes()
    dying.takeParents(of: Node.passUnretained(self))
    dying.release()
  }

  @inline(__always)
  fileprivate func releaseParentsPlainly() {
    switch shape {
    case .leaf, .literal: break
    case .one: x.releaseUse()
    case .two:
      x.releaseUse()
      y.releaseUse()
    case .labeledLeaf, .many: releaseDetails()
    }
  }

  @inline(never)
  fileprivate func releaseDetails() {
    guard let unmanagedDetails else { return }
    if height > 1 {
      unmanagedDetails._withUnsafeGuaranteedRef { $0.forEachInteriorParent { $0.uncountUse() } }
    }
    unmanagedDetails.release()
  }
}

/// Nodes that are to be released without recursion.
private struct DyingNodes {
  /// The first of the nodes that this list alone holds.
  private var first: Node?
  /// Nodes from arrays, which others may hold too.
  private var fromArrays: [Value] = []

  mutating func release() {
    while true {
      if let node = first {
        first = node.nextDying
        takeParents(of: node)
        node.release()
      } else if var value = fromArrays.popLast() {
        if isKnownUniquelyReferenced(&value) { takeParents(of: Node.passUnretained(value)) }
      } else {
        return
      }
    }
  }

  /// Takes over what a dying node owns.
  mutating func takeParents(of node: Node) {
    switch node.shape {
    case .one: take(node.x)
    case .two:
      take(node.x)
      take(node.y)
    default:
      guard let details = node.details else { return }
      details.takeUnretainedValue().forEachInteriorParent { parent in
        parent.uncountUse()
        // Another node that uses it keeps it alive.
        guard parent.height > Value.recursionLimit, parent.uses == 0 || parent.uses == .max
        else { return }
        fromArrays.append(parent.takeUnretainedValue())
      }
      details.release()
    }
    node.takeUnretainedValue().forgetParents()
  }

  private mutating func take(_ parent: Node) {
    parent.uncountUse()
    guard
      parent.height > Value.recursionLimit, parent.uses == 0 || parent.uses == .max,
      parent.isUniquelyReferenced
    else { return parent.release() }
    parent.nextDying = first
    first = parent
  }
}

extension Unmanaged<Value> {
  @inline(__always)
  fileprivate func releaseUse() {
    uncountUse()
    release()
  }

  /// The next node of a list of dying ones, kept in the bits of the gradient.
  fileprivate var nextDying: Node? {
    get {
      UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: gradient.bitPattern))
        .map { Node.fromOpaque($0) }
    }
    nonmutating set {
      gradient = Double(bitPattern: UInt64(UInt(bitPattern: newValue?.toOpaque())))
    }
  }

  /// Whether one reference holds this node.
  fileprivate var isUniquelyReferenced: Bool {
    // Taken as the one owned reference and given back: the count is the same after as before.
    var owned = takeRetainedValue()
    let isUnique = isKnownUniquelyReferenced(&owned)
    _ = Unmanaged.passRetained(owned)
    return isUnique
  }
}
