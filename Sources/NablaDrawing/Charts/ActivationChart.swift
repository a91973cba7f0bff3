// Functions of one number with their derivatives, side by side. Both curves come from the engine.

import Nabla

/// A chart of functions, such as activations, and their derivatives.
///
///     let chart = ActivationChart([
///       ("sigmoid", { sigmoid($0) }), ("tanh", { tanh($0) }), ("relu", { relu($0) }),
///     ])
///     try chart.svg().write(to: "activations.svg")
///
/// A curve is broken where it jumps, as the derivative of relu does at 0.
public struct ActivationChart: Hashable, Sendable {
  /// A chart for each function.
  public let charts: [LineChart]
  /// What stands above them.
  public let title: String

  /// Evaluates and differentiates functions.
  ///
  /// - Parameters:
  ///   - functions: Functions written on `Value`, with their names.
  ///   - range: The numbers at which they are evaluated.
  ///   - title: What stands above the charts.
  /// - Precondition: the range is finite and not empty.
  public init(
    _ functions: [(name: String, function: (Value) -> Value)],
    over range: ClosedRange<Double> = -4...4,
    title: String = "Activations and their derivatives"
  ) {
    precondition(
      range.lowerBound < range.upperBound && range.lowerBound.isFinite && range.upperBound.isFinite,
      "expected a finite range that is not empty, got \(range)")
    self.title = title
    charts = functions.map { name, function in
      LineChart(
        title: name,
        series: [
          Self.curve("f(x)", .value, over: range) { derivative(at: $0, order: 0, of: function) },
          Self.curve("f'(x)", .gradient, over: range) { derivative(at: $0, of: function) },
        ])
    }
  }

  private static func curve(
    _ name: String, _ role: ColorRole, over range: ClosedRange<Double>,
    _ function: (Double) -> Double
  ) -> LineChart.Series {
    let (points, breaks) = SampledCurve.points(over: range, of: function)
    var series = LineChart.Series(name, x: points.map(\.x), y: points.map(\.y))
    series.breaks = breaks
    series.role = role
    series.style = role == .gradient ? .dashed : .line
    return series
  }
}

extension ActivationChart: CustomStringConvertible {
  /// The charts for a terminal of the usual size.
  public var description: String { text() }

  /// The charts as one picture, three in a row.
  ///
  /// - Parameters:
  ///   - appearance: The colours.
  ///   - width: The width in pixels, at least 320.
  /// - Returns: The picture.
  public func svg(appearance: Appearance = .automatic, width: Double = 720) -> SVG {
    var page = ChartPage(width: width)
    page.addTitle(title)
    page.addLegend(charts.first?.legend ?? [])
    let perRow = max(1, min(3, charts.count, Int(page.width / 200)))
    let panel = (page.width - 8) / Double(perRow)
    for start in stride(from: 0, to: charts.count, by: perRow) {
      let top = page.bottom
      var bottom = top
      for (column, chart) in charts[start..<min(start + perRow, charts.count)].enumerated() {
        page.bottom = top
        let left = panel * Double(column)
        let name = chart.title.fitted(to: (panel - 40) / ChartPage.textSize / 1.08)
        page.add(
          ChartLabel(
            text: name, x: left + ChartPage.margin, baseline: top + 13, size: ChartPage.textSize,
            isBold: true, whole: chart.title
          ).element)
        page.skip(20)
        chart.draw(on: &page, at: PlotPlace(left: left, width: panel, height: 130))
        bottom = max(bottom, page.bottom)
      }
      page.bottom = bottom
    }
    page.addCaption(caption)
    let names = charts.map(\.title).joined(separator: ", ")
    return page.svg(title: title, detail: names, appearance: appearance)
  }

  /// What has been left out, function by function.
  private var caption: [String] {
    charts.isEmpty
      ? ["No functions."]
      : charts.filter { !$0.caption.isEmpty }
        .map { "\($0.title): \($0.caption.joined(separator: " "))" }
  }

  /// The charts for a terminal, one below the other.
  ///
  /// - Parameters:
  ///   - width: How many columns they may take, at least 24.
  ///   - height: How many lines each should take.
  ///   - characters: What they are drawn with.
  /// - Returns: The lines, without a line break at the end.
  public func text(
    width: Int = 60, height: Int = 12, characters: TerminalCharacters = .braille
  ) -> String {
    var page = TextPage(width: width, characters: characters)
    page.addWords(title)
    return
      ([page.text]
      + charts.map { $0.text(width: width, height: height, characters: characters) })
      .joined(separator: "\n\n")
  }
}
