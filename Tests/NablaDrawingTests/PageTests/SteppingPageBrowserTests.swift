import Foundation
import Nabla
import Testing

@testable import NablaDrawing

@Suite("The stepping page in a browser", .enabled(if: Browser.path != nil, "\(Browser.absence)"))
struct SteppingPageBrowserTests {
  /// A graph, and numbers to type into its leaves.
  struct Example {
    var name: String
    var root: Value
    /// By leaf label.
    var rounds: [[String: String]] = []

    var nodes: [Value] { root.topologicalOrder() }

    func visit() throws -> PageVisit {
      let labels = nodes.map { $0.label ?? "" }
      return PageVisit(
        name: name, page: try SteppingPage(of: root, title: name),
        rounds: rounds.map { round in
          var places: [Int: String] = [:]
          for (label, text) in round { places[labels.firstIndex(of: label) ?? -1] = text }
          return places
        })
    }
  }

  static func examples() -> [Example] {
    [
      Example(
        name: "(x + y) z", root: ((leaf("x", -2) + leaf("y", 5)).labeled("q") * leaf("z", -4)),
        rounds: [["x": "1.5", "z": "1e-3"], ["y": "-0"]]),
      neuron, gates, forks, total, selection, functions, corners, hostile, custom, notFinite,
      Example(name: "a leaf alone", root: leaf("x", 3), rounds: [["x": "4"]]),
    ]
  }

  /// The example of each report, two of each: a graph of its own, for the test changes its leaves.
  static var shown: [Example] { zip(examples(), examples()).flatMap { [$0, $1] } }

  private static func leaf(_ label: String, _ data: Double) -> Value { Value(data, label: label) }

  private static var neuron: Example {
    let (w0, x0, w1, x1) = (leaf("w0", 2), leaf("x0", -1), leaf("w1", -3), leaf("x1", -2))
    return Example(
      name: "the sigmoid neuron", root: 1 / (1 + exp(-(w0 * x0 + w1 * x1 + leaf("w2", -3)))),
      rounds: [["w0": "0.25", "w2": "11"], ["x0": "-700"]])
  }

  private static var gates: Example {
    let (x, y, z, w) = (leaf("x", 3), leaf("y", -4), leaf("z", 2), leaf("w", -1))
    return Example(
      name: "2(xy + max(z, w))", root: 2 * (x * y + maximum(z, w)),
      rounds: [["w": "2"], ["w": "2.5"], ["z": ""]])
  }

  private static var forks: Example {
    let x = leaf("x", 3)
    let s = sigmoid(x)
    return Example(
      name: "gradients add", root: x * x + x + s * s + s * x,
      rounds: [["x": "-0.7"], ["x": "1e200"]])
  }

  private static var total: Example {
    let q = (leaf("x", 1) + 1).labeled("q")
    return Example(name: "directly and by others", root: (q * sin(q) + q).labeled("f"))
  }

  private static var selection: Example {
    let (x, y) = (leaf("x", 0.5), leaf("y", 2))
    let f = select(log(x), x * y, where: x > 0) + relu(y) + abs(x) + minimum(x, y)
    return Example(
      name: "selection", root: f, rounds: [["x": "-1"], ["x": "0", "y": "-3"], ["x": "2"]])
  }

  private static var functions: Example {
    let (x, y, z) = (leaf("x", 0.3), leaf("y", -1.2), leaf("z", 2.2))
    let p = softmax([x, y, z, x])
    let a =
      logSumExp([x, y, z]) + p[0] * p[1] + dot([x, y], [z, x], plus: y) + dot([x, y], [2, 3])
    let b = erf(x) + gelu(y) + logGamma(z) * erfc(z) + pow(z, 2.5) + pow(z, y) + sum([x, y, x])
    return Example(
      name: "functions", root: a + b + tanh(x / y) + silu(z) + elu(y) + leakyReLU(y) + hypot(x, y),
      rounds: [["x": "4", "y": "0.01"], ["z": "7.25", "x": "-3.5"]])
  }

