// Nodes that are used again: nobody can tell, they lie in order, and they do not pile up.
//
// Each test has a thread of its own (SmallStack.swift), whose spare nodes are its own too.

import Foundation
import Testing

@testable import Nabla

#if !os(Windows) && !os(WASI)
/// Where a node is.
private func address(_ node: Value) -> Int {
  Int(bitPattern: Unmanaged.passUnretained(node).toOpaque())
}

/// How many nodes this thread has ready.
private var spareCount: Int { SpareNodes.ofThisThread?.pointee.count ?? -1 }

/// A chain of so many nodes, held by the last.
private func chain(_ count: Int) -> Value {
  // Not a literal, which at its last use could become a constant.
  let start = 1.0
  var s = Value(start)
  for _ in 0..<count { s = s * 1.0 }
  return s
}

@Suite("Spare nodes", .serialized)
struct SpareNodesTests {
  @Test("a node that is used again has nothing of its former life")
  func asGoodAsNew() {
    struct Life: Sendable, Equatable {
      var isTheSame = false
      var description = ""
      var gradients: [Double] = []
      var isLeaf = false
      var constant: Double?
      var localGradients: [Double] = []
    }
    /// The second life of a node that was `first` in its first one; both have a parent on top.
    func secondLife(of first: @escaping @Sendable (Value) -> Value) -> Life? {
      onSmallStack {
        let x = Value(3)
        // What is in the middle of a graph becomes a spare node; the root does not.
        var root: Value? = exp(first(x))
        let before = Set(root.map { $0.topologicalOrder() }.map { $0.map(address) } ?? [])
        root?.backward()
        root = nil
        x.gradient = 0
        let node = x * 2.0
        var life = Life()
        life.isTheSame = before.contains(address(node)) && address(node) != address(x)
        life.description = "\(node) \(node.label ?? "-") \(node.location == nil)"
        let f = node + 1.0
        life.gradients = [node.gradient]
        f.backward()
        life.gradients += [node.gradient, x.gradient]
        life.isLeaf = node.isLeaf
        life.constant = node.constant
        life.localGradients = node.localGradients
        return life
      }
    }
    let expected = Life(
      isTheSame: true, description: "Value(6.0, gradient: 0.0, 2 * 3.0) - true",
      gradients: [0, 1, 2], isLeaf: false, constant: 2, localGradients: [2])
    #expect(secondLife { sin($0) } == expected)
    #expect(secondLife { $0 * $0 } == expected)
    #expect(secondLife { 5 * $0 } == expected)
    #expect(secondLife { ($0 / 7.0).labeled("seventh") } == expected)
    #expect(secondLife { sum([$0, $0, $0]) } == expected)
    #expect(secondLife { dot([$0, $0], [1, 2], plus: $0) } == expected)
    let cubed = secondLife { x in
      Value.custom(
        "cube", of: [x], value: { $0[0] * $0[0] * $0[0] },
        localGradient: { (v: [Double]) in [3 * v[0] * v[0]] })
    }
    #expect(cubed == expected)
    // Its uses are counted anew, however many there were.
    let many = secondLife { x in
      let shared = x + 1.0
      return sum((0..<70_000).map { _ in shared * 1e-5 })
    }
    #expect(many == expected)
  }

  @Test("a literal that is a spare node is a leaf like any other")
  func literal() {
    let result = onSmallStack {
      var root: Value? = (chain(8) * 2.0).labeled("root")
      root?.backward()
      root = nil
      let before = spareCount
      let c: Value = 2.5
      let taken = before - spareCount
      let f = c * c
      f.backward()
      return [Double(taken), c.data, c.gradient, c.isLeaf ? 1 : 0, c.operation == nil ? 1 : 0]
    }
    // (c²)' = 2c.
    #expect(result == [1, 2.5, 5, 1, 1])
  }

  @Test("a node that somebody holds or watches is not used again")
  func watched() {
    let result = onSmallStack {
      let x = Value(2)
      var root: Value?
      weak var watched: Value?
      var kept: [Value] = []
      for i in 0..<100 {
        let node = x * Double(i)
        if i == 30 { kept.append(node) }
        if i == 60 { watched = node }
        root = root.map { $0 + node } ?? node
      }
      let wasThere = watched != nil
      root = nil
      // All that are ready, and more.
      let next = (0..<300).map { _ in x * x }
      let isKept = kept[0].data == 60 && !next.contains(kept[0])
      return [wasThere, watched == nil, isKept, spareCount == 0]
    }
    #expect(result == [true, true, true, true])
  }

