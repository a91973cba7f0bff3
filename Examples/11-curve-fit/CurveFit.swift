// Example 11: a curve through measured points, and how sure its parameters are.
//
// An enzyme works faster the more of its substrate there is, up to a limit (L. Michaelis and M. Menten,
// 1913): speed = V x / (K + x). Which V and K suit twelve measurements best, and how far off could they
// be? The data are M. Treloar's (1974), from D. Bates and D. Watts, "Nonlinear regression analysis and
// its applications", 1988.
//
// You will learn
// - least squares: the model is a function on `Value`, L-BFGS finds the smallest sum of squares S, and
//   a step of Newton's method with the exact Hessian the last digits;
// - where uncertainty comes from. With n points, p parameters and residual variance s^2 = S / (n - p)
//
//       covariance = 2 s^2 H^-1,      H = the Hessian of S at the minimum
//
//   A sharp minimum (large H) pins the parameters down, a flat one does not. The standard errors are
//   the square roots of the diagonal (Bates and Watts, chapter 2; the 2 is there because S is a sum
//   of squares and not half of it).
// - that most programs take H = 2 J'J instead, J the Jacobian of the residuals: Gauss and Newton's
//   approximation, which leaves out the residuals' second derivatives. Here both are exact numbers;
// - how to check such a claim without any formula: measure again, and again.
//
// It prints the fit, the standard errors both ways, the curve with its error, the spread of the
// parameters in 300 simulated repetitions, and a problem whose right answer NIST has published.

import Foundation
import Nabla
import NablaNetworks

@main
enum CurveFit {
  static func main() {
    let fit = enzyme()
    curve(fit)
    repetitions(fit)
    certified()
  }

  // MARK: - The fit

  static let concentrations = [
    0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.10, 1.10,
  ]
  static let speeds: [Double] = [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200]

  /// v[0] is the speed in plenty, V; v[1] the concentration at which it is half of that, K.
  static func michaelisMenten(_ v: [Value], _ x: Double) -> Value { v[0] * x / (v[1] + x) }

  static func enzyme() -> LeastSquares {
    heading("speed = V x / (K + x), twelve measurements")
    let fit = LeastSquares(
      michaelisMenten, xs: concentrations, ys: speeds, start: [100, 1],
      names: ["V", "K"])
    report(fit)
    print("correlation of V and K  \(short(fit.correlation(0, 1)))")
    return fit
  }

  static func report(_ fit: LeastSquares) {
    print(
      """
      L-BFGS: \(fit.minimum.iterations) steps, \(fit.minimum.evaluations) evaluations, \
      \(fit.minimum.hasConverged ? "converged" : "not converged")
      sum of squares      \(long(fit.sumOfSquares))
      residual deviation  \(long(fit.residualVariance.squareRoot()))

                             value        error, exact H        error from J'J
      """)
    for (place, name) in fit.names.enumerated() {
      print(
        "\(name)   \(long(fit.parameters[place]))   \(long(fit.standardErrors[place]))   "
          + long(fit.gaussNewtonErrors[place]))
    }
  }

  // MARK: - The curve

  /// The error of a prediction f is sqrt(g' C g), g the gradient of f with respect to the parameters.
  static func curve(_ fit: LeastSquares) {
    heading("The curve and its standard error")
    print("    x    speed  error   measured")
    for (place, x) in [0.02, 0.06, 0.11, 0.22, 0.56, 1.10].enumerated() {
      let (speed, error) = fit.prediction(at: x)
      print(
        String(
          format: " %4.2f  %7.2f  %5.2f   %3.0f %3.0f", x, speed, error, speeds[2 * place],
          speeds[2 * place + 1]))
    }
    let (speed, error) = fit.prediction(at: 10)
    print(String(format: "10.00  %7.2f  %5.2f   (far outside the data)", speed, error))
  }

  // MARK: - Repetitions

  /// Measures as if the fitted curve were the truth, fits anew, and looks how far the parameters scatter.
  static func repetitions(_ fit: LeastSquares) {
    let count = 300
    heading("\(count) simulated repetitions")
    var generator = SeededGenerator(seed: 1)
    let deviation = fit.residualVariance.squareRoot()
    var points: [[Double]] = []
    for _ in 0..<count {
      let ys = concentrations.map { x in
        fit.prediction(at: x).value + generator.normal(standardDeviation: deviation)
      }
      let again = LeastSquares.minimize(
        michaelisMenten, xs: concentrations, ys: ys, start: fit.parameters)
      points.append(again.point)
    }
    print("    standard error    spread of the repetitions")
    for (place, name) in fit.names.enumerated() {
      let numbers = points.map { $0[place] }
      let mean = numbers.reduce(0, +) / Double(count)
      let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
      print(
        "\(name)   \(short(fit.standardErrors[place]))           "
          + short(variance.squareRoot()))
    }
    print(
      "The spread of \(count) numbers is itself only known to some 4 %, 1 / sqrt(2 * \(count)).")
  }

  // MARK: - A problem with a known answer

  /// Misra1a of the Statistical Reference Datasets (National Institute of Standards and Technology,
  /// 1997): y = b1 (1 - exp(-b2 x)), with eleven certified digits.
  ///
  /// NIST's standard errors come from J'J. The start, far off, is the first of the two that NIST gives.
  static func certified() {
    heading("Misra1a: y = b1 (1 - exp(-b2 x)), certified by NIST")
    let xs = [
      77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1,
      760.0,
    ]
    let ys = [
      10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47,
      81.78,
    ]
    let fit = LeastSquares(
      { v, x in v[0] * -expMinusOne(v[1] * -x) }, xs: xs, ys: ys, start: [500, 0.0001],
      names: ["b1", "b2"])
    report(fit)
    print("NIST: b1  2.3894212918E+02, error 2.7070075241E+00")
    print("      b2  5.5015643181E-04, error 7.2668688436E-06")
    print("      sum of squares  1.2455138894E-01")
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  static func long(_ x: Double) -> String { String(format: "%.11e", x) }
  static func short(_ x: Double) -> String { String(format: "%7.5f", x) }
}
