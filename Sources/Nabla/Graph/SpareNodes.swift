// Nodes that outlive their graph, to be used again by the next one.
//
// A graph that is built anew for every gradient asks the allocator for each node and gives each back,
// which takes longer than all else that is done with a node. So an interior node that its graph lets
// go, and that nobody else can reach, is not deallocated: it stays with the thread that released it,
// as one of its spare nodes, and becomes a node of the next graph that is built there.
//
//     released ──── put ───> spare nodes of the thread ──── take ───> a node of the next graph
//                                   │ too many, too long, or the thread ends
//                                   └──────────────> deallocated
//
// Nobody can tell. A node becomes a spare one only if the reference that is given up is the only one,
// weak and unowned ones counted, so a weak reference to a node that is gone is nil as ever; it has
// given up its own parents by then; and it is as good as new when it is taken.
//
// A thread keeps no more than its graphs need: `tidyUp` deallocates what they have not needed of late,
// and a thread that only releases what others have built keeps a few. A thread that builds no more
// keeps what it has until it ends, as nothing of ours runs there that could take notice; it can give them
// back itself by `releaseSpareNodes`. NABLA_SPARE_NODES=0 in the environment switches all this off.
//
// Where many nodes are at hand, it matters in what order they are taken. Neighbours in a graph that are
// neighbours in memory come through the processor's caches together, and a graph that lies scattered
// takes up to three times as long. Released as the stack of `DyingNodes` does it, last built first released,
// the next graph gets the same memory in the same order; when something disturbs that (a second result
// that is released on its own, say), `arrange` restores it, or it would get worse with every graph.

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Gives back the memory that this thread keeps for the nodes of its next graph.
///
/// The nodes of a graph that is released stay with the thread that released it, up to 256 megabytes a
/// thread, and become the next graph's; a thread that ends gives them back. Call this on a thread
/// that has built large graphs, lives on and builds no more, as those of a pool may. Graphs that there
/// are stay as they are, and a graph that is built afterwards asks the allocator for its nodes, which takes
/// two to three times as long, once.
///
///     func loss(at x: Double) -> Double {
///       let x = Value(x)
///       let f = sum((0..<100_000).map { x * Double($0) })
///       f.backward()
///       return x.gradient
///     }
///     print(loss(at: 2))      // 4999950000.0
///     releaseSpareNodes()     // 100,000 nodes of 64 bytes
///
/// The environment variable `NABLA_SPARE_NODES`, set to 0 before the first value is made, has all
/// threads keep none.
///
/// - Complexity: Linear in the number of nodes that are kept.
public func releaseSpareNodes() { SpareNodes.ofThisThread?.pointee.releaseAll() }

/// The nodes that a thread has ready for its next graph: a stack.
struct SpareNodes {
  /// A thread never keeps more: 4,194,304 of 64 bytes, a quarter of a gigabyte.
  static let most = 1 << 22
  /// So many, a quarter of a megabyte, are kept without a thought.
  static let few = 1 << 12
  /// So many, a megabyte, are in the processor's caches together, in whatever order they lie.
  private static let cached = 1 << 14
  /// Nodes that are so many bytes apart are not neighbours.
  private static let neighbourhood: UInt = 1 << 16

  /// The reference counts of an object that has just been made; nil if no nodes are kept.
  let countsOfNew: UInt?
  private(set) var count = 0
  private var nodes: UnsafeMutablePointer<Node>
  private var capacity = few
  /// Room is made for more only below this: a few, and as many as this thread has had to ask the
  /// allocator for.
  private var limit = few
  /// How many of them are known to lie in order.
  private var arranged = 0
  /// How many there were when `taken` was last brought up to date.
  private var counted = 0
  /// How many have been taken since the last time that some were deallocated.
  private var taken = 0
  /// The fewest that there have been since then: what no graph has needed.
  private var unneeded = 0

  /// What nodes made now bear (LeafChanges.swift).
  var clock = LeafClock()
  /// How many users' rules are under way, and what they have touched (RuleScope.swift).
  var rules = RulesUnderWay()
  /// Rules of users' own primitives that are to be released (Value+Release.swift).
  var rulesToRelease = RulesToRelease()

  private init(countsOfNew: UInt?) {
    self.countsOfNew = countsOfNew
    nodes = .allocate(capacity: capacity)
  }

  /// Takes out a node, without parents; its number, operation and shape are yet to be set.
  @inline(__always)
  mutating func take() -> Value? {
    if count == 0 {
      limit += 1
      return nil
    }
    count &-= 1
    return nodes[count].takeRetainedValue()
  }

  /// Puts in a node that has no parents any more and that nothing else refers to, with its ownership.
  @inline(__always)
  mutating func put(_ node: Node) {
    if count == capacity, !makeRoom() { return node.release() }
    (nodes + count).initialize(to: node)
    count &+= 1
  }

  @inline(never)
  private mutating func makeRoom() -> Bool {
    guard capacity < min(limit, Self.most) else { return false }
    capacity *= 2
    let roomier = UnsafeMutablePointer<Node>.allocate(capacity: capacity)
    roomier.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = roomier
    return true
  }

