// The steps: numbers against the engine's own backward pass, order, and what the caller's graph keeps.

import Nabla
@testable import NablaDrawing
import Testing

@Suite("Walkthrough")
struct WalkthroughTests {
  /// The nodes of the slide f = (x + y) z.
  static func slide() -> (x: Value, y: Value, z: Value, q: Value, f: Value) {
    let x = Value(-2, label: "x")
    let y = Value(5, label: "y")
    let z = Value(-4, label: "z")
    let q = (x + y).labeled("q")
    return (x, y, z, q, (q * z).labeled("f"))
  }

  @Test("the slide f = (x + y) z, every step by hand")
  func slideSteps() throws {
    let steps = walkthrough(of: Self.slide().f)
    #expect(steps.forwardSteps.map { $0.node.name } == ["x", "y", "q", "z", "f"])
    #expect(steps.forwardSteps.map { $0.node.value } == [-2, 5, 3, -4, -12])
    #expect(steps.backwardSteps.map { $0.node.name } == ["f", "q"])
    #expect(steps.backwardSteps.map { $0.upstream } == [1, -4])
    #expect(steps.backwardSteps.map { $0.pattern } == [.switches, .distributes])
    let first = steps.backwardSteps[0].contributions
    #expect(first.map { $0.parent.name } == ["q", "z"])
    #expect(first.map { $0.localGradient } == [-4, 3])
    #expect(first.map { $0.product } == [-4, 3])
    let second = steps.backwardSteps[1].contributions
    #expect(second.map { $0.parent.name } == ["x", "y"])
    #expect(second.map { $0.localGradient } == [1, 1])
    #expect(second.map { $0.product } == [-4, -4])
    #expect(first.map { $0.formula } == ["z", "q"])
    #expect(second.map { $0.formula } == ["1", "1"])
    #expect(steps.forwardSteps.map { $0.formula } == [nil, nil, "x + y", nil, "q * z"])
    #expect(steps.forwardSteps[4].formulaWithNumbers() == "3.00 * (-4.00)")
    #expect(steps.nodes.map { $0.gradient } == [-4, -4, -4, 3, 1])
  }

