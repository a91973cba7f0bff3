// The course of a training: the loss against the epoch or the step.

/// A chart of losses, of the training and perhaps of the validation samples.
///
///     print(LossChart(training: history.losses).text())
///
/// The vertical axis is logarithmic if all losses are positive, unless a scale is given.
public struct LossChart: Hashable, Sendable {
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

extension LossChart: CustomStringConvertible {
  /// The chart for a terminal of the usual size.
  public var description: String { chart.text() }

  /// The chart as a picture.
  ///
  /// - Parameters:
  ///   - appearance: The colours.
  ///   - width: The width in pixels, at least 320.
  ///   - height: The height of the plot itself, at least 100.
  /// - Returns: The picture.
  public func svg(
    appearance: Appearance = .automatic, width: Double = 640, height: Double = 300
  ) -> SVG {
    chart.svg(appearance: appearance, width: width, height: height)
  }

  /// The chart for a terminal.
  ///
  /// - Parameters:
  ///   - width: How many columns it may take, at least 24.
  ///   - height: How many lines it should take.
  ///   - characters: What it is drawn with.
  /// - Returns: The lines, without a line break at the end.
  public func text(
    width: Int = 72, height: Int = 20, characters: TerminalCharacters = .braille
  ) -> String {
    chart.text(width: width, height: height, characters: characters)
  }
}
