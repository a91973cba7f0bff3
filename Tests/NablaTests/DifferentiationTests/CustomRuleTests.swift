// The rules of users' own primitives: whatever they do with the nodes that they meet leaves no trace, and
// their derivatives are right at all numbers, or refused.

import Nabla
import Testing

private func huber(_ x: Value) -> Value {
  Value.custom(
    "huber", of: [x],
    value: { abs($0[0]) < 1 ? 0.5 * $0[0] * $0[0] : abs($0[0]) - 0.5 },
    localGradient: { (v: [Value]) in
      if abs(v[0]) < 1 { return [v[0]] }
      return [v[0] > 0 ? Value(1) : Value(-1)]
    })
}

/// sin, with a local gradient found by a sweep.
private func swept(_ x: Value) -> Value {
  Value.custom(
    "swept", of: [x], value: { sin($0[0]) },
    localGradient: { (v: [Value]) in
      let h = sin(v[0])
      h.backward()
      return [Value(v[0].gradient)]
    })
}

@Suite("Rules of custom primitives")
struct CustomRuleTests {
  @Test("a comparison in a rule is made anew at each evaluation: compiled, programs, forward()")
  func comparisons() throws {
    let function = compiled { huber($0[0]) }
    for (point, slope) in [(0.5, 0.5), (3, 1), (-2, -1), (-0.25, -0.25)] {
      #expect(function.gradient(at: [point]) == [slope])
      #expect(gradient(at: [point]) { huber($0[0]) } == [slope])
      #expect(derivative(at: point) { huber($0) } == slope)
    }
    let x = Value(2)
    let slope = huber(x).derivative(withRespectTo: x)
    let curvature = slope.derivative(withRespectTo: x)
    #expect(slope.data == 1 && curvature.data == 0)
    x.data = 0.5
    slope.forward()
    curvature.forward()
    #expect(slope.data == 0.5 && curvature.data == 1)
    let program = try Program(inputs: [x], outputs: [slope, curvature])
    #expect(program.evaluate(rows: [[0.5], [3], [-3]]) == [[0.5, 1], [1, 0], [-1, 0]])
  }

  @Test("a rule that reads data, or detaches, is asked anew at each evaluation: nothing is frozen")
  func numbersOfNodes() throws {
    // x³ and |x|, in ways that a graph made at one point does not hold.
    let rules: [(String, @Sendable ([Value]) -> [Value], slope: (Double) -> Double)] = [
      ("factor", { v in [3 * v[0] * Value(v[0].data)] }, { 3 * $0 * $0 }),
      ("branch", { v in v[0].data > 0 ? [v[0] / v[0]] : [-v[0] / v[0]] }, { $0 > 0 ? 1 : -1 }),
      ("detached", { v in [3 * v[0] * v[0].detached()] }, { 3 * $0 * $0 }),
      ("detached node", { v in [3 * v[0] * (1 * v[0]).detached()] }, { 3 * $0 * $0 }),
    ]
    for (name, rule, slope) in rules {
      func f(_ x: Value) -> Value {
        Value.custom(name, of: [x], value: { $0[0] }, localGradient: rule)
      }
      let function = compiled { f($0[0]) }
      let x = Value(2)
      let derivative = f(x * 1).derivative(withRespectTo: x)
      let program = try Program(inputs: [x], outputs: [derivative])
      for point in [2.0, 3, -3] {
        #expect(function.gradient(at: [point]) == [slope(point)], "\(name)")
        x.data = point
        derivative.forward()
        #expect(derivative.data == slope(point), "\(name)")
        #expect(program.evaluate([point]) == [slope(point)], "\(name)")
      }
    }
  }

