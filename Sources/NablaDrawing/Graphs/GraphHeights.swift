// How high everything stands: each item near the lines that it is on, none on another.
//
// A column whose order is fixed and whose items are each drawn to some height is a small problem with
// an exact answer: least squares with distances kept. Pooling neighbours that would overlap solves it
// in one pass (M. Ayer et al., Ann. Math. Stat. 26 (1955), 641-647). The columns take turns.

/// The heights of the items of a graph's columns.
struct GraphHeights {
  /// For each item the height of its wire.
  private(set) var y: [Double]
  /// For each segment that ends in a box, how far below the box's wire.
  let ports: [Double]

  /// What draws an item: to the height of another, and some way below it.
  private struct Pull {
    let item: Int
    let below: Double
    let weight: Double
  }

  private let columns: [[Int]]
  /// For each item its distance from the one above it in its column.
  private let distances: [Double]
  private let left: [[Pull]]
  private let right: [[Pull]]

  private static let rounds = 24

  init(_ layers: GraphLayers, sizes: [BoxSize]) {
    let ports = Self.ports(layers, sizes)
    self.ports = ports
    columns = layers.columns
    distances = Self.distances(layers, sizes)
    left = layers.incoming.map {
      $0.map { index in
        let segment = layers.segments[index]
        return Pull(
          item: segment.from, below: -ports[index], weight: Self.weight(segment, layers))
      }
    }
    right = layers.outgoing.map {
      $0.map { index in
        let segment = layers.segments[index]
        return Pull(item: segment.to, below: ports[index], weight: Self.weight(segment, layers))
      }
    }
    y = Array(repeating: 0, count: layers.items.count)
    for column in columns {
      for (above, below) in zip(column, column.dropFirst()) {
        y[below] = y[above] + distances[below]
      }
    }
    settle()
  }

  private mutating func settle() {
    for _ in 0..<Self.rounds / 3 {
      for column in columns { place(column, bySides: (left, right)) }
      for column in columns.reversed() { place(column, bySides: (right, left)) }
    }
    let both = zip(left, right).map { $0 + $1 }
    for _ in 0..<Self.rounds {
      for column in columns { place(column, bySides: (both, both)) }
      for column in columns.reversed() { place(column, bySides: (both, both)) }
    }
    for column in columns { place(column, bySides: (left, right)) }
  }

  /// Puts a column's items as near as they can be to where they are drawn, by the first side or, if
  /// there are no lines on it, by the second.
  private mutating func place(_ column: [Int], bySides sides: (first: [[Pull]], second: [[Pull]])) {
    var offset = 0.0
    var offsets: [Double] = []
    var pools: [(sum: Double, weight: Double, count: Int)] = []
    for item in column {
      offset += distances[item]
      offsets.append(offset)
      let pulls = sides.first[item].isEmpty ? sides.second[item] : sides.first[item]
      var pool = pool(of: item, pulls, offset)
      while let last = pools.last, last.sum / last.weight >= pool.sum / pool.weight {
        pool = (pool.sum + last.sum, pool.weight + last.weight, pool.count + last.count)
        pools.removeLast()
      }
      pools.append(pool)
    }
    var place = 0
    for pool in pools {
      for _ in 0..<pool.count {
        y[column[place]] = pool.sum / pool.weight + offsets[place]
        place += 1
      }
    }
  }

  /// An item alone, measured from the column's top as if all above it touched.
  private func pool(
    of item: Int, _ pulls: [Pull], _ offset: Double
  ) -> (sum: Double, weight: Double, count: Int) {
    var (sum, weight) = (0.0, 0.0)
    for pull in pulls {
      sum += pull.weight * (y[pull.item] + pull.below - offset)
      weight += pull.weight
    }
    return weight > 0 ? (sum, weight, 1) : (y[item] - offset, 1, 1)
  }
}

// MARK: - What a graph asks for

extension GraphHeights {
  /// The lines that meet a box are ranked as they come, from above to below; those of an operation
  /// whose inputs must not be confused, by input.
  private static func ports(_ layers: GraphLayers, _ sizes: [BoxSize]) -> [Double] {
    var position = [Int](repeating: 0, count: layers.items.count)
    for column in layers.columns {
      for (place, item) in column.enumerated() { position[item] = place }
    }
    var ports = [Double](repeating: 0, count: layers.segments.count)
    for (box, size) in zip(layers.graph.boxes.indices, sizes) {
      let lines = layers.incoming[box]
      let keepsOrder = layers.graph.boxes[box].keepsOrder
      let ranked = lines.sorted {
        let (a, b) = (layers.segments[$0], layers.segments[$1])
        let (i, j) = (a.link ?? 0, b.link ?? 0)
        return keepsOrder ? i < j : (position[a.from], i) < (position[b.from], j)
      }
      for (rank, line) in ranked.enumerated() {
        ports[line] = size.port(rank, of: ranked.count)
      }
    }
    return ports
  }

  private static func distances(_ layers: GraphLayers, _ sizes: [BoxSize]) -> [Double] {
    var distances = [Double](repeating: 0, count: layers.items.count)
    for column in layers.columns {
      for (above, below) in zip(column, column.dropFirst()) {
        let (a, b) = (layers.items[above], layers.items[below])
        let gap = a.isBend && b.isBend ? 12.0 : 14.0
        distances[below] =
          (a.isBend ? 0 : sizes[a.box].below) + gap + (b.isBend ? 0 : sizes[b.box].above)
      }
    }
    return distances
  }

  /// How much it matters that a piece of a line is straight: most between bends, where lines are long,
  /// and along a chain of functions.
  private static func weight(_ segment: Segment, _ layers: GraphLayers) -> Double {
    let isOnly = layers.outgoing[segment.from].count == 1 && layers.incoming[segment.to].count == 1
    return switch (layers.items[segment.from].isBend, layers.items[segment.to].isBend) {
    case (true, true): 8
    case (true, false), (false, true): 2
    case (false, false): isOnly ? 4 : 1
    }
  }
}
