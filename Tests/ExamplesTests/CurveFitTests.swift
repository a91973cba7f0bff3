import Foundation
import Testing

@Suite("Example curve-fit")
struct CurveFitTests {
  static let output = Result { try ExampleOutput(running: "curve-fit") }

  static let xs = [0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.10, 1.10]
  static let ys: [Double] = [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200]

  /// Gauss and Newton's method by hand, with derivatives by hand: f = V x / (K + x).
  static let byHand: (v: Double, k: Double, squares: Double, jj: [Double]) = {
    var (v, k) = (200.0, 0.05)
    var jj: [Double] = []
    for _ in 0..<50 {
      var (aa, ab, bb, ra, rb) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for (x, y) in zip(xs, ys) {
        let (a, b, r) = (x / (k + x), -v * x / ((k + x) * (k + x)), y - v * x / (k + x))
        (aa, ab, bb, ra, rb) = (aa + a * a, ab + a * b, bb + b * b, ra + a * r, rb + b * r)
      }
      let determinant = aa * bb - ab * ab
      v += (bb * ra - ab * rb) / determinant
      k += (aa * rb - ab * ra) / determinant
      jj = [aa, ab, bb]
    }
    let squares = zip(xs, ys).reduce(0.0) { $0 + pow($1.1 - v * $1.0 / (k + $1.0), 2) }
    return (v, k, squares, jj)
  }()

  /// Printed with twelve digits; both methods end within some 1e-13 of the minimum.
  private let tolerance = 1e-10

  @Test("parameters and Gauss-Newton errors agree with the method by hand")
  func gaussNewton() throws {
    let section = try Self.output.get().section("speed = V x")
    let (v, k, squares, jj) = Self.byHand
    let variance = squares / 10
    let determinant = jj[0] * jj[2] - jj[1] * jj[1]
    let rowV = try section.numbers(after: "V "), rowK = try section.numbers(after: "K ")
    try #require(rowV.count == 3 && rowK.count == 3)
    #expect(areClose([rowV[0], rowK[0]], [v, k], tolerance: tolerance))
    #expect(areClose([rowV[2]], [sqrt(variance * jj[2] / determinant)], tolerance: tolerance))
    #expect(areClose([rowK[2]], [sqrt(variance * jj[0] / determinant)], tolerance: tolerance))
    #expect(
      areClose(try section.numbers(after: "sum of squares"), [squares], tolerance: tolerance))
  }

  /// scipy.optimize.curve_fit (SciPy 1.17.1, ftol = xtol = gtol = 1e-15) differentiates numerically,
  /// hence seven digits.
  @Test("and with SciPy")
  func scipy() throws {
    let section = try Self.output.get().section("speed = V x")
    let rowV = try section.numbers(after: "V "), rowK = try section.numbers(after: "K ")
    #expect(areClose([rowV[0], rowV[2]], [212.683743, 6.94715528], tolerance: 1e-7))
    #expect(areClose([rowK[0], rowK[2]], [0.0641212812, 0.00828095], tolerance: 1e-6))
  }

  /// The second derivatives of S by hand, with r = f - y:
  /// S_VV = 2 sum of f_V^2, S_VK = 2 sum of (f_V f_K + r f_VK), S_KK = 2 sum of (f_K^2 + r f_KK).
  @Test("the errors from the exact Hessian agree with second derivatives by hand")
  func exactHessian() throws {
    let section = try Self.output.get().section("speed = V x")
    let (v, k, squares, _) = Self.byHand
    var (vv, vk, kk) = (0.0, 0.0, 0.0)
    for (x, y) in zip(Self.xs, Self.ys) {
      let d = k + x
      let (fV, fK, r) = (x / d, -v * x / (d * d), v * x / d - y)
      vv += 2 * fV * fV
      vk += 2 * (fV * fK + r * -x / (d * d))
      kk += 2 * (fK * fK + r * 2 * v * x / (d * d * d))
    }
    let (variance, determinant) = (squares / 10, vv * kk - vk * vk)
    let rowV = try section.numbers(after: "V "), rowK = try section.numbers(after: "K ")
    #expect(areClose([rowV[1]], [sqrt(2 * variance * kk / determinant)], tolerance: tolerance))
    #expect(areClose([rowK[1]], [sqrt(2 * variance * vv / determinant)], tolerance: tolerance))
    // Five decimals are printed.
    let correlation = try #require(try section.numbers(after: "correlation of V and K").first)
    #expect(abs(correlation + vk / sqrt(vv * kk)) <= 0.000006)
  }

  /// The error of V x / (K + x) far outside the data is nearly that of V.
  @Test("the curve passes between the measurements and is least sure outside of them")
  func curve() throws {
    let section = try Self.output.get().section("The curve and its standard error")
    let rows = try ["0.02", "0.06", "0.11", "0.22", "0.56", "1.10", "10.00"].map {
      try section.numbers(after: $0)
    }
    let (v, k, _, _) = Self.byHand
    for (row, x) in zip(rows, [0.02, 0.06, 0.11, 0.22, 0.56, 1.10, 10]) {
      // Two decimals are printed.
      #expect(abs(row[0] - v * x / (k + x)) <= 0.0051)
    }
    #expect(rows.dropLast().allSatisfy { $0[1] < rows[6][1] })
  }

  /// The spread of 300 is known to 4 %, and the curve is not straight in its parameters: 15 %.
  @Test("the spread of simulated repetitions is the standard error")
  func repetitions() throws {
    let section = try Self.output.get().section("300 simulated repetitions")
    for name in ["V", "K"] {
      let numbers = try section.numbers(after: "\(name) ")
      try #require(numbers.count == 2)
      #expect(abs(numbers[1] / numbers[0] - 1) < 0.15)
    }
  }

  /// Statistical Reference Datasets, National Institute of Standards and Technology, 1997.
  @Test("Misra1a to the eleven certified digits")
  func misra1a() throws {
    let section = try Self.output.get().section("Misra1a")
    let b1 = try section.numbers(after: "b1 "), b2 = try section.numbers(after: "b2 ")
    // Half a unit of the eleventh certified digit, and rounding in the twelfth.
    #expect(areClose([b1[0], b2[0]], [238.94212918, 5.5015643181e-4], tolerance: 4e-11))
    #expect(areClose([b1[2], b2[2]], [2.7070075241, 7.2668688436e-6], tolerance: 4e-11))
    #expect(
      areClose(try section.numbers(after: "sum of squares"), [0.12455138894], tolerance: 1e-10))
  }
}
