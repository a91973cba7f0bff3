// Numbers whose derivative is not wanted: a node that follows, and a leaf that must not be forgotten.

import Nabla
import Testing

@Suite("stopGradient and detached")
struct StopGradientTests {
  @Test("the value follows, and no gradient passes, to any order")
  func node() {
    let x = Value(3)
    let f = x * stopGradient(x * x)
    f.backward()
    #expect(f.data == 27 && x.gradient == 9)
    x.data = 2
    f.forward()
    #expect(f.data == 8)
    let slope = f.derivative(withRespectTo: x)
    #expect(slope.data == 4 && slope.derivative(withRespectTo: x).data == 0)
    #expect(stopGradient(x).operation == .stopGradient && stopGradient(x).parents == [x])
    #expect(stopGradient(2.5) == 2.5)
  }

  @Test("in programs it follows, exact or not")
  func programs() throws {
    let x = Value(3)
    let f = x * stopGradient(exp(x))
    for isExact in [true, false] {
      let program = try Program(
        inputs: [x], outputs: [f, f.derivative(withRespectTo: x)], options: .init(isExact: isExact))
      let result = program.evaluate([0.5])
      // e^0.5 to the last digits but one: the lanes' exp is good to 2 ulp.
      #expect(abs(result[0] - 0.5 * 1.6487212707001282) <= 4e-16)
      #expect(abs(result[1] - 1.6487212707001282) <= 8e-16)
    }
  }

  @Test("a function that detaches is compiled right, the stable logSumExp of textbooks too")
  func compiledFunctions() {
    let product = compiled { v in v[0] * v[0].detached() }
    #expect(product([2]) == 4 && product([3]) == 9)
    #expect(product.gradient(at: [3]) == [3] && product.recordingCount == 1)
    let stable = compiled { v in
      let m = maximum(v[0], v[1]).detached()
      return m + log(exp(v[0] - m) + exp(v[1] - m))
    }
    // log(1 + e) and 1000 + log(1 + e).
    #expect(abs(stable([0, 1]) - 1.3132616875182228) <= 1e-15)
    #expect(abs(stable([1000, 1001]) - 1001.3132616875182) <= 2e-13)
  }

  @Test("what was detached from a leaf follows it, until it is given a number of its own")
  func leaves() throws {
    let x = Value(2)
    let copy = x.detached()
    let y = x * copy.detached()
    x.data = 3
    y.forward()
    #expect(y.data == 9 && y.parents[1].isLeaf)
    y.backward()
    #expect(x.gradient == 3)
    #expect(try Program(inputs: [x], outputs: [y]).evaluate([5]) == [25])
    // A leaf that is no input is a constant: with its number of now, not of when it was detached.
    let scale = Value(2), scaled = x * scale.detached()
    scale.data = 7
    #expect(try Program(inputs: [x], outputs: [scaled]).evaluate([5]) == [35])
    let z = x * copy
    copy.data = 10
    x.data = 4
    z.forward()
    #expect(z.data == 40)
    #expect(try Program(inputs: [x, copy], outputs: [z]).evaluate([5, 7]) == [35])
  }

  @Test("what was detached from a computed node is refused where it would be used again")
  func computedNodes() async throws {
    let x = Value(2)
    let target = (x * x).detached()
    let y = x * target
    y.backward()
    #expect(x.gradient == 4)
    #expect(throws: ProgramError.detached("4.0")) {
      try Program(inputs: [x], outputs: [y])
    }
    #expect(
      try Program(inputs: [x], parameters: [target], outputs: [y]).evaluate([3], parameters: [5])
        == [15])
    target.data = 7
    y.forward()
    #expect(y.data == 14)
    await #expect(processExitsWith: .failure) {
      let x = Value(2)
      let y = x * (x * x).detached()
      x.data = 3
      y.forward()
    }
  }

  @Test("a graph is not kept alive by what was detached from it")
  func letsGo() {
    weak var old: Value?
    var state = Value(1)
    for _ in 0..<3 {
      let next = tanh(2 * state)
      old = next
      state = next.detached()
    }
    #expect(old == nil && state.isLeaf)
  }

  @Test("a gradient check of a function that stops gradients is inconclusive, and says why")
  func check() {
    let report = checkGradient(at: [3]) { v in v[0] * stopGradient(v[0]) }
    #expect(report.verdict == .inconclusive && report.blame == nil)
    #expect(report.notes.contains { $0.contains("stops gradients") })
  }
}
