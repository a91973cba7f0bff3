import Nabla
import Testing

@Suite("Compiled functions")
struct CompiledFunctionTests {
  @Test("value and gradient are the graph's, from one recording")
  func smooth() {
    let function: ([Value]) -> Value = { v in sin(v[0]) * (v[0] + v[1]) * (pow(v[0], 3) + 1) }
    let program = compiled(options: Program.Options(isExact: true), of: function)
    for i in 0..<50 {
      let point = [0.1 * Double(i) - 2, 1.5 - 0.2 * Double(i)]
      let expected = valueWithGradient(at: point, of: function)
      let result = program.valueWithGradient(at: point)
      #expect(result.value == expected.value)
      // Sums of the same three terms, which the two sweeps may add in another order.
      for (x, y) in zip(result.gradient, expected.gradient) {
        #expect(abs(x - y) <= 1e-14 * (1 + abs(y)))
      }
    }
    #expect(program.recordingCount == 1)
  }

  @Test("a branch on a comparison is recorded once for each way, and each is right")
  func branches() {
    let function = compiled { v in
      if v[0] < 0 { return -3 * v[0] }
      if v[0] >= v[1] { return v[0] * v[1] }
      return v[0] * v[0]
    }
    for _ in 1...3 {
      #expect(function.valueWithGradient(at: [-2, 5]) == (6, [-3, 0]))
      #expect(function.valueWithGradient(at: [3, 5]) == (9, [6, 0]))
      #expect(function.valueWithGradient(at: [7, 5]) == (35, [5, 7]))
      #expect(function.valueWithGradient(at: [5, 5]) == (25, [5, 5]))
      #expect(function.valueWithGradient(at: [-1, 5]) == (3, [-3, 0]))
    }
    #expect(function.recordingCount == 3)
  }

  @Test("a loop whose length depends on the input is recorded for each length")
  func loops() {
    // Halve until below 1: the derivative is 2^-n.
    let function = compiled { v in
      var x = v[0]
      while x > 1 { x = x / 2 }
      return x
    }
    #expect(function.valueWithGradient(at: [6]) == (0.75, [0.125]))
    #expect(function.valueWithGradient(at: [5]) == (0.625, [0.125]))
    #expect(function.valueWithGradient(at: [1]) == (1, [1]))
    #expect(function.valueWithGradient(at: [2]) == (1, [0.5]))
    #expect(function.recordingCount == 3)
  }

  @Test("what NaN compares false to is the branch for false")
  func notANumber() {
    let function = compiled { v in v[0] < 0 ? -v[0] : 2 * v[0] }
    #expect(function([3]) == 6)
    #expect(function([.nan]).isNaN)
    #expect(function([-3]) == 3)
    #expect(function.gradient(at: [.nan]) == [2])
  }

  @Test("select and relu need no other recording")
  func select() {
    let function = compiled(at: [1, 2]) { v in
      relu(v[0]) + Nabla.select(v[0], v[1], where: v[0] < v[1])
    }
    #expect(function.valueWithGradient(at: [1, 2]) == (2, [2, 0]))
    #expect(function.valueWithGradient(at: [3, 2]) == (5, [1, 1]))
    #expect(function.valueWithGradient(at: [-3, -4]) == (-4, [0, 1]))
    #expect(function.recordingCount == 1)
  }

  @Test("more ways than are kept: all right, the oldest forgotten")
  func manyWays() {
    let function = compiled { v in
      var x = v[0]
      var count = 0
      while x > 1 { (x, count) = (x - 1, count + 1) }
      return x * Double(count)
    }
    for round in 1...2 {
      for n in 1...CompiledFunction.maximumRecordings + 5 {
        #expect(function([Double(n) + 0.5]) == Double(n) * 0.5)
        #expect(function.gradient(at: [Double(n) + 0.5]) == [Double(n)])
      }
      #expect(function.recordingCount == round * (CompiledFunction.maximumRecordings + 5))
    }
  }

  @Test("another number of inputs is another recording")
  func counts() {
    let function = compiled { sum($0) }
    #expect(function.valueWithGradient(at: [1, 2]) == (3, [1, 1]))
    #expect(function.valueWithGradient(at: [1, 2, 4]) == (7, [1, 1, 1]))
  }
}
