// A function of several numbers along a line through a point, and the smooth piece around it.

/// A line through a point: `t` goes through `origin` at the point itself.
struct Line {
  let point: [Double]
  let direction: [Double]
  let origin: Double

  /// The line along which one number of the point varies, and `t` is that number.
  static func axis(_ i: Int, of point: [Double]) -> Line {
    var direction = Array(repeating: 0.0, count: point.count)
    direction[i] = 1
    return Line(point: point, direction: direction, origin: point[i])
  }

  /// What surrounds the origin.
  enum Piece {
    /// A smooth piece, and the derivative on it.
    case smooth(NumericalDerivative)
    /// A kink: the derivatives on both sides, and what it is a kink of.
    case kink(left: NumericalDerivative, right: NumericalDerivative, node: String)
  }

  private func graph(at t: Double, of function: ([Value]) -> Value) -> Value {
    function(zip(point, direction).map { x, v in Value(v == 0 ? x : x + (t - origin) * v) })
  }

  private func signature(at t: Double, of function: ([Value]) -> Value) -> BranchSignature {
    BranchSignature(of: graph(at: t, of: function))
  }

  /// The derivative at the origin, from steps that stay on one smooth piece.
  func piece(from first: Double, of function: ([Value]) -> Value) -> Piece {
    func value(_ t: Double) -> Double { graph(at: t, of: function).data }
    // Below this, rounding drowns the differences; a kink nearer than this counts as here.
    let smallest = max(first * 0x1p-24, origin.ulp * 16)
    var step = first
    while step >= smallest {
      let left = signature(at: origin - step, of: function)
      let right = signature(at: origin + step, of: function)
      if left == right || !value(origin - step).isFinite || !value(origin + step).isFinite {
        return .smooth(numericalDerivative(at: origin, step: step, of: value))
      }
      step /= 4
    }
    let left = signature(at: origin - smallest, of: function)
    let right = signature(at: origin + smallest, of: function)
    let node = left.firstDifference(from: right, in: graph(at: origin, of: function))
    return .kink(
      left: oneSided(.left, from: first, smallest: smallest, of: function),
      right: oneSided(.right, from: first, smallest: smallest, of: function),
      node: node?.shortDescription ?? "a branch of the function itself")
  }

  /// The derivative on one side, from the largest step that stays on the piece next to the origin.
  private func oneSided(
    _ side: NumericalDerivative.Side, from first: Double, smallest: Double,
    of function: ([Value]) -> Value
  ) -> NumericalDerivative {
    let sign: Double = side == .left ? -1 : 1
    let nearest = signature(at: origin + sign * smallest, of: function)
    var step = first
    while step > smallest, signature(at: origin + sign * step, of: function) != nearest {
      step /= 4
    }
    func value(_ t: Double) -> Double { graph(at: t, of: function).data }
    return Differences(at: origin, side, of: value).estimate(.ridders, step, of: value)
  }
}
