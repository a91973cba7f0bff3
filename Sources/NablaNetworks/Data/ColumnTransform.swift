// What standardising and scaling have in common: each column is shifted and stretched by numbers that
// are fitted once, on the training part, and then used for every other row. Fitting on all rows would
// let the test rows have a part in the training.

/// A shift and stretch of each column, fitted on some rows and used on others.
public protocol ColumnTransform: Sendable {
  /// How many columns a row has.
  var columnCount: Int { get }
  /// The number of a column, transformed.
  func transformed(_ x: Double, column: Int) -> Double
  /// The number that `transformed` has made into this one, up to rounding.
  func original(_ y: Double, column: Int) -> Double
}

extension ColumnTransform {
  /// A row, transformed.
  ///
  /// - Precondition: the row has `columnCount` numbers.
  public func apply(to row: [Double]) -> [Double] {
    check(row)
    return row.indices.map { transformed(row[$0], column: $0) }
  }

  /// Rows, transformed.
  public func apply(to rows: [[Double]]) -> [[Double]] { rows.map { apply(to: $0) } }

  /// A dataset with its inputs transformed and its targets as they were.
  public func apply(to dataset: Dataset) -> Dataset {
    var result = dataset
    result.inputs = apply(to: dataset.inputs)
    return result
  }

  /// The row that `apply` has made into this one, up to rounding.
  ///
  /// - Precondition: the row has `columnCount` numbers.
  public func inverse(of row: [Double]) -> [Double] {
    check(row)
    return row.indices.map { original(row[$0], column: $0) }
  }

  /// The rows that `apply` has made into these, up to rounding.
  public func inverse(of rows: [[Double]]) -> [[Double]] { rows.map { inverse(of: $0) } }

  /// The dataset whose inputs `apply` has made into these, up to rounding.
  public func inverse(of dataset: Dataset) -> Dataset {
    var result = dataset
    result.inputs = inverse(of: dataset.inputs)
    return result
  }

  private func check(_ row: [Double]) {
    precondition(
      row.count == columnCount,
      "this was fitted on rows of \(columnCount) numbers, got a row of \(row.count)")
  }
}

extension [[Double]] {
  /// The finite numbers of each column: what a fit looks at.
  func finiteColumns() -> [[Double]] {
    precondition(!isEmpty, "expected at least one row to fit on, got none")
    return self[0].indices.map { column in
      compactMap { row in
        precondition(
          row.count == self[0].count,
          "expected rows of \(self[0].count) numbers, got one of \(row.count)")
        return row[column].isFinite ? row[column] : nil
      }
    }
  }
}
