// How fast is Nabla, and how does its cost grow? `swift run -c release benchmark`
//
// Seven workloads, from one small formula to a chain of a million steps and a network on real
// digits, each written as a user of Nabla writes it: as a graph that is built anew for every
// gradient (Formulas.swift, Networks.swift), and as a program that is compiled once before the clock
// starts (Compiled.swift). Beside each runs the same work in scalar C, with value and derivative
// written by hand and no graph (Peers/scalar.c), if there is a C compiler.
//
//     benchmark                    all of it in about a minute: fewer rounds, 100,000 nodes at most
//     benchmark eager              graphs built anew: times, checksums, the memory of a node
//     benchmark programs           programs: times, checksums, the memory of W4's process
//     benchmark growth             cost against nodes, rows and cores, up to 1,000,000 nodes
//     benchmark growth 10000000    the same, up to that many (takes minutes and gigabytes)
//     benchmark W4                 one program alone: W1, W2, W3, W4, W4x2, W5, W5b or W6
//     benchmark eager W4           one workload alone, built anew
//     benchmark serve              names from standard input, a line each (for Peers/run.py)
//
// Peers/run.py puts other engines beside it. The columns of the tables:
//
//     Nabla, C   medians of the rounds; a round runs every workload, first in Nabla and then in C
//     ratio      Nabla / C, the median of the rounds' ratios; the machine's speed drops out of it
//     must, aim  what the ratio has to stay below, and what it should come down to
//     scaled     Nabla's time on a machine where C does W1 in 18 ns
//     compile    recording the graph and its derivatives and compiling them, once
//
// The checksums prove that both did the work. Numbers are for reading: nothing fails when they are
// large. What to expect: a graph costs memory and reference counts for each node and an indirect jump
// for each rule, so its ratio is largest where C needs a single instruction for an operation (W6), and smallest
// where a node does much arithmetic (W4) or waits for a sine (W5). A program has neither cost; it
// can fall behind C where each instruction waits for the one before (W5), and be ahead of it where many
// rows or like operations go through the lanes together (W4).

import Foundation

@main
enum Benchmark {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("benchmark: \(error)\n".utf8))
      exit(1)
    }
  }

  static func run(_ words: [String]) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let data = DataFolder(url: folder.appendingPathComponent("Data"))
    switch (words.first ?? "", words.count) {
    case ("", _):
      try compare(eager: true, programs: true, rounds: 3, data: data, folder: folder)
      print("")
      try Growth(largest: 100_000, data: data).printTables()
    case ("eager", 1):
      try compare(eager: true, programs: false, rounds: 5, data: data, folder: folder)
    case ("programs", 1):
      try compare(eager: false, programs: true, rounds: 5, data: data, folder: folder)
    case ("serve", 1): try serve(data: data)
    case ("growth", 1): try Growth(largest: 1_000_000, data: data).printTables()
    case ("growth", 2): try Growth(largest: Int(words[1]) ?? 0, data: data).printTables()
    case ("growth", 3):
      // A process for one row of the tables.
      let count = Int(words[2]) ?? 0
      let shape = Growth.Shape(rawValue: words[1]) ?? .chain
      try Growth(largest: count, data: data).printNodes(of: shape, count: count)
    case ("eager", 2): try runAlone(words[1], of: Workload.eager(data: data))
    case (let name, 1): try runAlone(name, of: Workload.programs(data: data))
    default: throw Failure(description: "unknown words: \(words.joined(separator: " "))")
    }
  }

  static func compare(eager: Bool, programs: Bool, rounds: Int, data: DataFolder, folder: URL)
    throws
  {
    // First, while the process is small.
    let bytesPerNode = eager ? Memory.bytesPerNode(count: 1_000_000) : nil
    let peer = ScalarC(source: folder.appendingPathComponent("Peers/scalar.c"), data: data.url)
    defer { peer?.removeProgram() }
    if peer == nil {
      print("No C compiler (cc, gcc, clang) that builds Peers/scalar.c on PATH: no C column.\n")
    }
    if eager {
      let table = try Comparison(Workload.eager(data: data), rounds: rounds, peer: peer)
      table.printTimes("Eager: the graph is built anew for every gradient", hasCompileTimes: false)
      table.printChecksums()
      print("\n== Memory of the graph ==")
      print(
        bytesPerNode.map { "\(number($0)) bytes a node, of 1,000,000 after backward()" }
          ?? Memory.unknown)
    }
    if programs {
      let table = try Comparison(Workload.programs(data: data), rounds: rounds, peer: peer)
      if eager { print("") }
      table.printTimes("Programs: compiled once", hasCompileTimes: true)
      table.printChecksums()
      print("\n== Memory of a process that does W4 and nothing else ==")
      let lines = try Command.own(["W4"]).output().split(separator: "\n")
      print(lines.last.map(String.init) ?? Memory.unknown)
    }
  }

  /// Answers "W4" or "eager W4" with the time and the checksum, until the input ends; programs are
  /// kept.
  static func serve(data: DataFolder) throws {
    let eager = try Workload.eager(data: data).map { ("eager \($0.name)", $0) }
    let programs = Workload.programs(data: data).map { ($0.name, $0) }
    let workloads = Dictionary(uniqueKeysWithValues: eager + programs)
    var prepared: [String: () -> Answer] = [:]
    while let name = readLine() {
      if let workload = workloads[name] {
        let run = try prepared[name] ?? workload.prepare()
        prepared[name] = run
        let measured = workload.measure(run)
        print(measured.time, measured.checksum)
      } else {
        print("- not written")
      }
      fflush(nil)
    }
  }

  /// What Peers/scalar.c prints, the time and the checksum, and on a second line the memory.
  static func runAlone(_ name: String, of workloads: [Workload]) throws {
    guard let workload = workloads.first(where: { $0.name == name }) else {
      let names = workloads.map { $0.name }.joined(separator: ", ")
      throw Failure(description: "no workload \(name); there are \(names)")
    }
    let measured = workload.measure(try workload.prepare())
    print(measured.time, measured.checksum)
    let peak = Memory.peakBytes.map { "\(number($0 / 1e6)) MB at most (VmHWM)" }
    print("in \(workload.task.unit); the process took \(peak ?? Memory.unknown)")
  }
}

/// The words after the program's name, or the world, are not as they should be.
struct Failure: Error, CustomStringConvertible {
  let description: String
}
