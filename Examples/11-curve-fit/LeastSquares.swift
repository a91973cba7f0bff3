// Non-linear least squares: the smallest sum of squares, and the covariance of the parameters there.
//
// With y_i = f(p, x_i) + noise of variance s^2, S(p) = sum of r_i^2 and r_i = f(p, x_i) - y_i:
//
//     dS = 2 J'r                  J_ij = d r_i / d p_j
//     H  = 2 J'J + 2 sum of r_i (Hessian of r_i)
//
// Near the minimum p* the noise moves p by -H^-1 dS, and dS = 2 J'r varies with the covariance
// 4 s^2 J'J, about 2 s^2 H. So the covariance of p is 2 s^2 H^-1, or s^2 (J'J)^-1 if the second part of
// H is left out.

import Nabla
import NablaNetworks

/// A curve through points.
struct LeastSquares {
  typealias Model = (_ parameters: [Value], _ x: Double) -> Value

  let model: Model
  let names: [String]
  /// The lowest point that L-BFGS found, and how.
  let minimum: LBFGS.Minimum
  /// The best parameters: that point after a step of Newton's method.
  let parameters: [Double]
  /// The sum of squares there.
  let sumOfSquares: Double
  /// The variance of the residuals, s^2 = S / (n - p).
  let residualVariance: Double
  /// That of the parameters, 2 s^2 H^-1.
  let covariance: [[Double]]
  /// The square roots of its diagonal, and of that of s^2 (J'J)^-1.
  let standardErrors: [Double]
  let gaussNewtonErrors: [Double]

  init(_ model: @escaping Model, xs: [Double], ys: [Double], start: [Double], names: [String]) {
    self.model = model
    self.names = names
    let squares = { Self.sumOfSquares(model, $0, xs, ys) }
    let minimum = Self.minimize(model, xs: xs, ys: ys, start: start)
    let best = Self.newtonStep(from: minimum.point, squares)
    self.minimum = minimum
    parameters = best
    sumOfSquares = valueWithGradient(at: best, of: squares).value

    let variance = sumOfSquares / Double(xs.count - start.count)
    residualVariance = variance
    covariance = Self.inverse(hessian(at: best, of: squares)).map { row in
      row.map { 2 * variance * $0 }
    }
    standardErrors = covariance.indices.map { [covariance] in covariance[$0][$0].squareRoot() }

    let j = jacobian(at: best) { v in xs.map { model(v, $0) } }
    let jj = start.indices.map { a in
      start.indices.map { b in j.reduce(0) { $0 + $1[a] * $1[b] } }
    }
    let gaussNewton = Self.inverse(jj)
    gaussNewtonErrors = start.indices.map { (variance * gaussNewton[$0][$0]).squareRoot() }
  }

  // MARK: - The minimum

  /// The sum of squares, as one graph.
  static func sumOfSquares(
    _ model: Model, _ parameters: [Value], _ xs: [Double], _ ys: [Double]
  ) -> Value {
    sum(zip(xs, ys).map { x, y in pow(model(parameters, x) - y, 2) })
  }

  /// Each parameter is measured in units of its starting number, so that none is a thousand times as
  /// steep as another.
  static func minimize(
    _ model: Model, xs: [Double], ys: [Double], start: [Double]
  ) -> LBFGS.Minimum {
    var minimum = LBFGS(valueTolerance: 1e-12).minimize(from: start.map { _ in 1 }) { v in
      sumOfSquares(model, zip(v, start).map { $0 * $1 }, xs, ys)
    }
    minimum.point = zip(minimum.point, start).map { $0 * $1 }
    return minimum
  }

  /// The point p - H^-1 dS.
  ///
  /// Near its minimum S changes with the square of the distance: half of its digits, some eight, is all
  /// that comparing values can find of p. The gradient has no such limit.
  static func newtonStep(from point: [Double], _ function: ([Value]) -> Value) -> [Double] {
    let slope = gradient(at: point, of: function)
    return zip(point, inverse(hessian(at: point, of: function))).map { number, row in
      number - zip(row, slope).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  // MARK: - What follows from the covariance

  /// From -1 to 1: how far an error of one parameter can be made up for by another.
  func correlation(_ a: Int, _ b: Int) -> Double {
    covariance[a][b] / (standardErrors[a] * standardErrors[b])
  }

  /// The curve at x, and its standard error: that of a function of the parameters with the gradient g
  /// is sqrt(g' C g).
  func prediction(at x: Double) -> (value: Double, error: Double) {
    let (value, g) = valueWithGradient(at: parameters) { model($0, x) }
    let variance = g.indices.reduce(0.0) { total, a in
      total + g[a] * zip(covariance[a], g).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (value, variance.squareRoot())
  }

  // MARK: - Matrices

  /// The inverse of a symmetric positive definite matrix, column by column of the unit matrix: Gauss and
  /// Jordan's elimination, which needs no pivots for such matrices.
  static func inverse(_ matrix: [[Double]]) -> [[Double]] {
    var rows = matrix
    var result = matrix.indices.map { i in matrix.indices.map { $0 == i ? 1.0 : 0 } }
    for k in rows.indices {
      let pivot = rows[k][k]
      precondition(pivot > 0, "the Hessian is not positive definite: this is no minimum")
      rows[k] = rows[k].map { $0 / pivot }
      result[k] = result[k].map { $0 / pivot }
      for i in rows.indices where i != k {
        let factor = rows[i][k]
        rows[i] = zip(rows[i], rows[k]).map { $0 - factor * $1 }
        result[i] = zip(result[i], result[k]).map { $0 - factor * $1 }
      }
    }
    return result
  }
}
