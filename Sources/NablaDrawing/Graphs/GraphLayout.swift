// From columns and heights to coordinates: where each box is, and each line's way.
//
// Lines bend only between columns, and run level where they pass one, in room kept for them: so they
// never run through a box that is not theirs.

/// Where everything of a picture is.
struct GraphLayout {
  /// Where a box is.
  struct Frame {
    /// The shape.
    var shapeLeft: Double
    var shapeRight: Double
    /// Where the box begins, name and all, and where its wire ends.
    var left: Double
    var right: Double
    /// The height of the wire.
    var y: Double
    var top: Double
    var bottom: Double
  }

  struct Point: Hashable {
    var x: Double
    var y: Double
  }

  /// For each box its place, in the order of the graph's boxes.
  let frames: [Frame]
  /// For each box and line into it the points that it passes: pairs that are level, joined by curves.
  let lines: [[[Point]]]
  /// Where a box's lines part.
  let forks: [Point]
  let width: Double
  let height: Double

  init(_ layers: GraphLayers, sizes: [BoxSize]) {
    let heights = GraphHeights(layers, sizes: sizes)
    let columns = Self.columns(layers, sizes, heights)
    let boxes = layers.graph.boxes.indices
    let top = boxes.map { heights.y[$0] - sizes[$0].above }.min() ?? 0
    let up = Measure.margin - min(top, (heights.y.min() ?? 0) - 2)
    frames = boxes.map {
      Self.frame(
        layers.graph.boxes[$0], sizes[$0], column: columns[layers.items[$0].column],
        y: heights.y[$0] + up)
    }
    lines = Self.lines(layers, frames, columns, heights, up)
    forks = layers.items.indices.filter { layers.outgoing[$0].count > 1 }.map {
      Point(x: columns[layers.items[$0].column].right, y: heights.y[$0] + up)
    }
    width = (columns.last?.right ?? 0) + Measure.margin
    let bottom = frames.map { $0.bottom }.max() ?? 0
    height = max(bottom, (heights.y.max() ?? 0) + up + 2) + Measure.margin
  }

  private struct Column {
    let left: Double
    /// The middle of the shapes.
    let middle: Double
    /// Where the wires begin, at the latest, and where they end.
    let wire: Double
    let right: Double
  }

  private static func columns(
    _ layers: GraphLayers, _ sizes: [BoxSize], _ heights: GraphHeights
  ) -> [Column] {
    var left = Measure.margin
    return layers.columns.map { items in
      let boxes = items.filter { !layers.items[$0].isBend }.map { sizes[$0] }
      let width = boxes.map { $0.width }.max() ?? 0
      let wire = boxes.map { $0.wire }.max() ?? 0
      let column = Column(
        left: left, middle: left + width / 2, wire: left + width, right: left + width + wire)
      left = column.right + gap(after: items, layers, heights)
      return column
    }
  }

  /// The room between two columns: more where lines are steep, and where they are many.
  private static func gap(
    after items: [Int], _ layers: GraphLayers, _ heights: GraphHeights
  ) -> Double {
    var (rise, count) = (0.0, 0)
    for index in items.lazy.flatMap({ layers.outgoing[$0] }) {
      let segment = layers.segments[index]
      let height = heights.y[segment.to] + heights.ports[index] - heights.y[segment.from]
      rise = max(rise, height.magnitude)
      count += 1
    }
    return min(140, max(30, 20 + 0.2 * rise)) + min(120, 0.4 * Double(max(0, count - 20)))
  }

  /// Gates stand in the middle of their column, leaves beside the wires.
  private static func frame(_ box: Box, _ size: BoxSize, column: Column, y: Double) -> Frame {
    let middle = box.kind == .leaf ? column.wire - size.width / 2 : column.middle
    return Frame(
      shapeLeft: middle - size.shapeWidth / 2, shapeRight: middle + size.shapeWidth / 2,
      left: middle - size.width / 2, right: column.right, y: y, top: y - size.above,
      bottom: y + size.below)
  }

  private static func lines(
    _ layers: GraphLayers, _ frames: [Frame], _ columns: [Column], _ heights: GraphHeights,
    _ up: Double
  ) -> [[[Point]]] {
    layers.graph.boxes.indices.map { box in
      // A box's segments come in the order of its links.
      zip(layers.paths[box], layers.incoming[box]).map { path, last in
        var points = [Point(x: frames[path[0]].right, y: frames[path[0]].y)]
        for bend in path.dropFirst() {
          let column = columns[layers.items[bend].column]
          points.append(Point(x: column.left, y: heights.y[bend] + up))
          points.append(Point(x: column.right, y: heights.y[bend] + up))
        }
        let y = frames[box].y + heights.ports[last]
        points.append(Point(x: columns[layers.items[box].column].left, y: y))
        points.append(
          Point(x: end(layers.graph.boxes[box], frames[box], below: heights.ports[last]), y: y))
        return points
      }
    }
  }

  /// Where a line meets the shape of its box: on its round left side.
  private static func end(_ box: Box, _ frame: Frame, below: Double) -> Double {
    guard box.isRound else { return frame.shapeLeft }
    let square = Measure.radius * Measure.radius - below * below
    return frame.shapeLeft + Measure.radius - square.squareRoot()
  }
}

extension Box {
  /// Whether its left side is half a circle.
  var isRound: Bool { kind == .gate && links.count <= 3 }
}
