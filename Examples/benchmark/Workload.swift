// What is measured, and how: the list of workloads with what is known about each of them.

/// A piece of work, whoever does it.
struct Task {
  /// The name that Peers/scalar.c and the other peers know it by.
  let name: String
  let unit: String
  /// One second, in the unit.
  let second: Double
  /// The number that proves that the work was done.
  let checksum: Double
  /// What scalar C takes, in the unit, where it takes `Workload.clock` for W1.
  let peerTime: Double

  static let formula = Task(
    name: "W1", unit: "ns/eval", second: 1e9 / 1_000_000, checksum: 10165373.388, peerTime: 18)
  static let xor = Task(
    name: "W2", unit: "ms/2000 st.", second: 1e3, checksum: -36.8252500321, peerTime: 0.75)
  static let moons = Task(
    name: "W3", unit: "ms/step", second: 1e3 / 20, checksum: -10.0380097093, peerTime: 0.037)
  static let digits = Task(
    name: "W4", unit: "ms/epoch", second: 1e3, checksum: 4.82427347703, peerTime: 8.2)
  static let chain = Task(
    name: "W5", unit: "ns/node", second: 1e9 / 3_000_000, checksum: 1.89549426703, peerTime: 8.5)
  static let chainOfSums = Task(
    name: "W5b", unit: "ns/node", second: 1e9 / 4_000_000, checksum: 1895496.55764, peerTime: 7.1)
  static let rosenbrock = Task(
    name: "W6", unit: "ns/op", second: 1e9 / 79_992, checksum: 8808585.17994, peerTime: 0.28)
}

/// A way to do a task in Nabla, and what to compare it with.
struct Workload {
  /// What scalar C takes for W1, in nanoseconds, on the machine that limits refer to.
  static let clock = 18.0

  let name: String
  let task: Task
  /// What Nabla has to stay below there, in the task's unit.
  var must: Double?
  /// What it should come down to.
  var aim: Double?
  /// What is done once; returns the work, from start to end.
  let prepare: () throws -> () -> Answer

  /// The median time of as many runs as fit into 60 ms, three at least, and their checksum.
  ///
  /// Three, as the first may have to wait until the allocator has tidied up after millions of nodes.
  func measure(_ run: () -> Answer) -> (time: Double, checksum: Double) {
    let clock = ContinuousClock()
    let start = clock.now
    var times: [Double] = []
    var answer = Answer(value: .nan)
    repeat {
      let elapsed = clock.measure { answer = run() }
      times.append(elapsed / .seconds(1) * task.second)
    } while times.count < 3 || clock.now - start < .milliseconds(60)
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
  /// The graph is built anew for every gradient.
  static func eager(data: DataFolder) throws -> [Workload] {
    let xor = try XOR(data)
    let moons = try Moons(data)
    let digits = try Digits(data)
    return [
      Workload(name: "W1", task: .formula, must: 450) { Formulas.freshLeaves },
      Workload(name: "W1 kept", task: .formula) { Formulas.keptLeaves },
      Workload(name: "W2", task: .xor, must: 25) { xor.train },
      Workload(name: "W3", task: .moons, must: 1.5) { moons.train },
      Workload(name: "W4", task: .digits, must: 60) { digits.train },
      Workload(name: "W5", task: .chain) { Formulas.chain },
      Workload(name: "W5b", task: .chainOfSums, must: 90) { Formulas.chainOfSums },
      Workload(name: "W6", task: .rosenbrock, must: 90) { Formulas.rosenbrock },
    ]
  }

  /// Recorded and compiled once.
  static func programs(data: DataFolder) -> [Workload] {
    [
      Workload(name: "W1", task: .formula, must: 27, aim: 15) { try Compiled.formula() },
      Workload(name: "W2", task: .xor, must: 1.8, aim: 0.9) { try XOR(data).compiled() },
      Workload(name: "W3", task: .moons, must: 0.09, aim: 0.037) { try Moons(data).compiled() },
      Workload(name: "W4", task: .digits, must: 4.0) { try Digits(data).compiled(threads: 1) },
      Workload(name: "W4x2", task: .digits, must: 2.4, aim: 2.0) {
        try Digits(data).compiled(threads: 2)
      },
      Workload(name: "W5", task: .chain) { try Compiled.chain(sumsStates: false) },
      Workload(name: "W5b", task: .chainOfSums, must: 17, aim: 9) {
        try Compiled.chain(sumsStates: true)
      },
      Workload(name: "W6", task: .rosenbrock, must: 1.5, aim: 0.8) { try Compiled.rosenbrock() },
    ]
  }
}
