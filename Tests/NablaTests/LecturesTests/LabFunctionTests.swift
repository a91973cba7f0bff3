// The lab exercise sin(x) (x + y) (x^3 + 1), at six points.

import Nabla
import Testing

@Suite("Lectures: the lab function")
struct LabFunctionTests {
  struct Row {
    let x, y: Double
    let sine, sum, cubePlus1, product, f: Double
    /// df/dx, df/dy.
    let gradient: [Double]
    /// df/d of the three factors.
    let factors: [Double]
    let hessian: [[Double]]
  }

  static let rows = [
    Row(
      x: 1, y: 2, sine: 0.8414709848078965, sum: 3, cubePlus1: 2,
      product: 2.5244129544236897, f: 5.0488259088473795,
      gradient: [12.4979946680957, 1.682941969615793],
      factors: [6, 1.682941969615793, 2.5244129544236897],
      hessian: [[27.03312845564121, 3.605017566159969], [3.605017566159969, 0]]),
    Row(
      x: 0, y: 0, sine: 0, sum: 0, cubePlus1: 1,
      product: 0, f: 0, gradient: [0, 0],
      factors: [0, 0, 0],
      hessian: [[2, 1], [1, 0]]),
    Row(
      x: -1, y: 3, sine: -0.8414709848078965, sum: 2, cubePlus1: 0,
      product: -1.682941969615793, f: 0, gradient: [-5.0488259088473795, 0],
      factors: [0, 0, -1.682941969615793],
      hessian: [[11.532453579265056, -2.5244129544236897], [-2.5244129544236897, 0]]),
    Row(
      x: 0.5, y: -0.25, sine: 0.479425538604203, sum: 0.25, cubePlus1: 1.125,
      product: 0.11985638465105075, f: 0.1348384327324321,
      gradient: [0.8760661149496838, 0.5393537309297284],
      factors: [0.28125, 0.5393537309297284, 0.11985638465105075],
      hessian: [[3.247523254089253, 1.3468495360798216], [1.3468495360798216, 0]]),
    Row(
      x: 2, y: -1, sine: 0.9092974268256817, sum: 1, cubePlus1: 9,
      product: 0.9092974268256817, f: 8.183676841431135,
      gradient: [15.349924434415033, 8.183676841431135],
      factors: [9, 8.183676841431135, 0.9092974268256817],
      hessian: [[7.072863389313426, 7.166247592983899], [7.166247592983899, 0]]),
    Row(
      x: 3.2, y: -0.7, sine: -0.05837414342757991, sum: 2.5, cubePlus1: 33.768,
      product: -0.14593535856894976, f: -4.927945188156296,
      gradient: [-90.73035726309371, -1.9711780752625183],
      factors: [84.42, -1.9711780752625183, -0.14593535856894976],
      hessian: [[-222.21943460870656, -35.50367167513248], [-35.50367167513248, 0]]),
  ]

  @Test("every node has the value and the gradient of the exercise", arguments: Self.rows.indices)
  func nodes(index: Int) {
    let row = Self.rows[index]
    let x = Value(row.x), y = Value(row.y)
    let sine = sin(x)
    let sum = x + y
    let cubePlus1 = pow(x, 3) + 1
    let product = sine * sum
    let f = product * cubePlus1
    f.backward()
    expectClose(
      [sine, sum, cubePlus1, product, f].map { $0.data },
      [row.sine, row.sum, row.cubePlus1, row.product, row.f])
    expectClose([x.gradient, y.gradient], row.gradient)
    expectClose([sine, sum, cubePlus1].map { $0.gradient }, row.factors)
  }

  @Test("the second derivatives are right, and 0 for y with y", arguments: Self.rows.indices)
  func secondDerivatives(index: Int) {
    let row = Self.rows[index]
    let matrix = hessian(at: [row.x, row.y]) { v in
      sin(v[0]) * (v[0] + v[1]) * (pow(v[0], 3) + 1)
    }
    expectClose(matrix, row.hessian)
    #expect(matrix[1][1] == 0)
  }

  @Test("differences err where the engine does not")
  func numericalError() {
    let f = { (x: Double) in sin(x) * (x + 2) * (x * x * x + 1) }
    let exact = 12.4979946680957
    // The truncation errors that calculus predicts; rounding adds less than 1e-11 at these steps.
    for (h, forward, central) in [
      (0.1, 1.413281288829889, 0.06337556678816739),
      (0.01, 0.13580027606645453, 0.0006363795655967605),
      (0.001, 0.013522926540297466, 6.364058204927702e-06),
    ] {
      expectClose(abs((f(1 + h) - f(1)) / h - exact), forward, relative: 0, absolute: 1e-11)
      expectClose(
        abs((f(1 + h) - f(1 - h)) / (2 * h) - exact), central, relative: 0, absolute: 1e-11)
    }
    // At 1e-15 nothing but rounding is left: the order of magnitude is all that machines share.
    #expect(abs((f(1 + 1e-15) - f(1)) / 1e-15 - exact) > 0.1)
    let slope = derivative(at: 1.0) { x in sin(x) * (x + 2) * (pow(x, 3) + 1) }
    expectClose(slope, exact, relative: 1e-15)
  }
}
