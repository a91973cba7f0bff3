// Rounds of workloads beside scalar C, and the tables that come of them.

import Foundation

/// Workloads, and what the rounds have measured of each.
struct Comparison {
  let rows: [Row]
  let roundCount: Int

  /// Prepares every workload, and then runs all of them in every round.
  init(_ workloads: [Workload], rounds: Int, peer: ScalarC?) throws {
    roundCount = rounds
    rows = try workloads.map { try Row(workload: $0) }
    for _ in 1...rounds {
      for row in rows { try row.runOnce(peer: peer) }
    }
  }

  func printTimes(_ title: String, hasCompileTimes: Bool) {
    let clock = rows.first?.peerTimes ?? []
    print("== \(title); medians of \(roundCount) rounds ==")
    let last = hasCompileTimes ? ["compile"] : []
    print(line(["", "unit", "Nabla", "C", "ratio", "must", "aim", "scaled"] + last))
    for row in rows {
      print(line(row.columns(peerClock: clock) + (hasCompileTimes ? [row.compileTime] : [])))
    }
    let here = clock.isEmpty ? "" : "; here it took \(number(median(clock))) ns"
    print("scaled: Nabla's time where C does W1 in \(number(Workload.clock)) ns\(here)")
  }

  func printChecksums() {
    print("\n== Checksums, to agree to 1e-9 ==")
    for row in rows {
      let verdicts = row.checksums.map { name, sum in
        let expected = row.workload.task.checksum
        let isRight = abs(sum / expected - 1) <= 1e-9
        return "\(name) \(isRight ? "ok" : "WRONG: \(sum) for \(expected)")"
      }
      print(padded(row.workload.name, 9) + verdicts.joined(separator: ", "))
    }
  }
}

/// What the rounds have measured of one workload.
final class Row {
  let workload: Workload
  /// How long the preparation took.
  let compileTime: String
  private let run: () -> Answer
  private(set) var times: [Double] = []
  private(set) var peerTimes: [Double] = []
  private(set) var checksums: [(name: String, sum: Double)] = []

  init(workload: Workload) throws {
    self.workload = workload
    let clock = ContinuousClock()
    let start = clock.now
    run = try workload.prepare()
    compileTime = "\(number((clock.now - start) / .milliseconds(1))) ms"
  }

  func runOnce(peer: ScalarC?) throws {
    let nabla = workload.measure(run)
    let scalar = try peer?.measure(workload.task.name)
    times.append(nabla.time)
    checksums = [("Nabla", nabla.checksum)]
    if let scalar {
      peerTimes.append(scalar.time)
      checksums.append(("C", scalar.checksum))
    }
  }

  /// The row of the table; `peerClock` is what C took for W1, round by round.
  func columns(peerClock: [Double]) -> [String] {
    let columns = [workload.name, workload.task.unit, number(median(times))]
    guard !peerTimes.isEmpty else { return columns + ["-", "-", "-", "-", "-"] }
    let ratios = zip(times, peerTimes).map { $0 / $1 }
    let limits = [workload.must, workload.aim].map { limit in
      limit.map { number($0 / workload.task.peerTime) } ?? "-"
    }
    let scaled = zip(times, peerClock).map { $0 * Workload.clock / $1 }
    return columns + [number(median(peerTimes)), number(median(ratios))] + limits
      + [number(median(scaled))]
  }
}

// MARK: Numbers and columns

/// The middle one, or the upper of two in the middle.
func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }

/// Three digits that count: 0.0371, 8.52, 452.
func number(_ x: Double) -> String {
  let digits = x <= 0 ? 0 : max(0, 2 - Int(log10(x).rounded(.down)))
  return String(format: "%.\(digits)f", x)
}

/// The first two columns to the left, the others to the right.
func line(_ columns: [String]) -> String {
  let left = columns.prefix(2).map { padded($0, 13) }
  let right = columns.dropFirst(2).map {
    String(repeating: " ", count: max(0, 10 - $0.count)) + $0
  }
  return (left + right).joined()
}

func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
