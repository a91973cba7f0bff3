// What backward() does to gradients that are already there, and at nodes with several uses.

import Nabla
import Testing

@Suite("backward()")
struct BackwardTests {
  @Test("called twice, it doubles the leaves and nothing else")
  func twice() {
    let x = Value(3), y = Value(-4)
    let product = x * y
    let f = product + x
    for sweep in 1...3 {
      f.backward()
      #expect([x.gradient, y.gradient] == [-3 * Double(sweep), 3 * Double(sweep)])
      #expect([product.gradient, f.gradient] == [1, 1])
    }
  }

  @Test("two losses that share a subgraph add up in the leaves", arguments: [false, true])
  func sharedSubgraph(secondFirst: Bool) {
    let x = Value(3), y = Value(5)
    let shared = x * y
    let losses = [shared * shared, 7 * shared]
    for loss in secondFirst ? losses.reversed() : losses { loss.backward() }
    // d(s^2 + 7 s)/ds = 2 * 15 + 7 = 37.
    #expect([x.gradient, y.gradient] == [37 * 5, 37 * 3])
    // The interior node has the gradient of the last sweep alone.
    #expect(shared.gradient == (secondFirst ? 30 : 7))
  }

  @Test("two losses that share several layers, of which one sees only a part, add up")
  func sharedLayers() {
    let x = Value(2)
    let a = x * x
    let b = a * x
    let c = b + a
    let first = c * b, second = a * 10
    first.backward()
    // (x^3 + x^2) x^3 = x^6 + x^5 has 6 * 32 + 5 * 16.
    #expect(x.gradient == 272)
    second.backward()
    // And 10 x^2 has 20 * 2.
    #expect(x.gradient == 312)
    #expect([a.gradient, second.gradient] == [10, 1])
  }

  @Test("below the node that two losses share, the second sweep starts at 0 again")
  func belowTheShared() {
    let x = Value(2)
    let square = x * x
    let next = square + 1
    let shared = next * 2
    let losses = [shared * 3, shared * 5]
    for loss in losses { loss.backward() }
    // 3 * 2 * 2 x and 5 * 2 * 2 x.
    #expect(x.gradient == 64)
    #expect([shared, next, square].map { $0.gradient } == [5, 10, 10])
  }

  @Test("the first call after zeroGradients() is exact")
  func afterZeroGradients() {
    let x = Value(0.1), y = Value(0.7)
    let f = sin(x * y) / (x + y)
    f.backward()
    let first = [x.gradient, y.gradient]
    f.backward()
    f.zeroGradients()
    #expect(f.topologicalOrder().allSatisfy { $0.gradient == 0 })
    f.backward()
    #expect([x.gradient, y.gradient] == first)
  }

  @Test("fan-out adds: a + a, a - a, a * a, a / a and a to the a")
  func fanOut() {
    for (slope, f) in [
      (2, { $0 + $0 }), (0, { $0 - $0 }), (6, { $0 * $0 }), (0, { $0 / $0 }),
      (27 * (1 + 1.0986122886681098), { pow($0, $0) }),  // a^a (1 + log a), log 3
    ] as [(Double, (Value) -> Value)] {
      expectClose(valueWithDerivative(at: 3, of: f).derivative, slope)
    }
  }

  @Test("a dot product and a sum that list one node several times add all its places")
  func repeatedInArrays() {
    let a = Value(3), b = Value(5)
    let f = dot([a, b, a], [a, a, b], plus: a) + sum([a, a, b, a])
    f.backward()
    // a^2 + 2 a b + a + 3 a + b has 2 a + 2 b + 4 and 2 a + 1.
    #expect(f.data == 56)
    #expect([a.gradient, b.gradient] == [20, 7])
  }

  @Test("in a chain of twenty diamonds each node is visited once, after all its uses")
  func diamonds() {
    let x = Value(1)
    var node = x
    for _ in 0..<20 { node = node + node * 2 }
    node.backward()
    // 3^20 is exact in a Double.
    #expect(node.data == 3_486_784_401)
    #expect(x.gradient == 3_486_784_401)
  }

  @Test("a short path and a long one to the same node both count", arguments: [false, true])
  func unevenPaths(longFirst: Bool) {
    let x = Value(2)
    let start = x * x
    var long = start
    for _ in 0..<10 { long = long + 1 }
    let f = longFirst ? long * start : start * long
    f.backward()
    // s (s + 10) has the slope 2 s + 10 = 18 at s = 4, and s has 2 x = 4.
    #expect(start.gradient == 18)
    #expect(x.gradient == 72)
  }

  @Test("a seed scales every gradient")
  func seed() {
    let x = Value(3), y = Value(-4)
    let product = x * y
    let f = product + x
    f.backward(seed: -2.5)
    #expect([f, product, x, y].map { $0.gradient } == [-2.5, -2.5, 7.5, -7.5])
  }

  @Test("on a leaf it adds the seed, on an interior node it sets it")
  func seedAtRoot() {
    let x = Value(2)
    x.backward()
    x.backward(seed: 4)
    #expect(x.gradient == 5)
    let f = x * 3
    f.backward(seed: 2)
    f.backward(seed: 10)
    #expect(f.gradient == 10)
    #expect(x.gradient == 5 + 6 + 30)
  }

  @Test("on an interior node it leaves alone what is computed from that node")
  func interiorRoot() {
    let x = Value(3)
    let square = x * x
    let f = 5 * square
    f.backward()
    x.gradient = 0
    square.backward()
    #expect([x.gradient, square.gradient, f.gradient] == [6, 1, 1])
  }

  @Test("uses outside the graph, dead or alive, do not keep a node waiting")
  func otherUses() {
    let x = Value(3)
    let square = x * x
    let deep = square + 1
    let unused = exp(deep) * square
    for _ in 0..<3 { _ = square * deep }
    let f = square * deep
    f.backward()
    // s (s + 1) has the slope 2 s + 1 = 19 at s = 9, and s has 6.
    #expect(x.gradient == 114)
    #expect(unused.gradient == 0)
  }

  @Test("a detached copy stops the gradient")
  func detached() {
    let x = Value(3)
    let square = x * x
    (square.detached() * square).backward()
    #expect(x.gradient == 9 * 6)
  }

  @Test("after forward() the gradients are those of the new numbers")
  func forwardThenBackward() {
    let x = Value(2), y = Value(3)
    let f = x * x * y
    f.backward()
    (x.data, y.data) = (5, -1)
    f.forward()
    f.zeroGradients()
    f.backward()
    #expect(f.data == -25)
    #expect([x.gradient, y.gradient] == [-10, 25])
  }
}
