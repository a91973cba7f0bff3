// z = (x - mean) / deviation, for each column: mean 0 and deviation 1 on the rows it was fitted on.
//
// The deviation is that of the population, sqrt(mean((x - mean)²)), divided by the number of rows as
// scikit-learn's StandardScaler does. A column whose numbers are all equal has nothing to standardise:
// its deviation is taken as 1, so that it becomes exactly 0 and any other number stays as far from it
// as it was. Numbers that are not finite have no part in the fit and stay what they are.

/// Standardises columns: subtracts the mean and divides by the standard deviation.
///
///     let standardization = Standardization.fit(on: [[1.0, 10], [3, 50]])
///     print(standardization.apply(to: [3, 30]))      // [1.0, 0.0]
public struct Standardization: ColumnTransform, Hashable {
  /// The mean of each column.
  public let means: [Double]
  /// The standard deviation of each column; 1 where all numbers are equal.
  public let deviations: [Double]

  /// The transform that standardises the inputs of a dataset, as a rule the training part.
  ///
  /// - Precondition: there is at least one sample.
  public static func fit(on dataset: Dataset) -> Standardization { fit(on: dataset.inputs) }

  /// The transform that standardises these rows.
  ///
  /// - Precondition: there is at least one row, and all are equally long.
  public static func fit(on rows: [[Double]]) -> Standardization {
    let fits = rows.finiteColumns().map { meanAndDeviation(of: $0) }
    return Standardization(means: fits.map { $0.mean }, deviations: fits.map { $0.deviation })
  }

  private init(means: [Double], deviations: [Double]) {
    self.means = means
    self.deviations = deviations
  }

  /// How many columns a row has.
  public var columnCount: Int { means.count }

  /// The number, standardised.
  public func transformed(_ x: Double, column: Int) -> Double {
    (x - means[column]) / deviations[column]
  }

  /// The number that was standardised to this one, up to rounding.
  public func original(_ y: Double, column: Int) -> Double {
    y * deviations[column] + means[column]
  }

  /// The mean, and the deviation around it, by two passes: the one-pass formula cancels.
  private static func meanAndDeviation(of x: [Double]) -> (mean: Double, deviation: Double) {
    guard let least = x.min(), let most = x.max() else { return (0, 1) }
    // Told by comparison: the rounded mean of equal numbers may miss them by an ulp.
    guard least < most else { return (least, 1) }
    // In units of a power of two, so that neither the sum nor a square overflows or vanishes.
    let unit = Double(sign: .plus, exponent: max(abs(least), abs(most)).exponent, significand: 1)
    let scaled = x.map { $0 / unit }
    let count = Double(x.count)
    let mean = scaled.reduce(0, +) / count
    let variance = scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let deviation = variance.squareRoot() * unit
    // Numbers that differ by less than squares can tell are as good as equal.
    return (mean * unit, deviation > 0 ? deviation : 1)
  }
}

extension Standardization: Codable {
  private enum CodingKeys: CodingKey { case means, deviations }

  /// Reads a transform and checks that it can be used.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    means = try container.decode([Double].self, forKey: .means)
    deviations = try container.decode([Double].self, forKey: .deviations)
    guard means.count == deviations.count, means.allSatisfy({ $0.isFinite }),
      deviations.allSatisfy({ $0.isFinite && $0 > 0 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .deviations, in: container,
        debugDescription: "expected as many positive deviations as means, all of them finite")
    }
  }
}
