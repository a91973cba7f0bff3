import Nabla
import NablaDrawing
import Testing

@Suite("Graphs as text")
struct GraphTextTests {
  @Test("The tree of (x + y) z")
  func tree() {
    let f = Graphs.product()
    f.backward()
    #expect(
      f.tree() == """
        f = *      -12.00   gradient  1.00
        ├─ q = +     3.00   gradient -4.00
        │  ├─ x     -2.00   gradient -4.00
        │  └─ y      5.00   gradient -4.00
        └─ z        -4.00   gradient  3.00

        """)
  }

  @Test("A shared node is shown once and referred to after")
  func shared() {
    let x = Value(2, label: "x")
    let s = x * x
    let f = s + exp(s)
    #expect(
      f.tree(showsGradients: false) == """
        +                      58.60
        ├─ #1 = *               4.00
        │  ├─ x                 2.00
        │  └─ x (above)         2.00
        └─ exp                 54.60
           └─ #1 = * (above)    4.00

        """)
  }

  @Test("What the depth leaves out is said, and a node cut off there is opened where there is room")
  func depth() {
    let f = Graphs.product()
    #expect(
      f.tree(depth: 1, showsGradients: false) == """
        f = *      -12.00
        ├─ q = +     3.00
        │  └─ … 2 parents deeper
        └─ z        -4.00
        3 of 5 nodes shown

        """)
    let x = Value(1, label: "x")
    let deep = exp(x).labeled("e")
    let g = sin(sin(deep)) + deep
    let lines = g.tree(depth: 3, showsGradients: false).split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[4].hasSuffix("… 1 parent deeper"))
    #expect(lines[6].contains("x"))
  }

  @Test("A chain of 100,000 nodes and a node of 100,000 parents are cut at the lines asked for")
  func large() {
    var x = Value(0.5)
    for _ in 0..<100_000 { x = sin(x) }
    let chain = x.tree(depth: .max, lines: 50).split(separator: "\n")
    #expect(chain.count == 52)
    #expect(chain[50...] == ["… more lines", "50 of 100001 nodes shown"])
    let wide = sum((0..<100_000).map { Value(Double($0)) })
    #expect(wide.tree(lines: 10).hasSuffix("… more lines\n10 of 100001 nodes shown\n"))
  }

  @Test("DOT names nodes by place, draws each edge, and escapes labels")
  func dot() {
    let x = Value(3, label: "a \"quoted\" \\ & <b>\nline")
    let f = x * x
    f.backward()
    #expect(
      f.graphviz() == #"""
        digraph {
          rankdir=LR
          n0 [shape=plaintext, label="a \"quoted\" \\ &amp; <b> line\nvalue 3.00\ngradient 6.00"]
          n1 [shape=box, style=rounded, label="*\nvalue 9.00\ngradient 1.00"]
          n0 -> n1
          n0 -> n1
        }

        """#)
  }

  @Test("The folded picture has a DOT of its own boxes")
  func foldedDot() throws {
    let text = try GraphPicture(of: GraphFoldingTests.loss()).dot()
    #expect(text.contains("16 × relu neuron\\n32 weights, 16 biases\\nvalue "))
    #expect(text.contains("[label=\"256\"]"))
    #expect(text.split(separator: "\n").filter { $0.contains("->") }.count == 7)
  }

  @Test("Control characters of labels do not reach the terminal")
  func controls() {
    let x = Value(1, label: "a\u{1B}[31mred\nb")
    #expect(x.tree() == "a\u{FFFD}[31mred b   1.00   gradient 0.00\n")
    let y = Value(1, label: "\u{202E}abc")
    #expect(y.tree(showsGradients: false) == "abc   1.00\n")
    #expect(!y.graphviz().contains("\u{202E}"))
  }

  @Test("Wide letters and letters from right to left keep the columns")
  func wideLetters() {
    let f = Value(1, label: "重み") + Value(2, label: "משקל")
    #expect(
      f.tree(showsGradients: false) == """
        +         3.00
        ├─ 重み   1.00
        └─ \u{2068}משקל\u{2069}   2.00

        """)
  }
}
