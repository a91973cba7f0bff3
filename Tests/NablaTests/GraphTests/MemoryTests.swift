// What a graph costs, and that it is gone when it is gone.
//
// The resident set belongs to a process, and other tests allocate and release at the same time; so it
// is measured in a process that runs nothing else, which is what an exit test's body is.

import Foundation
import Nabla
import Testing

#if os(Linux)
/// The memory of this process in bytes; Linux tells it in pages.
private func residentBytes() -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  let words = text.split(separator: " ")
  return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
#endif

@Suite("Memory")
struct MemoryTests {
  #if os(Linux)
  @Test("a million small graphs, one after the other, need the memory of one", .tags(.slow))
  func noLeak() async {
    await #expect(processExitsWith: .success) {
      #if DEBUG
      let count = 100_000
      #else
      let count = 1_000_000
      #endif
      let w = (0..<4).map { Value(Double($0), label: "w") }
      func step(_ i: Int) {
        let x = Value(Double(i % 7))
        let hidden = tanh(dot(w, [x, x * x, x + 1, -x], plus: w[0])).labeled("hidden")
        let p = softmax([hidden, x, w[3]])
        let own = Value.custom(
          "own", of: [hidden], value: { $0[0] }, localGradient: { (_: [Value]) in [1] })
        let loss = select(p[0] * own, p[1], where: hidden < x) + sum([x, hidden, w[1]])
        loss.backward()
        if i % 100 == 0 { _ = loss.derivatives(withRespectTo: w) }
      }
      for i in 0..<count / 10 { step(i) }
      let before = residentBytes()
      for i in 0..<count { step(i) }
      let growth = residentBytes() - before
      // A leak of one node (56 bytes) a graph would be 5.6 MB at the least; the allocator's pools
      // have settled in the first tenth, and a quarter of that is left to them.
      precondition(before > 0)
      #expect(growth < count * 56 / 4, "grew by \(growth) bytes in \(count) graphs")
    }
  }

  @Test("a node of a long chain takes at most 120 bytes, swept and all", .tags(.slow))
  func bytesPerNode() async {
    await #expect(processExitsWith: .success) {
      for isBinary in [false, true] {
        // So many that pools, stacks and pages (a few 100 KB in all) are below one byte a node.
        let count = 1_000_000
        let x = Value(1), y = Value(0.5)
        let before = residentBytes()
        var s = x
        for _ in 0..<count { s = isBinary ? s * y : s * 0.5 }
        s.backward()
        let bytes = Double(residentBytes() - before) / Double(count)
        #expect(bytes <= 120, "\(isBinary ? "binary" : "unary"): \(bytes) bytes a node")
        // A node holds a number, a gradient and two more words: less cannot be.
        #expect(bytes >= 32 || isBinary, "the measurement sees nothing: \(bytes)")
      }
    }
  }

  @Test("the spare nodes of a thread go with it", .tags(.slow))
  func threadEnds() async {
    await #expect(processExitsWith: .success) {
      func work() {
        _ = onSmallStack {
          var s = Value(1)
          for _ in 0..<20_000 { s = s * 1.0 }
          return s.data
        }
      }
      for _ in 0..<20 { work() }
      let before = residentBytes()
      for _ in 0..<100 { work() }
      let growth = residentBytes() - before
      // 100 threads with 20,000 nodes of 64 bytes would keep 128 MB; a tenth is left to the
      // allocator, which has a few arenas for all threads.
      precondition(before > 0)
      #expect(growth < 12_800_000, "grew by \(growth) bytes in 100 threads")
    }
  }
  #endif

  @Test("every node of a graph goes with the root, but for what is held elsewhere")
  func weakReferences() {
    weak var leaf: Value?
    weak var literal: Value?
    weak var interior: Value?
    weak var inArray: Value?
    weak var own: Value?
    weak var root: Value?
    let kept = Value(3, label: "kept")
    do {
      let x = Value(2), a = x * kept, b = sum([a, x, kept])
      let c: Value = 5
      let bump = Value.custom(
        "bump", of: [a, c], value: { $0[0] + $0[1] }, localGradient: { (_: [Value]) in [1, 1] })
      let f = (dot([b, bump], [a, c], plus: x) + select(a, b, where: a < b)).labeled("f")
      f.backward()
      (leaf, literal, interior, inArray, own, root) = (x, c, a, b, bump, f)
      #expect([leaf, literal, interior, inArray, own, root].allSatisfy { $0 != nil })
    }
    #expect([leaf, literal, interior, inArray, own, root].allSatisfy { $0 == nil })
    #expect(kept.data == 3)
  }

  @Test("derivative graphs, listings and checks leave nothing behind")
  func derived() {
    weak var slopeNode: Value?
    weak var node: Value?
    let x = Value(0.5)
    do {
      let f = sin(x) * exp(x)
      node = f
      let slope = f.derivative(withRespectTo: x)
      let curvature = slope.derivative(withRespectTo: x)
      slopeNode = slope
      curvature.backward()
      _ = curvature.listing() + curvature.description
      _ = curvature.anomaly()
      _ = curvature.topologicalOrder()
      #expect(slopeNode != nil && node != nil)
    }
    #expect(slopeNode == nil)
    #expect(node == nil)
  }

  @Test("a derivative graph keeps the nodes that it is computed from")
  func derivativeOutlives() {
    let x = Value(3)
    let slope: Value
    do {
      let f = x * x * x
      slope = f.derivative(withRespectTo: x)
    }
    x.data = 2
    slope.forward()
    #expect(slope.data == 12)
    slope.backward()
    // 6 x.
    #expect(x.gradient == 12)
  }
}
