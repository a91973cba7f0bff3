// Where a function of two numbers has a certain value: contours on a grid.
//
// Each square of the grid has corners above and below the level; the contour passes between them, at
// the place that a straight line between the two values gives (marching squares, the planar form of
// W. E. Lorensen and H. E. Cline, Marching Cubes, 1987). Where two opposite corners are above, the mean
// of the four decides which of them belong together.

/// A function's values at the nodes of a grid, row by row from the bottom.
struct GridField {
  /// How many squares there are in each direction; nodes are one more.
  let columns: Int
  let rows: Int
  var values: [Double]

  /// The value at a node.
  subscript(_ i: Int, _ j: Int) -> Double { values[j * (columns + 1) + i] }

  /// The lines along which the function has the level, in units of the grid.
  ///
  /// A closed line ends where it began. Squares with a corner that is not finite are passed over.
  func contours(at level: Double) -> [[(x: Double, y: Double)]] {
    let segments = segments(at: level)
    var places: [Int: [Int]] = [:]
    for (place, segment) in segments.enumerated() {
      places[segment.from, default: []].append(place)
      places[segment.to, default: []].append(place)
    }
    var isUsed = Array(repeating: false, count: segments.count)
    func follow(from start: Int) -> [Int] {
      var edges = [start]
      while let next = places[edges[edges.count - 1]]?.first(where: { !isUsed[$0] }) {
        isUsed[next] = true
        let last = edges[edges.count - 1]
        edges.append(segments[next].from == last ? segments[next].to : segments[next].from)
      }
      return edges
    }
    // Lines that end at the border first, then what is left, which is closed.
    let ends = segments.flatMap { [$0.from, $0.to] }.filter { places[$0]?.count == 1 }
    let lines = (ends + segments.map(\.from)).map { follow(from: $0) }
    return lines.filter { $0.count > 1 }.map { $0.map { crossing(of: $0, at: level) } }
  }

  // MARK: - Squares

  /// Pieces of contours, each from one edge of a square to another.
  private func segments(at level: Double) -> [(from: Int, to: Int)] {
    (0..<rows).flatMap { j in (0..<columns).flatMap { i in square(i, j, level) } }
  }

  private func square(_ i: Int, _ j: Int, _ level: Double) -> [(from: Int, to: Int)] {
    // Counterclockwise from the lower left.
    let corners = [self[i, j], self[i + 1, j], self[i + 1, j + 1], self[i, j + 1]]
    guard corners.allSatisfy(\.isFinite) else { return [] }
    let edges = [edge(i, j, false), edge(i + 1, j, true), edge(i, j + 1, false), edge(i, j, true)]
    let isAbove = corners.map { $0 >= level }
    let crossed = (0..<4).filter { isAbove[$0] != isAbove[($0 + 1) % 4] }
    if crossed.count == 2 { return [(edges[crossed[0]], edges[crossed[1]])] }
    guard crossed.count == 4 else { return [] }
    let joinsFirst = (corners.reduce(0) { $0 + $1 / 4 } >= level) == isAbove[0]
    // Either the corners 1 and 3 are cut off, or 0 and 2.
    return joinsFirst
      ? [(edges[0], edges[1]), (edges[2], edges[3])] : [(edges[3], edges[0]), (edges[1], edges[2])]
  }

  /// The number of an edge: level from a node to the right, or upright from it.
  private func edge(_ i: Int, _ j: Int, _ isUpright: Bool) -> Int {
    2 * (j * (columns + 1) + i) + (isUpright ? 1 : 0)
  }

  private func crossing(of edge: Int, at level: Double) -> (x: Double, y: Double) {
    let (j, i) = (edge / 2).quotientAndRemainder(dividingBy: columns + 1)
    let isUpright = edge % 2 == 1
    let start = self[i, j], end = isUpright ? self[i, j + 1] : self[i + 1, j]
    // Halves: the difference of two finite numbers may be infinite.
    let part = (level / 2 - start / 2) / (end / 2 - start / 2)
    return (Double(i) + (isUpright ? 0 : part), Double(j) + (isUpright ? part : 0))
  }
}