  @Test("a local gradient that is found by a sweep is right, and leaves the graph as it was")
  func sweeps() throws {
    let x = Value(0.7), y = Value(0.3)
    let expected = cos(0.7)
    let f = swept(x)
    f.backward()
    #expect(x.gradient == expected)
    x.gradient = 0
    let slope = f.derivative(withRespectTo: x)
    #expect(slope.data == expected && x.gradient == 0)
    let g = f * y + x
    #expect(
      g.derivatives(withRespectTo: [x, y]).map { $0.data } == [expected * 0.3 + 1, sin(0.7)])
    #expect(gradient(at: [0.7]) { swept($0[0]) } == [expected])
    let function = compiled { swept($0[0]) }
    #expect(function.gradient(at: [0.7]) == [expected])
    #expect(function.gradient(at: [0.1]) == [cos(0.1)])
    x.data = 0.1
    slope.forward()
    #expect(slope.data == cos(0.1))
    // On top of a computed node, which the sweep goes beyond.
    let h = swept(exp(x))
    h.backward()
    #expect(abs(x.gradient - cos(exp(0.1)) * exp(0.1)) <= 1e-15)
  }

  @Test("it has no second derivative, and says so")
  func sweptTwice() async {
    await #expect(processExitsWith: .failure) {
      _ = derivative(at: 0.7, order: 2) { swept($0) }
    }
    // Numbers taken from `data` are constants to a derivative, which does not notice.
    await #expect(processExitsWith: .failure) {
      _ = derivative(at: 0.7, order: 2) { x in
        Value.custom(
          "square", of: [x], value: { $0[0] * $0[0] },
          localGradient: { (v: [Value]) in [Value(2 * v[0].data)] })
      }
    }
  }

  @Test("a constant local gradient is a constant, also twice")
  func constant() {
    let f: (Value) -> Value = { x in
      Value.custom(
        "triple", of: [x], value: { 3 * $0[0] }, localGradient: { (_: [Value]) in [Value(3)] })
    }
    #expect(derivative(at: 2) { f($0) * f($0) } == 36)
    #expect(derivative(at: 2, order: 2) { f($0) * f($0) } == 18)
    #expect(derivative(at: 2, order: 3) { f($0) * f($0) } == 0)
  }

  @Test("partials of several inputs that depend on each other are partial, to the third order")
  func severalInputs() {
    // a² b where a < 10, with a comparison in its rule so that it is asked anew.
    let f: (Value, Value) -> Value = { a, b in
      Value.custom(
        "a²b", of: [a, b], value: { $0[0] * $0[0] * $0[1] },
        localGradient: { (v: [Value]) in
          v[0] < 10 ? [2 * v[0] * v[1], v[0] * v[0]] : [0, 0]
        })
    }
    // With b = a³: a⁵, whose derivatives at 2 are 80, 160, 240.
    for (order, expected) in [(1, 80.0), (2, 160), (3, 240)] {
      #expect(derivative(at: 2, order: order) { a in f(a, a * a * a) } == expected)
    }
    #expect(hessian(at: [2, 5]) { v in f(v[0], v[1]) } == [[10, 4], [4, 0]])
  }

  @Test("a rule that captures nodes and sweeps them changes nothing outside")
  func captured() {
    let x = Value(2), w = Value(3)
    let q = x * w
    nonisolated(unsafe) let captured = (q: q, x: x, w: w)
    // d/dq of q²/2 by a detour: q is x w, whose gradient by x is w.
    let f = Value.custom(
      "own", of: [q], value: { 0.5 * $0[0] * $0[0] },
      localGradient: { (v: [Value]) in
        captured.q.backward()
        captured.q.zeroGradients()
        captured.q.backward()
        let slope = captured.x.gradient
        _ = captured.q.derivative(withRespectTo: captured.w)
        return [v[0] * (slope / captured.w.data)]
      })
    let g = f + q * q + sin(q)
    g.backward()
    // (q + 2 q + cos q) dq/dx.
    let upstream = 6.0 + 12 + cos(6.0)
    #expect(x.gradient == upstream * 3 && w.gradient == upstream * 2)
    #expect(g.derivatives(withRespectTo: [x, w]).map { $0.data } == [upstream * 3, upstream * 2])
    #expect(x.gradient == upstream * 3 && q.gradient == upstream)
    // Where what is captured is swept in the middle of the sweep that it is part of.
    let shared = q + 1
    nonisolated(unsafe) let part = shared
    let h = Value.custom(
      "own", of: [shared], value: { $0[0] },
      localGradient: { (_: [Double]) in
        part.backward()
        return [1]
      })
    x.gradient = 0
    (h * shared + shared).backward()
    // s² + s has the slope 2 s + 1 = 15 at s = 7.
    #expect(x.gradient == 45)
  }

  @Test("a chain of primitives whose closures own the one before is released without recursion")
  func chainOfClosures() {
    let sum = onSmallStack {
      let x = Value(0.5)
      var last = sin(x)
      for _ in 0..<100_000 {
        nonisolated(unsafe) let before = last
        last = Value.custom(
          "c", of: [x], value: { v in v[0] + before.data }, localGradient: { (_: [Double]) in [1] })
      }
      let data = last.data
      last = x
      return data
    }
    // 100,000 times a half, and sin 0.5; each addition may round by half an ulp of the sum.
    #expect(abs((sum ?? .nan) - (50_000 + 0.479425538604203)) <= 1e-6)
  }

  @Test("derivatives are nodes of their own: naming one names nothing else")
  func ownNodes() {
    let x = Value(2, label: "x"), y = Value(3, label: "y")
    let slopes = (x * y).derivatives(withRespectTo: [x, y])
    slopes[0].label = "df/dx"
    #expect(y.label == "y" && slopes.map { $0.data } == [3, 2])
    let e = exp(x).labeled("e")
    e.derivative(withRespectTo: x).labeled("slope")
    #expect(e.label == "e")
    let both = sin(x + y).derivatives(withRespectTo: [x, y])
    #expect(both[0] !== both[1])
  }

  @Test("evaluate, evaluate(rows:) of a compiled function's first call: the same bits ever after")
  func firstCall() {
    for k in 0..<30 {
      let point = (0..<8).map { i in Double((k * 37 + i * 101) % 600) / 100 - 3 }
      let function = compiled { v in sum(v.map { exp($0) * sin($0) }) }
      #expect(function(point) == function(point))
    }
  }
}
