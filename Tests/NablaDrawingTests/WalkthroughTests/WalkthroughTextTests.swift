// What a reader sees, against texts written by hand, and what must hold for every graph.

import Nabla
import NablaDrawing
import Testing

@Suite("Walkthrough in a terminal")
struct WalkthroughTextTests {
  @Test("the slide f = (x + y) z")
  func slide() {
    let text = walkthrough(of: WalkthroughTests.slide().f).description
    #expect(
      text == """
        Forward: from the inputs to f, each value from values before it
          1  x                             = -2.00
          2  y                             =  5.00
          3  q  = x + y  = -2.00 + 5.00    =  3.00
          4  z                             = -4.00
          5  f  = q * z  = 3.00 * (-4.00)  = -12.00

        Backward: from f to the inputs, gradient = upstream gradient * local gradient
          start: ∂f/∂f = 1.00

          1  f = q * z   upstream ∂f/∂f = 1.00
             multiply switches: each input gets the upstream gradient times the other input
               to q  ∂f/∂q = z = -4.00  1.00 * (-4.00) = -4.00
               to z  ∂f/∂z = q = 3.00   1.00 * 3.00 = 3.00

          2  q = x + y   upstream ∂f/∂q = -4.00
             add distributes the gradient: each input gets the upstream gradient unchanged
               to x  ∂q/∂x = 1          -4.00 * 1.00 = -4.00
               to y  ∂q/∂y = 1          -4.00 * 1.00 = -4.00

        Gradients of f with respect to its inputs
          x  = -2.00  ∂f/∂x  = -4.00
          y  =  5.00  ∂f/∂y  = -4.00
          z  = -4.00  ∂f/∂z  =  3.00

        """)
  }

  @Test(
    "local gradients of the sigmoid neuron's gates, as on the slide",
    arguments: [
      "∂f/∂d = -1/d^2 = -1/1.37^2 = -0.53  1.00 * (-0.53) = -0.53",
      "∂d/∂e = 1                           -0.53 * 1.00 = -0.53",
      "∂e/∂n = exp(n) = exp(-1.00) = 0.37  -0.53 * 0.37 = -0.20",
      "∂n/∂z = -1                          -0.20 * (-1.00) = 0.20",
      "∂p/∂w0 = x0 = -1.00                 0.20 * (-1.00) = -0.20",
      "∂p/∂x0 = w0 = 2.00                  0.20 * 2.00 = 0.39",
      "∂q/∂w1 = x1 = -2.00                 0.20 * (-2.00) = -0.39",
      "∂q/∂x1 = w1 = -3.00                 0.20 * (-3.00) = -0.59",
      "Two decimals are shown; the numbers are computed with all digits.",
    ])
  func sigmoidNeuron(line: String) {
    #expect(walkthrough(of: Self.neuron()).description.contains(line))
  }

  static func neuron() -> Value {
    let w0 = Value(2, label: "w0")
    let x0 = Value(-1, label: "x0")
    let w1 = Value(-3, label: "w1")
    let x1 = Value(-2, label: "x1")
    let w2 = Value(-3, label: "w2")
    let sum = (w0 * x0).labeled("p") + (w1 * x1).labeled("q")
    let z = (sum.labeled("r") + w2).labeled("z")
    let d = (exp((-z).labeled("n")).labeled("e") + 1).labeled("d")
    return (1 / d).labeled("f")
  }

  @Test("full precision shows every digit")
  func fullPrecision() {
    let text = walkthrough(of: Self.neuron()).text(numbers: .full, colors: .never)
    // Lecture table 2.
    #expect(text.contains("∂f/∂d = -1/d^2 = -1/1.3678794411714423^2 = -0.534446645388523"))
    #expect(text.contains("∂f/∂x0  =  0.3932238664829637"))
    #expect(!text.contains("Two decimals"))
  }

  @Test("another seed than 1 stands before every gradient")
  func seed() {
    let text = walkthrough(of: WalkthroughTests.slide().f, seed: 2).text(colors: .never)
    #expect(text.contains("start: 2.00 * ∂f/∂f = 2.00\n"))
    #expect(text.contains("2  q = x + y   upstream 2.00 * ∂f/∂q = -8.00\n"))
    #expect(text.contains("z  = -4.00  2.00 * ∂f/∂z  =  6.00\n"))
  }

  /// f = q sin q + q: q gets 1 directly, sin 2 = 0.909 and 2 cos 2 = -0.832 by way of the product.
  @Test("an upstream gradient is a total where the root's own partial has the same name")
  func total() {
    let q = (Value(1, label: "x") + 1).labeled("q")
    let steps = walkthrough(of: (q * sin(q) + q).labeled("f"))
    let text = steps.description
    #expect(text.contains("to q   ∂f/∂q = 1 "))
    #expect(text.contains("  q = x + 1   upstream df/dq = 1.08\n"))
    #expect(text.contains("  x  =  1.00  ∂f/∂x  =  1.08\n"))
    #expect(
      text.contains("df/dq is the sum over all paths from q to f, ∂f/∂q the direct path alone.\n"))
    #expect(
      steps.latex().contains(
        "\\frac{\\mathrm{d} f}{\\mathrm{d} q}\\text{ (1 of 3)} &= "
          + "\\frac{\\partial f}{\\partial f} \\cdot \\frac{\\partial f}{\\partial q}"))
    let slide = walkthrough(of: WalkthroughTests.slide().f)
    #expect(!slide.description.contains("df/d") && !slide.latex().contains("mathrm"))
  }

  @Test("a sum of nothing has no inputs, and no table of their gradients")
  func noGradients() {
    let roots = [("sum()", sum([Value]())), ("0", dot([Value](), [Value]()))]
    for (formula, root) in roots {
      let steps = walkthrough(of: root.labeled("f"))
      #expect(steps.description.hasSuffix("\n\nGradients: none, f has no inputs\n"))
      #expect(steps.markdown().contains("\n| 1 | f = \(formula) | 1.00 |  |"))
      #expect(steps.markdown().hasSuffix("\n\n## Gradients\n\nNone: f has no inputs.\n"))
      #expect(steps.latex().hasSuffix("\n\\paragraph{Gradients}\nNone: $f$ has no inputs.\n"))
    }
  }

  @Test("nodes without inputs are written as they are")
  func noInputs() {
    #expect(walkthrough(of: sum([Value]())).description.contains("1  #1  = sum()"))
    #expect(walkthrough(of: dot([Value](), [Value]())).description.contains("1  #1  = 0"))
    let constant = Value.custom(
      "seven", of: [], value: { _ in 7 }, localGradient: { (_: [Double]) in [] })
    #expect(walkthrough(of: constant).description.contains("1  #1  = seven()"))
  }

  @Test("gradients are seen to add where a value branches")
  func branches() {
    let a = Value(0.5, label: "a")
    let s = sigmoid(a).labeled("s")
    let text = walkthrough(of: (s * s + s * a + a).labeled("f")).description
    #expect(text.contains("1.00 * 1.00 = 1.00  branch 1 of 3\n"))
    #expect(text.contains("branch 2 of 3, gradients add: 1.00 + 0.62 = 1.62\n"))
    #expect(text.contains("branch 3 of 3, gradients add: 1.62 + 0.41 = 2.03\n"))
    #expect(text.contains("to s   ∂#3/∂s[2] = s = 0.62"))
    #expect(text.contains("x[2] is x as input 2 of a node that has it as an input more than once."))
    // The lectures' sigma (1 - sigma), from the table's out * sigmoid(-x).
    #expect(text.contains("∂s/∂a = sigmoid(a) * (1 - sigmoid(a)) = 0.62 * (1 - 0.62) = 0.24"))
  }

  @Test("rules with cases are spelled out, and the case that holds now is named")
  func cases() {
    let z = Value(2, label: "z")
    let w = Value(-1, label: "w")
    let text = walkthrough(of: maximum(z, w)).description
    #expect(text.contains("∂#3/∂z = 1, as z > w"))
    #expect(text.contains("∂#3/∂w = 0, as z > w"))
    #expect(text.contains("(the rule: 1 where z > w, 0 where z < w, 0.5 where z = w)"))
    #expect(
      walkthrough(of: maximum(z, Value(2, label: "v"))).description.contains("= 0.5, as z = v"))
    #expect(walkthrough(of: relu(w)).description.contains("∂#2/∂w = 0, as w <= 0"))
    #expect(walkthrough(of: Nabla.abs(w)).description.contains("∂#2/∂w = -1, as w < 0"))
    #expect(walkthrough(of: leakyReLU(w)).description.contains("∂#2/∂w = 0.01, as w <= 0"))
    #expect(
      walkthrough(of: elu(w)).description.contains("∂#2/∂w = exp(w) = exp(-1.00) = 0.37, as w <= 0")
    )
    // The origin is not worth a word anywhere else.
    #expect(
      walkthrough(of: hypot(z, w)).description.contains(
        "∂#3/∂z = z/hypot(z, w) = 2.00/2.24 = 0.89\u{20}"))
  }

  @Test("where a formula as it is written would give another number, the reader is told why")
  func notes() {
    func text(_ node: Value) -> String { walkthrough(of: node).description }
    let x = Value(20, label: "x")
    #expect(
      text(tanh(x)).contains(
        "= 1 - tanh(x)^2 = 1 - 1.00^2 = 1.7e-17 (computed in a form that keeps its digits)"))
    #expect(text(log(-x)).contains("= 1/#2 = 1/(-20.00) = NaN (outside the domain: x >= 0)"))
    let zero = Value(0, label: "z")
    #expect(text(pow(zero, Value(0, label: "y"))).contains("the engine's convention"))
    #expect(!text(tanh(zero)).contains("(computed"))
  }

  @Test("a custom primitive shows its name and its numbers")
  func custom() {
    let x = Value(2, label: "x")
    let cube = Value.custom(
      "cube", of: [x], value: { $0[0] * $0[0] * $0[0] },
      localGradient: { (x: [Double]) in [3 * x[0] * x[0]] })
    let text = walkthrough(of: cube).description
    #expect(text.contains("#2  = cube(x)  = cube(2.00)  =  8.00"))
    #expect(text.contains("to x  ∂#2/∂x = 12.00  1.00 * 12.00 = 12.00"))
  }

  @Test("many inputs are shortened, in the formula too")
  func manyInputs() {
    let x = (0..<50).map { Value(Double($0), label: "x\($0)") }
    let text = walkthrough(of: logSumExp(x)).text(colors: .never, limit: 10)
    #expect(text.contains("logSumExp(x0, x1, x2, x3, x4, … 45 more)"))
    #expect(text.contains("… 40 more inputs"))
    #expect(text.contains("… 40 inputs not shown …"))
    #expect(walkthrough(of: dot(x, x)).description.contains("dot(x0, x1, x2, x3, x4, … 95 more)"))
  }

  @Test("colour only where it is asked for, and the same text without it")
  func colors() {
    let steps = walkthrough(of: Self.neuron())
    let plain = steps.text(colors: .never)
    #expect(!plain.contains("\u{1B}"))
    let colored = steps.text(colors: .always)
    #expect(colored.contains("\u{1B}[31m-0.53\u{1B}[0m"))
    #expect(colored.replacing(/\u{1B}\[[0-9]*m/, with: "") == plain)
    #expect(steps.description == plain)
  }

  @Test("columns line up, also under wide and invisible characters")
  func alignment() {
    let x = Value(2, label: "数")
    let y = Value(3, label: "e\u{301}")
    let lines = walkthrough(of: (x * y).labeled("🎓")).description.split(separator: "\n")
    // Two columns between cells: 2 + (8 + 2) + (13 + 2) after a name of two columns.
    func space(_ count: Int) -> String { String(repeating: " ", count: count) }
    #expect(lines[1] == "  1  数\(space(27))=  2.00")
    #expect(lines[2] == "  2  e\u{301}\(space(28))=  3.00")
    #expect(lines[3] == "  3  🎓  = 数 * e\u{301}  = 2.00 * 3.00  =  6.00")
  }

  @Test("no line ends in spaces, and the same graph gives the same text", arguments: 0..<10)
  func lines(seed: UInt64) {
    let text = walkthrough(of: RandomGraph.make(seed: seed, size: 40)).description
    #expect(!text.contains(" \n"))
    #expect(text == walkthrough(of: RandomGraph.make(seed: seed, size: 40)).description)
  }
}

