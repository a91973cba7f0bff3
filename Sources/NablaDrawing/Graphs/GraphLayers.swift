// The columns of a picture, and what stands in them from top to bottom.
//
// After K. Sugiyama, S. Tagawa and M. Toda, Methods for Visual Understanding of Hierarchical System
// Structures, IEEE Trans. SMC 11 (1981). The last column is the root's; every other box stands as far
// right as its users let it, so that a leaf is beside the gate that first uses it. A line that skips
// columns gets a bend in each of them, which keeps room for it; all lines of a box share their bends.
// The order in the columns is improved by a fixed number of sweeps; the best one met is kept.

/// Something that takes room in a column: a box, or the bend of a line.
struct Item {
  /// The box itself or, for a bend, the box whose lines pass.
  let box: Int
  let column: Int
  let isBend: Bool
}

/// A piece of a line, from a column to the next.
struct Segment {
  /// Items.
  let from: Int
  let to: Int
  /// Which of the target's lines it ends; nil where it ends in a bend.
  let link: Int?
}

struct GraphLayers {
  let graph: BoxGraph
  private(set) var items: [Item] = []
  private(set) var segments: [Segment] = []
  /// The items of each column from top to bottom.
  var columns: [[Int]] = []
  /// The segments that end in each item, and those that begin.
  private(set) var incoming: [[Int]] = []
  private(set) var outgoing: [[Int]] = []
  /// For each box and line into it, the items that the line passes, the source first.
  private(set) var paths: [[[Int]]] = []

  /// - Throws: `tooManyLines` where the lines, or their bends, are more than the limit.
  init(_ graph: BoxGraph, lineLimit: Int) throws(DrawingError) {
    guard graph.linkCount <= lineLimit else {
      throw .tooManyLines(nodes: graph.nodeCount, limit: lineLimit)
    }
    self.graph = graph
    let column = Self.columns(graph)
    items = graph.boxes.indices.map { Item(box: $0, column: column[$0], isBend: false) }
    let bends = try makeBends(column, limit: lineLimit)
    connect(column, bends)
    columns = Array(repeating: [], count: (column.max() ?? 0) + 1)
    for (index, item) in items.enumerated() { columns[item.column].append(index) }
    // As the expression reads: depth first, first input first. Bends beside what they come from.
    for index in columns.indices {
      columns[index].sort { (items[$0].box, $0) < (items[$1].box, $1) }
    }
  }

  /// For each box its column, counted from the left.
  private static func columns(_ graph: BoxGraph) -> [Int] {
    var distance = [Int](repeating: 0, count: graph.boxes.count)
    for (index, box) in graph.boxes.enumerated().reversed() {
      for link in box.links {
        distance[link.source] = max(distance[link.source], distance[index] + 1)
      }
    }
    let last = distance.max() ?? 0
    return distance.map { last - $0 }
  }

  /// For each box the bends of its lines, one in each column up to its farthest user.
  private mutating func makeBends(
    _ column: [Int], limit: Int
  ) throws(DrawingError) -> [[Int]] {
    var farthest = column
    for (index, box) in graph.boxes.enumerated() {
      for link in box.links { farthest[link.source] = max(farthest[link.source], column[index]) }
    }
    let total = graph.boxes.indices.reduce(0) { $0 + max(0, farthest[$1] - column[$1] - 1) }
    guard total <= limit else { throw .tooManyLines(nodes: graph.nodeCount, limit: limit) }
    return graph.boxes.indices.map { box in
      (column[box] + 1..<max(farthest[box], column[box] + 1)).map {
        items.append(Item(box: box, column: $0, isBend: true))
        return items.count - 1
      }
    }
  }

  private mutating func connect(_ column: [Int], _ bends: [[Int]]) {
    incoming = Array(repeating: [], count: items.count)
    outgoing = incoming
    for (box, bends) in bends.enumerated() {
      for (from, to) in zip([box] + bends, bends) { add(Segment(from: from, to: to, link: nil)) }
    }
    for (target, box) in graph.boxes.enumerated() {
      paths.append([])
      for (index, link) in box.links.enumerated() {
        let passed = column[target] - column[link.source] - 1
        let path = [link.source] + bends[link.source].prefix(passed)
        paths[target].append(path)
        add(Segment(from: path[passed], to: target, link: index))
      }
    }
  }

  private mutating func add(_ segment: Segment) {
    outgoing[segment.from].append(segments.count)
    incoming[segment.to].append(segments.count)
    segments.append(segment)
  }
}
