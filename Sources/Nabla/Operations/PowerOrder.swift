// The partial derivatives of x^y, of every order, as one row of the table.
//
// The first partials are y x^(y-1) and x^y log x. Written as these products, their own partials go
// wrong where a factor is 0: at x = 0 a product is 0 * inf, and whoever takes the 0 for granted there,
// or where y = 0, cuts off what depends on y beyond it. So the family is closed instead:
//
//     P(n, k) = d^n/dx^n d^k/dy^k x^y = x^(y-n) (t0 L^k + k t1 L^(k-1) + k (k-1) t2 L^(k-2) + …)
//
//     dP(n, k)/dx = P(n+1, k)      dP(n, k)/dy = P(n, k+1)      L = log x
//
// where t0 + t1 e + t2 e² + … is the product (y + e) (y - 1 + e) … (y - n + 1 + e). Mixed partials are
// symmetric by construction, and each is given its limit from the right at x = 0.

/// How often x^y has been differentiated, with respect to x and to y.
///
/// As the constant of a node it is one number, `x + 1000 y`.
public struct PowerOrder: Hashable, Sendable {
  /// The order in x.
  public let x: Int
  /// The order in y.
  public let y: Int

  /// Creates the order of a partial derivative.
  ///
  /// - Precondition: Both are from 0 to 999.
  public init(_ x: Int, _ y: Int) {
    precondition(
      0..<1000 ~= x && 0..<1000 ~= y,
      "powerPartial: expected orders from 0 to 999, got \(x) in x and \(y) in y")
    self.x = x
    self.y = y
  }

  /// The order that a node's constant stands for.
  public init(_ constant: Double) {
    self.init(Int(constant) % 1000, Int(constant) / 1000)
  }

  /// The number that a node keeps.
  public var constant: Double { Double(x + 1000 * y) }

  /// One order more in x.
  var byX: PowerOrder { PowerOrder(x + 1, y) }
  /// One order more in y.
  var byY: PowerOrder { PowerOrder(x, y + 1) }
}

extension Primitive {
  /// P(n, k) at x and y; the power itself is only asked for where it is a factor.
  @inline(__always)
  static func powerPartial<N: RealNumber>(
    _ order: PowerOrder, _ x: N, _ y: N, power: @autoclosure () -> N
  ) -> N {
    if order.x == 0, order.y == 0 { return power() }
    if order.x == 0 {
      // At x = 0 and y >= 0 the power does not depend on y, the limit for y from the right.
      let logs = (1..<order.y).reduce(N.log(x)) { logs, _ in logs * N.log(x) }
      return N.select(0, power() * logs, where: N.larger(N.abs(x), -y) <= 0)
    }
    // The most frequent one, without an array.
    if order.x == 1, order.y == 0 { return product(N.pow(x, y - 1), y) }
    let falling = fallingFactorial(y, order)
    let rest = N.pow(x, y - Double(order.x))
    if order.y == 0 { return product(rest, falling[0]) }
    return N.select(
      atZero(order, y, falling),
      product(rest, logarithms(order, N.log(x), falling)), where: N.abs(x) <= 0)
  }

  /// A power times a factor, which is 0 where the factor is, also if the power is infinite.
  ///
  /// A plain product elsewhere: number types that carry derivatives compute with this formula, too.
  private static func product<N: RealNumber>(_ power: N, _ factor: N) -> N {
    N.select(
      factor * power, N.route(power, through: factor), where: N.abs(power) < N(.infinity))
  }

  /// t0, t1, … up to the order in y.
  private static func fallingFactorial<N: RealNumber>(_ y: N, _ order: PowerOrder) -> [N] {
    var t: [N] = order.y == 0 ? [y] : [y, 1]
    for m in 1..<max(order.x, 1) {
      let factor = y - Double(m)
      var next = [t[0] * factor]
      for i in 1..<max(t.count, 1) { next.append(t[i] * factor + t[i - 1]) }
      if t.count <= order.y { next.append(1) }
      t = next
    }
    return t
  }

  /// The sum in powers of the logarithm, by Horner's scheme.
  private static func logarithms<N: RealNumber>(
    _ order: PowerOrder, _ log: N, _ t: [N]
  ) -> N {
    var sum = t[0]
    var factor = 1.0
    for i in 1...order.y {
      factor *= Double(order.y - i + 1)
      sum = i < t.count ? sum * log + factor * t[i] : sum * log
    }
    return sum
  }

  /// The limit for x from the right to 0: there the highest power of the logarithm decides.
  private static func atZero<N: RealNumber>(_ order: PowerOrder, _ y: N, _ t: [N]) -> N {
    let sign = order.y % 2 == 0 ? Double.infinity : -.infinity
    return N.select(
      0, N.select(-sign * t[1], sign * t[0], where: N.abs(t[0]) <= 0),
      where: y > N(Double(order.x)))
  }
}