@Suite("Names in a walkthrough")
struct NodeNamesTests {
  static func names(_ labels: String?...) -> [String] {
    let leaves = labels.map { label in
      let leaf = Value(1)
      leaf.label = label
      return leaf
    }
    return walkthrough(of: sum(leaves)).nodes.dropLast().map { $0.name }
  }

  @Test("labels are names; without one a node has its number, as in listing()")
  func plain() {
    #expect(Self.names("x", nil, "y", "") == ["x", "#2", "y", "#4"])
  }

  @Test("nodes with one label are told apart by their numbers")
  func duplicates() {
    #expect(Self.names("w", "x", "w", "w") == ["w#1", "x", "w#3", "w#4"])
    #expect(Self.names("w", "w", "w#1") == ["w#1", "w#2", "w#1'"])
    #expect(Self.names("#2", nil) == ["#2#1", "#2"])
  }

  @Test("a label is one short line, whatever it holds")
  func hostile() {
    #expect(Self.names("a\nb\tc") == ["a b c"])
    #expect(Self.names("\u{1B}[31mred") == ["\u{FFFD}[31mred"])
    #expect(Self.names("a\u{202E}b") == ["ab"])
    let long = String(repeating: "x", count: 500)
    #expect(Self.names(long)[0] == String(repeating: "x", count: 31) + "…")
    #expect(Set(Self.names(long, long)).count == 2)
    #expect(walkthrough(of: Value(1, label: long)).root.label == long)
  }

  @Test("a label with signs in it is put in parentheses inside formulas")
  func parentheses() {
    let x = Value(3, label: "a + b")
    let text = walkthrough(of: (x * x).labeled("x*x")).description
    #expect(text.contains("= (a + b) * (a + b)"))
    #expect(text.contains("∂(x*x)/∂(a + b)[1] = a + b = 3.00"))
  }
}
