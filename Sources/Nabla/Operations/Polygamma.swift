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
//
// Written for every number that computes as libm does (LibmNumber.swift): the order is known, so the
// loops over it are unrolled where the number is text.

extension LibmNumber {
  /// The `order`-th derivative of the digamma function.
  ///
  /// Poles at 0, -1, -2, …: NaN, as the sides differ, except that an odd order is +inf on both.
  static func composedPolygamma(_ order: Int, _ x: Self) -> Self {
    precondition(order >= 0, "polygamma: expected an order of at least 0, got \(order)")
    let pole = order % 2 == 1 ? Double.infinity : .nan
    // An integer that is not positive; NaN and -inf are not, and left over for the NaN below.
    let isPole = larger(abs(x - rounded(x)), x) <= 0
    return select(
      Self(pole), select(regular(order, x), Self(.nan), where: x > Self(-.infinity)),
      where: isPole)
  }

  private static func regular(_ order: Int, _ x: Self) -> Self {
    let sign: Double = order % 2 == 0 ? 1 : -1
    let right = lifted(order, select(1 - x, x, where: x < 0.5))
    return select(
      sign * right - Double.pi * cotangentDerivative(order, x), right, where: x < 0.5)
  }

  /// d^n/dx^n cot(pi x), as a polynomial in the cotangent: d cot(pi x)/dx = -pi (1 + cot²).
  private static func cotangentDerivative(_ order: Int, _ x: Self) -> Self {
    // The distance to the nearest integer is exact; pi times x is not. Beyond a quarter the
    // cotangent is the tangent of the rest to a half, exact too, and 0 at the half itself.
    let t = x - rounded(x)
    let rest = select(-0.5 - t, 0.5 - t, where: t < 0)
    let cotangent = select(
      tan(Double.pi * rest), 1 / tan(Double.pi * t), where: abs(t) > 0.25)
    // Horner's scheme from the leading coefficient on: at an infinite cotangent 0 * inf is NaN.
    let coefficients = cotangentPolynomial(order)
    let start = Self(coefficients[order + 1])
    return coefficients.dropLast().reversed().reduce(start) { $0 * cotangent + $1 }
  }

  /// The coefficients of the polynomial, the constant one first.
  private static func cotangentPolynomial(_ order: Int) -> [Double] {
    var coefficients: [Double] = [0, 1]
    for _ in 0..<order {
      var next = Array(repeating: 0.0, count: coefficients.count + 1)
      for (k, coefficient) in coefficients.enumerated() where k > 0 {
        next[k - 1] -= Double.pi * Double(k) * coefficient
        next[k + 1] -= Double.pi * Double(k) * coefficient
      }
      coefficients = next
    }
    return coefficients
  }

  /// For x >= 0.5: the series where it converges, and the recurrence down from there.
  private static func lifted(_ order: Int, _ x: Self) -> Self {
    let sign: Double = order % 2 == 0 ? -1 : 1
    let factorial = (1...Swift.max(order, 1)).reduce(1.0) { $0 * Double($1) }
    var x = x
    var steps: Self = 0
    for _ in 0..<16 + order {
      let (from, sum) = (x, steps)
      let isBelow = from < Self(Double(16 + order))
      steps = select(
        sum + factorial * pow(from, -Double(order + 1)), sum, where: isBelow)
      x = select(from + 1, from, where: isBelow)
    }
    return sign * steps + asymptotic(order, x, factorial: factorial, sign: sign)
  }

  private static func asymptotic(
    _ order: Int, _ x: Self, factorial: Double, sign: Double
  ) -> Self {
    let limit: Double = order == 0 ? .infinity : 0
    return select(
      series(order, x, factorial: factorial, sign: sign), Self(limit), where: x < Self(.infinity))
  }

  private static func series(
    _ order: Int, _ x: Self, factorial: Double, sign: Double
  ) -> Self {
    let n = Double(order)
    // B_2k (2k+n-1)! / (2k)! / x^2k, term by term.
    var series: Self = 0
    var power = (order == 0 ? 1.0 : factorial / n) / pow(x, n)
    for (k, bernoulli) in bernoulliNumbers.enumerated() {
      let two = Double(2 * k + 2)
      power = power * ((two + n - 1) / two / x)
      power = power * ((two + n - 2 == 0 ? 1 : two + n - 2) / (two - 1) / x)
      series = series + bernoulli * power
    }
    if order == 0 { return log(x) - 0.5 / x - series }
    let leading = factorial / n / pow(x, n) + factorial / 2 / pow(x, n + 1)
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
