/// A row of zeros with a one at the given place.
///
/// - Precondition: there is at least one class; 0 <= index < count.
public func oneHot(_ index: Int, count: Int) -> [Double] {
  precondition(count > 0, "expected at least 1 class, got \(count)")
  precondition(
    (0..<count).contains(index), "expected a class from 0 to \(count - 1), got \(index)")
  var row = [Double](repeating: 0, count: count)
  row[index] = 1
  return row
}

/// A one-hot row for each class number; without a count, there are as many classes as the largest
/// number tells.
///
/// - Precondition: every number is at least 0 and less than the count.
public func oneHot(_ indices: [Int], count: Int? = nil) -> [[Double]] {
  let count = count ?? (indices.max() ?? -1) + 1
  return indices.map { oneHot($0, count: count) }
}