  /// Sums of nothing, functions of many that have one input, and what only derivatives are made of.
  private static var corners: Example {
    let (x, y) = (leaf("x", 1.25), leaf("y", 0.5))
    let few = sum([]) * x + logSumExp([x]) + softmax([y])[0] + dot([Value](), [Value]()) + sum([y])
    let derivatives = (logGamma(x) * maximum(x, y) * gelu(y) * pow(x, y))
      .derivatives(withRespectTo: [x, y])
    return Example(
      name: "corners", root: few + derivatives[0] * derivatives[1],
      rounds: [["x": "0.75", "y": "3.5"], ["x": "-0.5"]])
  }

  private static var hostile: Example {
    let x = leaf("<script>alert(1)</script>", 2)
    let y = leaf("\"'&amp;]]>--!><img src=x onerror=alert(1)>\u{2028}\\", 3)
    let z = leaf("\u{202E}שלום abc", 1) * leaf("👩‍👩‍👧 " + String(repeating: "long ", count: 100), 5)
    return Example(
      name: "hostile",
      root: (x * y + z + leaf("", 1) * leaf("x", 2) + leaf("x", 3)).labeled(
        "</script></svg></title><b>f"))
  }

  private static var custom: Example {
    let (x, y) = (leaf("x", 2), leaf("y", 3))
    let cube = Value.custom(
      "cube <b>", of: [x * x], value: { $0[0] * $0[0] }, localGradient: { [2 * $0[0]] as [Double] })
    return Example(name: "custom", root: cube * y + y, rounds: [["y": "-1"]])
  }

  private static var notFinite: Example {
    let (x, y, z) = (leaf("x", .nan), leaf("y", .infinity), leaf("z", 0))
    return Example(
      name: "not finite", root: x * z + 1 / z + y * y,
      rounds: [["x": "2", "z": "3", "y": "-inf"], ["x": "abc"], ["x": "NaN"], ["y": "1"]])
  }

  // MARK: - The run

  /// All pages in one run of the browser: starting it takes longer than all of them.
  static let run = Result {
    let visits = try examples().map { try $0.visit() }
    return try PageDriver.drive(visits)
  }

  @Test("no errors, no warnings, nothing on the console, no script from a label")
  func noErrors() throws {
    let (reports, console) = try Self.run.get()
    #expect(console.isEmpty, "\(console)")
    #expect(reports.count == 2 * Self.examples().count)
    for report in reports {
      #expect(report.errors.isEmpty, "\(report.name) at \(report.width): \(report.errors)")
    }
  }

  @Test("buttons, slider, keys and the list lead to the same steps, forward and backward")
  func controls() throws {
    for report in try Self.run.get().reports {
      let failed = report.controls.filter { !$0.value }.keys.sorted()
      #expect(failed.isEmpty, "\(report.name) at \(report.width): \(failed)")
      #expect(report.controls.count >= 11)
    }
  }

  @Test("the page is never wider than a phone")
  func width() throws {
    for report in try Self.run.get().reports {
      #expect(report.overhang.isEmpty, "\(report.name) at \(report.width)")
    }
  }

  @Test("every step is shown: one gate is lit, and numbers appear when they are computed")
  func steps() throws {
    let (reports, _) = try Self.run.get()
    for (report, example) in zip(reports, Self.shown) {
      let nodes = example.nodes
      let gates = nodes.indices.filter { !nodes[$0].isLeaf }
      let order = walkthrough(of: example.root).backwardSteps.map { $0.node.place }
      #expect(report.steps.count == 2 * gates.count + 2, "\(report.name)")
      for (k, step) in report.steps.enumerated() where k > 0 {
        let place =
          k <= gates.count
          ? gates[k - 1] : (k == gates.count + 1 ? nodes.count - 1 : order[k - gates.count - 2])
        #expect(step.active == [place], "\(report.name), step \(k)")
        #expect(!step.sentence.isEmpty && !step.heading.isEmpty)
        let computed = nodes.indices.filter { nodes[$0].isLeaf || gates.prefix(k).contains($0) }
        let shown = step.values.indices.filter { !step.values[$0].isEmpty }
        #expect(shown == computed, "\(report.name), step \(k)")
        #expect(k > gates.count || step.gradients.allSatisfy { $0.isEmpty })
      }
      let last = try #require(report.steps.last)
      #expect(last.values == nodes.map { NumberStyle.slide.text($0.data) }, "\(report.name)")
      #expect(last.gradients.allSatisfy { !$0.isEmpty && !$0.contains("…") }, "\(report.name)")
    }
  }

