// Figures that say how good outputs are, beside the loss.

/// Figures of outputs and targets.
enum Scores {
  /// The mean of `|output - target|`.
  static func meanAbsoluteError(_ outputs: [[Double]], _ targets: [[Double]]) -> Double {
    let errors = zip(outputs.joined(), targets.joined()).map { ($0 - $1).magnitude }
    return errors.reduce(0, +) / Double(errors.count)
  }

  /// `1 - Σ (y - t)² / Σ (t - mean of t)²`, averaged over the outputs; nil if the targets of one are all
  /// equal.
  static func rSquared(_ outputs: [[Double]], _ targets: [[Double]]) -> Double? {
    let shares = targets[0].indices.map { place in
      let column = targets.map { $0[place] }
      // A power of two takes squares back to where none is too large or too small, and rounds nothing.
      let largest = column.reduce(0) { max($0, $1.magnitude) }
      let size = largest > 0 && largest.isFinite ? largest.binade : 1
      let mean = column.reduce(0) { $0 + $1 / size } / Double(column.count) * size
      let errors = zip(outputs, column).map { ($0[place] - $1) / size }.reduce(0) { $0 + $1 * $1 }
      let spread = column.map { ($0 - mean) / size }.reduce(0) { $0 + $1 * $1 }
      return column.allSatisfy { $0 == column[0] } ? nil : 1 - errors / spread
    }
    guard !shares.contains(where: { $0 == nil }) else { return nil }
    return shares.compactMap { $0 }.reduce(0, +) / Double(shares.count)
  }

  /// The part of all pairs in which the positive sample has the larger score, equal ones counting half.
  ///
  /// The statistic of Mann and Whitney, Annals of Mathematical Statistics 18 (1947), from the ranks.
  static func areaUnderROC(_ scores: [Double], isPositive: [Bool]) -> Double? {
    let positives = isPositive.count { $0 }
    let negatives = isPositive.count - positives
    guard positives > 0, negatives > 0, !scores.contains(where: { $0.isNaN }) else { return nil }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var rest = order[...]
    var (below, wins) = (0, 0.0)
    while let first = rest.first {
      let equals = rest.prefix { scores[$0] == scores[first] }
      let positivesHere = equals.count { isPositive[$0] }
      let negativesHere = equals.count - positivesHere
      wins += Double(positivesHere) * (Double(below) + Double(negativesHere) / 2)
      below += negativesHere
      rest = rest.dropFirst(equals.count)
    }
    return wins / (Double(positives) * Double(negatives))
  }
}