  @Test("an unowned reference to a node that is gone stops the program, as it should")
  func unowned() async {
    await #expect(processExitsWith: .failure) {
      let x = Value(2)
      let first = x * 3.0
      unowned let unownedFirst = first
      func build() -> Value { first + 1.0 }
      var node: Value? = x * 5.0
      unowned var watched = node.unsafelyUnwrapped
      var root: Value? = node.map { $0 + 1.0 }
      node = nil
      precondition(root != nil)
      root = nil
      // Held by `first`, so still there; the other one is not.
      guard unownedFirst.data == 6 else { exit(0) }
      if watched.data == 10 { exit(0) }
      watched = x
      exit(0)
    }
  }

  @Test("a literal that has been in a graph is a gate like any other when it becomes one")
  func literalBecomesGate() {
    let text = onSmallStack {
      let x = Value(7)
      // The last use of the literal hands it over, and it becomes the gate's constant.
      func gate(_ c: consuming Value) -> Value {
        do {
          let again = copy c
          (again * again * x).backward()
        }
        return (consume c) * x
      }
      let f = gate(3)
      let before = "\(f)"
      f.backward()
      return [before, "\(f)"]
    }
    #expect(
      text == ["Value(21.0, gradient: 0.0, 3 * 7.0)", "Value(21.0, gradient: 1.0, 3 * 7.0)"])
  }

  // MARK: Code that runs while a graph is released

  /// Does something when it is released.
  private final class Farewell: @unchecked Sendable {
    private let action: () -> Void
    init(_ action: @escaping () -> Void) { self.action = action }
    deinit { action() }
  }

  /// A node whose closure owns something that acts when the closure goes.
  private static func node(on x: Value, _ farewell: @escaping () -> Void) -> Value {
    let owned = Farewell(farewell)
    return Value.custom(
      "own", of: [x], value: { inputs in withExtendedLifetime(owned) { inputs[0] } },
      localGradient: { (_: [Double]) in [1] })
  }

  @Test("graphs that are built while another is released, and kept, are whole")
  func builtDuringRelease() {
    let sums = onSmallStack {
      var kept: [Value] = []
      // So many spare nodes that are not needed that the release after next gives them back.
      for _ in 0..<3 { _ = chain(10_000) }
      for _ in 0..<50 { _ = chain(100) }
      var root: Value? = Self.node(on: Value(1)) { kept.append(chain(9_800)) } + 1.0
      precondition(root != nil)
      root = nil
      for _ in 0..<50 { _ = chain(200) }
      let x = Value(2)
      kept.append(contentsOf: (0..<10_000).map { x * Double($0) })
      kept[0].backward()
      return [Double(kept[0].topologicalOrder().count), kept[0].data, kept[9_999].data]
    }
    #expect(sums == [9_801, 1, 19_996])
  }

  @Test("what waits for its end is whole if somebody fetches it by a weak reference, and stays so")
  func fetchedDuringRelease() {
    final class Box {
      weak var node: Value?
      var fetched: Value?
    }
    let result = onSmallStack {
      let box = Box()
      let x = Value(3)
      var root: Value?
      do {
        let watched = x * 5.0
        box.node = watched
        root =
          watched
          * Self.node(on: x) {
            box.fetched = box.node
            box.node?.gradient = 11
          }
      }
      root?.backward()
      x.gradient = 0
      root = nil
      // Whether it was still there is the order's affair; if it was, it is a node like any other.
      guard let node = box.fetched else { return [box.node == nil] }
      let isWhole = node.data == 15 && node.parents == [x] && node.gradient == 11
      node.backward()
      let works = x.gradient == 5
      box.fetched = nil
      return [isWhole, works]
    }
    #expect(result?.allSatisfy { $0 } == true)
  }

  @Test("a node is gone when what its closures own is released")
  func goneBeforeItsClosures() {
    final class Box {
      weak var node: Value?
      var wasThere = true
    }
    let wasThere = onSmallStack {
      let box = Box()
      var root: Value?
      do {
        let own = Self.node(on: Value(2)) { box.wasThere = box.node != nil }
        box.node = own
        root = own + 1.0
      }
      precondition(box.node != nil && root != nil)
      root = nil
      return box.wasThere || box.node != nil
    }
    #expect(wasThere == false)
  }

  // MARK: Order and number

  @Test("the graph built next is in order in memory, whatever was released in which order")
  func inOrder() {
    let shares = onSmallStack {
      let n = 40_000
      var shares: [Double] = []
      for _ in 0..<6 {
        var places: [Int] = []
        do {
          let x = Value(0.7)
          var s = x
          var total = x
          for _ in 0..<n {
            s = s * 0.5
            places.append(address(s))
            total = total + s
            places.append(address(total))
          }
          // The sums go first, every second node: they would be in one half of the memory next
          // time, every fourth of them in one quarter the time after that.
          total = x
          s = x
        }
        let rising = zip(places, places.dropFirst()).filter { $0 < $1 }
        shares.append(Double(rising.count) / Double(places.count))
      }
      return shares
    }
    // The first graph lies as the allocator likes. In the others the root and what it displaces are out
    // of order, a few nodes of 80,000.
    #expect(shares?.count == 6)
    #expect(shares?.dropFirst().allSatisfy { $0 > 0.999 } == true, "\(shares ?? [])")
  }

  @Test("what the graphs of a while do not need is given back")
  func tidiedUp() {
    let counts = onSmallStack {
      var counts: [Int] = []
      _ = chain(50_000)
      counts.append(spareCount)
      // Twice as many nodes as the large graph had: after half of them a new while begins, all of
      // which has seen small graphs only.
      for _ in 0..<1_050 { _ = chain(100) }
      counts.append(spareCount)
      return counts
    }
    // All but the root, whose last reference was a variable.
    #expect(counts?.first == 49_999)
    #expect((counts?.last ?? .max) <= SpareNodes.few)
  }

  @Test("graphs of a steady size do not ask the allocator again, in one piece or in two")
  func steady() {
    let counts = onSmallStack {
      var counts: Set<Int> = []
      for round in 0..<20 {
        do {
          let stem = chain(10_000)
          let branch = stem + chain(20_000)
          precondition(branch.data == 2)
        }
        // The two roots are deallocated each time.
        if round > 0 { counts.insert(spareCount) }
      }
      return counts
    }
    #expect(counts?.count == 1)
    #expect((counts?.first ?? 0) >= 29_990)
  }

  @Test("a thread gives its spare nodes back when it is told to, and goes on as before")
  func releasedOnDemand() {
    let result = onSmallStack {
      let kept = chain(100)
      _ = chain(50_000)
      let before = spareCount
      releaseSpareNodes()
      let after = spareCount
      releaseSpareNodes()
      // As a thread that has just begun: it keeps what it has had to ask for.
      for _ in 0..<3 { _ = chain(20_000) }
      let later = spareCount
      kept.backward()
      return [before, after, later, kept.topologicalOrder().count, Int(kept.gradient)]
    }
    #expect(result == [49_999, 0, 19_999, 101, 1])
  }

  @Test("spare nodes may be given back while a graph is released")
  func releasedDuringRelease() {
    let counts = onSmallStack {
      var root: Value?
      do {
        // Released from both ends, so that nodes are put in before and after.
        let x = chain(20_000)
        root = (Self.node(on: x) { releaseSpareNodes() } + chain(20_000)) * 2.0
      }
      precondition(root != nil)
      root = nil
      let again = chain(30_000)
      again.backward()
      return [again.topologicalOrder().count, spareCount]
    }
    #expect(counts?.first == 30_001)
    #expect((counts?.last ?? -1) >= 0)
  }

  @Test("NABLA_SPARE_NODES=0 has threads keep none")
  func switchedOff() async {
    await #expect(processExitsWith: .success) {
      setenv("NABLA_SPARE_NODES", "0", 1)
      _ = chain(1000)
      let root = chain(1000)
      root.backward()
      releaseSpareNodes()
      precondition(SpareNodes.ofThisThread?.pointee.count == 0)
      precondition(root.topologicalOrder().count == 1001)
      precondition(root.topologicalOrder()[0].gradient == 1)
    }
  }

  /// The runtime promises nothing of this word.
  ///
  /// If this fails, spare nodes are off with this runtime, and most tests here fail too: graphs stay right,
  /// and eager gradients take twice the time.
  @Test("the word of reference counts tells a node that nobody else refers to from all others")
  func referenceCounts() {
    #expect(SpareNodes.countsTellReferences)
    let fresh = Node.passRetained(Value.allocated())
    let other = Node.passRetained(Value.allocated())
    let alone = fresh.referenceCounts
    #expect(other.referenceCounts == alone)
    func changes(_ body: (Node) -> Void) -> Bool {
      let node = Node.passRetained(Value.allocated())
      let before = node.referenceCounts
      body(node)
      defer { node.release() }
      return before == alone && node.referenceCounts != alone
    }
    #expect(!changes { _ in })
    // A reference that is gone again leaves nothing behind.
    #expect(!changes { withExtendedLifetime($0.takeUnretainedValue()) {} })
    var strong: [Value] = []
    #expect(changes { strong = [$0.takeUnretainedValue()] })
    final class Watcher {
      weak var first: Value?
      unowned var second: Value
      init(_ second: Value) { self.second = second }
    }
    let watcher = Watcher(Value(1))
    #expect(changes { watcher.first = $0.takeUnretainedValue() })
    #expect(
      changes {
        watcher.second = $0.takeUnretainedValue()
        withExtendedLifetime(watcher) {}
      })
    // Each of two strong references counts.
    #expect(changes { strong = [$0.takeUnretainedValue(), $0.takeUnretainedValue()] })
    withExtendedLifetime(strong) {}
    fresh.release()
    other.release()
  }

  @Test("a thread that only releases keeps few; what it is given by others is deallocated")
  func releasesOnly() {
    let x = Value(1)
    var most = 0
    for _ in 0..<3 {
      nonisolated(unsafe) var graph: Value? = x
      for _ in 0..<20_000 { graph = graph.map { $0 + 1.0 } }
      most = max(
        most,
        onSmallStack {
          graph = nil
          return spareCount
        } ?? .max)
    }
    #expect(most <= SpareNodes.few)
  }
}
#endif
