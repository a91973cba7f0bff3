// Random expression graphs over all smooth and piecewise operations, differentiated in three ways
// that must agree: backward(), derivatives(withRespectTo:), and differences of the value, for which
// the same expression is computed on plain numbers.
//
// An expression is drawn step by step at a point; a step is drawn anew where it would leave its
// domain or come close to a kink or pole, since differences say nothing there.

@testable import Nabla
import Testing

@Suite("Random graphs")
struct RandomGraphsTests {
  @Test("backward(), derivative graphs and differences agree on 200 graphs")
  func firstOrder() {
    var sharp = 0
    for seed in UInt64(1)...200 {
      let expression = RandomExpression(seed: seed)
      let point = expression.point
      let byBackward = gradient(at: point) { expression.value(at: $0) }
      let inputs = point.map { Value($0) }
      let output = expression.value(at: inputs)
      let byGraph = output.derivatives(withRespectTo: inputs).map { $0.data }
      // The value itself, bit for bit: both ways of running read one table.
      #expect(output.data == expression.value(at: point), "seed \(seed)")
      for i in point.indices {
        let text = "seed \(seed), d/dx\(i): \(expression)"
        // The same exact sum, rounded in two orders. Its terms may be larger than it: slopes of a
        // few per step leave some digits of 1e-16, never as many as seven.
        let size = 1 + abs(byBackward[i])
        #expect(abs(byBackward[i] - byGraph[i]) <= 1e-9 * size, "\(text)")
        let witness = DifferenceWitness(at: point, i) { expression.value(at: $0) }
        guard witness.error <= 1e-6 * size else { continue }
        sharp += 1
        // Ten times the witness's own error estimate, which is no strict bound.
        #expect(
          abs(byBackward[i] - witness.value) <= 10 * witness.error + 1e-9 * size,
          "\(byBackward[i]), differences give \(witness.value) ± \(witness.error); \(text)")
      }
    }
    #expect(sharp > 550, "only \(sharp) of 600 differences were good enough to say anything")
  }

  @Test("Hessians agree with differences of the gradient on 40 graphs, and are symmetric")
  func secondOrder() {
    var sharp = 0
    for seed in UInt64(1001)...1040 {
      let expression = RandomExpression(seed: seed)
      let point = expression.point
      let matrix = hessian(at: point) { expression.value(at: $0) }
      for i in point.indices {
        for j in point.indices {
          let text = "seed \(seed), d2/dx\(i)dx\(j): \(expression)"
          let size = 1 + abs(matrix[i][j])
          // As above, with more terms: second derivatives of a few tens per step.
          #expect(abs(matrix[i][j] - matrix[j][i]) <= 1e-8 * size, "\(text)")
          let witness = DifferenceWitness(at: point, j) { x in
            gradient(at: x) { expression.value(at: $0) }[i]
          }
          guard witness.error <= 1e-5 * size else { continue }
          sharp += 1
          #expect(
            abs(matrix[i][j] - witness.value) <= 10 * witness.error + 1e-8 * size,
            "\(matrix[i][j]), differences give \(witness.value) ± \(witness.error); \(text)")
        }
      }
    }
    #expect(sharp > 320, "only \(sharp) of 360 differences were good enough to say anything")
  }

  @Test("the graphs hold every smooth and piecewise operation")
  func coverage() {
    let used = Set(
      (UInt64(1)...200).flatMap { RandomExpression(seed: $0).steps.map { $0.operation } })
    #expect(Set(RandomExpression.operations).subtracting(used) == [])
  }
}
