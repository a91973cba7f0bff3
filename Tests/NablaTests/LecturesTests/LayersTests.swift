// Layers written out in scalar nodes give what the matrix formulas of the lectures give: affine,
// softmax with cross entropy, and the three sigmoid layers that lecture 002 takes as a function.

import Nabla
import Testing

@Suite("Lectures: layers")
struct LayersTests {
  @Test("affine: Y = X W + B, dX = dY W^T, dW = X^T dY, dB = the sum of dY over the batch")
  func affine() {
    let x = [[1, 2], [3, 4], [-1, 0.5]].map { row in row.map { Value($0) } }
    let w = [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6]].map { row in row.map { Value($0) } }
    let b = [0.01, -0.02, 0.03].map { Value($0) }
    let upstream = [[1, -1, 0.5], [0.25, 2, -0.75], [-2, 0.1, 1]]

    let y = x.map { row in (0..<3).map { j in dot(row, w.map { $0[j] }, plus: b[j]) } }
    // A root whose gradients at Y are the given ones.
    sum(zip(y, upstream).map { dot($0, $1) }).backward()

    expectClose(
      y.map { row in row.map { $0.data } },
      [[0.91, 0.78, -0.87], [1.91, 1.38, -1.47], [0.11, 0.43, -0.57]])
    #expect(y.map { row in row.map { $0.gradient } } == upstream)
    expectClose(
      x.map { row in row.map { $0.gradient } }, [[0.45, -0.4], [-0.6, 1.55], [0.08, -1.35]])
    expectClose(
      w.map { row in row.map { $0.gradient } }, [[3.75, 4.9, -2.75], [2, 6.05, -1.5]])
    expectClose(b.map { $0.gradient }, [-0.75, 1.1, 0.75])
  }

  /// Two rows of inputs, and the columns of their right classes.
  static let logits = [[2, 1, 0.1], [0.5, -1, 3]]
  static let classes = [0, 1]

  @Test("softmax with cross entropy: dx = (y - t) / batch, row by row", arguments: [false, true])
  func softmaxLayer(fromLogits: Bool) {
    let x = Self.logits.map { row in row.map { Value($0) } }
    let y = x.map { softmax($0) }
    let losses = zip(x.indices, Self.classes).map { row, right in
      fromLogits ? logSumExp(x[row]) - x[row][right] : -log(y[row][right])
    }
    let loss = mean(losses)
    loss.backward()

    expectClose(
      y.map { row in row.map { $0.data } },
      [
        [0.6590011388859679, 0.24243297070471392, 0.09856589040931817],
        [0.07459555713221443, 0.016644518609272352, 0.9087599242585133],
      ])
    expectClose(losses.map { $0.data }, [0.4170300162778335, 4.095674329414383])
    expectClose(loss.data, 2.256352172846108)
    expectClose(
      x.map { row in row.map { $0.gradient } },
      [
        [-0.17049943055701605, 0.12121648535235696, 0.04928294520465908],
        [0.03729777856610721, -0.4916777406953638, 0.45437996212925663],
      ])
  }

  @Test("summed instead of averaged, the gradients are y - t")
  func sumConvention() {
    let x = Self.logits.map { row in row.map { Value($0) } }
    let loss = sum(zip(x, Self.classes).map { row, right in logSumExp(row) - row[right] })
    loss.backward()
    expectClose(loss.data, 4.512704345692216)
    expectClose(
      x.map { row in row.map { $0.gradient } },
      [
        [-0.3409988611140321, 0.24243297070471392, 0.09856589040931817],
        [0.07459555713221443, -0.9833554813907276, 0.9087599242585133],
      ])
  }

  @Test(
    "cross entropy on one-hot targets, with ln and with the first slide's log10",
    arguments: [
      (0.7, 0.3566749439387324, 0.15490195998574316, -1.4285714285714286),
      (0.6, 0.5108256237659907, 0.22184874961635637, -1.6666666666666667),
      (0.9, 0.1053605156578263, 0.04575749056067512, -1.1111111111111112),
    ])
  func crossEntropy(prediction: Double, natural: Double, decimal: Double, slope: Double) {
    let predictions = [Value(1 - prediction), Value(prediction)]
    let loss = -dot(predictions.map { log($0) }, [0, 1])
    loss.backward()
    expectClose(loss.data, natural)
    expectClose(predictions.map { $0.gradient }, [0, slope])
    expectClose((-log10(predictions[1])).data, decimal)
  }
}