  @Test("values and gradients equal the engine's, also after leaves have been changed")
  func numbers() throws {
    let (reports, _) = try Self.run.get()
    for (report, example) in zip(reports, Self.shown) {
      let nodes = example.nodes
      #expect(report.rounds.count == example.rounds.count + 1, "\(report.name)")
      for (round, leaves) in zip(report.rounds, [[:]] + example.rounds) {
        for (label, text) in leaves {
          guard let number = Self.number(text) else { continue }
          nodes.first { $0.label == label }?.data = number
        }
        example.root.forward()
        example.root.zeroGradients()
        example.root.backward()
        for (place, node) in nodes.enumerated() {
          let name = "\(report.name), node \(place + 1), leaves \(leaves)"
          let value = Self.number(round.values[place]) ?? 999
          let gradient = Self.number(round.gradients[place]) ?? 999
          #expect(Self.near(value, node.data), "\(name): value \(value), engine \(node.data)")
          #expect(
            Self.near(gradient, node.gradient),
            "\(name): gradient \(gradient), engine \(node.gradient)")
          #expect(round.shownValues[place] == NumberStyle.slide.text(value), "\(name)")
          guard node.isLeaf else { continue }
          #expect(round.leafGradients["\(place)"] == round.gradients[place], "\(name)")
        }
        checkPatterns(round, example)
        let invalid = leaves.values.filter { Self.number($0) == nil }.count
        #expect(round.problems.count == invalid, "\(report.name): \(round.problems)")
      }
    }
  }

  /// The page's words for the patterns are the walkthrough's.
  private func checkPatterns(_ round: PageReport.Round, _ example: Example) {
    for step in walkthrough(of: example.root).backwardSteps {
      let shown = round.patterns["\(step.node.place)"]
      #expect(shown == step.sentence ?? "", "\(example.name), \(step.node.name)")
    }
  }

  private static func number(_ text: String) -> Double? {
    switch text {
    case "inf": .infinity
    case "-inf": -.infinity
    case "NaN": .nan
    default: Double(text)
    }
  }

  private static func near(_ x: Double, _ y: Double) -> Bool {
    x == y || (x.isNaN && y.isNaN) || abs(x - y) <= 1e-12 * abs(y)
  }

  @Test("a sum at a fork grows term by term")
  func fork() throws {
    let reports = try Self.run.get().reports
    let report = try #require(reports.first { $0.name == "gradients add" })
    let lines = report.steps.flatMap { $0.parts.flatMap { $0 } }.filter { $0.contains("add at x") }
    #expect(lines.count == 5)
    #expect(lines.first?.hasSuffix("4 more to come") == true, "\(lines)")
    #expect(lines.last?.hasSuffix("and no more to come") == true, "\(lines)")
  }

  /// 1 + sin 2 + 2 cos 2 = 1.077.
  @Test("a sum over all paths is not called as the direct path's part is")
  func directPath() throws {
    let reports = try Self.run.get().reports
    let report = try #require(reports.first { $0.name == "directly and by others" })
    let sentences = report.steps.map { $0.sentence }
    #expect(
      sentences.contains { $0.hasPrefix("Upstream df/dq = 1.08 arrives at q") }, "\(sentences)")
    #expect(sentences.contains { $0.hasPrefix("Upstream ∂f/∂f = 1.00 arrives at f") })
    #expect(report.steps.flatMap { $0.parts.joined() }.contains { $0.hasPrefix("∂f/∂q = 1") })
  }

  @Test("the local gradient is told as a formula, with numbers, and as a number")
  func words() throws {
    let reports = try Self.run.get().reports
    let neuron = try #require(reports.first { $0.name == "the sigmoid neuron" })
    let lines = neuron.steps.flatMap { $0.parts.flatMap { $0 } }
    #expect(lines.contains("∂#13/∂#12 = -1/#12^2 = -1/1.37^2 = -0.53"), "\(lines)")
    #expect(lines.contains("local × upstream = (-0.53) × 1.00 = -0.53"), "\(lines)")
  }
}
