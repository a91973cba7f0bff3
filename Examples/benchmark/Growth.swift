// How cost grows: with the nodes of a graph, with the rows of an evaluation, with the cores.
//
// Everything should be a straight line, so the tables divide by the count: a column that stays where
// it is means linear. Two shapes of graph: a chain, in which every node waits for the one before,
// and Rosenbrock's function, in which most can be done at once. Two programs for the rows: one
// small formula whose outputs are stored for every row, and the loss and gradient of a network,
// which are added up over the rows and stored once.
//
// Memory is what the system counts as resident. It counts whole pages, so small graphs say nothing of
// it, and what was freed before and is used again does not show: every graph has a process of its own,
// and what compiling adds to recording is the least that it takes.

import Foundation
import Nabla

struct Growth {
  /// The most nodes that a graph may have.
  let largest: Int
  let data: DataFolder

  func printTables() throws {
    for shape in Shape.allCases {
      print("== \(shape.rawValue), n nodes: value and all derivatives, time and memory a node ==")
      print(
        line(["n", "", "eager", "memory", "record", "in all", "compile", "memory", "evaluate"]))
      for count in counts(from: 1_000, to: largest) {
        let words = ["growth", shape.rawValue, String(count)]
        print(try Command.own(words).output(), terminator: "")
      }
      print("")
    }
    print(
      "eager: building, backward(), releasing. record: the graph and its derivatives as graphs,")
    print("in all so many nodes; compile, its memory and evaluate are for one of these.\n")
    try printRows()
  }

  private func counts(from first: Int, to last: Int) -> [Int] {
    Array(sequence(first: first) { $0 * 10 }.prefix { $0 <= last })
  }

  // MARK: Nodes

  typealias Graph = (leaves: [Value], root: Value)

  enum Shape: String, CaseIterable {
    case chain
    case rosenbrock

    func graph(nodes: Int) -> Graph {
      switch self {
      case .chain:
        // s <- sin(s) / 2: two nodes each.
        let start = Value(0.7)
        var s = start
        for _ in 0..<nodes / 2 { s = 0.5 * sin(s) }
        return ([start], s)
      case .rosenbrock:
        // Eight nodes for each pair of neighbours.
        let x = (0..<nodes / 8 + 1).map { Value($0.isMultiple(of: 2) ? -1.2 : 1) }
        return (x, Formulas.rosenbrock(x))
      }
    }
  }

  /// One row of a table.
  func printNodes(of shape: Shape, count: Int) throws {
    print(line([String(count), ""] + eager(count, shape) + (try program(count, shape))))
  }

  private func eager(_ count: Int, _ shape: Shape) -> [String] {
    let before = Memory.residentBytes
    var after: Double?
    let time = seconds(repeating: max(1, 100_000 / count)) {
      let graph = shape.graph(nodes: count)
      graph.root.backward()
      after = Memory.isMeasured(count) ? Memory.residentBytes : nil
    }
    return [perNode(time * 1e9, count, "ns"), bytes(from: before, to: after, count)]
  }

  private func program(_ count: Int, _ shape: Shape) throws -> [String] {
    var outputs: [Value] = []
    var leaves: [Value] = []
    let recordTime = seconds {
      let graph = shape.graph(nodes: count)
      leaves = graph.leaves
      outputs = [graph.root] + graph.root.derivatives(withRespectTo: leaves)
    }
    Memory.forgetPeak()
    let before = Memory.residentBytes
    var compiled: Program?
    var failure: (any Error)?
    let compileTime = seconds {
      do { compiled = try Program(inputs: leaves, outputs: outputs) } catch { failure = error }
    }
    let peak = Memory.peakBytes
    guard let compiled else { throw failure ?? Failure(description: "no program") }
    let point = leaves.map { $0.data }
    outputs = []
    leaves = []

    let workspace = compiled.makeWorkspace()
    var results = [Double](repeating: 0, count: compiled.outputCount)
    let evaluateTime = median(
      (0..<3).map { _ in
        seconds(repeating: max(1, 1_000_000 / count)) {
          compiled.evaluate(point, outputs: &results, in: workspace)
        }
      })
    let total = compiled.passes[0].instructionCount
    return [
      perNode(recordTime * 1e9, count, "ns"), String(total),
      perNode(compileTime * 1e9, total, "ns"),
      bytes(from: before, to: Memory.isMeasured(total) ? peak : nil, total),
      perNode(evaluateTime * 1e9, total, "ns"),
    ]
  }

  private func perNode(_ amount: Double, _ count: Int, _ unit: String) -> String {
    "\(number(amount / Double(count))) \(unit)"
  }

  private func bytes(from before: Double?, to after: Double?, _ count: Int) -> String {
    guard let before, let after else { return "-" }
    return perNode(after - before, count, "B")
  }

  // MARK: Rows and cores

  func printRows() throws {
    let formula = try [1, 2].map { try Compiled.formulaProgram(threads: $0) }
    try printRows(of: "W1's formula", formula, parameters: []) { i in
      [0.5 + 1e-7 * Double(i), 1.5 - 1e-7 * Double(i)]
    }
    print("")
    let network = try Moons(data).network(threads: 1)
    let programs = [network.program, try Moons(data).network(threads: 2).program]
    try printRows(of: "W3's network", programs, parameters: network.parameters) { _ in
      [0.3, -0.4, 1]
    }
    print("memory: in all, on two cores, beside the inputs and the outputs")
  }

  /// The programs are for one core and for two.
  private func printRows(
    of title: String, _ programs: [Program], parameters: [Double], row: (Int) -> [Double]
  ) throws {
    print("== Rows of \(title): time for one row ==")
    print(line(["rows", "", "1 core", "2 cores", "gain", "memory"]))
    for count in counts(from: 1, to: 1_000_000) {
      let rows = (0..<count).flatMap(row)
      let one = rowTime(programs[0], rows, parameters, count).time
      let two = rowTime(programs[1], rows, parameters, count)
      let columns = ["\(number(one)) ns", "\(number(two.time)) ns", number(one / two.time)]
      print(line([String(count), ""] + columns + [two.memory]))
    }
  }

  /// Nanoseconds for a row, and what the evaluation added to the process.
  private func rowTime(
    _ program: Program, _ rows: [Double], _ parameters: [Double], _ count: Int
  ) -> (time: Double, memory: String) {
    var outputs = [Double](repeating: 0, count: count * program.outputCount)
    var totals = [Double](repeating: 0, count: program.totalCount)
    Memory.forgetPeak()
    let before = Memory.residentBytes
    let workspace = program.makeWorkspace()
    let times = (0..<3).map { _ in
      seconds(repeating: max(1, 10_000 / count)) {
        program.evaluate(
          rows: rows, parameters: parameters, outputs: &outputs, totals: &totals, in: workspace)
      }
    }
    let added = (Memory.peakBytes ?? 0) - (before ?? 0)
    let memory = before == nil ? "-" : String(format: "%.1f MB", added / 1e6)
    return (median(times) * 1e9 / Double(count), memory)
  }

  /// The time of one of so many repetitions.
  private func seconds(repeating count: Int = 1, _ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    let elapsed = clock.measure { for _ in 0..<count { work() } }
    return elapsed / .seconds(1) / Double(count)
  }
}
