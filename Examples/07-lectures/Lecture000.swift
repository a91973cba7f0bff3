// Lecture 000, "Error Back Propagation": the first graph, the error of numerical differentiation,
// the laboratory function, and the first networks.

import Nabla
import NablaNetworks

extension Lectures {
  /// The lecture names the sum p and the product q.
  static func firstGraph() -> Row {
    let (x, y, z) = (Value(1.0), Value(5.0), Value(-3.0))
    let p = x + y
    let q = p * z
    q.backward()
    let second = hessian(at: [1, 5, -3]) { v in (v[0] + v[1]) * v[2] }
    return Row(
      "000 L40-92", "f = (x + y) z at (1, 5, -3), one gate a slide",
      [
        Line("p = x + y", exact: 6, ours: p.data),
        Line("f = p z", exact: -18, ours: q.data),
        Line("df/df", printed: "1", exact: 1, ours: q.gradient),
        Line("df/dp", printed: "-3", exact: -3, ours: p.gradient),
        Line("df/dz", printed: "6", exact: 6, ours: z.gradient),
        Line("df/dx", printed: "-3", exact: -3, ours: x.gradient),
        Line("df/dy", printed: "-3", exact: -3, ours: y.gradient),
        .claim(
          "Hessian: dxdz, dydz are 1, rest 0", second == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]),
      ])
  }

  // MARK: - Numerical differentiation and the laboratory function

  /// One function for numbers and for nodes.
  static func laboratory<N: RealNumber>(_ x: N, _ y: N) -> N {
    let cube = pow(x, 3) + N(1)
    return sin(x) * (x + y) * cube
  }

  /// A step that is large loses to the curvature, one that is small to rounding.
  static func numericalDifferentiation() -> Row {
    let exact = 12.4979946680957
    func forwardError(_ h: Double) -> Double {
      abs((laboratory(1 + h, 2) - laboratory(1, 2)) / h - exact)
    }
    func centralError(_ h: Double) -> Double {
      abs((laboratory(1 + h, 2) - laboratory(1 - h, 2)) / (2 * h) - exact)
    }
    let ours = gradient(at: [1, 2]) { v in laboratory(v[0], v[1]) }[0]
    return Row(
      "000 L30-38", "numerical differentiation has an error: df/dx of row 1.11 at (1, 2)",
      [
        Line("forward, h = 1e-1, error", exact: 1.413281288829889, ours: forwardError(1e-1)),
        Line("central, h = 1e-1, error", exact: 0.06337556678816739, ours: centralError(1e-1)),
        Line(
          "forward, h = 1e-4, error", exact: 0.0013517200616446374, ours: forwardError(1e-4),
          within: 1e-6),
        Line(
          "central, h = 1e-4, error", exact: 6.364060830433226e-08, ours: centralError(1e-4),
          within: 0.05),
        .claim("forward at its best, h = 1e-8: > 1e-9", forwardError(1e-8) > 1e-9),
        .claim("central at its best, 1e-5: > 1e-11", centralError(1e-5) > 1e-11),
        .claim("both at h = 1e-15: > 0.01", min(forwardError(1e-15), centralError(1e-15)) > 0.01),
        Line("backpropagation", exact: exact, ours: ours, within: 1e-15),
        .claim(
          "the gradient check passes",
          checkGradient(at: [1, 2]) { laboratory($0[0], $0[1]) }.passed),
      ],
      note:
        "The lecture gives no numbers. Exact is the mathematical error of the step; for the smaller "
        + "steps rounding is added to it, about 1e-16 f / h. Example numerical-error shows them all."
    )
  }

  static func laboratoryFunction() -> Row {
    let points: [(x: Double, y: Double, f: Double, dx: Double, dy: Double)] = [
      (1, 2, 5.0488259088473795, 12.4979946680957, 1.682941969615793), (0, 0, 0, 0, 0),
      (-1, 3, 0, -5.0488259088473795, 0),
      (0.5, -0.25, 0.1348384327324321, 0.8760661149496838, 0.5393537309297284),
      (2, -1, 8.183676841431135, 15.349924434415033, 8.183676841431135),
      (3.2, -0.7, -4.927945188156296, -90.73035726309371, -1.9711780752625183),
    ]
    var lines: [Line] = []
    for point in points {
      let (f, slopes) = valueWithGradient(at: [point.x, point.y]) { v in laboratory(v[0], v[1]) }
      let name = "(\(Text.number(point.x)), \(Text.number(point.y)))"
      lines += [
        Line("f\(name)", exact: point.f, ours: f),
        Line("  df/dx", exact: point.dx, ours: slopes[0]),
        Line("  df/dy", exact: point.dy, ours: slopes[1]),
      ]
    }
    let second = hessian(at: [1, 2]) { v in laboratory(v[0], v[1]) }
    lines += [
      Line("d2f/dx2 at (1, 2)", exact: 27.03312845564121, ours: second[0][0]),
      Line("d2f/dxdy", exact: 3.605017566159969, ours: second[0][1]),
      Line("d2f/dy2", exact: 0, ours: second[1][1]),
    ]
    return Row("000 L138-140", "laboratory: f(x, y) = sin(x) (x + y) (x^3 + 1)", lines)
  }

  // MARK: - Networks

  /// F(X) = WX + b three times, a sigmoid after each; and what one layer cannot do.
  static func addComplexity() -> Row {
    let model = Sequential {
      for factor in [1.0, -2.0, 0.5] {
        Affine(weights: [[factor, -1], [0.5, factor]], biases: [0.1, -factor])
        Activation.sigmoid
      }
    }
    let reference = MatrixNetwork(
      weights: [1.0, -2.0, 0.5].map { [[$0, 0.5], [-1, $0]] },
      biases: [1.0, -2.0, 0.5].map { [0.1, -$0] }, output: .sigmoidWithMeanSquares)
    let expected = reference.forward([[0.3, -0.7]])[3][0]
    let still = MLP([Layer(weights: [[0, 0]], biases: [0], activation: .sigmoid)])
    let loss = Loss.meanSquaredError(
      of: XORData.samples.inputs.map { still($0) }, against: XORData.bits)
    loss.backward()
    let best = bestNeuron()
    return Row(
      "000 L15-22, 001 L25", "G(x) = s(F(s(F(s(F(x)))))); one neuron cannot do XOR",
      Line.list("G(0.3, -0.7), output ", exact: expected, ours: model([0.3, -0.7]).map { $0.data })
        + [
          Line("one neuron, weights 0: MSE on XOR", exact: 0.25, ours: loss.data),
          .claim("  its gradient is 0", still.parameters.allSatisfy { $0.gradient == 0 }),
          // The mean of four rounded squares may lie a rounding below it.
          .claim("  none of 10 trained is below 1/4", best >= 0.25 - 1e-15),
          Line("  the best of them", exact: 0.25, ours: best, within: 0.001),
        ],
      note: "Weights chosen here. Two layers solve it: row 1.19.")
  }

  /// The smallest squared error that ten single neurons reach.
  static func bestNeuron() -> Double {
    var generator = SeededGenerator(seed: 12)
    return (0..<10).map { _ in
      let model = MLP([Layer(inputs: 2, outputs: 1, activation: .sigmoid, using: &generator)])
      return fit(
        model, on: XORData.samples, loss: .meanSquaredError, method: LBFGS(maximumIterations: 30)
      ).value
    }.min() ?? 0
  }

  /// The picture of the 2-2-1 network: a gate for every product, sum and sigmoid.
  static func everyGate() -> Row {
    let inputs = (Value(0.0, label: "x1"), Value(1.0, label: "x2"))
    func unit(_ x: (Value, Value), _ w: (Double, Double), _ b: Double) -> Value {
      sigmoid(x.0 * Value(w.0) + x.1 * Value(w.1) + Value(b))
    }
    let hidden = (unit(inputs, (0.7, 0.6), -0.8), unit(inputs, (0.7, -0.5), 0.9))
    let y = unit(hidden, (0.2, -1), 0.8)
    y.backward()
    let gates = y.topologicalOrder().filter { !$0.isLeaf }
    let layers = XORData.lectureStart()
    let output = layers([0.0, 1])[0]
    output.backward()
    return Row(
      "000 L112, PDF p.19", "\"Backpropagation - Real\": the 2-2-1 network, every gate drawn",
      [
        Line("gates", exact: 15, ours: Double(gates.count)),
        Line("output for (0, 1)", exact: 0.5723255115476509, ours: y.data),
        Line("  by layers", exact: 0.5723255115476509, ours: output.data),
        Line("gradient at x1, by hand", exact: handGradient(), ours: inputs.0.gradient),
        Line(
          "gates of the layers", exact: 6,
          ours: Double(output.topologicalOrder().count { !$0.isLeaf })),
      ],
      note: "Weights chosen here (row 1.19). The gates, in the order of the forward pass: "
        + gates.map { gate in gate.parents.count == 1 ? "S" : gate.gate ?? "" }.joined(
          separator: " "))
  }

  /// dy/dx1 of that network: y' (v1 h1' w11 + v2 h2' w12).
  private static func handGradient() -> Double {
    let h1 = Formulas.sigmoid(-0.2), h2 = Formulas.sigmoid(0.4)
    let y = Formulas.sigmoid(0.2 * h1 - h2 + 0.8)
    return y * (1 - y) * (0.2 * h1 * (1 - h1) * 0.7 - h2 * (1 - h2) * 0.7)
  }

  /// Steps 1 to 4, sample by sample: here there is only one.
  static func algorithm() -> Row {
    let model = WorkedExample.network()
    var optimizer = SGD(learningRate: 1)
    var losses: [Int: Double] = [:]
    let reference = WorkedExample.matrices()
    for step in 0...100 {
      let loss = Loss.halfSumSquaredError(of: model([0.35, 0.9]), against: [0.5])
      losses[step] = loss.data
      loss.zeroGradients()
      loss.backward()
      optimizer.step(model)
    }
    return Row(
      "000 L120, 001 L35",
      "the algorithm: feed forward, error, gradients backward, step; on row 1.35",
      [0, 1, 2, 10, 100].map { step in
        var matrices = reference
        let exact = matrices.train([[0.35, 0.9]], [[0.5]], rate: 1, steps: step)
        // At step 100 the error is 8e-4 of 0.5: that much more of the rounding shows.
        return Line(
          "loss after \(step) steps", exact: exact, ours: losses[step] ?? .nan, within: 1e-11)
      })
  }
}

/// XOR as data, and the start from which its numbers are known.
enum XORData {
  static let samples = Dataset(
    inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [[0], [1], [1], [0]])
  static let bits: [[Double]] = [[0], [1], [1], [0]]
  static let classes: [[Double]] = [[1, 0], [0, 1], [0, 1], [1, 0]]

  static func lectureStart() -> MLP {
    MLP([
      Layer(weights: [[0.7, 0.6], [0.7, -0.5]], biases: [-0.8, 0.9], activation: .sigmoid),
      Layer(weights: [[0.2, -1]], biases: [0.8], activation: .sigmoid),
    ])
  }
}
