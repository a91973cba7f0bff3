// A walkthrough as Markdown, with the tables of GitHub Flavored Markdown (https://github.github.com/gfm).

import Nabla

extension Walkthrough {
  /// The walkthrough as Markdown: a table of the forward steps, one of the backward steps, and one of
  /// the gradients.
  ///
  /// - Parameters:
  ///   - numbers: How numbers are written; this is display only.
  ///   - limit: How many steps of each kind are shown; of more, the first and the last ones.
  /// - Returns: Lines, each with its end.
  public func markdown(numbers: NumberStyle = .slide, limit: Int = 100) -> String {
    let writer = WalkthroughMarkdown(walkthrough: self, numbers: numbers, limit: max(2, limit))
    return writer.sections.joined(separator: "\n")
  }
}

/// Writes a walkthrough as Markdown.
private struct WalkthroughMarkdown {
  let walkthrough: Walkthrough
  let record: WalkthroughRecord
  let words: WalkthroughWords
  let limit: Int

  init(walkthrough: Walkthrough, numbers: NumberStyle, limit: Int) {
    self.walkthrough = walkthrough
    self.limit = limit
    record = walkthrough.record
    words = WalkthroughWords(
      record: record, language: .plain, numbers: numbers, isolatesNames: true)
  }

  var sections: [String] { [forward, backward, gradients] }

  private var root: String { words.name(record.rootPlace).markdown }

  private var forward: String {
    var table = MarkdownTable(["Step", "Node", "Formula", "With numbers", "Value"])
    for part in Shortened(record.values.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): table.add(["…", "… \(count) steps not shown …"])
      case .shown(let places):
        for place in places {
          table.add([
            "\(place + 1)", words.name(place), words.value(place) ?? "",
            words.valueWithNumbers(place) ?? "", words.number(record.values[place]),
          ])
        }
      }
    }
    return "## Forward: from the inputs to \(root)\n\n" + table.text
  }

  private var backward: String {
    let columns = [
      "Step", "From", "Upstream", "To", "Local gradient", "Upstream · local", "Sum", "Pattern",
    ]
    var table = MarkdownTable(columns)
    for part in Shortened(record.order.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): table.add(["…", "… \(count) steps not shown …"])
      case .shown(let steps):
        for step in steps {
          add(Walkthrough.BackwardStep(record: record, number: step + 1), to: &table)
        }
      }
    }
    let start = words.gradient(record.rootPlace).markdown
    return """
      ## Backward: from \(root) to the inputs

      gradient = upstream gradient · local gradient, starting with \
      \(start) = \(words.number(record.seed).markdown)

      \(table.text)
      """
  }

  private func add(_ step: Walkthrough.BackwardStep, to table: inout MarkdownTable) {
    let node = step.node
    let formula = words.value(node.place).map { "\(words.name(node.place)) = \($0)" } ?? ""
    let head = ["\(step.number)", formula, words.number(step.upstream)]
    guard node.isReached else {
      return table.add(head + ["", "no gradient arrives here, and none is passed on"])
    }
    if step.contributions.isEmpty { table.add(head) }
    for (row, contribution) in step.contributions.prefix(limit).enumerated() {
      let isFirst = row == 0
      table.add(
        (isFirst ? head : ["", "", ""]) + cells(contribution)
          + [isFirst ? step.sentence ?? "" : ""])
    }
    let hidden = record.parents[node.place].count - limit
    if hidden > 0 { table.add(["", "", "", "… \(hidden) more inputs"]) }
  }

  private func cells(_ contribution: Walkthrough.Contribution) -> [String] {
    let name = words.name(contribution.parent.place)
    guard contribution.passes else { return [name, "no path", "", ""] }
    let product = words.product(
      record.gradients[contribution.place], contribution.localGradient)
    return [
      name, words.localGradientSentence(contribution),
      "\(product) = \(words.number(contribution.product))",
      words.sum(contribution).map { "\($0) (\(contribution.ordinal) of \(contribution.count))" }
        ?? "",
    ]
  }

  private var gradients: String {
    let leaves = record.leaves
    guard !leaves.isEmpty else { return "## Gradients\n\nNone: \(root) has no inputs.\n" }
    var table = MarkdownTable(["Input", "Value", "Gradient"])
    for part in Shortened(leaves.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): table.add(["… \(count) inputs not shown …"])
      case .shown(let range):
        for place in leaves[range] {
          table.add([
            words.name(place), words.number(record.values[place]),
            words.number(record.gradients[place]),
          ])
        }
      }
    }
    return "## Gradients of \(root) with respect to its inputs\n\n" + table.text
  }
}

/// Rows of cells, whatever they hold.
private struct MarkdownTable {
  private let columnCount: Int
  private(set) var text: String

  init(_ titles: [String]) {
    columnCount = titles.count
    text = Self.row(titles.map { $0.markdown })
    text += Self.row(titles.map { _ in "---" })
  }

  mutating func add(_ cells: [String]) {
    let empty = Array(repeating: "", count: max(0, columnCount - cells.count))
    text += Self.row(cells.map { $0.markdown } + empty)
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }
}
