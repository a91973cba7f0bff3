// The verdict at a kink: any subgradient is right, from the slope on one side to that on the other.

/// What differences say on both sides of a kink, and what it is a kink of.
struct Kink {
  let left: ScaleSearch
  let right: ScaleSearch
  let node: String

  var isOfSwiftBranch: Bool { node == LineFunction.swiftBranch }
}

extension GradientCheck {
  /// Compares a derivative with the slopes on both sides.
  func compare(
    _ name: String, _ given: Double, _ rounding: Double, _ kink: Kink, _ along: LineFunction
  ) -> Finding {
    let (left, right) = (kink.left.best, kink.right.best)
    guard left.value.isFinite, right.value.isFinite else {
      return compareAtJump(name, given, rounding, kink, along)
    }
    let (low, high) = (min(left.value, right.value), max(left.value, right.value))
    let nearest = given < low ? low : given > high ? high : given
    let errorBar = max(left.errorBar, right.errorBar)
    let absolute = max(absoluteTolerance(kink.left), absoluteTolerance(kink.right))
    let difference = abs(given - nearest)
    let isWithin = difference <= tolerance(given, nearest, absolute) + rounding
    return Finding(
      entry: GradientReport.Entry(
        name: name, given: given, expected: nearest, errorBar: errorBar,
        relativeError: relativeError(given, nearest, absolute),
        verdict: isWithin ? .passed : difference <= 10 * errorBar ? .inconclusive : .failed,
        note: """
          a kink at \(kink.node): \(isWithin ? "a" : "not a") subgradient between \(low.reported) \
          and \(high.reported)
          """),
      isCertain: kink.left.found.first?.isBorneOut == true
        && kink.right.found.first?.isBorneOut == true)
  }

  /// Where a side's slope is infinite, the other one's is right if the point belongs to it.
  private func compareAtJump(
    _ name: String, _ given: Double, _ rounding: Double, _ kink: Kink, _ along: LineFunction
  ) -> Finding {
    let own: ScaleSearch? =
      along.isOnPiece(.left) ? kink.left : along.isOnPiece(.right) ? kink.right : nil
    var finding = compare(name, given, rounding, own ?? kink.left)
    if kink.isOfSwiftBranch {
      finding.entry.verdict = .failed
    } else if own == nil || !finding.entry.expected.isFinite {
      let slopes = [kink.left.best.value, kink.right.best.value]
      finding.entry.verdict = slopes.contains(given) ? .passed : .inconclusive
    }
    finding.entry.note =
      "a jump or an infinite slope at \(kink.node): \(kink.left.best.value.reported) to the left, "
      + "\(kink.right.best.value.reported) to the right"
    return finding
  }
}
