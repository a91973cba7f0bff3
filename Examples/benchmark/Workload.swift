// What is measured, and how: the list of workloads with what is known about each of them.

/// A workload: how to run it once, and what to compare it with.
struct Workload {
  /// What scalar C takes for W1, in nanoseconds, on the machine that limits refer to.
  static let clock = 18.0

  let name: String
  /// The workload of Peers/scalar.c that does the same.
  let peer: String
  let unit: String
  /// One second, in the unit.
  let second: Double
  /// The number that proves that the work was done.
  let checksum: Double
  /// What scalar C takes, in the unit, where it takes `clock` for W1.
  let peerTime: Double
  /// What Nabla should stay below there.
  let limit: Double?
  /// The work, from start to end.
  let run: () -> Answer

  /// The median time of as many runs as fit into 60 ms, one at least, and their checksum.
  func measure() -> (time: Double, checksum: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    var times: [Double] = []
    var answer = Answer(value: .nan)
    repeat {
      let elapsed = clock.measure { answer = run() }
      times.append(elapsed / .seconds(1) * second)
    } while clock.now - start < .milliseconds(60)
    return (median(times), answer.checksum)
  }
}

/// What a workload computes.
struct Answer {
  let value: Double
  var vector: [Double] = []

  /// One number that depends on all others: two implementations that agree did the same work.
  var checksum: Double {
    vector.enumerated().reduce(value) { $0 + $1.element * Double(1 + $1.offset % 7) }
  }
}

extension Workload {
  static func all(data: DataFolder) throws -> [Workload] {
    let xor = try XOR(data)
    let moons = try Moons(data)
    let digits = try Digits(data)
    return [
      Workload(
        name: "W1", peer: "W1", unit: "ns/eval", second: 1e9 / 1_000_000,
        checksum: 10165373.388, peerTime: 18, limit: 450, run: Formulas.freshLeaves),
      Workload(
        name: "W1 kept", peer: "W1", unit: "ns/eval", second: 1e9 / 1_000_000,
        checksum: 10165373.388, peerTime: 18, limit: nil, run: Formulas.keptLeaves),
      Workload(
        name: "W2", peer: "W2", unit: "ms/2000 st.", second: 1e3,
        checksum: -36.8252500321, peerTime: 0.75, limit: 25, run: xor.train),
      Workload(
        name: "W3", peer: "W3", unit: "ms/step", second: 1e3 / 20,
        checksum: -10.0380097093, peerTime: 0.037, limit: 1.5, run: moons.train),
      Workload(
        name: "W4", peer: "W4", unit: "ms/epoch", second: 1e3,
        checksum: 4.82427347703, peerTime: 8.2, limit: 60, run: digits.train),
      Workload(
        name: "W5", peer: "W5", unit: "ns/node", second: 1e9 / 3_000_000,
        checksum: 1.89549426703, peerTime: 8.5, limit: nil, run: Formulas.chain),
      Workload(
        name: "W5b", peer: "W5b", unit: "ns/node", second: 1e9 / 4_000_000,
        checksum: 1895496.55764, peerTime: 7.1, limit: 90, run: Formulas.chainOfSums),
      Workload(
        name: "W6", peer: "W6", unit: "ns/op", second: 1e9 / 79_992,
        checksum: 8808585.17994, peerTime: 0.28, limit: 90, run: Formulas.rosenbrock),
    ]
  }
}
