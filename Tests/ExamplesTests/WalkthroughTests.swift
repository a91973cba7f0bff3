import Foundation
import Testing

/// Two decimals are those of the slides; exact numbers are the lectures' table of exact numbers.
@Suite("Example walkthrough")
struct WalkthroughTests {
  static let output = Result { try ExampleOutput(running: "walkthrough") }

  @Test(
    "prints every step of the small circuits",
    arguments: [
      (
        "f = (x + y) z",
        [
          "5 f = q * z = 3.00 * (-4.00) = -12.00", "1 f = q * z upstream ∂f/∂f = 1.00",
          "multiply switches: each input gets the upstream gradient times the other input",
          "to q ∂f/∂q = z = -4.00 1.00 * (-4.00) = -4.00",
          "to z ∂f/∂z = q = 3.00 1.00 * 3.00 = 3.00",
          "add distributes the gradient: each input gets the upstream gradient unchanged",
          "to x ∂q/∂x = 1 -4.00 * 1.00 = -4.00", "to y ∂q/∂y = 1 -4.00 * 1.00 = -4.00",
          "∂f/∂x = ∂f/∂q * ∂q/∂x", "= -4.00 * 1.00",
        ]
      ),
      (
        "f = w x + b",
        [
          "5 f = g + b = -10.00 + 3.00 = -7.00", "to w ∂g/∂w = x = 5.00 1.00 * 5.00 = 5.00",
          "to x ∂g/∂x = w = -2.00 1.00 * (-2.00) = -2.00", "to b ∂f/∂b = 1 1.00 * 1.00 = 1.00",
        ]
      ),
      (
        "f = 1 / (1 + e^-(w0 x0 + w1 x1 + w2))",
        [
          "13 f = 1/d = 1/1.37 = 0.73",
          "to d ∂f/∂d = -1/d^2 = -1/1.37^2 = -0.53 1.00 * (-0.53) = -0.53",
          "to n ∂e/∂n = exp(n) = exp(-1.00) = 0.37 -0.53 * 0.37 = -0.20",
          "w0 = 2.00 ∂f/∂w0 = -0.20", "x0 = -1.00 ∂f/∂x0 = 0.39", "w1 = -3.00 ∂f/∂w1 = -0.39",
          "x1 = -2.00 ∂f/∂x1 = -0.59", "w2 = -3.00 ∂f/∂w2 = 0.20",
          "= -0.53 * 1.00 * 0.37 * (-1.00) * 1.00 * 1.00 * 2.00",
        ]
      ),
      (
        "f = 2 (x y + max(z, w))",
        [
          "8 f = 2 * s = 2 * (-10.00) = -20.00", "max routes the gradient to the larger input, z",
          "to z ∂m/∂z = 1, as z > w 2.00 * 1.00 = 2.00",
          "to w ∂m/∂w = 0, as z > w 2.00 * 0.00 = 0.00",
          "(the rule: 1 where z > w, 0 where z < w, 0.5 where z = w)",
          "x = 3.00 ∂f/∂x = -8.00", "y = -4.00 ∂f/∂y = 6.00",
        ]
      ),
    ] as [(String, [String])])
  func smallCircuits(title: String, lines: [String]) throws {
    let section = try Self.output.get().section(title)
    for line in lines { #expect(section.lines.contains(line), "\(line)") }
  }

  @Test(
    "prints the gradients of the networks, exact",
    arguments: [
      (
        "Mazur's 2-2-2 network", "Gradients of E = 0.2983711087600027",
        [
          "w1": 0.00043856773447434685, "w5": 0.08216704056423078, "w6": 0.08266762784753325,
          "w7": -0.022602540477475067, "w8": -0.02274024221597822,
        ]
      ),
      (
        "Lecture 002, worked example", "Gradients of L = 0.01810390383656677",
        [
          "W1_11": 0.0009290711608096601, "W1_12": 0.0023890401277962686,
          "W1_21": 0.002860075772445455, "W1_22": 0.007354480557716884,
          "W2_11": 0.027674034938717867, "W2_12": 0.027001636991007414,
        ]
      ),
    ] as [(String, String, [String: Double])])
  func networks(title: String, heading: String, gradients: [String: Double]) throws {
    let section = try Self.output.get().section(title)
    #expect(section.lines.contains { $0.hasPrefix(heading.dropLast(3)) })
    for (name, gradient) in gradients {
      #expect(areClose(try section.numbers(after: "\(name) "), [gradient]), "\(name)")
    }
  }

  @Test("a weight of the first layer reaches the error on two paths")
  func paths() throws {
    let section = try Self.output.get().section("Mazur's 2-2-2 network")
    #expect(section.lines.contains("How w5 reaches E: one path"))
    #expect(section.lines.contains("How w1 reaches E: 2 paths"))
    #expect(section.lines.contains("= 6.7e-04 + (-2.3e-04)"))
    #expect(section.lines.contains("= 4.4e-04"))
  }

  @Test(
    "writes the text, the picture and the page of each",
    arguments: [
      "sum-times-factor", "weight-times-input", "sigmoid-neuron", "three-gates", "mazur",
      "worked-example",
    ])
  func files(name: String) throws {
    let folder = URL(fileURLWithPath: try Self.output.get().rest(after: "Written to "))
    func text(_ ending: String) throws -> String {
      try String(contentsOf: folder.appendingPathComponent("\(name).\(ending)"), encoding: .utf8)
    }
    #expect(try text("txt").contains("\nBackward: from "))
    #expect(!(try text("txt").contains("\u{1B}")))
    #expect(try text("svg").contains("<svg "))
    #expect(try text("html").hasPrefix("<!DOCTYPE html>"))
  }
}
