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

  /// The numbers at `t`.
  func numbers(at t: Double) -> [Double] {
    zip(point, direction).map { x, v in
      v == 0 ? x : v == 1 && x == origin ? t : x + (t - origin) * v
    }
  }

  /// The smallest `t` from the origin on that surely moves every number that varies.
  var nearest: Double {
    zip(point, direction).reduce(0x1p-1000) { nearest, number in
      let (x, v) = number
      return v == 0 ? nearest : max(nearest, 2 * x.ulp / abs(v))
    }
  }
}

/// What surrounds the origin of a line.
enum Piece {
  /// A smooth piece: what differences on it say.
  case smooth(ScaleSearch)
  /// A kink: what differences on both sides of it say, and what it is a kink of.
  case kink(left: ScaleSearch, right: ScaleSearch, node: String)
}

/// A function along a line, evaluated as graphs whose branches are watched.
final class LineFunction {
  /// What is said to be the kink where no node is one.
  static let swiftBranch = "a branch of the function itself"

  let line: Line
  private let function: ([Value]) -> Value
  private var known: [Double: (value: Double, signature: BranchSignature)] = [:]

  init(_ line: Line, of function: @escaping ([Value]) -> Value) {
    self.line = line
    self.function = function
  }

  func graph(at t: Double) -> Value { function(line.numbers(at: t).map { Value($0) }) }

  private func sample(_ t: Double) -> (value: Double, signature: BranchSignature) {
    if let sample = known[t] { return sample }
    let root = graph(at: t)
    let sample = (root.data, BranchSignature(of: root))
    known[t] = sample
    return sample
  }

  func value(at t: Double) -> Double { sample(t).value }

  /// Whether the origin itself is on the same piece as the numbers just beside it on one side.
  func isOnPiece(_ side: NumericalDerivative.Side) -> Bool {
    let beside = side == .left ? line.origin - line.nearest : line.origin + line.nearest
    return sample(line.origin).signature == sample(beside).signature
  }

  /// Whether the function is finite just beside the origin, on one side at least.
  var isFiniteBeside: Bool {
    value(at: line.origin - line.nearest).isFinite || value(at: line.origin + line.nearest).isFinite
  }

  /// Whether the graph made at the origin gives other values beside it than the function does.
  ///
  /// Then the function computes with numbers that are not in the graph, takes a Swift `if` just here,
  /// or gives another value each time.
  func leavesGraph() -> Bool {
    let inputs = line.numbers(at: line.origin).map { Value($0) }
    let root = function(inputs)
    let step = DifferenceMethod.ridders.step(at: line.origin)
    for distance in [line.nearest, step * 0x1p-36, step * 0x1p-24, step * 0x1p-12, step] {
      for t in [line.origin - distance, line.origin + distance] {
        for (input, number) in zip(inputs, line.numbers(at: t)) { input.data = number }
        root.bringUpToDate()
        let (signature, value) = (BranchSignature(of: root), value(at: t))
        guard signature == sample(t).signature else {
          if distance == line.nearest, signature.operations != sample(t).signature.operations {
            return true
          }
          // Further away another branch is another function.
          continue
        }
        if root.data != value, !(root.data.isNaN && value.isNaN) { return true }
      }
    }
    return false
  }

  /// The function on the piece with a signature, and NaN elsewhere; the origin belongs to all.
  private func samples(on signature: BranchSignature) -> Samples {
    Samples { [self] t in
      let sample = sample(t)
      return t == line.origin || sample.signature == signature ? sample.value : .nan
    }
  }

  /// What surrounds the origin, seen from as close by as numbers allow, and from further away where
  /// that is too close to tell.
  func piece(from step: Double?) -> Piece {
    let (origin, nearest) = (line.origin, line.nearest)
    let usual = step ?? DifferenceMethod.ridders.step(at: origin)
    let here = sample(origin).signature
    var smooth: ScaleSearch?
    for distance in [nearest, usual * 0x1p-48, usual * 0x1p-36, usual * 0x1p-24]
    where distance >= nearest {
      let left = sample(origin - distance).signature
      let right = sample(origin + distance).signature
      let isEdge =
        !value(at: origin - distance).isFinite || !value(at: origin + distance).isFinite
      guard left == right || isEdge else {
        // On a tie that lies further away, the origin is still on its own piece.
        if let smooth, here == left || here == right { return .smooth(smooth) }
        return kink(left, right, step)
      }
      // Where the function is not finite its branches mean nothing.
      let signature = value(at: origin - distance).isFinite ? left : right
      let search = ScaleSearch(
        at: origin, from: step, of: samples(on: signature), isPiecewise: true)
      if smooth == nil { smooth = search }
      if search.found.first?.isGood == true || search.best.value.isInfinite {
        return .smooth(search)
      }
      // Rounding makes ties of what is none only where the piece is small.
      if let first = search.found.first?.first, first > usual * 0x1p-24 { break }
    }
    return .smooth(
      smooth ?? ScaleSearch(at: origin, from: step, of: samples(on: here), isPiecewise: true))
  }

  private func kink(
    _ left: BranchSignature, _ right: BranchSignature, _ step: Double?
  ) -> Piece {
    let node = left.firstDifference(from: right, in: graph(at: line.origin))
    return .kink(
      left: ScaleSearch(at: line.origin, from: step, of: samples(on: left), sides: [.left]),
      right: ScaleSearch(at: line.origin, from: step, of: samples(on: right), sides: [.right]),
      node: node?.shortDescription ?? Self.swiftBranch)
  }
}
