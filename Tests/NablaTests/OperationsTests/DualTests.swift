// The table on a number type that is not ours: dual numbers of the test's own.

@testable import Nabla
import Testing

@Suite("Operations on dual numbers")
struct DualTests {
  /// Written once, for any number: the story of the protocol.
  private func energy<N: RealNumber>(_ x: N, _ y: N) -> N {
    0.5 * x * x + cos(y) - logSumExp([x, y, 1 - x]) + select(x * y, exp(-y), where: x < y)
  }

  @Test("a user's generic function runs on Double, Value and a type of their own")
  func generic() {
    let x = Value(0.3), y = Value(1.7)
    let f = energy(x, y)
    f.backward()
    let alongX = energy(Dual(0.3, 1), Dual(1.7, 0)), alongY = energy(Dual(0.3, 0), Dual(1.7, 1))
    #expect(f.data == energy(0.3, 1.7))
    #expect(f.data == alongX.value)
    // Five terms of size 1 in another order: some units of 1e-16.
    #expect(abs(x.gradient - alongX.slope) < 2e-15)
    #expect(abs(y.gradient - alongY.slope) < 2e-15)
  }

  @Test("the value on dual numbers is the value on Double", arguments: Primitive.allCases)
  func value(operation: Primitive) {
    for (inputs, constant) in operation.samplePoints {
      let value = apply(operation, to: inputs.map { Dual($0, 1) }, constant: constant).value
      let expected = apply(operation, to: inputs, constant: constant)
      // pow is exp(y log x) here and gaussian a plain exponential: rounding times the exponent,
      // which is below 700.
      #expect(abs(value - expected) <= 1e-12 * abs(expected), "\(inputs) c=\(constant)")
    }
  }

  @Test("first partials agree with dual numbers", arguments: Primitive.allCases)
  func partials(operation: Primitive) {
    for (inputs, constant) in operation.samplePoints {
      let local = apply(operation, to: inputs.map { Value($0) }, constant: constant).localGradients
      for i in inputs.indices {
        let dual = DualWitness.partial(at: inputs, i) {
          apply(operation, to: $0, constant: constant)
        }
        #expect(agree(local[i], dual), "\(inputs) c=\(constant), input \(i): \(local[i]), \(dual)")
      }
    }
  }

  @Test(
    "second partials agree with dual numbers of dual numbers", arguments: Primitive.allCases)
  func secondPartials(operation: Primitive) {
    for (inputs, constant) in operation.samplePoints {
      let matrix = hessian(at: inputs) { apply(operation, to: $0, constant: constant) }
      for i in inputs.indices {
        for j in inputs.indices {
          let dual = DualWitness.secondPartial(at: inputs, i, j) {
            apply(operation, to: $0, constant: constant)
          }
          // Where the textbook form leaves the range of Double it says nothing.
          guard dual.isFinite else { continue }
          let ours = matrix[i][j]
          #expect(agree(ours, dual), "\(inputs) c=\(constant), \(i) \(j): \(ours), \(dual)")
        }
      }
    }
  }

  /// Agreement as far as textbook forms go.
  ///
  /// They cancel and round where ours do not: 1e-9 relative, and 1e-14 of what passes through
  /// zero. The references are the judge of last digits.
  private func agree(_ x: Double, _ y: Double) -> Bool {
    abs(x - y) <= 1e-9 * max(abs(x), abs(y)) + 1e-14 || x == y
  }
}
