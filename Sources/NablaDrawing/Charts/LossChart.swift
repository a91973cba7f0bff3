// The course of a training: the loss against the epoch or the step.

/// A chart of losses, of the training and perhaps of the validation samples.
///
///     print(LossChart(training: [0.69, 0.41, 0.22, 0.13, 0.08]).text())
///
/// The vertical axis is logarithmic if all losses are positive, unless a scale is given.
public struct LossChart: CurveChart, Hashable, Sendable {
  /// The curves.
  public let chart: LineChart

  /// Creates a chart of losses.
  ///
  /// - Parameters:
  ///   - training: The loss of the training samples, one number for each epoch or step.
  ///   - validation: The loss of the validation samples, if there are any.
  ///   - title: What stands above the chart.
  ///   - step: What is counted: "epoch", "step".
  ///   - first: The number of the first one.
  ///   - scale: How the vertical axis spreads numbers; nil for what suits them.
  public init(
    training: [Double], validation: [Double] = [], title: String = "Loss",
    step: String = "epoch", first: Int = 1, scale: AxisScale? = nil
  ) {
    let finite = (training + validation).filter(\.isFinite)
    let suitable: AxisScale =
      !finite.isEmpty && finite.allSatisfy { $0 > 0 } ? .logarithmic : .linear
    func series(_ name: String, _ losses: [Double]) -> LineChart.Series {
      let steps = losses.indices.map { Double(first + $0) }
      return LineChart.Series(name, x: steps, y: losses)
    }
    var curves = [series("training", training)]
    if !validation.isEmpty { curves.append(series("validation", validation)) }
    chart = LineChart(
      title: title, xLabel: step, yLabel: "loss", yScale: scale ?? suitable, series: curves,
      notes: Self.notes(training, validation, step, first))
  }

  /// Where training ended, and where the validation loss was best.
  private static func notes(
    _ training: [Double], _ validation: [Double], _ step: String, _ first: Int
  ) -> [String] {
    var notes: [String] = []
    if let last = training.last, last.isFinite {
      notes.append(
        "The last training loss is \(briefly(last)), at \(step) \(first + training.count - 1).")
    }
    let finite = validation.indices.filter { validation[$0].isFinite }
    if let best = finite.min(by: { validation[$0] < validation[$1] }) {
      notes.append(
        "The smallest validation loss is \(briefly(validation[best])), at \(step) \(first + best).")
    }
    return notes
  }
}
