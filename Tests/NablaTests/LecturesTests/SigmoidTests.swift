// The sigmoid gate: its value, three derivatives and the rest 1 - y, also where it saturates.

import Nabla
import Testing

@Suite("Lectures: the sigmoid gate")
struct SigmoidTests {
  /// y = sigmoid(z), its derivatives, and 1 - y.
  struct Row {
    let z, y, d1, d2, d3, rest: Double
  }

  /// One row for each z.
  // swift-format-ignore
  static let rows = [
    Row(z: -800, y: 0, d1: 0, d2: 0, d3: 0, rest: 1),
    Row(z: -40, y: 4.248354255291589e-18, d1: 4.248354255291589e-18, d2: 4.248354255291589e-18, d3: 4.248354255291589e-18, rest: 1),
    Row(z: -10, y: 4.5397868702434395e-05, d1: 4.5395807735951673e-05, d2: 4.53916859901132e-05, d3: 4.538344305979168e-05, rest: 0.9999546021312976),
    Row(z: -1, y: 0.2689414213699951, d1: 0.19661193324148185, d2: 0.09085774767294841, d3: -0.03532558051623565, rest: 0.7310585786300049),
    Row(z: -0.5, y: 0.37754066879814546, d1: 0.2350037122015945, d2: 0.05755679485232074, d3: -0.09635675628958461, rest: 0.6224593312018546),
    Row(z: 0, y: 0.5, d1: 0.25, d2: 0, d3: -0.125, rest: 0.5),
    Row(z: 0.2, y: 0.549833997312478, d1: 0.24751657271185995, d2: -0.024669480438633144, d3: -0.12007014989029276, rest: 0.4501660026875221),
    Row(z: 0.5, y: 0.6224593312018546, d1: 0.2350037122015945, d2: -0.05755679485232074, d3: -0.09635675628958461, rest: 0.37754066879814546),
    Row(z: 1, y: 0.7310585786300049, d1: 0.19661193324148185, d2: -0.09085774767294841, d3: -0.03532558051623565, rest: 0.2689414213699951),
    Row(z: 10, y: 0.9999546021312976, d1: 4.5395807735951673e-05, d2: -4.53916859901132e-05, d3: 4.538344305979168e-05, rest: 4.5397868702434395e-05),
    Row(z: 40, y: 1, d1: 4.248354255291589e-18, d2: -4.248354255291589e-18, d3: 4.248354255291589e-18, rest: 4.248354255291589e-18),
    Row(z: 800, y: 1, d1: 0, d2: 0, d3: 0, rest: 0),
  ]

  @Test("value and three derivatives are right to their last digits, in the tails too")
  func derivatives() {
    for row in Self.rows {
      let at = "at \(row.z)"
      let orders = (0...3).map { derivative(at: row.z, order: $0) { z in sigmoid(z) } }
      // Only a relative tolerance: an absolute one would accept anything for 4e-18. The numbers at
      // -800 and 800 are below the smallest double, and so 0.
      expectClose(orders, [row.y, row.d1, row.d2, row.d3], absolute: 1e-300, at)
      expectClose(sigmoid(-row.z), row.rest, absolute: 1e-300, "1 - y " + at)
    }
  }

  @Test("the derivative is (1 - y) y")
  func product() {
    for row in Self.rows {
      let slope = derivative(at: row.z) { z in sigmoid(z) }
      expectClose(slope, row.rest * row.y, absolute: 1e-300, "slope at \(row.z)")
    }
  }

  @Test("the layer's backward pass is the upstream gradient times (1 - y) y, entry by entry")
  func layer() {
    let inputs = [-1.0, 0, 0.5].map { Value($0) }
    let upstream = [2.0, -1, 4]
    dot(inputs.map { sigmoid($0) }, upstream).backward()
    expectClose(
      inputs.map { $0.gradient },
      [2 * 0.19661193324148185, -0.25, 4 * 0.2350037122015945])
  }

  @Test("through ten sigmoids a gradient vanishes to 3.48e-7")
  func vanishing() {
    let x = Value(0.5)
    var y = x
    for _ in 0..<10 { y = sigmoid(y) }
    y.backward()
    // The product of the ten slopes, by hand from the values.
    var (value, product) = (0.5, 1.0)
    for _ in 0..<10 {
      value = 1 / (1 + exp(-value))
      product *= value * (1 - value)
    }
    expectClose(x.gradient, product)
    // The rounded number has three digits: half a unit of the last is 0.0015 of it.
    expectClose(x.gradient, 3.48e-7, relative: 0.0015)
  }
}
