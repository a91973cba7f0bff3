// A leaf is given another number while graphs are computed from it: their gradients are those at the
// leaves' present numbers, never a mixture of old and new.

@testable import Nabla
import Testing

@Suite("Graphs older than their leaves")
struct LeafChangesTests {
  /// The gradient of sin(w v) w at (w, v), by hand.
  private func gradient(_ w: Double, _ v: Double) -> [Double] {
    [v * Nabla.cos(w * v) * w + Nabla.sin(w * v), w * Nabla.cos(w * v) * w]
  }

  @Test("an older graph is computed anew before it is swept")
  func sharedGraph() {
    let w = Value(2), v = Value(5)
    let s = w * v
    let first = s * s, second = sin(s) * w
    first.backward()
    w.data -= 0.1
    (w.gradient, v.gradient) = (0, 0)
    second.backward()
    // Rounding of a dozen operations on numbers below 10.
    for (x, expected) in zip([w, v], gradient(1.9, 5)) {
      #expect(abs(x.gradient - expected) <= 1e-14)
    }
    #expect(second.data == Nabla.sin(1.9 * 5.0) * 1.9)
  }

  @Test("so is one on top of parts that were made before the change")
  func olderParts() {
    let w = Value(2), v = Value(5)
    let s = w * v
    w.data = 1.9
    let f = sin(s) * w
    f.backward()
    for (x, expected) in zip([w, v], gradient(1.9, 5)) {
      #expect(abs(x.gradient - expected) <= 1e-14)
    }
  }

  @Test("and one that shares parts with a graph that was computed anew meanwhile")
  func partlyForwarded() {
    let w = Value(2), v = Value(5)
    let s = w * v
    let first = s * s, second = sin(s) * w
    w.data = 1.9
    first.forward()
    second.backward()
    #expect(abs(w.gradient - gradient(1.9, 5)[0]) <= 1e-14)
  }

  @Test("parts in arrays, custom primitives and labelled nodes are no exception")
  func otherKinds() {
    let w = Value(2)
    let cube = Value.custom(
      "cube", of: [w], value: { $0[0] * $0[0] * $0[0] }, localGradient: { [3 * $0[0] * $0[0]] })
    let f = dot([w, cube.labeled("c")], [w, w])
    w.data = 3
    f.backward()
    // w² + w⁴ has the slope 2 w + 4 w³.
    #expect(f.data == 90 && w.gradient == 6 + 108)
  }

  @Test("derivatives, anomalies and checks of an older graph are at the present numbers")
  func derivatives() {
    let x = Value(2)
    let f = x * x * x
    x.data = 3
    #expect(f.derivative(withRespectTo: x).data == 27)
    #expect(f.derivative(withRespectTo: x).derivative(withRespectTo: x).data == 18)
    let g = log(x)
    x.data = 0
    #expect(g.anomaly()?.operation == "log")
  }

  /// A graph and its leaves, which one thread after another works on, as those of an actor.
  private final class Shared: @unchecked Sendable {
    let w = Value(2), v = Value(5)
    lazy var f = sin(w * v) * w
    lazy var g = dot([w, v], [v, w], plus: w)
    lazy var h = exp(w.detached())
  }

  @Test("leaves that are changed on another thread than the one that made and sweeps the graph")
  func otherThreads() {
    for kind in 0..<3 {
      let shared = Shared()
      let root = [\Shared.f, \.g, \.h][kind]
      func slope() -> Double { kind == 0 ? gradient(shared.w.data, 5)[0] : 11 }
      _ = shared[keyPath: root]
      for step in 0..<4 {
        // Made here; changed there, where another graph is made of the leaf in the second step.
        _ = onSmallStack {
          shared.w.data -= 0.1
          if step == 1 { (shared.w * shared.w).backward() }
          shared.w.gradient = 0
        }
        // Swept here, there, and after a change here.
        if step == 2 { shared.w.data += 0.25 }
        if step == 3 {
          _ = onSmallStack { shared[keyPath: root].backward() }
        } else {
          shared[keyPath: root].backward()
        }
        if kind == 2 {
          #expect(shared.h.data == Nabla.exp(shared.w.data))
        } else {
          #expect(abs(shared.w.gradient - slope()) <= 1e-13, "step \(step) of graph \(kind)")
        }
      }
    }
  }

  @Test("a graph that is swept as it was made is not computed anew")
  func unchanged() {
    // Another test may tell all threads of a change meanwhile, but not every time.
    let isComputedOnce = (0..<100).contains { _ in callsOfUnchanged() == [1, 2, 2] }
    #expect(isComputedOnce)
  }

  private func callsOfUnchanged() -> [Int] {
    // The closure counts how often its value is asked for; it runs on this thread alone.
    final class Count: @unchecked Sendable { var calls = 0 }
    var calls: [Int] = []
    let count = Count()
    let x = Value(2)
    let f = Value.custom(
      "counted", of: [x],
      value: {
        count.calls += 1
        return $0[0]
      }, localGradient: { (_: [Double]) in [1] })
    let g = f * f
    g.backward()
    g.backward()
    calls.append(count.calls)
    x.data = 3
    g.backward()
    #expect(g.data == 9)
    calls.append(count.calls)
    g.backward()
    calls.append(count.calls)
    return calls
  }

  @Test("random changes of leaves between graphs: each gradient is the one at the present numbers")
  func random() {
    var generator = SplitMix(state: 5)
    let leaves = (0..<4).map { Value(Double($0)) }
    var nodes = leaves
    // Two numbers for each: what it is, and how much each leaf moves it.
    func numbers(_ node: Value) -> (Double, [Double]) {
      let fresh = Dictionary(
        uniqueKeysWithValues: leaves.map { ($0, Value($0.data)) })
      var copies: [Value: Value] = fresh
      for node in node.topologicalOrder() where copies[node] == nil {
        let parents = node.parents.compactMap { copies[$0] }
        copies[node] = node.operation == .multiply ? parents[0] * parents[1] : sin(parents[0])
      }
      let root = copies[node] ?? node
      root.backward()
      return (root.data, leaves.map { fresh[$0]?.gradient ?? .nan })
    }
    for _ in 0..<300 {
      let x = nodes.randomElement(using: &generator) ?? leaves[0]
      let y = nodes.randomElement(using: &generator) ?? leaves[1]
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: nodes.append(sin(x))
      case 1: nodes.append(x * y)
      case 2:
        leaves.randomElement(using: &generator)?.data = Double.random(in: -1...1, using: &generator)
      default:
        guard !x.isLeaf else { continue }
        for leaf in leaves { leaf.gradient = 0 }
        x.backward()
        let (value, gradient) = numbers(x)
        // The copy adds up a leaf's contributions in another order.
        #expect(x.data == value)
        for (leaf, expected) in zip(leaves, gradient) {
          #expect(abs(leaf.gradient - expected) <= 1e-12 * (1 + abs(expected)))
        }
      }
      if nodes.count > 40 { nodes = leaves }
    }
  }
}