  @Test("gradients equal the engine's on random graphs, bit for bit", arguments: 0..<60)
  func randomGraphs(seed: UInt64) {
    let root = RandomGraph.make(seed: seed, size: 40)
    let steps = walkthrough(of: root, seed: 1.5)
    root.zeroGradients()
    root.backward(seed: 1.5)
    let nodes = root.topologicalOrder()
    #expect(steps.nodes.count == nodes.count)
    for (node, engine) in zip(steps.nodes, nodes) {
      #expect(node.value.bitPattern == engine.data.bitPattern || engine.data.isNaN)
      #expect(
        node.gradient == engine.gradient || (node.gradient.isNaN && engine.gradient.isNaN),
        "seed \(seed), \(node.name): \(node.gradient), not \(engine.gradient)")
    }
  }

  /// Where nodes are also used outside the graph, the engine may add in another order: as many
  /// roundings as there are contributions, some dozens, 1e-13 of the sum of their magnitudes.
  @Test("gradients equal the engine's where nodes are used elsewhere too", arguments: 0..<20)
  func sharedElsewhere(seed: UInt64) {
    let whole = RandomGraph.make(seed: seed, size: 30)
    let part = whole.parents[20]
    let steps = walkthrough(of: part)
    part.zeroGradients()
    part.backward()
    for (node, engine) in zip(steps.nodes, part.topologicalOrder()) {
      #expect(abs(node.gradient - engine.gradient) <= 1e-13 * max(1, abs(engine.gradient)))
    }
    withExtendedLifetime(whole) {}
  }

  @Test("the steps add up: sums, ordinals, complete upstream gradients", arguments: 0..<20)
  func consistency(seed: UInt64) {
    let steps = walkthrough(of: RandomGraph.make(seed: seed, size: 40))
    var sums = [Double](repeating: 0, count: steps.nodes.count)
    var arrivals = [Int](repeating: 0, count: steps.nodes.count)
    sums[steps.root.place] = 1
    var visited: Set<Int> = []
    for step in steps.backwardSteps {
      #expect(step.upstream == sums[step.node.place], "complete before it is passed on")
      #expect(visited.insert(step.node.place).inserted)
      for contribution in step.contributions where contribution.passes {
        let parent = contribution.parent.place
        #expect(!visited.contains(parent))
        #expect(contribution.sumBefore == sums[parent])
        sums[parent] += contribution.product
        arrivals[parent] += 1
        #expect(contribution.sumSoFar == sums[parent])
        #expect(contribution.ordinal == arrivals[parent])
      }
    }
    for step in steps.backwardSteps {
      for contribution in step.contributions {
        #expect(contribution.count == arrivals[contribution.parent.place])
      }
    }
    #expect(visited.count == steps.nodes.filter { !$0.isLeaf }.count)
    #expect(steps.nodes.map { $0.gradient } == sums)
  }

  @Test("the caller's graph keeps its numbers and gradients, and the walkthrough keeps its own")
  func untouched() {
    let (x, y, z, q, f) = Self.slide()
    for (place, node) in [x, y, z, q, f].enumerated() { node.gradient = Double(place) + 0.5 }
    let steps = walkthrough(of: f)
    let text = steps.text(colors: .never)
    #expect([x, y, z, q, f].map { $0.gradient } == [0.5, 1.5, 2.5, 3.5, 4.5])
    x.data = 7
    f.forward()
    f.backward()
    q.label = "other"
    #expect(steps.text(colors: .never) == text)
    #expect(steps.root.value == -12)
  }

  @Test("a walkthrough can be handed to another thread")
  func sendable() async {
    let steps = walkthrough(of: Self.slide().f)
    let gradient = await Task.detached { steps.node(named: "z")?.gradient }.value
    #expect(gradient == 3)
  }

  @Test("a single leaf is its own root")
  func leaf() {
    let steps = walkthrough(of: Value(3, label: "x"))
    #expect(steps.backwardSteps.isEmpty)
    #expect(steps.forwardSteps.count == 1)
    #expect(steps.root.gradient == 1)
    #expect(steps.description.contains("x is an input; its own gradient is 1.00"))
  }

  @Test("a node that is used twice receives two contributions")
  func square() {
    let x = Value(3, label: "x")
    let step = walkthrough(of: x * x).backwardSteps[0]
    #expect(step.contributions.map { $0.product } == [3, 3])
    #expect(step.contributions.map { $0.ordinal } == [1, 2])
    #expect(step.contributions.map { $0.count } == [2, 2])
    #expect(step.contributions.map { $0.sumSoFar } == [3, 6])
  }

  @Test("the branch not taken gets nothing, not even NaN")
  func select() {
    let x = Value(-1, label: "x")
    let safe = Nabla.select(log(x), 0, where: x > 0)
    let steps = walkthrough(of: safe)
    #expect(steps.node(named: "x")?.gradient == 0)
    #expect(steps.node(named: "x")?.isReached == false)
    #expect(steps.backwardSteps[0].pattern == .routes)
    #expect(steps.description.contains("no path: the branch is not taken"))
    #expect(steps.description.contains("no gradient arrives here"))
  }

  @Test("where a gradient is stopped, the words do not say that the value does not change")
  func stopped() {
    let x = Value(3, label: "x")
    let steps = walkthrough(of: x * stopGradient(x)).description
    #expect(steps.contains("no path: the value follows it, the gradient stops"))
    #expect(!steps.contains("does not change"))
  }

  @Test("an input that was not chosen stops infinite gradients")
  func routed() {
    let x = Value(0, label: "x")
    let y = Value(-1, label: "y")
    // d sqrt at 0 is infinite; relu at -1 is closed.
    let f = sqrt(x + relu(y))
    let steps = walkthrough(of: f)
    f.backward()
    #expect(steps.node(named: "x")?.gradient == .infinity)
    #expect(steps.node(named: "y")?.gradient == 0)
    #expect(y.gradient == 0)
  }

  @Test("NaN and infinity are written as such")
  func notFinite() {
    let x = Value(-1, label: "x")
    let y = Value(.infinity, label: "y")
    let text = walkthrough(of: maximum(log(x), y)).description
    #expect(text.contains("NaN"))
    #expect(text.contains("inf"))
    #expect(text.contains("max cannot route the gradient: an input is NaN"))
  }

  @Test(
    "patterns in the lectures' words",
    arguments: [
      (0, "add distributes the gradient: each input gets the upstream gradient unchanged"),
      (1, "multiply switches: each input gets the upstream gradient times the other input"),
      (2, "max routes the gradient to the larger input, b"),
      (3, "max routes the gradient: at a tie each input gets half"),
      (4, "min routes the gradient to the smaller input, a"),
      (
        5,
        "subtract distributes the gradient: each input gets the upstream gradient (with the other"
          + " sign: b)"
      ),
      (6, "+1 passes the gradient on unchanged"), (7, "*2 scales the gradient by 2"),
      (8, "*-1 turns the sign of the gradient"), (9, "relu is closed: it lets no gradient pass"),
      (10, "relu is open: it routes the gradient to b"),
      (11, "select routes the gradient to the branch taken, a"),
      (12, "sum distributes the gradient: each input gets the upstream gradient unchanged"),
      (13, "dot switches: each factor gets the upstream gradient times its partner"),
      (14, "/3 scales the gradient by 1/3"),
    ])
  func patterns(choice: Int, sentence: String) {
    let a = Value(-1, label: "a")
    let b = Value(2, label: "b")
    let nodes: [Value] = [
      a + b, a * b, maximum(a, b), maximum(a, Value(-1)), minimum(a, b), a - b, b + 1, 2 * b, -b,
      relu(a), relu(b), Nabla.select(a, b, where: a < b), sum([a, b, a]), dot([a, a], [b, b]),
      b / 3,
    ]
    #expect(walkthrough(of: nodes[choice]).backwardSteps[0].sentence == sentence)
  }

  @Test("formulas of steps: symbols, numbers, cases, and none where none is known")
  func formulas() {
    let x = Value(1.3678794411714423, label: "x")
    func first(_ node: Value) -> Walkthrough.Contribution {
      walkthrough(of: node).backwardSteps[0].contributions[0]
    }
    #expect(first(1 / x).formula == "-1/x^2")
    #expect(first(1 / x).formulaWithNumbers() == "-1/1.37^2")
    #expect(first(1 / x).formulaWithNumbers(.full) == "-1/1.3678794411714423^2")
    #expect(first(relu(x)).formula == "1")
    #expect(first(relu(x)).condition == "x > 0")
    #expect(first(relu(x)).cases == "1 where x > 0, 0 where x <= 0")
    #expect(first(Value.sign(x)).formula == nil)
    #expect(!first(Value.sign(x)).passes)
    let mine = Value.custom(
      "mine", of: [x], value: { $0[0] }, localGradient: { (_: [Double]) in [1] })
    #expect(first(mine).formula == nil)
    #expect(first(mine).localGradient == 1)
    #expect(first(softmax([x, x])[0]).formula != nil)
    // Too many formulas to be kept; the numbers are there.
    let many = softmax((0..<40).map { _ in x })[0]
    #expect(first(many).formula == nil)
    // 40 equal shares: 1/40 (1 - 1/40), up to the roundings of a sum of 39.
    #expect(abs(first(many).localGradient - 0.024375) < 1e-15)
  }

  @Test("all steps in one list, forward first")
  func allSteps() {
    let steps = walkthrough(of: Self.slide().f).steps
    let numbers = steps.map { step in
      switch step {
      case .forward(let step): step.number
      case .backward(let step): -step.number
      }
    }
    #expect(numbers == [1, 2, 3, 4, 5, -1, -2])
  }

  @Test("a leaky ReLU, an exponential and a division have no pattern")
  func noPattern() {
    let a = Value(-1)
    for node in [
      leakyReLU(a), exp(a), a / a,
      Value.custom("mine", of: [a], value: { $0[0] }, localGradient: { (_: [Double]) in [1] }),
    ] {
      #expect(walkthrough(of: node).backwardSteps[0].sentence == nil)
    }
  }

  // Formulas are made once a rule, not once a node, and each edge is gone along once.
  @Test("a chain of 100,000 nodes and a node with 20,000 inputs have three rules")
  func large() {
    let x = Value(0.5, label: "x")
    var y = x
    for _ in 0..<50_000 { y = y * 0.5 + x }
    let wide = sum((0..<20_000).map { _ in x } + [y])
    let steps = walkthrough(of: wide)
    let text = steps.text(colors: .never)
    #expect(steps.record.rules.count == 3)
    #expect(steps.record.contributions.joined().count == 3 * 50_000 + 20_001)
    #expect(text.contains("… 99902 steps not shown …"))
    #expect(text.contains("… 19901 more inputs"))
    #expect(text.split(separator: "\n").count < 1200)
    wide.backward()
    #expect(steps.node(named: "x")?.gradient == x.gradient)
  }
}
