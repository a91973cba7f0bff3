// Fewer crossings: each column in turn is sorted by where its lines come from, then by where they go;
// then neighbours are exchanged while that helps.

extension GraphLayers {
  /// Puts the columns in an order with few crossings; the same graph always gets the same.
  mutating func reduceCrossings() {
    var positions = positions
    var best = (columns: columns, crossings: crossings(positions))
    for sweep in 0..<Self.sweeps where best.crossings > 0 {
      if sweep.isMultiple(of: 2) {
        for column in columns.indices.reversed() { sort(column, &positions, byOutgoing: true) }
      } else {
        for column in columns.indices { sort(column, &positions, byOutgoing: false) }
      }
      if sweep % 8 > 3 { exchangeNeighbors(&positions) }
      let crossings = crossings(positions)
      if crossings < best.crossings { best = (columns, crossings) }
    }
    columns = best.columns
  }

  private static let sweeps = 24

  /// For each item where in its column it stands.
  private var positions: [Double] {
    var positions = [Double](repeating: 0, count: items.count)
    for column in columns {
      for (place, item) in column.enumerated() { positions[item] = Double(place) }
    }
    return positions
  }

  /// Where a segment ends in its target's column: between this item and the next, as the input says
  /// where the order of the inputs is to be kept.
  private func end(_ segment: Segment, _ positions: [Double], always: Bool = false) -> Double {
    guard let link = segment.link else { return positions[segment.to] }
    let box = graph.boxes[items[segment.to].box]
    guard always || box.keepsOrder else { return positions[segment.to] }
    return positions[segment.to] + Double(link) / Double(box.links.count)
  }

  private mutating func sort(_ column: Int, _ positions: inout [Double], byOutgoing: Bool) {
    let movable = columns[column].filter {
      !(byOutgoing ? outgoing[$0] : incoming[$0]).isEmpty
    }
    var keyed: [(key: Double, place: Double, item: Int)] = movable.map { item in
      let ends =
        byOutgoing
        ? outgoing[item].map { end(segments[$0], positions, always: true) }
        : incoming[item].map { positions[segments[$0].from] }
      return (ends.reduce(0, +) / Double(ends.count), positions[item], item)
    }
    keyed.sort { ($0.key, $0.place) < ($1.key, $1.place) }
    // What has no line on that side stays where it is; the others share the remaining places.
    var sorted = keyed.map { $0.item }.makeIterator()
    let isMovable = Set(movable)
    columns[column] = columns[column].map { isMovable.contains($0) ? sorted.next() ?? $0 : $0 }
    for (place, item) in columns[column].enumerated() { positions[item] = Double(place) }
  }

  /// How many pairs of segments cross.
  func crossings(_ positions: [Double]) -> Int {
    columns.indices.dropLast().reduce(0) { total, column in
      var ends: [(from: Double, to: Double)] = []
      for item in columns[column] {
        ends += outgoing[item].map { (positions[item], end(segments[$0], positions)) }
      }
      ends.sort { ($0.from, $0.to) < ($1.from, $1.to) }
      return total + Self.inversions(ends.map { $0.to })
    }
  }

  /// How many pairs stand the wrong way round: merge sort from the bottom up.
  private static func inversions(_ numbers: [Double]) -> Int {
    var (numbers, merged) = (numbers, numbers)
    var total = 0
    var width = 1
    while width < numbers.count {
      for start in stride(from: 0, to: numbers.count, by: 2 * width) {
        let middle = min(start + width, numbers.count)
        let end = min(start + 2 * width, numbers.count)
        var (left, right) = (start, middle)
        for place in start..<end {
          if left < middle, right == end || numbers[left] <= numbers[right] {
            merged[place] = numbers[left]
            left += 1
          } else {
            merged[place] = numbers[right]
            total += middle - left
            right += 1
          }
        }
      }
      swap(&numbers, &merged)
      width *= 2
    }
    return total
  }

  private mutating func exchangeNeighbors(_ positions: inout [Double]) {
    for _ in 0..<4 {
      var improved = false
      for column in columns.indices {
        for place in columns[column].indices.dropLast() {
          let (above, below) = (columns[column][place], columns[column][place + 1])
          guard pairCrossings(above, below, positions) > pairCrossings(below, above, positions)
          else { continue }
          columns[column].swapAt(place, place + 1)
          positions.swapAt(above, below)
          improved = true
        }
      }
      if !improved { return }
    }
  }

  /// Crossings among the lines of two neighbours, if the first stands above the second.
  private func pairCrossings(_ above: Int, _ below: Int, _ positions: [Double]) -> Int {
    func count(_ upper: [Double], _ lower: [Double]) -> Int {
      upper.reduce(0) { total, y in total + lower.reduce(0) { $0 + ($1 < y ? 1 : 0) } }
    }
    func sources(_ item: Int) -> [Double] { incoming[item].map { positions[segments[$0].from] } }
    func targets(_ item: Int) -> [Double] { outgoing[item].map { end(segments[$0], positions) } }
    return count(sources(above), sources(below)) + count(targets(above), targets(below))
  }
}
