/// A row of zeros with a one at the given place.
///
/// - Precondition: 0 <= index < count.
public func oneHot(_ index: Int, count: Int) -> [Double] {
  precondition(
    (0..<max(count, 0)).contains(index), "expected a class from 0 to \(count - 1), got \(index)")
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
