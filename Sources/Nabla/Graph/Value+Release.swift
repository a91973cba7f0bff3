// Releasing a graph without recursion.
//
// When the last reference to a node goes, its parents lose an owner; a parent that nobody else holds
// goes too, and so on. Left to reference counting this is a recursion as deep as the graph, and a
// chain of some 100,000 nodes overflows the stack. So:
//
// - A node at most `recursionLimit` above its leaves releases its parents plainly: the recursion is
//   bounded by the height. This is every node of an everyday graph.
// - A taller node keeps a worklist, threaded through the nodes themselves: each node on it is owned
//   by the list; when it is taken off and nobody else holds it, its tall parents are put on the list
//   before it is released, so its own deinit finds nobody to recurse into.
//
// Parents in arrays are shared with the caller's arrays and cannot be taken out; a tall one is
// retained by the list first, so that the array's end does not end it.

extension Value {
  /// Nodes no higher than this are released by plain recursion, some 200 bytes of stack a level
  /// (500 in a debug build): far below a small thread's 512 KB.
  static let recursionLimit: UInt8 = 100

  /// `pending` of a node whose parents the worklist has taken over.
  fileprivate static let strippedMark = UInt32.max
  /// `pending` of a node that is on the worklist because it stands in somebody's array.
  fileprivate static let listedMark = UInt32.max - 1

  @inline(__always)
  func releaseParents() {
    if height <= Self.recursionLimit {
      first?.release()
      second?.release()
    } else if pending != Self.strippedMark {
      releaseTallParents()
    }
  }

  private func releaseTallParents() {
    var list: Node?
    Node.passUnretained(self).handParents(to: &list)
    // The array goes now, not after this deinit: then the list alone holds what was in it.
    details = nil
    while let node = list {
      list = node.link
      node.link = nil
      node.pending = 0
      if node.isUniquelyReferenced {
        node.handParents(to: &list)
        node.pending = Self.strippedMark
      }
      // Before the next node is taken off: an array that goes here must be gone by then.
      node.release()
    }
  }
}

extension Unmanaged<Value> {
  /// Gives up this node's ownership of its parents.
  ///
  /// Tall ones that would go with it are put on the
  /// list, which owns them from then on.
  fileprivate func handParents(to list: inout Node?) {
    if let first {
      first.hand(to: &list)
      second?.hand(to: &list)
    } else {
      forEachParent { parent in
        guard parent.height > Value.recursionLimit, parent.pending == 0 else { return }
        _ = parent.retain()
        parent.pending = Value.listedMark
        parent.link = list
        list = parent
      }
    }
  }

  private func hand(to list: inout Node?) {
    guard height > Value.recursionLimit, isUniquelyReferenced else { return release() }
    link = list
    list = self
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
