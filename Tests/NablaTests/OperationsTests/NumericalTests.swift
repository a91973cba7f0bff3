// Partials against differences of the values: a witness that knows no calculus.

@testable import Nabla
import Testing

@Suite("Operations against numerical differentiation")
struct NumericalTests {
  @Test(
    "first partials match differences of the value",
    // stopGradient is there to have another derivative than its differences say.
    arguments: Primitive.allCases.filter { $0 != .stopGradient })
  func partials(operation: Primitive) {
    var comparison = Comparison(sharp: 1e-6)
    for (inputs, constant) in operation.samplePoints {
      let local = apply(operation, to: inputs.map { Value($0) }, constant: constant).localGradients
      for i in inputs.indices {
        let witness = DifferenceWitness(at: inputs, i) {
          apply(operation, to: $0, constant: constant)
        }
        comparison.add(local[i], witness, "\(inputs) c=\(constant) d/dx\(i)")
      }
    }
    #expect(comparison.mismatches == [])
    #expect(comparison.isSharp || operation == .custom, "no step was good enough to say anything")
  }

  @Test("second partials match differences of the value", arguments: Primitive.allCases)
  func secondPartials(operation: Primitive) {
    var comparison = Comparison(sharp: 1e-3)
    for (inputs, constant) in operation.samplePoints {
      let matrix = hessian(at: inputs) { apply(operation, to: $0, constant: constant) }
      for i in inputs.indices {
        for j in inputs.indices {
          let witness = DifferenceWitness(at: inputs, i, j) {
            apply(operation, to: $0, constant: constant)
          }
          comparison.add(matrix[i][j], witness, "\(inputs) c=\(constant) d2/dx\(i)dx\(j)")
        }
      }
    }
    #expect(comparison.mismatches == [])
    #expect(comparison.isSharp || operation == .custom, "no step was good enough to say anything")
  }
}

private struct Comparison {
  /// How small, relative to the number, the witness's error must be for it to say something.
  let sharp: Double
  /// Whether it said something at least once.
  var isSharp = false
  var mismatches: [String] = []

  init(sharp: Double) { self.sharp = sharp }

  /// Agreement within ten times the witness's own error estimate, which is no strict bound, and
  /// what rounding does to the partial itself.
  mutating func add(_ number: Double, _ witness: DifferenceWitness, _ what: String) {
    guard witness.error.isFinite else { return }
    if witness.error <= sharp * max(abs(number), 1) { isSharp = true }
    guard !(abs(number - witness.value) <= 10 * witness.error + 1e-12 * abs(number)) else { return }
    mismatches.append("\(what): \(number), differences give \(witness.value) ± \(witness.error)")
  }
}
