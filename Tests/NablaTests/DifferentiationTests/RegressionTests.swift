// One test for each fault that was found in a scalar engine written in Swift, so that none of them
// comes back here.

import Nabla
import Testing

@Suite("Faults that other engines had")
struct RegressionTests {
  @Test("5 - x is not x - 5: a literal on the left was once taken for the right operand")
  func literalOnTheLeft() {
    let x = Value(2)
    let f = 5 - x
    f.backward()
    #expect(f.data == 3)
    #expect(x.gradient == -1)
    #expect((8 / x).data == 4)
  }

  @Test("d(a - b)/db is -1: a subtraction that passed +1 to both")
  func subtraction() {
    #expect(gradient(at: [2, 7]) { $0[0] - $0[1] } == [1, -1])
  }

  @Test("tanh(400) is 1: (e^2x - 1) / (e^2x + 1) is infinity over infinity there")
  func tanhOverflow() {
    for x in [400.0, 1e308, .infinity] {
      #expect(valueWithDerivative(at: x) { tanh($0) } == (1, 0))
      #expect(valueWithDerivative(at: -x) { tanh($0) } == (-1, 0))
    }
  }

  @Test("d(p^q)/dq is p^q log p: a power whose exponent never learned")
  func exponent() {
    let slopes = gradient(at: [2, 3]) { pow($0[0], $0[1]) }
    // 3 * 2^2, and 8 log 2.
    expectClose(slopes, [12, 8 * 0.6931471805599453])
  }

  @Test("a second backward() adds once more: an order kept from the first made it do nothing")
  func secondSweepWorks() {
    let x = Value(3)
    let f = x * x
    f.backward()
    f.backward()
    #expect(x.gradient == 12)
  }

  @Test("a second backward() starts interior nodes at 0: left as they were, the leaves got 3 times")
  func secondSweepClears() {
    let x = Value(3)
    let f = (x * x) * 5
    f.backward()
    f.backward()
    #expect(x.gradient == 2 * 30)
  }

  @Test("a node pushed by two parents is visited once: twice would pass its gradient on twice")
  func visitedOnce() {
    let x = Value(3)
    let shared = x * 2
    let left = shared + 1, right = shared + 2
    let f = left * right
    f.backward()
    #expect(shared.gradient == 15)
    #expect(x.gradient == 30)
    #expect(f.topologicalOrder().filter { $0 === shared }.count == 1)
  }

  @Test("a graph is released with its last reference: closures that held their node kept all alive")
  func released() {
    let x = Value(3)
    weak var interior: Value?
    weak var root: Value?
    weak var custom: Value?
    do {
      let product = x * x
      let cube = Value.custom(
        "cube", of: [product], value: { $0[0] * $0[0] * $0[0] },
        localGradient: { [3 * $0[0] * $0[0]] })
      let f = sin(cube + product).labeled("f")
      f.backward()
      let slope = f.derivative(withRespectTo: x)
      slope.backward()
      (interior, root, custom) = (product, f, cube)
      #expect(interior != nil && root != nil && custom != nil)
    }
    #expect(interior == nil && root == nil && custom == nil)
  }

  @Test("a chain of 100,000 nodes is swept, sorted and released: recursion ends the process")
  func deepChain() {
    let x = Value(1)
    weak var middle: Value?
    do {
      var node = x
      for i in 0..<100_000 {
        node = i.isMultiple(of: 2) ? node + x : -node
        if i == 50_000 { middle = node }
      }
      node.backward()
      // Every two nodes make -(n + x) of n: 0 and 1 in turn, and so does the derivative.
      #expect(node.data == 1)
      #expect(x.gradient == 1)
      #expect(node.topologicalOrder().count == 100_001)
      #expect(middle != nil)
    }
    #expect(middle == nil)
  }
}
