// How fast is a graph that is built anew for every gradient? `swift run -c release benchmark`
//
// Seven workloads, from one small formula to a chain of a million steps and a network on real
// digits, each written as a user of Nabla writes it (Formulas.swift, Networks.swift). Time includes
// building the graph, backward() and releasing it. Beside each runs the same work in scalar C, with
// value and derivative written by hand and no graph (Peers/scalar.c), if there is a C compiler.
//
// It prints a table of times, one row for each workload:
//
//     Nabla, C   medians of the rounds; a round runs every workload, first in Nabla and then in C
//     ratio      Nabla / C, the median of the rounds' ratios; the machine's speed drops out of it
//     limit      what the ratio must stay below
//     scaled     Nabla's time on a machine where C does W1 in 18 ns, and the same limit as a time
//
// then the checksums, which prove that both did the work, and the memory that a node takes.
// The numbers are for reading: nothing fails when they are large.
//
// What to expect: a graph costs an allocation for each node and an indirect jump for each rule, so
// the ratio is largest where C needs a single instruction for an operation (W6), and smallest where
// a node does much arithmetic (W4) or waits for a sine (W5).

import Foundation

@main
enum Benchmark {
  static let roundCount = 5

  static func main() throws {
    if CommandLine.arguments.count > 1 {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      let data = DataFolder(url: folder.appendingPathComponent("Data"))
      let works: [(String, Double, Double, () throws -> () -> Answer)] = [
        ("W1", 1e9 / 1_000_000, 10165373.388, { try Compiled.formula() }),
        ("W2", 1e3, -36.8252500321, { try XOR(data).compiled() }),
        ("W3", 1e3 / 20, -10.0380097093, { try Moons(data).compiled() }),
        ("W4", 1e3, 4.82427347703, { try Digits(data).compiled(threads: 1) }),
        ("W4x2", 1e3, 4.82427347703, { try Digits(data).compiled(threads: 2) }),
        ("W5", 1e9 / 3_000_000, 1.89549426703, { try Compiled.chain(sumsStates: false) }),
        ("W5b", 1e9 / 4_000_000, 1895496.55764, { try Compiled.chain(sumsStates: true) }),
        ("W6", 1e9 / 79_992, 8808585.17994, { try Compiled.rosenbrock() }),
      ]
      for (name, second, sum, make) in works where CommandLine.arguments.contains(name) || CommandLine.arguments[1] == "p" {
        let clock = ContinuousClock()
        var run: () -> Answer = { Answer(value: 0) }
        let compile = try clock.measure { run = try make() }
        var times: [Double] = []
        var answer = Answer(value: 0)
        for _ in 0..<7 * (CommandLine.arguments.count - 1) { times.append(clock.measure { answer = run() } / .seconds(1) * second) }
        print(name, number(median(times)), "compile", compile, answer.checksum, abs(answer.checksum / sum - 1) < 1e-9 ? "ok" : "WRONG \(sum)")
      }
      return
    }
    // First, while the process is small.
    let bytesPerNode = Memory.bytesPerNode(count: 1_000_000)

    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let data = DataFolder(url: folder.appendingPathComponent("Data"))
    let peer = ScalarC(source: folder.appendingPathComponent("Peers/scalar.c"), data: data.url)
    defer { peer?.removeProgram() }
    if peer == nil {
      print("No C compiler (cc, gcc, clang) that builds Peers/scalar.c on PATH: no C column.\n")
    }

    let rows = try Workload.all(data: data).map { Row(workload: $0) }
    for _ in 1...roundCount {
      for row in rows { try row.runOnce(peer: peer) }
    }
    printTimes(rows)
    printChecksums(rows)
    printMemory(bytesPerNode)
  }

  static func printTimes(_ rows: [Row]) {
    let clock = rows.first?.peerTimes ?? []
    print("== Times, medians of \(roundCount) rounds ==")
    print(line(["", "unit", "Nabla", "C", "ratio", "limit", "scaled", "limit"]))
    for row in rows { print(line(row.columns(peerClock: clock))) }
    print(
      "scaled: Nabla's time where C does W1 in \(number(Workload.clock)) ns"
        + (clock.isEmpty ? "" : "; here it took \(number(median(clock))) ns"))
  }

  static func printChecksums(_ rows: [Row]) {
    print("\n== Checksums, to agree to 1e-9 ==")
    for row in rows {
      let verdicts = row.checksums.map { name, sum in
        let isRight = abs(sum / row.workload.checksum - 1) <= 1e-9
        return "\(name) \(isRight ? "ok" : "WRONG: \(sum) for \(row.workload.checksum)")"
      }
      print(padded(row.workload.name, 9) + verdicts.joined(separator: ", "))
    }
  }

  static func printMemory(_ bytesPerNode: Double?) {
    print("\n== Memory ==")
    guard let bytesPerNode else { return print("not known on this system (no /proc/self/status)") }
    print("\(number(bytesPerNode)) bytes a node, in a chain of 1,000,000 after backward()")
  }

  // MARK: Columns

  /// The first two columns to the left, the others to the right.
  static func line(_ columns: [String]) -> String {
    let left = columns.prefix(2).map { padded($0, 13) }
    let right = columns.dropFirst(2).map {
      String(repeating: " ", count: max(0, 10 - $0.count)) + $0
    }
    return (left + right).joined()
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Three digits that count: 0.0371, 8.52, 452.
  static func number(_ x: Double) -> String {
    let digits = x <= 0 ? 0 : max(0, 2 - Int(log10(x).rounded(.down)))
    return String(format: "%.\(digits)f", x)
  }
}

/// What the rounds have measured of one workload.
final class Row {
  let workload: Workload
  private(set) var times: [Double] = []
  private(set) var peerTimes: [Double] = []
  private(set) var checksums: [(name: String, sum: Double)] = []

  init(workload: Workload) { self.workload = workload }

  func runOnce(peer: ScalarC?) throws {
    let nabla = workload.measure()
    let scalar = try peer?.measure(workload.peer)
    times.append(nabla.time)
    checksums = [("Nabla", nabla.checksum)]
    if let scalar {
      peerTimes.append(scalar.time)
      checksums.append(("C", scalar.checksum))
    }
  }

  /// The row of the table; `peerClock` is what C took for W1, round by round.
  func columns(peerClock: [Double]) -> [String] {
    var columns = [workload.name, workload.unit, Benchmark.number(median(times))]
    guard !peerTimes.isEmpty else { return columns }
    let scaled = zip(times, peerClock).map { $0 * Workload.clock / $1 }
    columns.append(Benchmark.number(median(peerTimes)))
    columns.append(Benchmark.number(median(zip(times, peerTimes).map { $0 / $1 })))
    columns.append(workload.limit.map { Benchmark.number($0 / workload.peerTime) } ?? "-")
    columns.append(Benchmark.number(median(scaled)))
    columns.append(workload.limit.map(Benchmark.number) ?? "-")
    return columns
  }
}

/// The middle one, or the upper of two in the middle.
func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
