// Which graphs are older than the numbers of their leaves.
//
// A leaf can be given another number while graphs are computed from it. Their numbers are then those of
// before, and a sweep that mixed old numbers with new ones would give the gradient at no point at all.
// So a sweep must know, and without looking at every leaf:
//
// - Each thread has a stamp, which changes whenever a leaf is given a number.
// - A node bears the stamp of its making, if all its parents that are computed bear it too. Then no leaf
//   has been given a number since the first of them was made: its whole graph is up to date.
// - The root of a graph that bears another stamp may be older than its leaves, and is computed anew
//   before it is swept. If nothing has changed, that gives the same numbers again.
//
// So a graph that is made, swept and released between two steps of an optimizer pays for a comparison a
// node. Stamps return after 32,749 changes, a prime: a graph that is swept after just as many is not
// computed anew. Each thread begins with a random one, so that a graph made on one and swept on another is.
//
// An actor may run on one thread after another. So a leaf knows on which thread graphs are made of it. If
// it is given a number on another one, all threads are told, by a count that each looks at before a sweep.

#if canImport(Synchronization)
import Synchronization
#endif

/// What a thread knows of the changes of leaves.
struct LeafClock {
  private static let stampCount: UInt16 = 32_749

  /// What nodes made now bear.
  private(set) var stamp = UInt16.random(in: 1...stampCount)
  /// What leaves bear that graphs are made of on this thread.
  let thread = UInt16.random(in: 1..<Value.severalThreads)
  private var changesSeen = ForeignChanges.count ?? 0

  /// A leaf has been given a number.
  mutating func tick() { stamp = stamp == Self.stampCount ? 1 : stamp + 1 }

  /// Looks whether other threads have changed what may be this one's; false if that cannot be known.
  mutating func seesForeignChanges() -> Bool {
    guard let count = ForeignChanges.count else { return false }
    if count != changesSeen {
      changesSeen = count
      tick()
    }
    return true
  }
}

/// How often a leaf has been changed on another thread than the one that makes graphs of it.
private enum ForeignChanges {
  /// Nil where threads cannot count together: then any graph may be older than its leaves.
  static var count: Int? {
    #if canImport(Synchronization)
    if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
      return Counter.shared.count.load(ordering: .acquiring)
    }
    #endif
    return nil
  }

  static func note() {
    #if canImport(Synchronization)
    if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
      Counter.shared.count.add(1, ordering: .releasing)
    }
    #endif
  }

  #if canImport(Synchronization)
  @available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
  private final class Counter: Sendable {
    static let shared = Counter()
    let count = Atomic<Int>(0)
  }
  #endif
}

extension Value {
  private static let reached: UInt16 = 1 << 15
  /// What a leaf bears of which several threads make graphs.
  static let severalThreads: UInt16 = reached - 1

  /// Whether any gradient has reached this node in the sweep under way.
  var isReached: Bool {
    @inline(__always) get { marks & Self.reached != 0 }
    @inline(__always) set {
      if newValue { marks |= Self.reached } else { marks &= ~Self.reached }
    }
  }

  /// The stamp of a thread now, and what its leaves bear; 0, which no node bears for sure, where there
  /// is none.
  @inline(__always)
  static func stamp(_ thread: UnsafeMutablePointer<SpareNodes>?) -> Stamp {
    guard let thread else { return Stamp(now: 0, thread: 0) }
    return Stamp(now: thread.pointee.clock.stamp, thread: thread.pointee.clock.thread)
  }

  /// What nodes made now bear, and the leaves that they are made of.
  struct Stamp {
    let now: UInt16
    let thread: UInt16
  }

  /// Whether this node bears the stamp; a leaf bears any, and knows from now on that this thread makes
  /// graphs of it.
  @inline(__always)
  func bears(_ stamp: Stamp) -> Bool {
    if isLeaf {
      isUsed(on: stamp.thread)
      return true
    }
    return marks & ~Self.reached == stamp.now
  }

  /// Marks a leaf of which a thread makes a graph.
  @inline(__always)
  func isUsed(on thread: UInt16) {
    let mark = marks & ~Self.reached
    if mark != thread { marks ^= mark ^ (mark == 0 ? thread : Self.severalThreads) }
  }

  /// Changes the stamp of this thread, and of others that may make graphs of it: this leaf has been given
  /// a number.
  func noteChange() {
    guard let thread = SpareNodes.ofThisThread else { return }
    thread.pointee.clock.tick()
    let mark = marks & ~Self.reached
    if mark != 0, mark != thread.pointee.clock.thread { ForeignChanges.note() }
  }

  /// Whether no leaf of this graph has been given another number since it was computed.
  ///
  /// If it says no, they may still be as they were.
  var isSurelyUpToDate: Bool {
    guard !isLeaf else { return true }
    guard let thread = SpareNodes.ofThisThread, thread.pointee.clock.seesForeignChanges() else {
      return false
    }
    return bears(Self.stamp(thread))
  }

  /// Marks this node as computed from the leaves' present numbers.
  @inline(__always)
  func setStamp(_ stamp: UInt16) { marks = marks & Self.reached | stamp }
}
