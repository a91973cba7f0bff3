// The formulas of the steps, one by one, for readers who arrange them in their own way.

import Nabla

extension Walkthrough.ForwardStep {
  /// What the node computes, with the names of its inputs: `q * z`; nil for a leaf.
  public var formula: String? { words(.slide).value(node.place) }

  /// What the node computes, with the numbers of its inputs: `3.00 * (-4.00)`; nil for a leaf.
  ///
  /// - Parameter numbers: How numbers are written; this is display only.
  /// - Returns: The formula.
  public func formulaWithNumbers(_ numbers: NumberStyle = .slide) -> String? {
    words(numbers).valueWithNumbers(node.place)
  }

  private func words(_ numbers: NumberStyle) -> WalkthroughWords {
    WalkthroughWords(record: node.record, language: .plain, numbers: numbers)
  }
}

extension Walkthrough.Contribution {
  /// The local gradient with the names of the inputs, `-1/x^2`; of several cases, the one that holds.
  ///
  /// It comes from the engine's table. Nil where there is none: for a custom primitive, for an input
  /// through which no path leads, and where no case holds because an input is NaN.
  public var formula: String? { local(.slide).formula }

  /// The local gradient with numbers in place of the names: `-1/1.37^2`.
  ///
  /// - Parameter numbers: How numbers are written; this is display only.
  /// - Returns: The formula; nil where there are no names, or nothing but a name.
  public func formulaWithNumbers(_ numbers: NumberStyle = .slide) -> String? {
    local(numbers).withNumbers
  }

  /// Why this case of the formula holds, `z > w`; nil if it is the same everywhere.
  public var condition: String? { local(.slide).condition }

  /// All cases of the formula, `1 where z > w, 0 where z < w, 0.5 where z = w`; nil if it has one.
  public var cases: String? { local(.slide).rule }

  /// Why the number is not what the formula gives as it is written - it is outside the domain, or
  /// computed in a form that keeps more digits; nil if it is.
  public var note: String? { local(.slide).note }

  private func local(_ numbers: NumberStyle) -> WalkthroughWords.LocalGradientWords {
    WalkthroughWords(record: record, language: .plain, numbers: numbers)
      .localGradient(place, entry.input)
  }
}
