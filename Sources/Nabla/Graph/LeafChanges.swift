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
// computed anew. Each thread begins with its own, so that a graph made on one and swept on another is.

extension Value {
  private static let reached: UInt16 = 1 << 15
  private static let stampCount: UInt16 = 32_749

  /// Whether any gradient has reached this node in the sweep under way.
  var isReached: Bool {
    @inline(__always) get { marks & Self.reached != 0 }
    @inline(__always) set {
      if newValue { marks |= Self.reached } else { marks &= ~Self.reached }
    }
  }

  /// The stamp of a thread now; 0, which no node bears for sure, where there is none.
  @inline(__always)
  static func stamp(_ thread: UnsafeMutablePointer<SpareNodes>?) -> UInt16 {
    thread?.pointee.stamp ?? 0
  }

  /// A stamp to begin with, another one for each thread.
  static func firstStamp(of thread: UInt) -> UInt16 {
    1 + UInt16(truncatingIfNeeded: (thread >> 4) % UInt(stampCount))
  }

  /// Whether this node bears the stamp; a leaf bears any.
  @inline(__always)
  func bears(_ stamp: UInt16) -> Bool {
    isLeaf || marks & ~Self.reached == stamp
  }

  /// Changes the stamp of this thread: a leaf has been given a number.
  static func noteChange() {
    guard let thread = SpareNodes.ofThisThread else { return }
    let stamp = thread.pointee.stamp
    thread.pointee.stamp = stamp == stampCount ? 1 : stamp + 1
  }

  /// Whether no leaf of this graph has been given another number since it was computed.
  ///
  /// If it says no, they may still be as they were.
  var isSurelyUpToDate: Bool {
    let stamp = Self.stamp(SpareNodes.ofThisThread)
    return isLeaf || stamp != 0 && bears(stamp)
  }

  /// Marks this node as computed from the leaves' present numbers.
  @inline(__always)
  func setStamp(_ stamp: UInt16) { marks = marks & Self.reached | stamp }
}
