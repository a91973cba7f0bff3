// A walkthrough to read in a terminal.

import Nabla

extension Walkthrough: CustomStringConvertible {
  /// The walkthrough as plain text, with two decimals.
  public var description: String { text(colors: .never) }

  /// The walkthrough as text for a terminal: the forward steps, the backward steps, the gradients.
  ///
  /// - Parameters:
  ///   - numbers: How numbers are written; this is display only.
  ///   - colors: Whether values and gradients are coloured; for a file, `.never`.
  ///   - limit: How many steps of each kind are shown; of more, the first and the last ones.
  /// - Returns: Lines, each with its end.
  public func text(
    numbers: NumberStyle = .slide, colors: TerminalColors = .automatic, limit: Int = 100
  ) -> String {
    let writer = WalkthroughText(walkthrough: self, numbers: numbers, limit: max(2, limit))
    let isColored = colors.areWanted
    return writer.lines.map { $0.text(colored: isColored) + "\n" }.joined()
  }
}
