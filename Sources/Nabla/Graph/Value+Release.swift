// Releasing a graph without recursion.
//
// When the last reference to a node goes, its parents lose an owner; a parent that nobody else holds
// goes too, and so on. Left to reference counting this is a recursion as deep as the graph, and a
// chain of some 100,000 nodes overflows the stack. So the node that the last reference was to, which
// is the only one whose `deinit` has anything to do, goes through the graph below it.
//
// - A parent that its child alone holds, and that nobody watches by a weak reference, is put on a list
//   of dying nodes, threaded through their gradients, which nobody can ask for any more. Taken off, it
//   gives up its own parents in the same way and becomes a spare node.
// - A parent that others may hold or watch waits, as it is, on a stack of nodes that are held here. Among
//   them are those in arrays, which the caller may have kept. When one is taken off and this is its last
//   reference, it gives up its parents and is deallocated.
//
// The closures of a custom primitive may own anything, and what they own may run code when it is
// released: build graphs, release others, ask weak references. So a node is gone before its closures
// are, and what still waits is whole. They may own the node before, whose closures own the one before it:
// they wait on a list of the thread until all else is done, and the list goes through them one by one.

extension Value {
  /// Gives up this node's ownership of its parents; it is dying, or has given them to details.
  @inline(__always)
  func releaseParents() {
    if shape == .leaf || shape == .literal { return }
    if shape == .labeledLeaf { return unmanagedDetails.unsafelyUnwrapped.release() }
    withUnsafeTemporaryAllocation(of: Node.self, capacity: 16) { buffer in
      let spare = SpareNodes.ofThisThread
      spare?.pointee.beginRelease()
      var dying = DyingNodes(spare: spare, held: NodeStack(buffer))
      dying.letGo(dying.takeParents(of: Node.passUnretained(self)))
      dying.release()
      spare?.pointee.endRelease()
    }
    if let spare = SpareNodes.ofThisThread, spare.pointee.rulesToRelease.isDue {
      spare.pointee.rulesToRelease.release(of: spare)
    }
  }
}

/// Details whose rule may own other graphs: released one after another, not one within another.
struct RulesToRelease {
  private var isUnderWay = false
  private var details: [Unmanaged<Details>] = []

  /// Whether there are any that nobody is about to release.
  var isDue: Bool { !details.isEmpty && !isUnderWay }

  mutating func append(_ details: Unmanaged<Details>) { self.details.append(details) }

  /// Releases all, and those that come up on the way.
  fileprivate func release(of spare: UnsafeMutablePointer<SpareNodes>) {
    spare.pointee.rulesToRelease.isUnderWay = true
    while let next = spare.pointee.rulesToRelease.details.popLast() { next.release() }
    spare.pointee.rulesToRelease.isUnderWay = false
  }
}

/// Nodes that are to be released without recursion.
private struct DyingNodes {
  /// Where they go.
  let spare: UnsafeMutablePointer<SpareNodes>?
  let countsOfNew: UInt?
  /// The first of the nodes that this list alone holds, and nobody watches.
  private var first: Node?
  /// Interior nodes with a reference that is to be given up, and that others may hold or watch.
  private var held: NodeStack

  init(spare: UnsafeMutablePointer<SpareNodes>?, held: NodeStack) {
    self.spare = spare
    self.held = held
    countsOfNew = spare?.pointee.countsOfNew
  }

  mutating func release() {
    while true {
      if let node = first {
        first = node.next
        let details = takeParents(of: node)
        spare.unsafelyUnwrapped.pointee.put(node)
        letGo(details)
      } else if let node = held.pop() {
        if isAlone(node) {
          node.next = first
          first = node
        } else if node.isUniquelyReferenced {
          let details = takeParents(of: node)
          node.release()
          letGo(details)
        } else {
          node.release()
        }
      } else {
        return
      }
    }
  }

  /// Takes over what a dying node owns: its parents, and its details, for the caller to release.
  @inline(__always)
  mutating func takeParents(of node: Node) -> Unmanaged<Details>? {
    defer { node._withUnsafeGuaranteedRef { $0.forgetParents() } }
    switch node.shape {
    case .leaf, .literal, .labeledLeaf: return nil
    case .one:
      take(node.x)
      return nil
    case .two:
      take(node.x)
      take(node.y)
      return nil
    case .many:
      let details = node.details
      details?._withUnsafeGuaranteedRef { holdParents(of: $0) }
      return details
    }
  }

  /// Releases the details of a node that is gone, or puts them off if a user's rule is among them.
  func letGo(_ details: Unmanaged<Details>?) {
    guard let details else { return }
    if let spare, details._withUnsafeGuaranteedRef({ $0.notes?.rule != nil }) {
      spare.pointee.rulesToRelease.append(details)
    } else {
      details.release()
    }
  }

  @inline(never)
  private mutating func holdParents(of details: Details) {
    details.forEachInteriorParent { parent in
      parent.uncountUse()
      // A leaf has nothing to give up, and another node that uses it keeps a node alive.
      if !parent.isLeaf, parent.mayBeUnused { held.push(parent.retain()) }
    }
  }

  /// Takes over the reference to a parent.
  @inline(__always)
  private mutating func take(_ parent: Node) {
    parent.uncountUse()
    if parent.isLeaf {
      parent.release()
    } else if isAlone(parent) {
      parent.next = first
      first = parent
    } else if parent.mayBeUnused, parent.isUniquelyReferenced {
      held.push(parent)
    } else {
      parent.release()
    }
  }

  /// Whether the reference in hand is the only one, weak and unowned ones counted too.
  ///
  /// An object in the state of one just made has the one reference that it was made with.
  @inline(__always)
  private func isAlone(_ node: Node) -> Bool { node.referenceCounts == countsOfNew }
}

extension Unmanaged<Value> {
  @inline(__always)
  fileprivate func uncountUse() {
    _withUnsafeGuaranteedRef { if $0.uses != .max { $0.uses -= 1 } }
  }

  /// Whether no node uses this one, as far as it was counted.
  fileprivate var mayBeUnused: Bool { uses == 0 || uses == .max }

  /// The next node of the list, in the bits of the gradient.
  fileprivate var next: Node? {
    @inline(__always) get {
      UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: gradient.bitPattern))
        .map { Node.fromOpaque($0) }
    }
    @inline(__always) nonmutating set {
      gradient = Double(bitPattern: UInt64(UInt(bitPattern: newValue?.toOpaque())))
    }
  }

  /// Whether one reference holds this node, and perhaps weak ones that do not.
  var isUniquelyReferenced: Bool {
    // Taken as the one owned reference and given back: the count is the same after as before.
    var owned = takeRetainedValue()
    let isUnique = isKnownUniquelyReferenced(&owned)
    _ = Unmanaged.passRetained(owned)
    return isUnique
  }
}
