// Labels that nobody would give and a file can hold, and everything of this module that shows a label.
// A quote with an accent on it is one Character to Swift and two to every parser: such a label once
// left the quotes of DOT and brought an attribute `URL=<javascript:...>` with it.

import Nabla

@testable import NablaDrawing

/// A label, and what it attacks.
struct HostileLabel: CustomStringConvertible, Sendable {
  let description: String
  let text: String

  init(_ description: String, _ text: String) {
    self.description = description
    self.text = text
  }

  /// What a program with good manners would use.
  static let harmless = HostileLabel("harmless", "x")

  /// Every sign that a format takes for something.
  private static let signs = "\"'`<>&\\{}[]()|$%#_^~*!-;:=/@"

  /// One list for every format.
  static let all: [HostileLabel] = [
    HostileLabel("quote and accent", "x\"\u{301}=1 URL=<javascript:alert(1)> z=\"\u{301}"),
    HostileLabel("backslash and accent", "\\\u{301}\"\u{301}];} subgraph { a -> b }"),
    HostileLabel("accents on signs", signs.map { "\($0)\u{301}" }.joined()),
    HostileLabel("joiners on signs", signs.map { "\($0)\u{200D}\u{FE0F}" }.joined()),
    HostileLabel("signs", signs + signs.reversed()),
    HostileLabel("backslash at the end", "\\"),
    HostileLabel("quote at the end", "\\\""),
    HostileLabel("DOT escapes", #"\N\G\L\n\l\r\x"#),
    HostileLabel("script", "</text></title></style></script><script>alert('x')</script>"),
    HostileLabel("comments", "]]>--!><!--<![CDATA[<?php */ // /*"),
    HostileLabel("attribute", "x' onload='alert(1)\" onclick=\"alert(2)"),
    HostileLabel("entities", "&quot;&lt;b&gt;&#34;&#x22;&amp;quot;"),
    HostileLabel("JavaScript", "\"+alert(1)+\"\u{2028}`${alert(2)}`\u{2029}\\u0022\\"),
    HostileLabel("Markdown", "| a |\n|---|\n`b` [c](x:d) ![e](f) *g* _h_ ~~i~~ \\| #j"),
    HostileLabel("LaTeX", "}\\end{align*}\\input{/etc/passwd}$$%\\\\&#^_~{\\"),
    HostileLabel("turned around", "\u{202E}cba\u{2066}\u{2067}\u{200F}\u{61C}(x)"),
    HostileLabel("right to left", "\u{5E9}\u{5DC}\u{5D5}\u{5DD} (x)"),
    HostileLabel("terminal", "\u{1B}[31m\u{1B}]0;title\u{7}\u{9B}2J\u{8}\u{7F}\u{90}q\u{9C}x"),
    HostileLabel("NUL", "a\0b\0"),
    HostileLabel("lone CR", "a\rb\r"),
    HostileLabel("line ends", "a\r\nb\nc\u{85}d\u{B}e\u{C}f\u{2028}g\u{2029}h"),
    HostileLabel("no characters", "\u{FFFF}\u{10FFFD}\u{FFFC}"),
    HostileLabel("private use", "\u{F0000}\u{F0001}\u{E000}"),
    HostileLabel(
      "scripts", "\u{E9}\u{F0}\u{FE}\u{D7} \u{3A9} \u{91CD} \u{B9A}\u{BBF} \u{1112}\u{1161}\u{11AB}"
    ),
    HostileLabel("emoji", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} \u{1F1EB}\u{1F1F7}"),
    HostileLabel("empty", ""),
    HostileLabel("spaces", " \t \n "),
    HostileLabel("number of ours", "#1"),
    HostileLabel("accent at the start", "\u{301}x"),
    HostileLabel("many accents", "e" + String(repeating: "\u{301}", count: 500)),
  ]

  /// Labels that are long.
  static let long: [HostileLabel] = [
    HostileLabel("20 KB of accents", "e" + String(repeating: "\u{301}", count: 10_000)),
    HostileLabel("20 KB of joined letters", String(repeating: "\u{1F468}\u{200D}", count: 3_000)),
    HostileLabel("20 KB of signs", String(repeating: "<\"\u{301}\\&", count: 3_500)),
    HostileLabel("20 KB of words", String(repeating: "a ", count: 10_000)),
  ]
}

/// All that this module says of one label, wherever it can stand.
struct HostileOutputs {
  let label: String
  let root: Value

  init(_ label: HostileLabel) {
    self.label = label.text
    let x = Value(2, label: label.text)
    let own = Value.custom(
      label.text, of: [x, Value(3)], value: { $0[0] * $0[1] }, localGradient: { [$0[1], $0[0]] })
    root = (own.labeled("own") + maximum(x, own)).labeled(label.text)
    root.backward()
  }

  func pictures() throws -> [GraphPicture] {
    [
      try GraphPicture(of: root, folding: .none),
      try GraphPicture(of: root, groups: [GraphFold(label, outputs: [root.parents[0]])]),
    ]
  }

  func dot() throws -> [String] { [root.graphviz()] + (try pictures().map { $0.dot() }) }

  func svg() throws -> [String] {
    let graphs = try pictures().map { $0.svg() } + [pictures()[0].svg(title: label)]
    return (graphs + charts.map { $0.svg }).map { $0.description }
  }

  func html() throws -> [String] {
    [try SteppingPage(of: root).html, try SteppingPage(of: root, title: label).html]
  }

  var steps: Walkthrough { walkthrough(of: root) }
  var markdown: [String] { [steps.markdown(), steps.chainRule(for: 0).markdown()] }
  var latex: [String] { [steps.latex(), steps.chainRule(for: 0).latex()] }

  var terminal: [String] {
    let errors: [DrawingError] = [
      .foldLoops(name: label), .unwritable(path: label, reason: "no room"),
    ]
    return [
      root.tree(), steps.description, steps.text(colors: .never), steps.chainRule(for: 0).text(),
      steps.backwardSteps.compactMap { $0.sentence }.joined(separator: "\n"),
    ] + charts.map { $0.text } + errors.map { $0.description }
  }

  private var charts: [(svg: SVG, text: String)] {
    let lines = LineChart(
      title: label, xLabel: label, yLabel: label,
      series: [.init(label, x: [0, 1], y: [0, 1]), .init("other", x: [0, 1], y: [1, 0])],
      notes: [label])
    let confusion = ConfusionChart(
      counts: [[1, 0], [1, 2]], classNames: [label, "b"], title: label)
    let boundary = DecisionBoundary(
      points: [.init(x: 0, y: 0, classIndex: 0), .init(x: 1, y: 1, classIndex: 1)],
      classNames: [label, "b"], resolution: 4, title: label, xLabel: label, yLabel: label
    ) { x, _ in x }
    let weights = WeightImages([[1, -1]], width: 2, height: 1, names: [label], title: label)
    let activations = ActivationChart([(label, { tanh($0) })], title: label)
    return [
      (lines.svg(), lines.text()), (confusion.svg(), confusion.text()),
      (boundary.svg(), boundary.text()), (weights.svg(), weights.text()),
      (activations.svg(), activations.text()),
    ]
  }
}
