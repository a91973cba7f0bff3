// A caller's mistake stops the program with a message that says the rule and the number seen.
//
// Release builds print no message for a failed precondition; the stop itself is tested in both.

import Nabla
import Testing

#if DEBUG
private let printsMessages = true
#else
private let printsMessages = false
#endif

/// Expects that a process which stopped said this.
private func expectMessage(
  _ text: String, in result: ExitTest.Result?,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  guard printsMessages else { return }
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(output.contains(text), sourceLocation: sourceLocation)
}

@Suite("Bad input")
struct BadInputTests {
  @Test("the number of an interior node cannot be set")
  func interiorData() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Value(2, label: "x")
      (x * 3).data = 1
    }
    expectMessage("data can be set on a leaf only", in: result)
    expectMessage("3 * \"x\"", in: result)
    expectMessage("set its leaves and call forward()", in: result)
  }

  @Test("a row of the wrong length is named")
  func rowLength() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (x, y) = (Value(1), Value(2))
      let program = try Program(inputs: [x, y], outputs: [x * y])
      _ = program.evaluate(rows: [[1, 2], [3]])
    }
    expectMessage("row 1: expected 2 inputs, got 1", in: result)
  }

  @Test("a dot product needs two arrays of one count")
  func dotCounts() async {
    let values = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Value(2)
      _ = dot([x, x], [x])
    }
    expectMessage("dot: expected two arrays of the same count, got 2 and 1", in: values)
    let constants = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Value(2)
      _ = dot([x], [1.0, 2.0, 3.0], plus: x)
    }
    expectMessage("dot: expected two arrays of the same count, got 1 and 3", in: constants)
  }

  @Test("there is no mean and no logSumExp of nothing")
  func empty() async {
    let none = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let empty: [Value] = []
      _ = mean(empty)
    }
    expectMessage("mean: expected at least 1 value, got 0", in: none)
    let log = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let empty: [Value] = []
      _ = logSumExp(empty)
    }
    expectMessage("logSumExp: expected at least 1 value, got 0", in: log)
  }

  @Test("a custom primitive gives one local gradient for each input")
  func customCount() async {
    let numbers = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Value(2)
      let f = Value.custom(
        "half", of: [x, x], value: { $0[0] }, localGradient: { (_: [Double]) in [1] })
      f.backward()
    }
    expectMessage("custom primitive 'half': expected 2 local gradients, got 1", in: numbers)
    let graph = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Value(2)
      let f = Value.custom(
        "twice", of: [x], value: { $0[0] }, localGradient: { (_: [Value]) in [1, 1] })
      _ = f.derivative(withRespectTo: x)
    }
    expectMessage("custom primitive 'twice': expected 1 local gradients, got 2", in: graph)
  }

  @Test("a custom primitive with a rule on numbers has no second derivative")
  func customTwice() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Value(2)
      let f = Value.custom(
        "own", of: [x], value: { $0[0] * $0[0] }, localGradient: { (v: [Double]) in [2 * v[0]] })
      let slope = f.derivative(withRespectTo: x)
      precondition(slope.data == 4, "the first derivative is allowed")
      _ = slope.derivative(withRespectTo: x)
    }
    expectMessage("cannot be differentiated again", in: result)
    expectMessage("own", in: result)
  }

  @Test("the first derivative graph of a rule on numbers works")
  func customOnce() {
    let x = Value(2)
    let f = Value.custom(
      "own", of: [x], value: { $0[0] * $0[0] }, localGradient: { (v: [Double]) in [2 * v[0]] })
    #expect(f.derivative(withRespectTo: x).data == 4)
  }

  @Test("a direction has one number for each of the point's")
  func direction() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = hessianVectorProduct(at: [1, 2], along: [1, 0, 0]) { $0[0] * $0[1] }
    }
    expectMessage("expected a direction of 2 numbers, got 3", in: result)
  }

  @Test("the order of a derivative is not negative")
  func order() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = derivative(at: 1, order: -1) { $0 * $0 }
    }
    expectMessage("expected an order of at least 0, got -1", in: result)
  }

  @Test("an Int power must be one that Double holds")
  func power() async {
    #expect(pow(Value(-1), 1 << 53).data == 1)
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let power = (1 << 53) + 1
      _ = pow(Value(-1), power)
    }
    expectMessage("pow: expected an Int power within ±2^53, got 9007199254740993", in: result)
  }

  @Test("sums and dot products of nothing are 0, and softmax of nothing is nothing")
  func nothing() {
    let empty: [Value] = [], noNumbers: [Double] = []
    let x = Value(2)
    for f in [sum(empty), dot(empty, empty), dot(empty, noNumbers)] {
      #expect(f.data == 0)
      #expect(f.parents.isEmpty)
      let g = f * x + x
      g.backward()
      g.forward()
      #expect(g.data == 2)
    }
    // Three sweeps of 0 x + x.
    #expect(x.gradient == 3)
    #expect(dot(empty, empty, plus: x).data == 2)
    #expect(softmax(empty).isEmpty)
    #expect(x.derivatives(withRespectTo: []).isEmpty)
    #expect(gradient(at: []) { _ in 1 }.isEmpty)
  }

  @Test("a NaN gives NaN gradients, and anomaly() names where it came from")
  func nan() throws {
    let x = Value(-1, label: "x"), y = Value(2)
    let f = log(x) * y
    f.backward()
    // d(log x · y)/dy is log(-1), which is not defined; d/dx = y / x is a NaN by log's own domain.
    #expect(f.data.isNaN)
    #expect(y.gradient.isNaN)
    #expect(x.gradient.isNaN)
    #expect(try #require(f.anomaly()).description.contains("log of (\"x\" = -1.0)"))
  }

  @Test("a derivative with respect to a node elsewhere is 0")
  func unrelated() {
    let x = Value(2), y = Value(3)
    let f = x * x
    #expect(f.derivative(withRespectTo: y).data == 0)
    #expect(y.derivative(withRespectTo: y).data == 1)
    #expect(f.derivative(withRespectTo: f).data == 1)
  }

  @Test("a workspace serves the program that made it")
  func foreignWorkspace() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = Value(1)
      let small = try Program(inputs: [x], outputs: [x * 2])
      let large = try Program(inputs: [x], outputs: [sin(x) * exp(x) + x])
      var outputs = [0.0]
      large.evaluate([1], outputs: &outputs, in: small.makeWorkspace())
    }
    expectMessage("got another program's", in: result)
  }
}
