// Fewer crossings: each column in turn is sorted by where its lines go, then by where they come from;
// then neighbours are exchanged while that helps. The number of sweeps is fixed, and the best order
// met is kept, so that the same graph always gets the same picture.

/// The order of the items in the columns of a graph.
struct ColumnOrder {
  /// A line's end at an item to the right.
  private struct End {
    let item: Int
    /// Where among the item's lines it ends, from 0 to 1, as its input has it.
    let input: Double
    /// The same if the item keeps the order of its inputs, or else 0.
    let port: Double
  }

  private(set) var columns: [[Int]]
  /// For each item where in its column it stands.
  private var positions: [Double]
  /// For each item those that its lines come from, and those that they go to.
  private let sources: [[Int]]
  private let ends: [[End]]

  private static let sweeps = 24

  init(_ layers: GraphLayers) {
    columns = layers.columns
    positions = Array(repeating: 0, count: layers.items.count)
    sources = layers.incoming.map { $0.map { layers.segments[$0].from } }
    ends = layers.outgoing.map { $0.map { Self.end(layers.segments[$0], layers) } }
    for column in columns.indices { number(column) }
    improve()
  }

  private static func end(_ segment: Segment, _ layers: GraphLayers) -> End {
    guard let link = segment.link else { return End(item: segment.to, input: 0, port: 0) }
    let box = layers.graph.boxes[segment.to]
    let input = Double(link) / Double(box.links.count)
    return End(item: segment.to, input: input, port: box.keepsOrder ? input : 0)
  }

  private mutating func number(_ column: Int) {
    for (place, item) in columns[column].enumerated() { positions[item] = Double(place) }
  }

  private mutating func improve() {
    var best = (columns: columns, crossings: crossings)
    for sweep in 0..<Self.sweeps where best.crossings > 0 {
      if sweep.isMultiple(of: 2) {
        for column in columns.indices.reversed() { sort(column, byEnds: true) }
      } else {
        for column in columns.indices { sort(column, byEnds: false) }
      }
      if sweep % 8 > 3 { exchangeNeighbors() }
      let crossings = crossings
      if crossings < best.crossings { best = (columns, crossings) }
    }
    columns = best.columns
  }

  private mutating func sort(_ column: Int, byEnds: Bool) {
    var keyed: [(key: Double, place: Double, item: Int)] = []
    for item in columns[column] {
      var (sum, count) = (0.0, 0)
      if byEnds {
        for end in ends[item] { sum += positions[end.item] + end.input }
        count = ends[item].count
      } else {
        for source in sources[item] { sum += positions[source] }
        count = sources[item].count
      }
      if count > 0 { keyed.append((sum / Double(count), positions[item], item)) }
    }
    // What has no line on that side stays where it is; the others share the remaining places.
    let places = keyed.map { Int($0.place) }
    keyed.sort { ($0.key, $0.place) < ($1.key, $1.place) }
    for (place, entry) in zip(places, keyed) { columns[column][place] = entry.item }
    number(column)
  }

  /// How many pairs of segments cross.
  private var crossings: Int {
    var total = 0
    for column in columns {
      var lines: [Double] = []
      for item in column {
        lines += ends[item].map { positions[$0.item] + $0.port }.sorted()
      }
      total += Self.inversions(lines)
    }
    return total
  }

  /// How many pairs stand the wrong way round: merge sort from the bottom up.
  private static func inversions(_ numbers: [Double]) -> Int {
    var (numbers, merged) = (numbers, numbers)
    var (total, width) = (0, 1)
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

  private mutating func exchangeNeighbors() {
    for _ in 0..<4 {
      var improved = false
      for column in columns.indices {
        for place in columns[column].indices.dropLast() {
          let (above, below) = (columns[column][place], columns[column][place + 1])
          guard isBetterExchanged(above, below) else { continue }
          columns[column].swapAt(place, place + 1)
          positions.swapAt(above, below)
          improved = true
        }
      }
      if !improved { return }
    }
  }

  /// Whether the lines of two neighbours cross less if they change places.
  private func isBetterExchanged(_ above: Int, _ below: Int) -> Bool {
    var gain = 0
    for a in sources[above] {
      for b in sources[below] { gain += Self.crossing(positions[a], positions[b]) }
    }
    for a in ends[above] {
      for b in ends[below] {
        gain += Self.crossing(positions[a.item] + a.port, positions[b.item] + b.port)
      }
    }
    return gain > 0
  }

  /// 1 if two lines cross as they are, -1 if they would if exchanged, 0 if they meet.
  private static func crossing(_ above: Double, _ below: Double) -> Int {
    above > below ? 1 : (above < below ? -1 : 0)
  }
}
