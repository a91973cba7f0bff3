// The workloads as programs: recorded and compiled once, before the clock starts.
//
// A network's program is the loss of one sample and its derivatives by the parameters; the samples are
// its rows, and what is wanted of them are means. One formula's program is the value and the partials.

import Nabla

enum Compiled {
  /// Value and both partials of W1's formula.
  static func formulaProgram(threads: Int) throws -> Program {
    let x = Value(0.5)
    let y = Value(1.5)
    let f = sin(x) * (x + y) * (pow(x, 3) + 1)
    return try Program(
      inputs: [x, y], outputs: [f] + f.derivatives(withRespectTo: [x, y]),
      options: Program.Options(maximumThreads: threads))
  }

  /// W1: a million rows.
  static func formula() throws -> () -> Answer {
    let program = try formulaProgram(threads: 1)
    var rows: [Double] = []
    for i in 0..<1_000_000 { rows += [0.5 + 1e-7 * Double(i), 1.5 - 1e-7 * Double(i)] }
    let workspace = program.makeWorkspace()
    var outputs = [Double](repeating: 0, count: 3_000_000)
    return {
      var totals: [Double] = []
      program.evaluate(rows: rows, outputs: &outputs, totals: &totals, in: workspace)
      var total = 0.0
      for i in stride(from: 0, to: outputs.count, by: 3) {
        total += outputs[i] + 2 * outputs[i + 1] + 3 * outputs[i + 2]
      }
      return Answer(value: total)
    }
  }

  /// W5 and W5b: one row; the objective is the last state, or the sum of all.
  static func chain(sumsStates: Bool) throws -> () -> Answer {
    let start = Value(0.7)
    var s = start
    var total: Value = 0
    for _ in 1...1_000_000 {
      s = sin(s) + 0.5 * s
      if sumsStates { total += s }
    }
    let objective = sumsStates ? total : s
    let program = try Program(
      inputs: [start], outputs: [objective, objective.derivative(withRespectTo: start)])
    return singleRow(program, [0.7]) { Answer(value: $0[0] + $0[1]) }
  }

  /// W6: one row of 10,000 inputs.
  static func rosenbrock() throws -> () -> Answer {
    let point = Formulas.rosenbrockPoint
    let x = point.map { Value($0) }
    let f = Formulas.rosenbrock(x)
    let program = try Program(inputs: x, outputs: [f] + f.derivatives(withRespectTo: x))
    return singleRow(program, point) { Answer(value: $0[0], vector: Array($0[1...])) }
  }

  private static func singleRow(
    _ program: Program, _ inputs: [Double], _ answer: @escaping ([Double]) -> Answer
  ) -> () -> Answer {
    let workspace = program.makeWorkspace()
    var outputs = [Double](repeating: 0, count: program.outputCount)
    return {
      program.evaluate(inputs, outputs: &outputs, in: workspace)
      return answer(outputs)
    }
  }
}

/// A network's loss and gradient as a program.
struct CompiledNetwork {
  let program: Program
  let workspace: Program.Workspace
  var parameters: [Double]
  /// The mean loss, and its derivatives.
  private var totals: [Double]

  /// Compiles the loss of one sample.
  init(
    sizes: [Int], parameters start: [Double], targets: Int, threads: Int = 1,
    loss: (Network, _ inputs: [Value], _ targets: [Value]) -> Value
  ) throws {
    let network = Network(sizes: sizes, parameters: start)
    let inputs = (0..<sizes[0]).map { _ in Value(0) }
    let targets = (0..<targets).map { _ in Value(0) }
    let loss = loss(network, inputs, targets)
    program = try Program(
      inputs: inputs + targets, parameters: network.parameters, outputs: [],
      totals: [.mean(loss)]
        + loss.derivatives(withRespectTo: network.parameters).map { .mean($0) },
      options: Program.Options(maximumThreads: threads))
    workspace = program.makeWorkspace()
    parameters = start
    totals = Array(repeating: 0, count: program.totalCount)
  }

  /// One step of gradient descent on these rows, with a penalty on the squares of the parameters.
  mutating func descend(_ rows: [Double], rate: Double, penalty: Double = 0) -> Double {
    var none: [Double] = []
    program.evaluate(
      rows: rows, parameters: parameters, outputs: &none, totals: &totals, in: workspace)
    var squares = 0.0
    for i in parameters.indices {
      squares += parameters[i] * parameters[i]
      parameters[i] -= rate * (totals[i + 1] + 2 * penalty * parameters[i])
    }
    return totals[0] + penalty * squares
  }
}

extension XOR {
  func compiled() throws -> () -> Answer {
    let network = try CompiledNetwork(sizes: [2, 4, 1], parameters: start, targets: 1) {
      network, inputs, targets in
      let hidden = network.layers[0](inputs).map { tanh($0) }
      return pow(sigmoid(network.layers[1](hidden)[0]) - targets[0], 2)
    }
    let rows: [Double] = [0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0]
    return {
      var network = network
      var loss = 0.0
      for _ in 1...2_000 { loss = network.descend(rows, rate: 0.5) }
      return Answer(value: loss, vector: network.parameters)
    }
  }
}

extension Moons {
  func network(threads: Int) throws -> CompiledNetwork {
    try CompiledNetwork(
      sizes: [2, 16, 16, 1], parameters: start, targets: 1, threads: threads
    ) { network, inputs, targets in
      let first = network.layers[0](inputs).map { relu($0) }
      let second = network.layers[1](first).map { relu($0) }
      return relu(1 - targets[0] * network.layers[2](second)[0])
    }
  }

  func compiled() throws -> () -> Answer {
    let network = try network(threads: 1)
    let rows = points.flatMap { $0.inputs + [$0.side] }
    return {
      var network = network
      var loss = 0.0
      for _ in 1...20 { loss = network.descend(rows, rate: 0.1, penalty: 1e-4) }
      return Answer(value: loss, vector: network.parameters)
    }
  }
}

extension Digits {
  func compiled(threads: Int) throws -> () -> Answer {
    let network = try CompiledNetwork(
      sizes: [64, 32, 10], parameters: start, targets: 10, threads: threads
    ) { network, inputs, targets in
      let hidden = network.layers[0](inputs).map { tanh($0) }
      let scores = network.layers[1](hidden)
      return logSumExp(scores) - dot(scores, targets)
    }
    let batches = stride(from: 0, to: samples.count, by: 32).map { first in
      samples[first..<min(first + 32, samples.count)].flatMap { sample in
        sample.pixels + (0..<10).map { $0 == sample.digit ? 1 : 0 }
      }
    }
    return {
      var network = network
      var total = 0.0
      for batch in batches {
        total += network.descend(batch, rate: 0.1) * Double(batch.count / 74)
      }
      return Answer(value: total / Double(samples.count), vector: network.parameters)
    }
  }
}