  /// Deallocates all, and begins as a new thread does.
  mutating func releaseAll() {
    drop(count)
    nodes.deallocate()
    capacity = Self.few
    nodes = .allocate(capacity: capacity)
    (limit, arranged, counted, taken, unneeded) = (Self.few, 0, 0, 0, 0)
  }

  // MARK: How many, and in what order

  /// To be called before a graph is released.
  @inline(__always)
  mutating func beginRelease() {
    taken += max(counted - count, 0)
    counted = count
    unneeded = min(unneeded, count)
    arranged = min(arranged, count)
  }

  /// To be called after a graph has been released.
  @inline(__always)
  mutating func endRelease() {
    // What was released may have run code that took nodes.
    unneeded = min(unneeded, count)
    arranged = min(arranged, count)
    if taken >= max(count, Self.few) { tidyUp() }
    if count - arranged >= max(count / 4, Self.cached) { arrange() }
    counted = count
  }

  /// Deallocates what lay here unneeded while graphs took as many as there are.
  @inline(never)
  private mutating func tidyUp() {
    drop(unneeded)
    taken = 0
    unneeded = count
  }

  /// Deallocates those that have lain here longest.
  private mutating func drop(_ number: Int) {
    for index in 0..<number { nodes[index].release() }
    count -= number
    nodes.update(from: nodes + number, count: count)
    arranged = max(arranged - number, 0)
  }

  /// Sorts the nodes by their addresses, so that they are taken from the lowest on.
  ///
  /// As long as the addresses fall, but for neighbours in a different order, there is nothing to do.
  @inline(never)
  private mutating func arrange() {
    var all = UnsafeMutableBufferPointer(start: nodes, count: count)
    let isInOrder = zip(all, all.dropFirst()).allSatisfy { node, next in
      next.address < node.address || next.address - node.address < Self.neighbourhood
    }
    if !isInOrder { all.sort { $0.address > $1.address } }
    arranged = count
  }
}

// MARK: - Each thread has its own

#if canImport(Darwin) || canImport(Glibc) || canImport(Musl) || canImport(Android)
extension SpareNodes {
  /// Whether nodes are kept: not if there are to be none, or if the runtime counts references where we do
  /// not see it.
  private static let areKept = !isSwitchedOff && countsTellReferences

  /// What a thread finds its own by; nil if the process has no such key left.
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    return pthread_key_create(&key) { SpareNodes.end($0) } == 0 ? key : nil
  }()

  private static var isSwitchedOff: Bool {
    guard let word = getenv("NABLA_SPARE_NODES") else { return false }
    return word[0] == 48 && word[1] == 0  // "0"
  }

  /// Whether the word that is read as the reference counts changes with each kind of reference.
  static var countsTellReferences: Bool {
    let node = Node.passRetained(Value.allocated())
    let alone = node.referenceCounts
    let second = retained(node)
    let withSecond = node.referenceCounts
    second.release()
    let aloneAgain = node.referenceCounts
    weak var watched: Value?
    watched = node.takeUnretainedValue()
    let withWeak = node.referenceCounts
    let isWatched = watched != nil
    node.release()
    return alone != withSecond && alone == aloneAgain && alone != withWeak && isWatched
  }

  /// Another reference; never inlined, or the compiler would see that it is given up again, and make none.
  @inline(never)
  private static func retained(_ node: Node) -> Node { node.retain() }

  /// The spare nodes of the thread that asks; valid until it ends.
  static var ofThisThread: UnsafeMutablePointer<SpareNodes>? {
    @inline(__always) get {
      guard let key else { return nil }
      return pthread_getspecific(key)?.assumingMemoryBound(to: SpareNodes.self) ?? begin(key)
    }
  }

  @inline(never)
  private static func begin(_ key: pthread_key_t) -> UnsafeMutablePointer<SpareNodes>? {
    let node = Node.passRetained(Value.allocated())
    defer { node.release() }
    let spare = UnsafeMutablePointer<SpareNodes>.allocate(capacity: 1)
    spare.initialize(to: SpareNodes(countsOfNew: areKept ? node.referenceCounts : nil))
    guard pthread_setspecific(key, spare) == 0 else {
      end(spare)
      return nil
    }
    return spare
  }

  /// Deallocates the spare nodes of a thread that ends.
  private static func end(_ pointer: UnsafeMutableRawPointer?) {
    guard let spare = pointer?.assumingMemoryBound(to: SpareNodes.self) else { return }
    spare.pointee.drop(spare.pointee.count)
    spare.pointee.nodes.deallocate()
    spare.deinitialize(count: 1)
    spare.deallocate()
  }
}
#else
extension SpareNodes {
  /// None where threads have no memory of their own that we know of: nodes come from the allocator.
  static var ofThisThread: UnsafeMutablePointer<SpareNodes>? { nil }
}
#endif

extension Unmanaged<Value> {
  fileprivate var address: UInt { @inline(__always) get { UInt(bitPattern: toOpaque()) } }

  /// The second word of every Swift object: its reference counts, or the address of a table of them
  /// once there has been a weak reference.
  ///
  /// What is in it is the runtime's affair. But an object that has the word of one just made, has the
  /// one reference that that one was made with, and no other of any kind.
  var referenceCounts: UInt {
    @inline(__always) get {
      toOpaque().load(fromByteOffset: MemoryLayout<UnsafeRawPointer>.size, as: UInt.self)
    }
  }
}
