// y = low + (x - least) / (most - least) · (high - low), for each column: the rows it was fitted on fill
// the range exactly, and other rows may go beyond it.
//
// A column whose numbers are all equal becomes `low`, and any other number stays as far from it as it
// was. Numbers that are not finite have no part in the fit.

/// Scales columns to a range, by default from 0 to 1.
public struct Scaling: ColumnTransform, Hashable {
  /// The least number of each column.
  public let minima: [Double]
  /// The greatest number of each column.
  public let maxima: [Double]
  /// The range that the columns are scaled to.
  public let range: ClosedRange<Double>

  /// The transform that scales the inputs of a dataset, as a rule the training part.
  ///
  /// - Precondition: there is at least one sample, and the range is finite and not a single number.
  public static func fit(on dataset: Dataset, to range: ClosedRange<Double> = 0...1) -> Scaling {
    fit(on: dataset.inputs, to: range)
  }

  /// The transform that scales these rows.
  ///
  /// - Precondition: there is at least one row, all are equally long, and the range is finite and not a
  ///   single number.
  public static func fit(on rows: [[Double]], to range: ClosedRange<Double> = 0...1) -> Scaling {
    precondition(
      isUsable(range), "expected a finite range that is not a single number, got \(range)")
    let columns = rows.finiteColumns()
    return Scaling(
      minima: columns.map { $0.min() ?? 0 }, maxima: columns.map { $0.max() ?? 0 }, range: range)
  }

  private init(minima: [Double], maxima: [Double], range: ClosedRange<Double>) {
    self.minima = minima
    self.maxima = maxima
    self.range = range
  }

  /// How many columns a row has.
  public var columnCount: Int { minima.count }

  /// The number, scaled.
  public func transformed(_ x: Double, column: Int) -> Double {
    let (least, most, low, high) = bounds(column)
    guard least < most else { return x == least ? low : low + (x - least) }
    // Halves, since the difference of two numbers may be too large for a `Double`.
    let part = (x / 2 - least / 2) / (most / 2 - least / 2)
    // From the nearer end, so that both ends are met exactly.
    return part <= 0.5 ? low + part * (high - low) : high - (1 - part) * (high - low)
  }

  /// The number that was scaled to this one, up to rounding.
  public func original(_ y: Double, column: Int) -> Double {
    let (least, most, low, high) = bounds(column)
    guard least < most else { return least + (y - low) }
    let part = (y - low) / (high - low)
    return part <= 0.5
      ? least + part * most - part * least : most - (1 - part) * most + (1 - part) * least
  }

  private func bounds(_ column: Int) -> (Double, Double, Double, Double) {
    (minima[column], maxima[column], range.lowerBound, range.upperBound)
  }

  private static func isUsable(_ range: ClosedRange<Double>) -> Bool {
    range.lowerBound < range.upperBound && (range.upperBound - range.lowerBound).isFinite
  }
}

extension Scaling: Codable {
  private enum CodingKeys: CodingKey { case minima, maxima, low, high }

  /// Reads a transform and checks that it can be used.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    minima = try container.decode([Double].self, forKey: .minima)
    maxima = try container.decode([Double].self, forKey: .maxima)
    let low = try container.decode(Double.self, forKey: .low)
    let high = try container.decode(Double.self, forKey: .high)
    guard minima.count == maxima.count, low <= high, Self.isUsable(low...high),
      zip(minima, maxima).allSatisfy({ $0 <= $1 && $0.isFinite && $1.isFinite })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .minima, in: container,
        debugDescription: "expected as many finite minima as maxima, none above its maximum, and a "
          + "finite range from low to high")
    }
    range = low...high
  }

  /// Writes the transform.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(minima, forKey: .minima)
    try container.encode(maxima, forKey: .maxima)
    try container.encode(range.lowerBound, forKey: .low)
    try container.encode(range.upperBound, forKey: .high)
  }
}
