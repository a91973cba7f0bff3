// How a hundred small networks fare, which is the second half of example 6: the table of where they
// stand at some steps, why all of them wait at the saddle, and why some stop half way.

import Nabla

extension XOR {
  static func hundredRuns() -> [Run] {
    heading("A hundred 2-2-1 networks (all sigmoid), seeds 1 to 100, learning rate 4")
    print("             solved,   all four   two right,   one right, three")
    print(" step   loss < 0.02   near 0.5   two at 0.5   at 1/3 or 2/3      else")
    var runs = (1...100).map { Run(seed: $0) }
    for step in [0, 20, 50, 100, 200, 400, 800, 1600] {
      for i in runs.indices { runs[i].train(to: step) }
      let counts = State.allCases.map { state in runs.count { $0.state == state } }
      let columns = zip(counts, [14, 11, 13, 16, 10])
      print(right("\(step)", 5) + columns.map { right("\($0)", $1) }.joined())
    }
    print("After some 20 steps they all answer about 0.5 to everything, with a loss near 1/4.")
    return runs
  }

  /// Where all answers are 0.5 the ground is almost level, but it is not the bottom of a valley.
  static func saddle(_ runs: [Run]) {
    heading("Why they stay near 0.5 for so long: a saddle")
    var early = (1...100).map { Run(seed: $0) }
    for i in early.indices { early[i].train(to: 20) }
    let lengths = early.map { $0.gradientLength }.sorted()
    let downCount = early.count { $0.curvesDownward }
    print(
      """
      At step 20 half of the gradients are shorter than \(fixed(lengths[50], 4)): almost level ground.
      In \(downCount) of 100 runs the exact Hessian has f_uu f_vv < f_uv^2 for two parameters u, v:
      the ground curves down in some direction, so this is no minimum.
      """)
    for var run in runs where run.state == .onSaddle {
      let stepCount = run.stepCount
      run.train(to: 10 * stepCount)
      print(
        "Seed \(run.seed), still there at step \(stepCount): left to go on, it "
          + (run.isSolved ? "solves XOR" : "has not solved XOR") + " at step \(run.stepCount).")
    }
  }

  /// Networks that left the saddle in a direction from which they do not come back.
  static func stopped(_ runs: [Run]) {
    heading("Where the others have stopped")
    print("                             runs     loss   one of them answers")
    var stopped: [Run] = []
    for (state, name) in [
      (State.twoAtHalf, "two right, two at 0.5"), (.threeAtThird, "one right, three alike"),
    ] {
      let group = runs.filter { $0.state == state }
      stopped += group
      guard let one = group.first else { continue }
      print(
        "  " + left(name, 24) + right("\(group.count)", 7) + right(fixed(one.loss.data, 4), 9)
          + one.answers.map { "   " + fixed($0.data, 2) }.joined())
    }
    let apart = stopped.map { $0.distanceBetweenCodes }.max() ?? 0
    let slope = stopped.map { $0.largestSlope }.max() ?? 0
    let length = stopped.map { $0.gradientLength }.max() ?? 0
    print(
      """

      Inputs that want different answers have come to look alike: in all \(stopped.count) runs both hidden
      neurons give them the same values to within \(fixed(apart, 4)), so one answer must do for all, and
      the best is the mean of the targets: 1/2 for a 0 and a 1, 2/3 for a 0 and two 1s. What could
      tell them apart again must pass through these neurons backward, and they are saturated:
      sigmoid' = h (1 - h) is at most \(fixed(slope, 4)) there. So no gradient is longer than \(fixed(length, 4)), and
      a step lowers the loss by some \(fixed(4 * length * length, 7)) at most. These are plains, not minima: no point of this
      network's loss is a local minimum (L. Hamey, "Analysis of the error surface of the XOR
      network with two hidden nodes", Macquarie University, 1995).
      """)
  }
}

// MARK: - One run

extension XOR {
  /// How far a network has come, told from its answers.
  enum State: CaseIterable {
    case solved, onSaddle, twoAtHalf, threeAtThird, elsewhere
  }

  /// One 2-2-1 network, trained from one seed.
  struct Run {
    let seed: UInt64
    let network: Network
    let answers: [Value]
    let loss: Value
    var stepCount = 0

    init(seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      let network = Network(hidden: 2, activation: { sigmoid($0) }, using: &generator)
      self.seed = seed
      self.network = network
      answers = inputs.map { network($0) }
      loss = meanSquaredError(answers, targets)
    }

    /// Goes on to a step, or until XOR is solved.
    mutating func train(to lastStep: Int) {
      let parameters = network.parameters
      while stepCount < lastStep, !isSolved {
        for parameter in parameters { parameter.gradient = 0 }
        loss.backward()
        for parameter in parameters { parameter.data -= 4 * parameter.gradient }
        loss.forward()
        stepCount += 1
      }
    }
  }
}

// MARK: - Where a run stands

extension XOR.Run {
  var isSolved: Bool { loss.data < 0.02 }

  var state: XOR.State {
    let rightCount = zip(answers, XOR.targets).count { abs($0.data - $1) < 0.1 }
    func count(near answer: Double) -> Int { answers.count { abs($0.data - answer) < 0.1 } }
    if isSolved { return .solved }
    if count(near: 0.5) == 4 { return .onSaddle }
    if rightCount == 2, count(near: 0.5) == 2 { return .twoAtHalf }
    if rightCount == 1, max(count(near: 1.0 / 3), count(near: 2.0 / 3)) == 3 {
      return .threeAtThird
    }
    return .elsewhere
  }

  /// The length of the loss's gradient.
  var gradientLength: Double {
    loss.zeroGradients()
    loss.backward()
    return network.parameters.map { $0.gradient * $0.gradient }.reduce(0, +).squareRoot()
  }

  /// Whether some two parameters have f_uu f_vv < f_uv^2, clearly and not by rounding.
  var curvesDownward: Bool {
    let parameters = network.parameters
    let rows = loss.derivatives(withRespectTo: parameters).map { slope in
      for parameter in parameters { parameter.gradient = 0 }
      slope.backward()
      return parameters.map { $0.gradient }
    }
    return rows.indices.contains { i in
      (0..<i).contains { j in rows[i][i] * rows[j][j] < 0.99 * rows[i][j] * rows[j][i] }
    }
  }

  /// The hidden values for the inputs whose answer is not right.
  private var undecidedCodes: [[Double]] {
    XOR.inputs.indices
      .filter { abs(answers[$0].data - XOR.targets[$0]) >= 0.1 }
      .map { network.code(XOR.inputs[$0]).map { $0.data } }
  }

  /// How far apart a hidden neuron's values are, at most, for those inputs.
  var distanceBetweenCodes: Double {
    let codes = undecidedCodes
    return network.hidden.indices
      .map { neuron in codes.map { $0[neuron] } }
      .map { values in (values.max() ?? 0) - (values.min() ?? 0) }
      .max() ?? 0
  }

  /// The largest sigmoid' = h (1 - h) of a hidden neuron for those inputs.
  var largestSlope: Double {
    undecidedCodes.joined().map { h in h * (1 - h) }.max() ?? 0
  }
}
