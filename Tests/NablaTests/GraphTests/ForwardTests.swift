// The same graph with other numbers, and gradients from zero.

import Nabla
import Testing

@Suite("forward() and zeroGradients()")
struct ForwardTests {
  @Test("a select takes the other branch when the numbers say so")
  func select() {
    let x = Value(2, label: "x")
    let f = (Nabla.select(x * x, -x, where: x > 0) + 1).labeled("f")
    #expect(f.data == 5)
    f.backward()
    #expect(x.gradient == 4)
    x.data = -3
    f.forward()
    #expect(f.data == 4)
    f.zeroGradients()
    f.backward()
    #expect(x.gradient == -1)
    x.data = 0
    f.forward()
    #expect(f.data == 1)
  }

  @Test("a comparison with <= holds for equal numbers, with < it does not")
  func equal() {
    let x = Value(1), y = Value(1)
    #expect(Nabla.select(Value(5), Value(6), where: x <= y).data == 5)
    #expect(Nabla.select(Value(5), Value(6), where: x < y).data == 6)
    #expect(Nabla.select(Value(5), Value(6), where: x >= y).data == 5)
    #expect(Nabla.select(Value(5), Value(6), where: x > y).data == 6)
  }

  @Test("every kind of node is computed anew, and the gradients follow")
  func everyKind() {
    func build(_ x: Value, _ y: Value) -> Value {
      let own = Value.custom(
        "own", of: [x, y], value: { $0[0] * $0[0] * $0[1] },
        localGradient: { (v: [Value]) in [2 * v[0] * v[1], v[0] * v[0]] })
      let named = (own * 2 + y).labeled("named")
      let p = softmax([x, y, named])
      return dot(p, [x, named, own], plus: logSumExp([x, y])) + sum([pow(x, 3), y, 1 / y])
    }
    let x = Value(0.5), y = Value(-1.5)
    let f = build(x, y)
    x.data = 1.25
    y.data = 0.75
    f.forward()
    let newX = Value(1.25), newY = Value(0.75)
    let anew = build(newX, newY)
    #expect(f.data == anew.data)
    f.backward()
    anew.backward()
    #expect(x.gradient == newX.gradient)
    #expect(y.gradient == newY.gradient)
  }

  @Test("a derivative graph follows its leaves")
  func derivativeGraph() {
    let x = Value(2)
    let slope = (x * x * x).derivative(withRespectTo: x)
    #expect(slope.data == 12)
    x.data = -1
    slope.forward()
    #expect(slope.data == 3)
  }

  @Test("forward() leaves gradients alone; on a leaf it does nothing")
  func gradientsKept() {
    let x = Value(2)
    let f = x * x
    f.backward()
    x.data = 5
    x.forward()
    #expect(f.data == 4)
    f.forward()
    #expect([f.data, x.gradient, f.gradient] == [25, 4, 1])
  }

  @Test("a sum of Doubles compared with a literal is one of Doubles")
  func sumsOfDoubles() {
    // Values can be made of literals and added to Doubles; here they must not be.
    let halves = [0.5, 0.5]
    let isOne = halves.reduce(0, +) == 1
    #expect(isOne)
    let isQuarter = halves.reduce(1, *) == 0.25
    #expect(isQuarter)
    let rows: [[Double]] = [[0, 1], [1, 0]]
    let areAll = rows.allSatisfy { $0.reduce(0, +) == 1 }
    #expect(areAll)
  }

  @Test("zeroGradients() clears this graph and no other")
  func zeroGradients() {
    let x = Value(2), y = Value(3)
    let q = x * x, f = q * 2, g = y * q
    g.backward()
    f.zeroGradients()
    #expect([x.gradient, q.gradient, f.gradient] == [0, 0, 0])
    #expect([y.gradient, g.gradient] == [4, 1])
    let leaf = Value(1)
    leaf.gradient = 8
    leaf.zeroGradients()
    #expect(leaf.gradient == 0)
  }
}
