// Which classes are taken for which.

/// How often samples of each class were taken for each class.
///
///     let actual = [Int](repeating: 0, count: 10) + [Int](repeating: 1, count: 10)
///       + [Int](repeating: 2, count: 10)
///     var predicted = actual
///     (predicted[10], predicted[20]) = (2, 1)
///     let names = ["setosa", "versicolor", "virginica"]
///     print(ConfusionMatrix(predicted: predicted, actual: actual, classNames: names))
///
/// ```console
///              predicted
/// true         setosa  versicolor  virginica  recall
/// setosa           10           0          0   1.000
/// versicolor        0           9          1   0.900
/// virginica         0           1          9   0.900
/// precision     1.000       0.900      0.900
/// 28 of 30 right, accuracy 0.933
/// ```
public struct ConfusionMatrix: Hashable, Sendable, Codable {
  /// The counts, by true class and then by predicted class.
  public private(set) var counts: [[Int]]
  /// The names of the classes, one for each row and column of the counts.
  public let classNames: [String]

  /// Counts classes.
  ///
  /// - Parameters:
  ///   - predicted: The class that each sample was taken for.
  ///   - actual: The class of each sample.
  ///   - classNames: The names, one for each class.
  /// - Precondition: as many predictions as samples, all within the classes.
  public init(predicted: [Int], actual: [Int], classNames: [String]) {
    precondition(
      predicted.count == actual.count,
      "expected \(actual.count) predictions, got \(predicted.count)")
    self.classNames = classNames
    counts = classNames.map { _ in Array(repeating: 0, count: classNames.count) }
    for (predicted, actual) in zip(predicted, actual) {
      precondition(
        counts.indices.contains(predicted) && counts.indices.contains(actual),
        "expected classes from 0 to below \(counts.count), got \(actual) taken for \(predicted)")
      counts[actual][predicted] += 1
    }
  }

  /// How many samples there are.
  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// How many were taken for what they are.
  public var rightCount: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// The part of the samples that were taken for what they are; NaN without samples.
  public var accuracy: Double { Double(rightCount) / Double(total) }

  /// Of the samples of a class, the part recognised; nil if there are none.
  public func recall(of index: Int) -> Double? {
    let actual = counts[index].reduce(0, +)
    return actual == 0 ? nil : Double(counts[index][index]) / Double(actual)
  }

  /// Of the samples taken for a class, the part that is of it; nil if there are none.
  public func precision(of index: Int) -> Double? {
    let predicted = counts.reduce(0) { $0 + $1[index] }
    return predicted == 0 ? nil : Double(counts[index][index]) / Double(predicted)
  }

  /// The harmonic mean of a class's precision and recall, F1; nil if no sample is of the class or taken for
  /// it.
  public func f1(of index: Int) -> Double? {
    let actual = counts[index].reduce(0, +)
    let predicted = counts.reduce(0) { $0 + $1[index] }
    return actual + predicted == 0
      ? nil : 2 * Double(counts[index][index]) / Double(actual + predicted)
  }

  /// The mean of F1 over the classes that have one; nil without samples.
  public var meanF1: Double? {
    let all = counts.indices.compactMap { f1(of: $0) }
    return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }
}

extension ConfusionMatrix: CustomStringConvertible {
  /// The matrix as a table, with recalls, precisions and the accuracy.
  public var description: String {
    let all = counts.indices
    // Names come from files, and may be of any length and hold anything.
    let classNames = classNames.map { $0.shown() }
    var rows = [["true"] + classNames + ["recall"]]
    for i in all {
      rows.append([classNames[i]] + counts[i].map { "\($0)" } + [Self.share(recall(of: i))])
    }
    rows.append(["precision"] + all.map { Self.share(precision(of: $0)) } + [""])
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      var line = row[0] + Self.space(widths[0] - row[0].count)
      for i in 1..<row.count { line += "  " + Self.space(widths[i] - row[i].count) + row[i] }
      while line.last == " " { line.removeLast() }
      return line
    }
    return Self.space(widths[0] + 2) + "predicted\n" + lines.joined(separator: "\n")
      + "\n\(rightCount) of \(total) right, accuracy \(Self.share(total == 0 ? nil : accuracy))"
  }

  private static func space(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func share(_ share: Double?) -> String {
    share.map { ReadableNumber.fixed($0, decimals: 3) } ?? "-"
  }
}
