// What a numerical derivative cannot know: its error against the step, which falls with the step while
// truncation rules and rises again when rounding does. The exact derivative is the engine's.

import Nabla

/// A chart of the error of numerical differentiation against the step.
///
///     let chart = DifferenceErrorChart(at: 1) { x in sin(x) * (x + 2) * (pow(x, 3) + 1) }
///     print(chart.text())
///
/// Forward differences `(f(x + h) - f(x)) / h` and central ones `(f(x + h) - f(x - h)) / 2h` are compared
/// with the derivative from `backward()`, for steps that are powers of two: so `x + h` is exact and what
/// is seen is truncation and the rounding of `f`, nothing else.
public struct DifferenceErrorChart: CurveChart, Hashable, Sendable {
  /// The curves.
  public let chart: LineChart
  /// The derivative that the engine computes.
  public let exact: Double

  /// Differentiates a function with many steps.
  ///
  /// - Parameters:
  ///   - point: Where to differentiate.
  ///   - title: What stands above the chart.
  ///   - function: A function written on `Value`.
  public init(
    at point: Double, title: String = "Error of numerical differentiation",
    of function: (Value) -> Value
  ) {
    let (value, exact) = valueWithDerivative(at: point, of: function)
    let steps = Self.steps(at: point)
    func curve(_ name: String, _ method: DifferenceMethod) -> LineChart.Series {
      let estimates = steps.map { step in
        numericalDerivative(at: point, step: step, method: method) { function(Value($0)).data }
      }
      // Where the function is not finite a smaller step is taken: the step that was is what counts.
      let taken = zip(steps, estimates).map { $1.step > 0 ? $1.step : $0 }
      return LineChart.Series(
        name, x: taken, y: estimates.map { abs($0.value - exact) }, style: .marked)
    }
    let curves = [curve("forward difference", .forward), curve("central difference", .central)]
    self.exact = exact
    chart = LineChart(
      title: title, xLabel: "step h", yLabel: "error", xScale: .logarithmic, yScale: .logarithmic,
      series: curves + Self.lastBit(of: exact, steps), notes: Self.notes(curves, value, exact))
  }

  /// A level line at the derivative's last bit; none for 0, whose last bit is 323 decades below 1.
  private static func lastBit(of exact: Double, _ steps: [Double]) -> [LineChart.Series] {
    guard exact.isNormal, let first = steps.first, let last = steps.last else { return [] }
    var series = LineChart.Series(
      "last bit of the exact derivative", x: [first, last], y: [exact.ulp, exact.ulp],
      style: .dashed)
    series.role = .muted
    return [series]
  }

  /// Powers of two, from half the size of the point down to the last that still moves it.
  private static func steps(at point: Double) -> [Double] {
    guard point.isFinite else { return [] }
    let scale = max(abs(point), 1).binade
    return (1...52).map { scale * Double(sign: .plus, exponent: -$0, significand: 1) }
  }

  private static func notes(
    _ curves: [LineChart.Series], _ value: Double, _ exact: Double
  ) -> [String] {
    guard value.isFinite, exact.isFinite else {
      let (value, exact) = (NumberStyle.full.text(value), NumberStyle.full.text(exact))
      return ["The function is \(value) here and its derivative \(exact): no error can be told."]
    }
    let best = zip(curves, ["Forward", "Central"]).compactMap { curve, name -> String? in
      guard let point = curve.points.filter({ $0.y > 0 }).min(by: { $0.y < $1.y }) else {
        return nil
      }
      return "\(name): at best \(briefly(point.y)), with h = \(briefly(point.x))."
    }
    let hits = curves.flatMap(\.points).count { $0.y == 0 }
    let exactly = hits == 0 ? [] : ["\(counted(hits, "estimate")) hit the derivative exactly."]
    return ["The derivative by backward() is \(exact)."] + best + exactly
  }
}
