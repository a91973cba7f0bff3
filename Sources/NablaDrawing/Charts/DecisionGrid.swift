// A model's answers on a grid, and which class they decide for.

/// What a model decides at the nodes of a grid.
struct DecisionGrid: Hashable {
  /// A decision at a point.
  struct Decision: Hashable {
    let classIndex: Int
    /// How clear it is, from 0 at a boundary to 1.
    let strength: Double
  }

  /// How many squares there are in each direction.
  let resolution: Int
  /// How many classes the model tells apart.
  let classCount: Int
  /// Whether the model gives one number, the probability of the second class.
  let isBinary: Bool
  /// The decisions at the nodes, row by row from the bottom; nil where the model is not finite.
  let nodes: [Decision?]
  /// What is 0 along a boundary: one field if there are two classes, else one for each class.
  private let margins: [[Double]]

  init(
    _ horizontal: AxisRange, _ vertical: AxisRange, resolution: Int, threshold: Double,
    _ batch: ([[Double]]) -> [[Double]]
  ) {
    let fractions = (0...resolution).map { Double($0) / Double(resolution) }
    let inputs = fractions.flatMap { y in
      fractions.map { x in [horizontal.number(at: x), vertical.number(at: y)] }
    }
    let outputs = batch(inputs)
    precondition(
      outputs.count == inputs.count, "expected \(inputs.count) answers, got \(outputs.count)")
    let width = outputs.first?.count ?? 1
    precondition(width > 0, "expected at least one number for each point, got none")
    for output in outputs {
      precondition(
        output.count == width, "expected answers of \(width) numbers, got \(output.count)")
    }
    self.resolution = resolution
    isBinary = width == 1
    classCount = max(2, width)
    let answers = outputs.map { $0.allSatisfy(\.isFinite) ? $0 : nil }
    margins = (0..<(width < 3 ? 1 : width)).map { index in
      answers.map { answer in
        answer.map { Self.margin(of: index, $0, threshold) } ?? .nan
      }
    }
    nodes = Self.decide(answers, margins, isBinary ? threshold : nil)
  }

  /// By how much a class wins; negative where it does not.
  private static func margin(of index: Int, _ answer: [Double], _ threshold: Double) -> Double {
    switch answer.count {
    case 1: return answer[0] - threshold
    case 2: return answer[1] - answer[0]
    default:
      let others = answer.indices.filter { $0 != index }.map { answer[$0] }
      return answer[index] - (others.max() ?? 0)
    }
  }

  private static func decide(
    _ answers: [[Double]?], _ margins: [[Double]], _ threshold: Double?
  ) -> [Decision?] {
    let finite = margins.joined().filter(\.isFinite)
    let (low, high) = (-(finite.min() ?? 0), finite.max() ?? 0)
    // Probabilities have known ends; of other numbers the largest that was seen is the clearest.
    let areProbabilities =
      threshold.map { $0 > 0 && $0 < 1 && low <= $0 && high <= 1 - $0 } ?? false
    let below = areProbabilities ? (threshold ?? 1) : low
    let above = areProbabilities ? 1 - (threshold ?? 0) : high
    return answers.indices.map { node in
      guard answers[node] != nil else { return nil }
      if margins.count == 1 {
        let margin = margins[0][node]
        let largest = margin >= 0 ? above : below
        return Decision(
          classIndex: margin >= 0 ? 1 : 0, strength: largest > 0 ? abs(margin) / largest : 0)
      }
      let best = margins.indices.max { margins[$0][node] < margins[$1][node] } ?? 0
      return Decision(
        classIndex: best, strength: above > 0 ? max(0, margins[best][node]) / above : 0)
    }
  }

  /// The boundaries, in units of the grid.
  var boundaries: [[(x: Double, y: Double)]] {
    margins.flatMap {
      GridField(columns: resolution, rows: resolution, values: $0).contours(at: 0)
    }
  }

  /// The decision in a square: that of most of its corners, as sure as they are in the mean.
  func decision(column: Int, row: Int) -> Decision? {
    let first = row * (resolution + 1) + column
    let corners = [first, first + 1, first + resolution + 1, first + resolution + 2]
      .compactMap { nodes[$0] }
    guard corners.count == 4 else { return nil }
    let strengths = corners.map { corner in
      (corner, corners.reduce(0) { $0 + ($1.classIndex == corner.classIndex ? $1.strength : 0) })
    }
    guard let best = strengths.max(by: { $0.1 < $1.1 }) else { return nil }
    return Decision(classIndex: best.0.classIndex, strength: best.1 / 4)
  }
}
