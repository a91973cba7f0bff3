// The lines of a walkthrough in a terminal: tables whose columns line up, with a sentence between rows
// where a gate has a pattern.

import Nabla

/// Writes a walkthrough for a terminal.
struct WalkthroughText {
  let walkthrough: Walkthrough
  let record: WalkthroughRecord
  let words: WalkthroughWords
  let limit: Int

  init(walkthrough: Walkthrough, numbers: NumberStyle, limit: Int) {
    self.walkthrough = walkthrough
    self.limit = limit
    record = walkthrough.record
    words = WalkthroughWords(record: record, language: .plain, numbers: numbers)
  }

  var lines: [StyledText] {
    let blank = [StyledText()]
    let sections = [forward, backward, gradients].filter { !$0.isEmpty }
    return Array(sections.joined(separator: blank)) + note
  }

  private func gradient(_ number: Double) -> StyledText {
    StyledText(words.number(number), .gradient)
  }

  /// `= 3.00`, with room for the sign that numbers above and below may have.
  private func aligned(_ number: Double, _ role: StyledText.Role) -> StyledText {
    let text = words.number(number)
    return StyledText(text.hasPrefix("-") ? "= " : "=  ") + StyledText(text, role)
  }

  // MARK: - Forward

  private var forward: [StyledText] {
    var table = StyledTable()
    for part in Shortened(0..<record.values.count, limit: limit).parts {
      switch part {
      case .omitted(let count): table.addLine(omitted(count))
      case .shown(let places): for place in places { addForward(place, to: &table) }
      }
    }
    let root = walkthrough.root.name
    return [
      StyledText("Forward", .heading)
        + ": from the inputs to \(root), each value from values before it"
    ] + table.lines
  }

  private func addForward(_ place: Int, to table: inout StyledTable) {
    table.add(
      StyledText(rightAligned(place + 1, record.values.count), .muted),
      StyledText(record.names[place]),
      StyledText(words.value(place).map { "= \($0)" } ?? ""),
      StyledText(withNumbers(place), .muted),
      aligned(record.values[place], .value))
  }

  /// The formula with numbers, unless that is the result already, as for -z.
  private func withNumbers(_ place: Int) -> String {
    guard let text = words.valueWithNumbers(place), text != words.number(record.values[place])
    else { return "" }
    return "= \(text)"
  }

  // MARK: - Backward

