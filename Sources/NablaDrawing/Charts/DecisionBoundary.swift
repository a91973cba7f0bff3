// What a model of two inputs answers everywhere, with the data that it has learned from.
//
// The model is a closure, asked once for all nodes of a grid. A number for each point is the probability
// of the second of two classes; several numbers are scores, of which the largest wins. Everything drawn
// comes from these numbers, so a chart is a plain value that may go to another thread.

/// A chart of the decisions of a model with two inputs.
///
///     let points = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)].map { x, y, kind in
///       DecisionBoundary.Point(x: x, y: y, classIndex: kind)
///     }
///     let chart = DecisionBoundary(points: points) { x, y in sigmoid(20 * (x - y) * (x - y) - 5) }
///     try chart.svg().write(to: "boundary.svg")
public struct DecisionBoundary: Hashable, Sendable {
  /// A sample: two inputs and a class.
  public struct Point: Hashable, Sendable {
    /// The first input.
    public var x: Double
    /// The second input.
    public var y: Double
    /// The class, from 0 on.
    public var classIndex: Int

    /// Creates a sample.
    ///
    /// - Parameters:
    ///   - x: The first input.
    ///   - y: The second input.
    ///   - classIndex: The class, from 0 on.
    public init(x: Double, y: Double, classIndex: Int) {
      self.x = x
      self.y = y
      self.classIndex = classIndex
    }
  }

  /// The samples that are shown.
  public let points: [Point]
  /// The names of the classes.
  public let classNames: [String]
  /// What stands above the chart.
  public let title: String
  /// What the horizontal axis shows.
  public let xLabel: String
  /// What the vertical axis shows.
  public let yLabel: String
  /// The probability from which on a point is of the second class.
  public let threshold: Double
  let horizontal: AxisRange
  let vertical: AxisRange
  let decisions: DecisionGrid

  /// Asks a model that gives the probability of the second of two classes.
  ///
  /// - Parameters:
  ///   - points: Samples, of classes 0 and 1.
  ///   - classNames: The names of the classes; nil for their numbers.
  ///   - x: The range of the first input; nil for that of the samples, with a margin.
  ///   - y: The range of the second input.
  ///   - threshold: The probability from which on a point is of the second class.
  ///   - resolution: How many squares the grid has in each direction.
  ///   - title: What stands above the chart.
  ///   - xLabel: What the horizontal axis shows.
  ///   - yLabel: What the vertical axis shows.
  ///   - model: The probability at a point.
  /// - Precondition: the resolution is from 2 to 1000, classes are at least 0.
  public init(
    points: [Point], classNames: [String]? = nil, x: ClosedRange<Double>? = nil,
    y: ClosedRange<Double>? = nil, threshold: Double = 0.5, resolution: Int = 64,
    title: String = "Decision boundary", xLabel: String = "x1", yLabel: String = "x2",
    model: (Double, Double) -> Double
  ) {
    self.init(
      points: points, classNames: classNames, x: x, y: y, threshold: threshold,
      resolution: resolution, title: title, xLabel: xLabel, yLabel: yLabel
    ) { inputs in inputs.map { [model($0[0], $0[1])] } }
  }

  /// Asks a model for many points at once.
  ///
  /// - Parameters:
  ///   - points: Samples.
  ///   - classNames: The names of the classes; nil for their numbers.
  ///   - x: The range of the first input; nil for that of the samples, with a margin.
  ///   - y: The range of the second input.
  ///   - threshold: The probability from which on a point is of the second class.
  ///   - resolution: How many squares the grid has in each direction.
  ///   - title: What stands above the chart.
  ///   - xLabel: What the horizontal axis shows.
  ///   - yLabel: What the vertical axis shows.
  ///   - batch: The model: for each pair of inputs one number, the probability of the second class, or
  ///     several, the scores of the classes.
  /// - Precondition: the resolution is from 2 to 1000, classes are at least 0, and the model gives as many
  ///   rows as it gets, all of one length.
  public init(
    points: [Point], classNames: [String]? = nil, x: ClosedRange<Double>? = nil,
    y: ClosedRange<Double>? = nil, threshold: Double = 0.5, resolution: Int = 64,
    title: String = "Decision boundary", xLabel: String = "x1", yLabel: String = "x2",
    batch: ([[Double]]) -> [[Double]]
  ) {
    precondition(
      (2...1000).contains(resolution), "expected a resolution from 2 to 1000, got \(resolution)")
    for point in points {
      precondition(point.classIndex >= 0, "expected classes from 0 on, got \(point.classIndex)")
    }
    let shown = points.filter { $0.x.isFinite && $0.y.isFinite }
    func range(_ given: ClosedRange<Double>?, _ numbers: [Double]) -> AxisRange {
      given.map { AxisRange(of: [$0.lowerBound, $0.upperBound], scale: .linear) }
        ?? AxisRange(of: numbers, scale: .linear, padding: 0.15)
    }
    self.points = points
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.threshold = threshold
    horizontal = range(x, shown.map(\.x))
    vertical = range(y, shown.map(\.y))
    decisions = DecisionGrid(
      horizontal, vertical, resolution: resolution, threshold: threshold, batch)
    let count = max(decisions.classCount, (points.map(\.classIndex).max() ?? 0) + 1)
    let names = classNames ?? []
    self.classNames = (0..<count).map { $0 < names.count ? names[$0] : "class \($0)" }
  }

  // MARK: - What both forms need

  func isShown(_ point: Point) -> Bool {
    horizontal.contains(point.x) && vertical.contains(point.y)
  }

  /// Sentences below the chart; gaps are shown as something.
  func caption(forGaps gap: String = "Blank") -> [String] {
    var sentences: [String] = []
    if decisions.classCount == 2, decisions.isBinary {
      sentences.append(
        "The line is where the model says \(briefly(threshold)); the stronger the colour, the surer it is."
      )
    } else {
      sentences.append("Lines part the classes; the stronger the colour, the clearer the decision.")
    }
    let hidden = points.count { !isShown($0) }
    if hidden > 0 {
      sentences.append("\(counted(hidden, "sample")) left out: not finite, or outside the range.")
    }
    let gaps = decisions.nodes.count { $0 == nil }
    if gaps > 0 {
      sentences.append(
        "\(gap): the model is not finite at \(gaps) of \(decisions.nodes.count) points.")
    }
    return sentences
  }
}
