import Nabla
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#elseif canImport(WASILibc)
import WASILibc
#elseif canImport(ucrt)
import ucrt
#endif

@Suite("Numerical differentiation")
struct NumericalDerivativeTests {
  /// Functions with derivatives written by hand, and points in their domains.
  static let functions:
    [(
      name: String, f: @Sendable (Double) -> Double, slope: @Sendable (Double) -> Double,
      x: [Double]
    )] = [
      ("x^3", { $0 * $0 * $0 }, { 3 * $0 * $0 }, [0, 1, -2.5, 1e5]),
      ("sin", { sin($0) }, { cos($0) }, [0, 1, 3, -7]),
      ("exp", { exp($0) }, { exp($0) }, [-20, 0, 1, 30]),
      ("log", { log($0) }, { 1 / $0 }, [1e-300, 1e-10, 0.5, 1e6]),
      ("1/x", { 1 / $0 }, { -1 / ($0 * $0) }, [1e-3, -2, 1e4]),
      ("sqrt", { $0.squareRoot() }, { 0.5 / $0.squareRoot() }, [1e-12, 0.1, 4, 1e10]),
    ]

  @Test(
    "Ridders' estimate is within its error bar, and the bar is narrow", arguments: functions.indices
  )
  func ridders(_ i: Int) {
    let (name, f, slope, points) = Self.functions[i]
    for x in points {
      let estimate = numericalDerivative(at: x, of: f)
      let error = abs(estimate.value - slope(x))
      // The bar is itself an estimate; ten of them is what the gradient check allows.
      #expect(error <= 10 * estimate.errorBar, "\(name) at \(x): \(estimate), error \(error)")
      // Double rounding leaves 1e-16; differences over a step of 1e-2 lose some 1e-2 of it and the
      // extrapolation gains the truncation back: 1e-9 is a comfortable bound for all of these.
      #expect(error <= 1e-9 * max(abs(slope(x)), abs(f(x))), "\(name) at \(x): \(estimate)")
    }
  }

  @Test("each method is as accurate as its order promises")
  func orders() {
    // f = exp at 1: f = f' = f'' = f''' = e. Truncation h/2 f'' and h²/6 f''' at h = 2^-26, 2^-17;
    // rounding ulp(e) / h.
    let e = exp(1.0)
    let forward = numericalDerivative(at: 1, method: .forward, of: { exp($0) })
    #expect(abs(forward.value - e) < 2 * (0x1p-27 * e + 4.5e-16 / 0x1p-26))
    let central = numericalDerivative(at: 1, method: .central, of: { exp($0) })
    #expect(abs(central.value - e) < 2 * (0x1p-34 / 6 * e + 4.5e-16 / 0x1p-17))
    let ridders = numericalDerivative(at: 1, of: { exp($0) })
    #expect(abs(ridders.value - e) < 1e-12 * e)
    #expect(forward.errorBar > central.errorBar)
    #expect(central.errorBar > ridders.errorBar)
  }

  @Test("a given step is the step taken")
  func givenStep() {
    var points: [Double] = []
    let estimate = numericalDerivative(at: 3, step: 0.25, method: .central) { x in
      points.append(x)
      return x * x
    }
    #expect(estimate.step == 0.25)
    #expect(points.contains(2.75) && points.contains(3.25))
    // A central difference of a parabola is exact.
    #expect(estimate.value == 6)
  }

  @Test("steps are exactly representable: x + h - x is h")
  func exactSteps() {
    for x in [0.1, 1.0 / 3, 1e10 / 7, -1e-5] {
      var points: [Double] = []
      _ = numericalDerivative(at: x) { point in
        points.append(point)
        return point
      }
      // A linear function's differences are exact only if the points are where they should be.
      #expect(numericalDerivative(at: x) { 3 * $0 }.value.distance(to: 3).magnitude < 1e-12)
      for point in points where point != x {
        let step = (point - x).magnitude
        #expect(x + step == point || x - step == point)
      }
    }
  }

  @Test("the step shrinks until both sides are inside the domain")
  func nearTheEdge() {
    let estimate = numericalDerivative(at: 1e-300) { log($0) }
    #expect(estimate.side == .both)
    #expect(estimate.step < 1e-300)
    #expect(abs(estimate.value / 1e300 - 1) < 1e-9)
  }

  @Test("where one side exists, the differences are one-sided")
  func oneSided() {
    // x^1.5 at 0 has slope 0 from the right and no left side.
    let right = numericalDerivative(at: 0) { pow($0, 2.5) }
    #expect(right.side == .right)
    // The error terms are not a power series: the bar says so, and the value is within it.
    #expect(abs(right.value) <= 10 * right.errorBar + 1e-9)
    let left = numericalDerivative(at: 1) { x in x > 1 ? .nan : x * x }
    #expect(left.side == .left)
    #expect(abs(left.value - 2) < 1e-9)
  }

  @Test("slopes that grow without end are infinite, with their sign")
  func infiniteSlope() {
    #expect(numericalDerivative(at: 0) { $0.squareRoot() }.value == .infinity)
    #expect(numericalDerivative(at: 0) { -cbrt($0) }.value == -.infinity)
  }

  @Test("where the function is not finite, so is the estimate")
  func outside() {
    #expect(numericalDerivative(at: -1) { log($0) }.value.isNaN)
    #expect(numericalDerivative(at: .nan) { $0 }.value.isNaN)
    #expect(numericalDerivative(at: .infinity) { $0 }.value.isNaN)
  }

  @Test("numericalGradient takes functions on values and on numbers, and all methods")
  func gradients() {
    // x² y at (3, 2): 2xy = 12, x² = 9.
    for (method, tolerance) in [
      // Truncation of the forward difference is 2^-26 times half the curvature, about 3e-8.
      (DifferenceMethod.forward, 1e-6), (.central, 1e-8), (.ridders, 1e-11),
    ] {
      let onValues = numericalGradient(
        at: [3, 2], of: { v in v[0] * v[0] * v[1] }, method: method)
      let onNumbers = numericalGradient(
        at: [3, 2], of: { (x: [Double]) in x[0] * x[0] * x[1] }, method: method)
      for (estimate, truth) in zip(onValues, [12.0, 9]) {
        #expect(abs(estimate - truth) < tolerance * truth)
      }
      // The same differences of the same numbers.
      #expect(onValues == onNumbers)
    }
  }

  @Test("a step that is not positive is refused")
  func badStep() async {
    await #expect(processExitsWith: .failure) {
      _ = numericalDerivative(at: 1, step: 0) { $0 }
    }
  }
}