  private var backward: [StyledText] {
    let root = walkthrough.root
    guard !root.isLeaf else {
      return [
        StyledText("Backward", .heading) + ": \(root.name) is an input; its own gradient is "
          + gradient(record.seed)
      ]
    }
    let start = words.gradient(root.place)
    var lines = [
      StyledText("Backward", .heading)
        + ": from \(root.name) to the inputs, gradient = upstream gradient * local gradient",
      StyledText("  start: \(start) = ") + gradient(record.seed),
    ]
    var table = StyledTable()
    for part in Shortened(record.order.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): table.addLine(omitted(count))
      case .shown(let places):
        for step in places {
          add(Walkthrough.BackwardStep(record: record, number: step + 1), &table)
        }
      }
    }
    lines += table.lines
    return lines
  }

  private func add(_ step: Walkthrough.BackwardStep, _ table: inout StyledTable) {
    let node = step.node
    let number = rightAligned(step.number, record.order.count)
    let formula = words.value(node.place).map { " = \($0)" } ?? ""
    let head = StyledText("  \(number)  ", .muted) + StyledText(node.name, .heading) + formula
    table.addLine(StyledText())
    guard node.isReached else {
      return table.addLine(head + "   no gradient arrives here, and none is passed on")
    }
    let upstream = words.gradient(node.place)
    table.addLine(head + "   upstream \(upstream) = " + gradient(step.upstream))
    let margin = String(repeating: " ", count: number.columns + 4)
    if let sentence = step.sentence { table.addLine(StyledText(margin + sentence, .muted)) }
    let shown = step.contributions.prefix(limit)
    for contribution in shown { add(contribution, margin, &table) }
    if shown.count < record.parents[node.place].count {
      table.addLine(
        StyledText(
          "\(margin)  … \(record.parents[node.place].count - shown.count) more inputs", .muted))
    }
  }

  private func add(
    _ contribution: Walkthrough.Contribution, _ margin: String, _ table: inout StyledTable
  ) {
    let local = words.localGradient(contribution.place, contribution.input)
    let to = StyledText("\(margin)to \(contribution.parent.name)")
    guard contribution.passes else {
      return table.add(to, StyledText(noPath(contribution, local)))
    }
    let product = words.product(
      record.gradients[contribution.place], contribution.localGradient)
    table.add(
      to, StyledText(words.localGradientSentence(contribution)),
      StyledText(product) + " = " + gradient(contribution.product), sum(contribution))
    if let rule = local.rule {
      table.addLine(StyledText("\(margin)   (the rule: \(rule))", .muted))
    }
  }

  private func noPath(
    _ contribution: Walkthrough.Contribution, _ local: WalkthroughWords.LocalGradientWords
  ) -> String {
    if record.rule(contribution.place)?.operation == .stopGradient {
      return "no path: the value follows it, the gradient stops"
    }
    return local.rule == nil
      ? "no path: the result does not change with it, except in jumps"
      : "no path: the branch is not taken"
  }

  /// `gradients add at branches: 0.20 + 0.39 = 0.59 (2 of 3)`.
  private func sum(_ contribution: Walkthrough.Contribution) -> StyledText {
    guard contribution.count > 1 else { return StyledText() }
    let which = "branch \(contribution.ordinal) of \(contribution.count)"
    guard let terms = words.addition(contribution) else { return StyledText(which, .muted) }
    return StyledText("\(which), gradients add: ", .muted) + StyledText("\(terms) = ")
      + gradient(contribution.sumSoFar)
  }

  // MARK: - The end

  /// The gradients of the leaves.
  private var gradients: [StyledText] {
    let leaves = record.leaves
    let root = walkthrough.root
    guard !root.isLeaf else { return [] }
    guard !leaves.isEmpty else {
      return [StyledText("Gradients", .heading) + ": none, \(root.name) has no inputs"]
    }
    var table = StyledTable()
    for part in Shortened(leaves.indices, limit: limit).parts {
      switch part {
      case .omitted(let count): table.addLine(omitted(count, "inputs"))
      case .shown(let range):
        for place in leaves[range] {
          table.add(
            StyledText(record.names[place]), aligned(record.values[place], .value),
            StyledText(words.gradient(place)),
            aligned(record.gradients[place], .gradient)
              + (record.isReached[place] ? "" : "  (no path)"))
        }
      }
    }
    return [StyledText("Gradients", .heading) + " of \(root.name) with respect to its inputs"]
      + table.lines
  }

  /// What a reader may wonder about: rounded numbers, and numbers after names.
  private var note: [StyledText] {
    var notes: [String] = []
    if words.numbers == .slide,
      [record.values, record.gradients].joined().contains(where: isRounded)
    {
      notes.append("Two decimals are shown; the numbers are computed with all digits.")
    }
    if record.parents.contains(where: hasTwice) {
      notes.append("x[2] is x as input 2 of a node that has it as an input more than once.")
    }
    if let place = record.placesWithTotal.min() {
      notes.append(
        "\(words.total(place)) is the sum over all paths from \(record.names[place]) to "
          + "\(walkthrough.root.name), \(words.partial(record.rootPlace, place)) the direct path alone."
      )
    }
    return notes.isEmpty ? [] : [StyledText()] + notes.map { StyledText($0, .muted) }
  }

  private func hasTwice(_ parents: [Int]) -> Bool {
    // Most nodes have two parents, and need no set.
    parents.count == 2 ? parents[0] == parents[1] : Set(parents).count < parents.count
  }

  private func isRounded(_ number: Double) -> Bool {
    // Whole numbers are most of those that are not, and need no text.
    if number == number.rounded(), number.magnitude < 1e6 { return false }
    return number.isFinite && Double(words.numbers.text(number)) != number
  }

  private func omitted(_ count: Int, _ what: String = "steps") -> StyledText {
    StyledText("  … \(count) \(what) not shown …", .muted)
  }

  private func rightAligned(_ number: Int, _ largest: Int) -> String {
    let text = "\(number)"
    return String(repeating: " ", count: max(0, "\(largest)".count - text.count)) + text
  }
}
