// How high everything stands: each item near the lines that it is on, none on another.
//
// A column whose order is fixed and whose items are each drawn to some height is a small problem with
// an exact answer: least squares with distances kept. Pooling neighbours that would overlap solves it
// in one pass (M. Ayer et al., Ann. Math. Stat. 26 (1955), 641-647). The columns take turns.

/// The heights of the items of a graph's columns.
struct GraphHeights {
  private let layers: GraphLayers
  private let sizes: [BoxSize]
  /// For each item the height of its wire.
  private(set) var y: [Double]
  /// For each segment that ends in a box, how far below the box's wire.
  let ports: [Double]

  private enum Side { case left, right, both }

  init(_ layers: GraphLayers, sizes: [BoxSize]) {
    self.layers = layers
    self.sizes = sizes
    y = Array(repeating: 0, count: layers.items.count)
    ports = Self.ports(layers, sizes)
    for column in layers.columns {
      var height = 0.0
      for (above, below) in zip(column, column.dropFirst()) {
        height += distance(above, below)
        y[below] = height
      }
    }
    settle()
  }

  private static let rounds = 24

  private mutating func settle() {
    let columns = layers.columns.indices
    for _ in 0..<Self.rounds / 3 {
      for column in columns { place(column, by: .left) }
      for column in columns.reversed() { place(column, by: .right) }
    }
    for _ in 0..<Self.rounds {
      for column in columns { place(column, by: .both) }
      for column in columns.reversed() { place(column, by: .both) }
    }
    for column in columns { place(column, by: .left) }
  }

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

  /// How far apart the wires of two neighbours must be.
  private func distance(_ above: Int, _ below: Int) -> Double {
    let (a, b) = (layers.items[above], layers.items[below])
    let gap = a.isBend && b.isBend ? 12.0 : 14.0
    return (a.isBend ? 0 : sizes[a.box].below) + gap + (b.isBend ? 0 : sizes[b.box].above)
  }

  /// Puts a column's items as near as they can be to the lines on that side.
  private mutating func place(_ column: Int, by side: Side) {
    let items = layers.columns[column]
    var offset = 0.0
    var pools: [(sum: Double, weight: Double, count: Int)] = []
    var offsets: [Double] = []
    for (place, item) in items.enumerated() {
      if place > 0 { offset += distance(items[place - 1], item) }
      offsets.append(offset)
      let (height, weight) = wish(item, side)
      var pool = (sum: (height - offset) * weight, weight: weight, count: 1)
      while let last = pools.last, last.sum / last.weight >= pool.sum / pool.weight {
        pool = (pool.sum + last.sum, pool.weight + last.weight, pool.count + last.count)
        pools.removeLast()
      }
      pools.append(pool)
    }
    let heights = pools.flatMap { Array(repeating: $0.sum / $0.weight, count: $0.count) }
    for (place, item) in items.enumerated() { y[item] = heights[place] + offsets[place] }
  }

  /// Where an item's lines would be straight, and how much that matters.
  ///
  /// Lines between bends matter most: they are long.
  private func wish(_ item: Int, _ side: Side) -> (height: Double, weight: Double) {
    var (sum, weight) = (0.0, 0.0)
    let incoming = layers.incoming[item]
    let outgoing = layers.outgoing[item]
    if side != .right || outgoing.isEmpty {
      for index in incoming {
        let w = importance(layers.segments[index])
        sum += w * (y[layers.segments[index].from] - ports[index])
        weight += w
      }
    }
    if side != .left || incoming.isEmpty {
      for index in outgoing {
        let w = importance(layers.segments[index])
        sum += w * (y[layers.segments[index].to] + ports[index])
        weight += w
      }
    }
    return weight > 0 ? (sum / weight, weight) : (y[item], 1)
  }

  /// Whether it is the one line out of a box and the one into another, as in a chain of functions.
  private func isOnlyLine(_ segment: Segment) -> Bool {
    layers.outgoing[segment.from].count == 1 && layers.incoming[segment.to].count == 1
  }

  private func importance(_ segment: Segment) -> Double {
    switch (layers.items[segment.from].isBend, layers.items[segment.to].isBend) {
    case (true, true): 8
    case (true, false), (false, true): 2
    case (false, false): isOnlyLine(segment) ? 4 : 1
    }
  }
}
