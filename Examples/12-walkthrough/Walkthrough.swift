// Example 12: backpropagation read aloud, for the exercises of the lectures.
//
// You will learn
// - to read a backward pass: at every gate, what arrives (upstream), the gate's own local gradient as
//   a formula and as a number, and what it passes on, their product;
// - the three patterns: an add gate distributes, a multiply gate switches, a max gate routes;
// - that gradients add where a value is used twice, and that this is the chain rule: the sum over all
//   paths, each the product of the local gradients along it;
// - that the same graph makes a text, a picture, and a page in which you step through it and change
//   its inputs.
//
// It prints the walkthroughs of four small circuits in full; of two networks, which are longer, the
// chain rule for the weights that the lectures work out, and the gradients. All of them are written in
// full to a folder for temporary files, whose name is printed last.

import Foundation
import Nabla
import NablaDrawing

@main
enum Walkthroughs {
  static func main() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("nabla-walkthrough")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for circuit in Circuit.small {
      heading(circuit.title)
      printWalkthrough(circuit)
      try write(circuit, to: folder)
    }
    for network in Circuit.networks {
      heading(network.title)
      printSummary(network)
      try write(network, to: folder)
    }
    print("\nWritten to \(folder.path)\n")
    print("  text                    picture                 page to step through in a browser")
    for circuit in Circuit.small + Circuit.networks { printFiles(circuit) }
  }

  // MARK: - In the terminal

  /// Every step, and the chain rule for the inputs that are asked for.
  static func printWalkthrough(_ circuit: Circuit) {
    let steps = walkthrough(of: circuit.root)
    print(steps.text())
    printChainRules(steps, circuit)
  }

  /// The chain rule for the weights that are asked for, and the gradients of all of them.
  static func printSummary(_ network: Circuit) {
    let steps = walkthrough(of: network.root)
    let gates = steps.backwardSteps.count
    print(
      "\(steps.nodes.count) nodes, \(gates) of them gates; the file \(network.file).txt has every step.\n"
    )
    printChainRules(steps, network)
    print("Gradients of \(steps.root.name) = \(NumberStyle.full.text(steps.root.value))\n")
    for weight in steps.nodes.filter({ $0.isLeaf }).sorted(by: { $0.name < $1.name }) {
      let name = weight.name.padding(toLength: 8, withPad: " ", startingAt: 0)
      print("  \(name) \(NumberStyle.full.text(weight.gradient))")
    }
  }

  static func printChainRules(_ steps: Walkthrough, _ circuit: Circuit) {
    for name in circuit.questions {
      guard let rule = steps.chainRule(for: name) else { continue }
      let paths = rule.pathCount == 1 ? "one path" : "\(rule.pathCount) paths"
      print("How \(name) reaches \(steps.root.name): \(paths)\n\n\(rule)\n")
    }
  }

  // MARK: - In files

  static func printFiles(_ circuit: Circuit) {
    let columns = ["txt", "svg"].map { ending in
      "\(circuit.file).\(ending)".padding(toLength: 24, withPad: " ", startingAt: 0)
    }
    print("  \(columns.joined())\(circuit.file).html")
  }

  /// The text, the picture with a value above and a gradient below every line, and the page that
  /// steps through.
  static func write(_ circuit: Circuit, to folder: URL) throws {
    func path(_ ending: String) -> String {
      folder.appendingPathComponent("\(circuit.file).\(ending)").path
    }
    let text = "\(circuit.title)\n\n" + walkthrough(of: circuit.root).text(colors: .never)
    try text.write(toFile: path("txt"), atomically: true, encoding: .utf8)
    // The picture shows the gradients that the nodes hold.
    circuit.root.backward()
    try GraphPicture(of: circuit.root).svg().write(to: path("svg"))
    try SteppingPage(of: circuit.root, title: circuit.title).write(to: path("html"))
  }

  static func heading(_ title: String) {
    print("\n\(title)\n\(String(repeating: "-", count: title.count))")
  }
}
