// The derivatives of logGamma, which libm does not have.
//
// psi_n is the n-th derivative of the digamma function psi_0 = (log gamma)'.
//
//     recurrence    psi_n(x) = psi_n(x + 1) - (-1)^n n! / x^(n+1)
//     reflection    (-1)^n psi_n(1 - x) - psi_n(x) = pi d^n/dx^n cot(pi x)
//     asymptotic    psi_0(x) ~ log x - 1/(2x) - sum over k >= 1 of B_2k / (2k x^2k)
//                   psi_n(x) ~ (-1)^(n+1) ((n-1)!/x^n + n!/(2 x^(n+1))
//                              + sum over k >= 1 of B_2k (2k+n-1)! / ((2k)! x^(2k+n)))
//
// Source: NIST Digital Library of Mathematical Functions, 5.5.2, 5.5.4, 5.11.2, 5.15.5, 5.15.8,
// 5.15.6, https://dlmf.nist.gov/5. The recurrence lifts the argument to at least 16 + n, where ten
// terms of the series are below a unit in the last place. Near a zero of psi_n (1.4616… for n = 0)
// the error is absolute, some 1e-15.

extension Double {
  /// The `order`-th derivative of the digamma function.
  ///
  /// Poles at 0, -1, -2, …: NaN, as the sides differ, except that an odd order is +inf on both.
  public static func polygamma(_ order: Int, _ x: Double) -> Double {
    precondition(order >= 0, "polygamma: expected an order of at least 0, got \(order)")
    if x.isNaN || x == -.infinity { return .nan }
    if x <= 0 && x == x.rounded() { return order % 2 == 1 ? .infinity : .nan }
    if x < 0.5 { return reflected(order, x) }
    return lifted(order, x)
  }

  private static func reflected(_ order: Int, _ x: Double) -> Double {
    let sign: Double = order % 2 == 0 ? 1 : -1
    return sign * lifted(order, 1 - x) - Double.pi * cotangentDerivative(order, x)
  }

  /// d^n/dx^n cot(pi x), as a polynomial in the cotangent: d cot(pi x)/dx = -pi (1 + cot²).
  private static func cotangentDerivative(_ order: Int, _ x: Double) -> Double {
    // The distance to the nearest integer is exact; pi times x is not. Beyond a quarter the
    // cotangent is the tangent of the rest to a half, exact too, and 0 at the half itself.
    let t = x - x.rounded()
    let rest = t < 0 ? -0.5 - t : 0.5 - t
    let cotangent =
      Swift.abs(t) > 0.25 ? Double.tan(Double.pi * rest) : 1 / Double.tan(Double.pi * t)
    var coefficients: [Double] = [0, 1]
    for _ in 0..<order {
      var next = Array(repeating: 0.0, count: coefficients.count + 1)
      for (k, coefficient) in coefficients.enumerated() where k > 0 {
        next[k - 1] -= Double.pi * Double(k) * coefficient
        next[k + 1] -= Double.pi * Double(k) * coefficient
      }
      coefficients = next
    }
    // Horner's scheme from the leading coefficient on: at an infinite cotangent 0 * inf is NaN.
    return coefficients.dropLast().reversed().reduce(coefficients[order + 1]) {
      $0 * cotangent + $1
    }
  }

  /// For x >= 0.5: the series where it converges, and the recurrence down from there.
  private static func lifted(_ order: Int, _ x: Double) -> Double {
    let sign: Double = order % 2 == 0 ? -1 : 1
    let factorial = (1...Swift.max(order, 1)).reduce(1.0) { $0 * Double($1) }
    var x = x
    var steps = 0.0
    while x < Double(16 + order) {
      steps += factorial * Double.pow(x, -Double(order + 1))
      x += 1
    }
    return sign * steps + asymptotic(order, x, factorial: factorial, sign: sign)
  }

  private static func asymptotic(
    _ order: Int, _ x: Double, factorial: Double, sign: Double
  ) -> Double {
    guard x.isFinite else { return order == 0 ? .infinity : 0 }
    let n = Double(order)
    // B_2k (2k+n-1)! / (2k)! / x^2k, term by term.
    var series = 0.0
    var power = order == 0 ? 1.0 : factorial / n
    power /= Double.pow(x, n)
    for (k, bernoulli) in bernoulliNumbers.enumerated() {
      let two = Double(2 * k + 2)
      power *= (two + n - 1) / two / x
      power *= (two + n - 2 == 0 ? 1 : two + n - 2) / (two - 1) / x
      series += bernoulli * power
    }
    if order == 0 { return Double.log(x) - 0.5 / x - series }
    let leading = factorial / n / Double.pow(x, n) + factorial / 2 / Double.pow(x, n + 1)
    return sign * (leading + series)
  }

  /// B_2, B_4, …, B_20 (NIST DLMF, table 24.2.1).
  private static var bernoulliNumbers: [Double] {
    [
      1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798,
      -174611 / 330,
    ]
  }
}
