// Derivatives that are graphs: with respect to any node, differentiated again, and evaluated again.

import Nabla
import Testing

@Suite("Derivatives as graphs")
struct DerivativeTests {
  @Test("with respect to an interior node, all that lies above it counts")
  func interior() {
    let x = Value(2)
    let square = x * x
    let f = square * square + square * x
    // 2 s + x at s = 4: the x beside s is not the x inside it.
    #expect(f.derivative(withRespectTo: square).data == 10)
    // x^4 + x^3 has 4 * 8 + 3 * 4.
    #expect(f.derivative(withRespectTo: x).data == 44)
  }

  @Test("with respect to itself it is 1, and derivatives of a leaf by a leaf are 1 and 0")
  func itself() {
    let x = Value(2), y = Value(3)
    let f = x * y
    #expect(f.derivative(withRespectTo: f).data == 1)
    #expect(x.derivatives(withRespectTo: [x, y]).map { $0.data } == [1, 0])
  }

  @Test("with respect to an unrelated node, or to what is computed from it, it is 0")
  func unrelated() {
    let x = Value(2), y = Value(3)
    let f = x * x
    let above = f + 1
    #expect(f.derivatives(withRespectTo: [y, above]).map { $0.data } == [0, 0])
    #expect(f.derivative(withRespectTo: y).derivative(withRespectTo: x).data == 0)
  }

  @Test("an input listed twice gets its derivative twice")
  func listedTwice() {
    let x = Value(3)
    #expect((x * x).derivatives(withRespectTo: [x, x]).map { $0.data } == [6, 6])
  }

  @Test("differentiating touches neither data nor gradients")
  func leavesGradientsAlone() {
    let x = Value(3), y = Value(5)
    let f = x * y + x
    f.backward()
    let before = f.topologicalOrder().map { [$0.data, $0.gradient] }
    _ = f.derivatives(withRespectTo: [x, y]).map { $0.derivative(withRespectTo: y) }
    #expect(f.topologicalOrder().map { [$0.data, $0.gradient] } == before)
  }

  @Test("mixed derivatives do not depend on the order: x^3 y^2 has 6 x^2 y either way")
  func mixed() {
    let x = Value(3), y = Value(5)
    let f = pow(x, 3) * pow(y, 2)
    let byXY = f.derivative(withRespectTo: x).derivative(withRespectTo: y)
    let byYX = f.derivative(withRespectTo: y).derivative(withRespectTo: x)
    #expect([byXY.data, byYX.data] == [270, 270])
    // Once more by each: 12 x y and 6 x^2, then 12 x.
    #expect(byXY.derivatives(withRespectTo: [x, y]).map { $0.data } == [180, 54])
    #expect(byXY.derivative(withRespectTo: x).derivative(withRespectTo: y).data == 36)
  }

  @Test("forward() evaluates a derivative at new numbers of the leaves")
  func forward() {
    let x = Value(3)
    let f = pow(x, 4)
    let slope = f.derivative(withRespectTo: x)
    let curvature = slope.derivative(withRespectTo: x)
    for (number, first, second) in [(-2.0, -32.0, 48.0), (0, 0, 0), (10, 4000, 1200)] {
      x.data = number
      slope.forward()
      curvature.forward()
      #expect([slope.data, curvature.data] == [first, second])
    }
  }

  @Test("forward() decides branches anew, in a derivative as in the function")
  func forwardThroughBranches() {
    let x = Value(3)
    let f = select(x * x, -x, where: x > 0) + relu(x)
    let slope = f.derivative(withRespectTo: x)
    #expect(slope.data == 7)
    x.data = -3
    slope.forward()
    #expect(slope.data == -1)
    x.data = 5
    slope.forward()
    #expect(slope.data == 11)
  }

  @Test("a derivative graph has gradients by backward() like any other")
  func backward() {
    let x = Value(0.5)
    let slope = sin(x).derivative(withRespectTo: x)
    slope.backward()
    // -sin 0.5.
    expectClose(x.gradient, -0.479425538604203)
  }

  @Test("a branch not taken contributes nothing at any order, not even NaN")
  func branchNotTaken() {
    let x = Value(-1)
    var f = select(log(x), x * x, where: x > 0)
    for expected in [1.0, -2, 2, 0] {
      #expect(f.data == expected)
      f = f.derivative(withRespectTo: x)
    }
  }

  @Test("a custom primitive with a rule on values is right at order 3, alone and inside others")
  func customOnValues() {
    let cube = { (x: Value) in
      Value.custom(
        "cube", of: [x], value: { $0[0] * $0[0] * $0[0] },
        localGradient: { [3 * $0[0] * $0[0]] })
    }
    #expect((0...4).map { derivative(at: 2, order: $0, of: cube) } == [8, 12, 12, 6, 0])
    // (x^2)^3 x = x^7, and x is an input twice.
    let nested = (0...3).map { derivative(at: 2, order: $0) { x in cube(x * x) * x } }
    #expect(nested == [128, 448, 1344, 3360])
  }

  @Test("a custom primitive of two inputs has mixed derivatives")
  func customOfTwo() {
    let matrix = hessian(at: [3, 5]) { v in
      Value.custom(
        "x^2 y", of: v, value: { $0[0] * $0[0] * $0[1] },
        localGradient: { [2 * $0[0] * $0[1], $0[0] * $0[0]] })
    }
    #expect(matrix == [[10, 6], [6, 0]])
  }

  @Test("a custom primitive with a rule on numbers has first derivatives, also as a graph")
  func customOnNumbers() {
    let x = Value(2)
    let slopeRule: @Sendable ([Double]) -> [Double] = { [3 * $0[0] * $0[0]] }
    let cube = Value.custom(
      "cube", of: [x], value: { $0[0] * $0[0] * $0[0] }, localGradient: slopeRule)
    let f = cube * cube
    f.backward()
    // 6 x^5.
    #expect(x.gradient == 192)
    let slope = f.derivative(withRespectTo: x)
    #expect(slope.data == 192)
    x.data = -1
    slope.forward()
    #expect(slope.data == -6)
  }
}
