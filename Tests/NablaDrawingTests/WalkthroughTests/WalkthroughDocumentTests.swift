// Markdown and LaTeX hold together whatever the labels are.

import Nabla
import NablaDrawing
import Testing

@Suite("Walkthrough as Markdown and LaTeX")
struct WalkthroughDocumentTests {
  static let hostile = [
    "a|b", "`code`", "<script>alert('x')</script>", "a_b*c*d", "[link](http://x)", "\\", "}{",
    "$x$",
    "%", "100 % & more #1", "^~\"", "🎓", "שלום", "line\nbreak", "&amp;", "#",
  ]

  static func graphs() -> [Value] {
    hostile.flatMap { label -> [Value] in
      let x = Value(2, label: label)
      let y = Value(-3, label: "y")
      let product = (x * y).labeled(label + "2")
      return [
        product, x / product, Nabla.maximum(x, y), Nabla.select(x, y, where: x < product),
        softmax([x, y, product])[0], x,
      ]
    } + (0..<10).map { RandomGraph.make(seed: $0, size: 20) } + Sample.all.map { $0.node }
  }

  @Test("every row of a Markdown table has its cells, and no label is HTML")
  func markdown() {
    for graph in Self.graphs() {
      let text = walkthrough(of: graph).markdown()
      #expect(!text.contains("<"))
      #expect(!text.contains("`"))
      var columns = 0
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("|") else {
          columns = 0
          continue
        }
        let count = line.count { $0 == "|" }
        if columns == 0 { columns = count }
        #expect(count == columns, "\(line)")
      }
    }
  }

  @Test("Markdown of the slide")
  func markdownSlide() {
    let text = walkthrough(of: WalkthroughTests.slide().f).markdown()
    #expect(text.contains("| 3 | q | x + y | -2.00 + 5.00 | 3.00 |\n"))
    #expect(
      text.contains(
        "| 1 | f = q \\* z | 1.00 | q | ∂f/∂q = z = -4.00 | 1.00 \\* (-4.00) = -4.00 |  | multiply "
          + "switches: each input gets the upstream gradient times the other input |\n"))
    #expect(text.contains("| x | -2.00 | -4.00 |\n"))
  }

  @Test("a name written from right to left is isolated in Markdown")
  func isolated() {
    let text = walkthrough(of: Value(1, label: "שלום") * 2).markdown()
    #expect(text.contains("2 \\* \u{2068}שלום\u{2069} "))
  }

  @Test("LaTeX is balanced and plain ASCII or Western European, whatever the labels are")
  func latex() {
    for graph in Self.graphs() {
      let steps = walkthrough(of: graph)
      let text = steps.latex() + steps.chainRule(for: 0).latex()
      #expect(Self.problem(in: text) == nil, "\(Self.problem(in: text) ?? "")")
    }
  }

  /// What LaTeX would stumble over: a small reader of its syntax.
  static func problem(in text: String) -> String? {
    var depth = 0
    var environments: [String] = []
    var inMath = false
    var rest = Substring(text)
    while let character = rest.popFirst() {
      switch character {
      case "\\":
        let word = rest.prefix { $0.isLetter }
        let command = word.isEmpty ? String(rest.prefix(1)) : String(word)
        rest.removeFirst(command.count)
        guard ["begin", "end"].contains(command) else { continue }
        let name = String(rest.dropFirst().prefix { $0 != "}" })
        if command == "begin" {
          environments.append(name)
        } else if environments.popLast() != name {
          return "\\end{\(name)} does not match"
        }
      case "{": depth += 1
      case "}":
        depth -= 1
        if depth < 0 { return "a } too many" }
      case "$": inMath.toggle()
      case "&" where environments.isEmpty: return "& outside a table"
      case "%", "#", "~", "\"": return "an unescaped \(character)"
      case _ where !character.isASCII && !("À"..."ÿ").contains(character):
        return "the character \(character)"
      default: break
      }
    }
    if depth != 0 { return "\(depth) braces left open" }
    if inMath { return "a formula left open" }
    return environments.isEmpty ? nil : "\(environments) left open"
  }

  @Test("LaTeX of the slide")
  func latexSlide() throws {
    let f = WalkthroughTests.slide().f
    let text = walkthrough(of: f).latex()
    #expect(text.contains("q &= x + y = -2.00 + 5.00 = 3.00 \\\\\n"))
    #expect(
      text.contains(
        "\\frac{\\partial f}{\\partial q} &= \\frac{\\partial f}{\\partial f} \\cdot "
          + "\\frac{\\partial f}{\\partial q} = 1.00 \\cdot z = 1.00 \\cdot \\left(-4.00\\right) = -4.00"
      ))
    let rule = try #require(walkthrough(of: f).chainRule(for: "x")).latex()
    #expect(
      rule.contains(
        "\\frac{\\partial f}{\\partial x} &= \\frac{\\partial f}{\\partial q} \\cdot "
          + "\\frac{\\partial q}{\\partial x} \\\\"))
  }

  @Test(
    "names in LaTeX",
    arguments: [
      ("x", "x &="), ("w12", "w_{12} &="), ("net_h1", "\\text{net}_{\\text{h1}} &="),
      ("50 %", "\\text{50 \\%} &="), ("{", "\\text{\\{} &="), ("#", "\\text{\\##1} &="),
      ("é", "\\text{é} &="), ("🎓", "\\text{\\texttt{U+1F393}} &="),
    ])
  func latexNames(label: String, expected: String) {
    let text = walkthrough(of: Value(1, label: label)).latex()
    #expect(text.contains(expected.replacing("##", with: "#\\#")))
  }
}
