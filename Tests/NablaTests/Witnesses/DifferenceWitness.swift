// Numerical differentiation, written anew for the tests so that the engine's own is not its judge.
//
// Central differences are even in the step, so each Richardson extrapolation removes two orders. No
// step suits log at 1e-300 and cos at 1e-8 alike: several are tried, and the one whose table has
// settled best is believed, together with what it says of its error.

/// An estimate and a bound of its error.
struct DifferenceWitness {
  var value = Double.nan
  var error = Double.infinity

  /// df/dx[i] of a function of numbers.
  init(at x: [Double], _ i: Int, of function: ([Double]) -> Double) {
    self.init(scales: Self.scales(x[i])) { h in
      let up = function(x.moved(i, h)), down = function(x.moved(i, -h))
      return ((up - down) / (2 * h), (abs(up) + abs(down)) * 0x1p-53 / h)
    }
  }

  /// d²f/dx[i]dx[j] of a function of numbers, from its values alone.
  init(at x: [Double], _ i: Int, _ j: Int, of function: ([Double]) -> Double) {
    let ratio = i == j || x[i] == 0 || x[j] == 0 ? 1 : abs(x[j] / x[i])
    self.init(scales: Self.scales(x[i])) { h in
      let k = h * ratio
      if i == j {
        let up = function(x.moved(i, h)), down = function(x.moved(i, -h)), middle = function(x)
        let size = abs(up) + abs(down) + 2 * abs(middle)
        return ((up - middle - (middle - down)) / h / h, size * 0x1p-52 / h / h)
      }
      let up = x.moved(i, h), down = x.moved(i, -h)
      let corners = [up.moved(j, k), up.moved(j, -k), down.moved(j, k), down.moved(j, -k)].map(
        function)
      let difference = (corners[0] - corners[1]) - (corners[2] - corners[3])
      return (difference / (2 * h) / (2 * k), corners.reduce(0) { $0 + abs($1) } * 0x1p-53 / h / k)
    }
  }

  /// Powers of two, so that x + h and x - h are exact or nearly so: first relative to x; where
  /// rounding leaves nothing of those, relative to 1.
  private static func scales(_ x: Double) -> [[Double]] {
    let fractions = [0x1p-2, 0x1p-4, 0x1p-7, 0x1p-10, 0x1p-14]
    return (x == 0 ? [] : [fractions.map { $0 * abs(x).binade }]) + [fractions]
  }

  /// The estimate gives, for a step, the difference quotient and what rounding may have done to it.
  private init(scales: [[Double]], estimate: (Double) -> (value: Double, rounding: Double)) {
    for scale in scales.joined() {
      if scale == scales.last?.first, error <= 1e-3 * abs(value) { return }
      var row: [Double] = []
      var step = scale
      for level in 0..<6 {
        let (value, rounding) = estimate(step)
        var next = [value]
        var power = 1.0
        for k in 0..<level {
          power *= 4
          next.append(next[k] + (next[k] - row[k]) / (power - 1))
        }
        if level > 0 {
          let change = max(abs(next[level] - row[level - 1]), abs(next[level] - next[level - 1]))
          // Extrapolation magnifies what rounding did by less than 4.
          if change + 4 * rounding < error {
            (self.value, error) = (next[level], change + 4 * rounding)
          }
        }
        row = next
        step /= 2
      }
    }
  }
}

extension [Double] {
  fileprivate func moved(_ i: Int, _ step: Double) -> [Double] {
    var point = self
    point[i] += step
    return point
  }
}
