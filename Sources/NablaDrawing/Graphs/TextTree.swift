import Nabla

// A graph for terminals: the root above, what each node is computed from below it. A graph is not a
// tree: a node that is used again is referred to, with its parents shown once.

extension Value {
  /// This node's graph as a tree of text, the root above.
  ///
  ///     let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
  ///     let f = ((x + y).labeled("q") * z).labeled("f")
  ///     f.backward()
  ///     print(f.tree())
  ///
  /// ```console
  /// f = *          -12.00   gradient  1.00
  /// ├─ q = +         3.00   gradient -4.00
  /// │  ├─ x         -2.00   gradient -4.00
  /// │  └─ y          5.00   gradient -4.00
  /// └─ z            -4.00   gradient  3.00
  /// ```
  ///
  /// A node used more than once is shown with its parents once, and marked "above" after. What the
  /// limits leave out is said.
  ///
  /// - Parameters:
  ///   - depth: How many steps from the root are shown.
  ///   - lines: How many lines are shown.
  ///   - numbers: How numbers are written.
  ///   - showsGradients: Whether gradients are written.
  /// - Returns: The text, a line for each use of a node.
  public func tree(
    depth: Int = 16, lines: Int = 400, numbers: NumberStyle = .slide, showsGradients: Bool = true
  ) -> String {
    var tree = TextTree(NodeTable(topologicalOrder()))
    tree.walk(depth: depth, lines: lines)
    return tree.text(numbers: numbers, showsGradients: showsGradients)
  }
}

private struct TextTree {
  struct Line {
    let words: String
    /// The node whose numbers are shown, if any.
    let place: Int?

    /// The columns that it takes in a terminal; marks that isolate text take none.
    var columns: Int { words.filter { $0 != "\u{2068}" && $0 != "\u{2069}" }.columns }
  }

  let table: NodeTable
  private var lines: [Line] = []
  /// Nodes that have been shown, and those whose parents have been.
  private var isShown: [Bool]
  private var isOpen: [Bool]
  /// Whether there are more lines than were asked for.
  private var isCut = false

  init(_ table: NodeTable) {
    self.table = table
    isShown = Array(repeating: false, count: table.count)
    isOpen = isShown
  }

  private struct Step {
    let place: Int
    let depth: Int
    /// What stands before the node's own line, and before the lines of its parents.
    let head: String
    let tail: String
  }

  mutating func walk(depth: Int, lines limit: Int) {
    var stack = [Step(place: table.count - 1, depth: 0, head: "", tail: "")]
    while lines.count < limit, let step = stack.popLast() {
      let parents = table.parents(step.place)
      let isRepeated = isShown[step.place] && (isOpen[step.place] || parents.isEmpty)
      let mark = isRepeated ? " (above)" : ""
      lines.append(Line(words: step.head + words(step.place) + mark, place: step.place))
      isShown[step.place] = true
      guard !parents.isEmpty, !isRepeated else { continue }
      guard step.depth < depth else {
        let count = parents.count == 1 ? "1 parent" : "\(parents.count) parents"
        lines.append(Line(words: "\(step.tail)└─ … \(count) deeper", place: nil))
        continue
      }
      isOpen[step.place] = true
      // Those beyond the last line shown are not put on the stack.
      let shown = parents.prefix(limit)
      for (index, parent) in shown.enumerated().reversed() {
        let isLast = index == parents.count - 1
        stack.append(
          Step(
            place: parent, depth: step.depth + 1, head: step.tail + (isLast ? "└─ " : "├─ "),
            tail: step.tail + (isLast ? "   " : "│  ")))
      }
    }
    isCut = !stack.isEmpty
  }

  /// `q = +`, `x`, `+`; a shared node that its label does not tell has its place, `#3`.
  private func words(_ place: Int) -> String {
    let node = table.nodes[place]
    let label = Self.word(node.label ?? "")
    let tag = label.isEmpty && table.uses[place] > 1 ? "#\(place)" : label
    guard let gate = node.gate.map(Self.word) else { return tag.isEmpty ? "leaf" : tag }
    return tag.isEmpty ? gate : "\(tag) = \(gate)"
  }

  /// A label stands in a line once for each use of its node, so what is longer than the column is cut.
  private static func word(_ label: String) -> String {
    label.fitted(to: Double(widestColumn), TerminalCharacters.braille.measure).isolated
  }

  /// Words beyond this width push their numbers to the right instead of all numbers.
  private static let widestColumn = 60

  func text(numbers: NumberStyle, showsGradients: Bool) -> String {
    let width = min(
      Self.widestColumn, lines.lazy.filter { $0.place != nil }.map { $0.columns }.max() ?? 0)
    let values = column(numbers) { $0.data }
    let gradients = column(numbers) { $0.gradient }
    var text = ""
    for (index, line) in lines.enumerated() {
      text += line.words
      if line.place != nil {
        text += String(repeating: " ", count: max(0, width - line.columns) + 3)
        text += values[index]
        if showsGradients { text += "   gradient \(gradients[index])" }
      }
      text += "\n"
    }
    if isCut { text += "… more lines\n" }
    let shown = isShown.reduce(0) { $0 + ($1 ? 1 : 0) }
    return shown == table.count ? text : text + "\(shown) of \(table.count) nodes shown\n"
  }

  /// Numbers of all lines, to the right of one column.
  private func column(_ style: NumberStyle, _ number: (Value) -> Double) -> [String] {
    let texts = lines.map { $0.place.map { style.text(number(table.nodes[$0])) } ?? "" }
    let width = texts.map { $0.count }.max() ?? 0
    return texts.map { String(repeating: " ", count: width - $0.count) + $0 }
  }
}
