// Charts whose subject comes down to curves draw themselves as these curves do.

/// A chart that consists of curves.
public protocol CurveChart: CustomStringConvertible {
  /// The curves.
  var chart: LineChart { get }
}

extension CurveChart {
  /// The chart for a terminal of the usual size.
  public var description: String { chart.text() }

  /// The chart as a picture.
  ///
  /// - Parameters:
  ///   - appearance: The colours.
  ///   - width: The width in pixels, at least 320.
  ///   - height: The height of the plot itself, at least 100; titles, legend and caption add to it.
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
  ///   - height: How many lines it should take; a plot has four lines at least.
  ///   - characters: What it is drawn with.
  /// - Returns: The lines, without a line break at the end.
  public func text(
    width: Int = 72, height: Int = 20, characters: TerminalCharacters = .braille
  ) -> String {
    chart.text(width: width, height: height, characters: characters)
  }
}
