// A walkthrough as a piece of a LaTeX document, for amsmath and nothing else.

import Nabla

extension Walkthrough {
  /// The walkthrough as a piece of a LaTeX document that uses the package `amsmath`.
  ///
  /// Forward and backward steps stand in `align*`, gradients in a `tabular`. It compiles with pdflatex
  /// whatever the labels hold; characters that its usual fonts lack appear as `U+1F393`.
  ///
  /// - Parameters:
  ///   - numbers: How numbers are written; this is display only.
  ///   - limit: How many steps of each kind are shown; of more, the first and the last ones.
  /// - Returns: Lines, each with its end.
  public func latex(numbers: NumberStyle = .slide, limit: Int = 100) -> String {
    let writer = WalkthroughLaTeX(walkthrough: self, numbers: numbers, limit: max(2, limit))
    return writer.sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

extension ChainRule {
  /// The sentence as a LaTeX `align*` that uses the package `amsmath`.
  ///
  /// - Parameter numbers: How numbers are written; this is display only.
  /// - Returns: Lines, each with its end.
  public func latex(numbers: NumberStyle = .slide) -> String {
    let words = WalkthroughWords(record: record, language: .latex, numbers: numbers)
    let left = words.gradient(node.place)
    let rows = equations(words).enumerated().map { place, line in
      let sign = line.sign == "=" ? "=" : "\\quad +"
      return "\(place == 0 ? left : "") &\(sign) \(line.text)"
    }
    return LaTeXRows.align(rows)
  }
}

enum LaTeXRows {
  /// Equations one below the other.
  static func align(_ rows: [String]) -> String {
    guard !rows.isEmpty else { return "" }
    let body = rows.joined(separator: " \\\\\n  ")
    // A long walkthrough may go on on the next page.
    return """
      {\\allowdisplaybreaks
      \\begin{align*}
        \(body)
      \\end{align*}}

      """
  }
}

/// Writes a walkthrough as LaTeX.
private struct WalkthroughLaTeX {
  let walkthrough: Walkthrough
  let record: WalkthroughRecord
  let words: WalkthroughWords
  let limit: Int

  init(walkthrough: Walkthrough, numbers: NumberStyle, limit: Int) {
    self.walkthrough = walkthrough
    self.limit = limit
    record = walkthrough.record
    words = WalkthroughWords(record: record, language: .latex, numbers: numbers)
  }

  var sections: [String] { [forward, backward, gradients] }

  private func omitted(_ count: Int, _ what: String) -> String {
    "&\\quad\\dots\\text{ \(count) \(what) not shown}"
  }

  private var forward: String {
    var rows: [String] = []
    for part in Shortened(record.values.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): rows.append(omitted(count, "steps"))
      case .shown(let places): rows += places.map(forwardRow)
      }
    }
    return "\\paragraph{Forward}\n" + LaTeXRows.align(rows)
  }

  private func forwardRow(_ place: Int) -> String {
    let parts = [words.value(place), words.valueWithNumbers(place)].compactMap { $0 }
    return "\(words.name(place)) &= "
      + (parts + [words.number(record.values[place])]).joined(separator: " = ")
  }

  private var backward: String {
    let start = words.gradient(record.rootPlace)
    var rows = ["\(start) &= \(words.number(record.seed))"]
    for part in Shortened(record.order.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): rows.append(omitted(count, "steps"))
      case .shown(let steps):
        for step in steps {
          rows += self.rows(Walkthrough.BackwardStep(record: record, number: step + 1))
        }
      }
    }
    return "\\paragraph{Backward}\n" + LaTeXRows.align(rows)
  }

  private func rows(_ step: Walkthrough.BackwardStep) -> [String] {
    let contributions = step.contributions.filter { $0.passes }
    let hidden = contributions.count - limit
    return contributions.prefix(limit).map(row)
      + (hidden > 0 ? [omitted(hidden, "inputs")] : [])
  }

  /// `∂f/∂x = ∂f/∂q · ∂q/∂x = -4.00 · z = -4.00 · 2.00 = -8.00`, with the sum at a branch.
  private func row(_ contribution: Walkthrough.Contribution) -> String {
    let (place, parent) = (contribution.place, contribution.parent.place)
    let local = words.localGradient(place, contribution.input)
    let upstream = record.gradients[place]
    let which =
      contribution.count > 1
      ? "\\text{ (\(contribution.ordinal) of \(contribution.count))}" : ""
    var sides = [
      "\(words.gradient(place)) \\cdot \(words.partial(place, parent, input: contribution.input))"
    ]
    if let factor = local.factor, !local.isConstant {
      sides.append("\(words.number(upstream)) \\cdot \(factor)")
    }
    sides.append(words.product(upstream, contribution.localGradient))
    sides.append(words.number(contribution.product))
    var row = "\(words.gradient(parent))\(which) &= " + sides.joined(separator: " = ")
    if let condition = local.condition { row += "\\quad(\(condition))" }
    if let note = local.note { row += "\\quad\\text{(\(LaTeXText.words(note)))}" }
    if let sum = words.sum(contribution) { row += ",\\quad \(sum)" }
    return row
  }

  private var gradients: String {
    let leaves = record.leaves
    guard !leaves.isEmpty else {
      return "\\paragraph{Gradients}\nNone: $\(words.name(record.rootPlace))$ has no inputs.\n"
    }
    var rows: [String] = []
    for part in Shortened(leaves.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): rows.append("\\multicolumn{3}{c}{\\dots{} \(count) not shown}")
      case .shown(let range):
        rows += leaves[range].map { place in
          "$\(words.name(place))$ & $\(words.number(record.values[place]))$"
            + " & $\(words.number(record.gradients[place]))$"
        }
      }
    }
    let head = "input & value & gradient \\\\ \\hline"
    return """
      \\paragraph{Gradients}
      \\begin{tabular}[t]{lrr}
        \(head)
        \(rows.joined(separator: " \\\\\n  "))
      \\end{tabular}

      """
  }
}