@Suite("Lectures: a network as a function")
struct NetworkAsFunctionTests {
  /// Weights to each unit, and its bias, for three layers of two sigmoid units.
  static let layers: [(weights: [[Double]], biases: [Double])] = [
    ([[1, -2], [-1, 1]], [1, 0]),
    ([[2, -1], [-2, -1]], [0, 0]),
    ([[3, -1], [-1, 4]], [-2, 2]),
  ]

  /// The nets and outputs of each layer.
  private func run(_ input: [Value]) -> [(nets: [Value], outputs: [Value])] {
    var x = input
    return Self.layers.map { weights, biases in
      let nets = zip(weights, biases).map { row, bias in dot(x, row) + bias }
      x = nets.map { sigmoid($0) }
      return (nets, x)
    }
  }

  /// One input with all that the layers make of it.
  struct Run {
    let x: [Double]
    let nets, outputs, jacobian: [[Double]]
  }

  // The columns are nets and outputs layer by layer.
  // swift-format-ignore
  static let runs = [
    Run(
      x: [1, -1],
      nets: [[4, -2], [1.8448246580536993, -2.0832305020979343], [0.4798174941963214, 1.5794314626747166]],
      outputs: [[0.9820137900379085, 0.11920292202211756], [0.863518312678182, 0.11073744383822463], [0.617704777755341, 0.8291239841574399]],
      jacobian: [[0.010095483385627052, -0.013866357108216973], [0.0015449896504240014, 0.0010162386899072201]]),
    Run(
      x: [0, 0],
      nets: [[1, 0], [0.9621171572600098, -1.9621171572600098], [0.04739837974708128, 1.7694069257619984]],
      outputs: [[0.7310585786300049, 0.5], [0.7235454949773021, 0.12323810518482516], [0.5118473769870672, 0.8543839009877142]],
      jacobian: [[0.10030930611199311, -0.16988389263478929], [-0.02370846203205873, 0.054638250070629925]]),
    Run(
      x: [0.5, 2],
      nets: [[-2.5, 1.5], [-0.6658581161511565, -0.9692908362361308], [-1.2567471840797169, 2.760662607260982]],
      outputs: [[0.07585818002124355, 0.8175744761936437], [0.339424897358374, 0.2750218761548389], [0.22153435455947584, 0.9405127167591758]],
      jacobian: [[0.03325842941462022, -0.05434392791752362], [-0.0032309416032890157, 0.011245998733326422]]),
  ]

  @Test("each layer's nets and outputs, and the Jacobian of the whole", arguments: runs.indices)
  func layerByLayer(index: Int) {
    let expected = Self.runs[index]
    let layers = run(expected.x.map { Value($0) })
    expectClose(layers.map { $0.nets.map { $0.data } }, expected.nets)
    expectClose(layers.map { $0.outputs.map { $0.data } }, expected.outputs)
    expectClose(jacobian(at: expected.x) { run($0)[2].outputs }, expected.jacobian)
  }

  @Test("f([1, -1]) is (0.62, 0.83) and f([0, 0]) is (0.51, 0.85), as printed")
  func printed() {
    for (x, printed) in [([1.0, -1], [62.0, 83]), ([0, 0], [51, 85])] {
      let outputs = run(x.map { Value($0) })[2].outputs
      #expect(outputs.map { ($0.data * 100).rounded() } == printed)
    }
  }
}
