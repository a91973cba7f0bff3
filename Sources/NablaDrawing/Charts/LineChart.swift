// Curves over an axis: the base of the charts of losses, differences and activations.

/// A chart of curves.
///
///     let chart = LineChart(
///       title: "Squares", xLabel: "x", yLabel: "x^2",
///       series: [.init("x^2", x: [0, 1, 2, 3], y: [0, 1, 4, 9])])
///     try chart.svg().write(to: "squares.svg")
///     print(chart.text())
///
/// A point that has no place (NaN, infinite, or not positive on a logarithmic axis) leaves a gap in its
/// curve, and the caption says how many there are.
public struct LineChart: Hashable, Sendable {
  /// A point of a curve.
  public struct Point: Hashable, Sendable {
    /// Where it lies along the horizontal axis.
    public var x: Double
    /// How high it lies.
    public var y: Double

    /// Creates a point.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// How a curve is drawn.
  public enum Style: Hashable, Sendable {
    /// A line.
    case line
    /// A dashed line.
    case dashed
    /// A line with a mark at each point.
    case marked
  }

  /// A curve.
  public struct Series: Hashable, Sendable {
    /// What the legend calls it.
    public var name: String
    /// Its points, joined in this order.
    public var points: [Point]
    /// How it is drawn.
    public var style: Style
    /// The colour, where it is not that of its place.
    var role: ColorRole?
    /// The places of points after which the line is broken on purpose: at a jump.
    var breaks: Set<Int> = []

    /// Creates a curve through points.
    ///
    /// - Parameters:
    ///   - name: What the legend calls it.
    ///   - x: Where the points lie along the horizontal axis.
    ///   - y: How high they lie, as many.
    ///   - style: How it is drawn.
    /// - Precondition: as many x as y.
    public init(_ name: String, x: [Double], y: [Double], style: Style = .line) {
      precondition(x.count == y.count, "series: expected \(x.count) values of y, got \(y.count)")
      self.name = name
      self.style = style
      points = zip(x, y).map { Point(x: $0, y: $1) }
    }
  }

  /// What stands above the chart.
  public var title: String
  /// What the horizontal axis shows.
  public var xLabel: String
  /// What the vertical axis shows.
  public var yLabel: String
  /// How the horizontal axis spreads numbers.
  public var xScale: AxisScale
  /// How the vertical axis spreads numbers.
  public var yScale: AxisScale
  /// The curves.
  public var series: [Series]
  /// Sentences below the chart.
  public var notes: [String]

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - title: What stands above it.
  ///   - xLabel: What the horizontal axis shows.
  ///   - yLabel: What the vertical axis shows.
  ///   - xScale: How the horizontal axis spreads numbers.
  ///   - yScale: How the vertical axis spreads numbers.
  ///   - series: The curves.
  ///   - notes: Sentences below the chart.
  public init(
    title: String, xLabel: String = "", yLabel: String = "", xScale: AxisScale = .linear,
    yScale: AxisScale = .linear, series: [Series], notes: [String] = []
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.xScale = xScale
    self.yScale = yScale
    self.series = series
    self.notes = notes
  }
}

// MARK: - What both forms need

extension LineChart {
  func hasPlace(_ point: Point) -> Bool {
    xScale.hasPlace(for: point.x) && yScale.hasPlace(for: point.y)
  }

  /// All points that are drawn.
  private var placed: [Point] { series.flatMap { $0.points.filter(hasPlace) } }

  var isEmpty: Bool { !series.contains { $0.points.contains(where: hasPlace) } }

  /// The horizontal axis; whole numbers such as epochs are not divided.
  var horizontal: AxisPlan {
    let xs = placed.map(\.x)
    let isWhole = xScale == .linear && xs.allSatisfy { $0.rounded() == $0 } && !xs.isEmpty
    return AxisPlan(range: AxisRange(of: xs, scale: xScale), title: xLabel, isWhole: isWhole)
  }

  var vertical: AxisPlan {
    AxisPlan(
      range: AxisRange(of: placed.map(\.y), scale: yScale, padding: 0.04), title: yLabel)
  }

  /// The parts of a curve between gaps.
  func pieces(of series: Series) -> [[Point]] {
    var pieces: [[Point]] = [[]]
    for (place, point) in series.points.enumerated() {
      if hasPlace(point) { pieces[pieces.count - 1].append(point) } else { pieces.append([]) }
      if series.breaks.contains(place) { pieces.append([]) }
    }
    return pieces.filter { !$0.isEmpty }
  }

  /// The notes, and what has been left out.
  var caption: [String] {
    let all = series.flatMap(\.points)
    let infinite = all.count { !$0.x.isFinite || !$0.y.isFinite }
    let rest = all.count { $0.x.isFinite && $0.y.isFinite && !hasPlace($0) }
    var sentences = notes
    if infinite > 0 { sentences.append("\(counted(infinite, "point")) left out: NaN or infinite.") }
    if rest > 0 {
      sentences.append(
        "\(counted(rest, "point")) left out: not positive, which a logarithmic axis has no place for."
      )
    }
    if isEmpty { sentences.append("There is no data to show.") }
    return sentences
  }

  /// Colour and dashes of a curve.
  func stroke(of index: Int) -> (role: ColorRole, dashes: String?) {
    let series = series[index]
    let dashes = series.style == .dashed ? "6 4" : LegendSample.dashes(ofSeries: index)
    return (series.role ?? .series(index), dashes)
  }
}
