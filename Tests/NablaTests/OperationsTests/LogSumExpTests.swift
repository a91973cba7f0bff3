// logSumExp and softmax where inputs are infinite or NaN, in every order, and how their derivative
// graphs grow. The witness is the definition: inputs of -inf are left out of the list, inputs of +inf
// share everything, and of what is left the textbook's sums are taken.

@testable import Nabla
import Testing

@Suite("logSumExp and softmax")
struct LogSumExpTests {
  /// What logSumExp and softmax are by definition.
  struct Definition {
    let value: Double
    let shares: [Double]

    init(_ x: [Double]) {
      if x.contains(where: { $0.isNaN }) {
        value = .nan
        shares = x.map { _ in .nan }
      } else if x.contains(.infinity) {
        let count = x.filter { $0 == .infinity }.count
        value = .infinity
        shares = x.map { $0 == .infinity ? 1 / Double(count) : 0 }
      } else {
        let sum = x.filter { $0 > -.infinity }.reduce(0) { $0 + Double.exp($1) }
        value = sum == 0 ? -.infinity : Double.log(sum)
        shares = x.map { $0 > -.infinity ? Double.exp($0) / sum : 0 }
      }
    }

    /// d share_i / d x_j, which is d² logSumExp / dx_i dx_j.
    func slope(_ i: Int, _ j: Int) -> Double { shares[i] * ((i == j ? 1 : 0) - shares[j]) }
    func curvature(_ i: Int, _ j: Int, _ k: Int) -> Double {
      slope(i, k) * ((i == j ? 1 : 0) - shares[j]) - shares[i] * slope(j, k)
    }

    /// Value, shares, both orders of derivatives, in the order of `graphs`.
    var all: [Double] {
      let n = shares.indices
      return [value] + shares + n.flatMap { i in n.map { slope(i, $0) } }
        + n.flatMap { i in n.map { slope(i, $0) } } + n.map { slope(0, $0) }
        + n.flatMap { j in n.map { curvature(0, j, $0) } }
    }
  }

  /// logSumExp, its first and second derivatives, softmax, and the first output's first and second.
  static func graphs(_ x: [Value]) -> [Value] {
    let f = logSumExp(x)
    let first = f.derivatives(withRespectTo: x)
    let p = softmax(x)
    let slopes = p[0].derivatives(withRespectTo: x)
    return [f] + first + first.flatMap { $0.derivatives(withRespectTo: x) }
      + p.flatMap { $0.derivatives(withRespectTo: x) } + slopes
      + slopes.flatMap { $0.derivatives(withRespectTo: x) }
  }

  /// Every order of -inf, +inf, NaN and a number.
  static func rows(_ count: Int) -> [[Double]] {
    let kinds = [-Double.infinity, .infinity, .nan, 0]
    return (0..<Int(Double.pow(4, Double(count)))).map { number in
      (0..<count).map { place in
        let kind = kinds[number >> (2 * place) & 3]
        return kind == 0 ? [0.5, -1.25, 2, 0.5, 0][place] : kind
      }
    }
  }

  @Test(
    "every order of -inf, +inf, NaN and numbers: value, two derivatives, as graphs and programs",
    arguments: 1...5)
  func everyOrder(count: Int) throws {
    let x = (0..<count).map { _ in Value(0) }
    let graphs = Self.graphs(x)
    let together = sum(graphs)
    let exact = try Program(inputs: x, outputs: graphs, options: .init(isExact: true))
    let fast = try Program(inputs: x, outputs: graphs)
    let rows = Self.rows(count)
    let (exactly, quickly) = (exact.evaluate(rows: rows), fast.evaluate(rows: rows))
    var wrong: [String] = []
    for (index, row) in rows.enumerated() {
      for (leaf, number) in zip(x, row) { leaf.data = number }
      together.forward()
      let expected = Definition(row).all
      let fresh = row.map { Value($0) }
      logSumExp(fresh).backward()
      let swept = fresh.map { $0.gradient }
      for (i, graph) in graphs.enumerated() {
        let same = areIdentical(graph.data, exactly[index][i])
        // A dozen roundings of numbers of size 1.
        let isRight = near(graph.data, expected[i]) && near(quickly[index][i], expected[i])
        if !same || !isRight {
          wrong.append(
            "\(row), \(i): \(graph.data), \(exactly[index][i]), \(quickly[index][i]), "
              + "not \(expected[i])")
        }
      }
      if !zip(swept, expected[1...]).allSatisfy(near) { wrong.append("\(row): swept \(swept)") }
    }
    #expect(wrong.prefix(10) == [], "\(wrong.count) in all")
  }

  private func near(_ x: Double, _ y: Double) -> Bool {
    x == y || x.isNaN && y.isNaN || abs(x - y) <= 4e-15
  }

  @Test("a mask may cover all inputs of one row and its neighbours' gradients stay whole")
  func unreachable() {
    // Two states of a hidden Markov model, one of which cannot be reached from anywhere.
    let (a, b) = (Value(0.25), Value(-.infinity))
    let reached = logSumExp([a + Value(-0.5), b + Value(-1)])
    let not = logSumExp([b + Value(-.infinity), Value(-.infinity)])
    let total = logSumExp([reached, not])
    total.backward()
    #expect(total.data == -0.25)
    #expect([a.gradient, b.gradient] == [1, 0])
    #expect(total.derivatives(withRespectTo: [a, b]).map { $0.data } == [1, 0])
  }

  @Test("digits that would drown, and numbers at the end of the range")
  func extremes() {
    #expect(logSumExp([0, -40]) == 4.248354255291589e-18)
    #expect(logSumExp([1e308, 1e308, -1e308]) == 1e308)
    #expect(softmax([1e308, 1e308, -1e308]) == [0.5, 0.5, 0])
    #expect(softmax([-1e308, .infinity, 1e308]) == [0, 1, 0])
    #expect(logSumExp([-Double.greatestFiniteMagnitude]) == -Double.greatestFiniteMagnitude)
    // 1,000 equal ones: the logarithm of 1,000 on top.
    #expect(logSumExp(Array(repeating: -5.0, count: 1000)) == -5 + Double.log(1000))
  }

  @Test("all outputs of a softmax: derivative graphs and programs grow as the square, not the cube")
  func growth() throws {
    /// The nodes and links of the derivatives of a sum of squares, and the instructions of all.
    func work(_ count: Int) throws -> [Int] {
      let x = (0..<count).map { Value(Double($0 % 17) * 0.1) }
      let loss = sum(softmax(x).map { $0 * $0 })
      let derivatives = loss.derivatives(withRespectTo: x)
      let nodes = sum(derivatives).topologicalOrder()
      let program = try Program(inputs: x, outputs: derivatives)
      return [
        nodes.count, nodes.reduce(0) { $0 + $1.parents.count },
        program.passes.map { $0.instructionCount }.max() ?? 0,
      ]
    }
    let small = try work(20)
    let large = try work(40)
    // Twice the outputs, four times the work; eight times it was.
    for (small, large) in zip(small, large) { #expect(large <= 4 * small + 100) }
    #expect(small[0] < 3 * 20 * 20)
  }
}
