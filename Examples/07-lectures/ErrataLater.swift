// What is misprinted, missing or mixed up in the lectures, second half: 003 and 004.

import Nabla
import NablaNetworks

extension Lectures {
  static func errata003() -> [Row] {
    let m = Mazur()
    m.total.backward()
    let relation = regressionGradients()
    let kink = 1e-9
    func slope(_ x: Double, _ alpha: Double) -> Double {
      derivative(at: x) { elu($0, alpha: alpha) }
    }
    func exact(_ net: Double) -> Double { Formulas.sigmoid(net) }
    return [
      Row(
        "003 L26", "gradient descent without bias, of 1/(2m) sum -> a factor 2 against plain MSE",
        [
          Line("dW at 5, the lecture's", exact: 56 / 3.0, ours: relation.half),
          Line("dW at 5, plain MSE", exact: 112 / 3.0, ours: relation.plain),
        ]),
      Row(
        "003 L557", "s(x) = 1/(1+e^-(v0x0+...)) -> 1/(1+e^-x); v0 is w0",
        [Line("s(1)", exact: 0.7310585786300049, ours: sigmoid(Value(1.0)).data)]),
      Row(
        "003 L637, L861", "leaky ReLU max(.1x, x) and max(.01x, x) -> two slopes",
        [
          Line("slope .1 at -2", exact: -0.2, ours: leakyReLU(-2.0, slope: 0.1)),
          Line("slope .01 at -2", exact: -0.02, ours: leakyReLU(-2.0, slope: 0.01)),
        ]),
      Row(
        "003 L875", "PReLU max(alpha x, x) -> x > 0 ? x : alpha x; the same only for alpha <= 1",
        consequence(
          "alpha 2, x = 3", right: 3, ours: ActivationLayer(.prelu(slope: 2))([3.0])[0].data,
          misprint: max(2.0 * 3, 3))),
      Row(
        "003 L646", "ELU alpha (e^x - 1) for x <= 0 -> right; a kink at 0 unless alpha is 1",
        [
          // Left of 0 the slope is alpha e^x, so 1e-9 away it is 1e-9 off.
          .claim("alpha 1: no kink", abs(slope(kink, 1) - slope(-kink, 1)) < 1e-8),
          Line(
            "alpha 2: step at 0", exact: -1, ours: slope(kink, 2) - slope(-kink, 2), within: 1e-8),
        ]),
      Row(
        "003 L692", "W += -lr dW -> right",
        [Line("w = 1, dw = 2, lr = .1", exact: 0.8, ours: stepped(1, 2, 0.1))]),
      Row(
        "003 L991", "out_o1 = 1/(1+e^-net_h1) -> e^-net_o1; the number is right",
        [
          Line(
            "out_o1", printed: "0.75136507", exact: exact(1.1059059670597702), ours: m.outO[0].data)
        ]
          + consequence(
            "  s(net_o1)", right: exact(1.1059059670597702), ours: m.outO[0].data,
            misprint: exact(0.3775))),
      Row(
        "003 L1177", "dE_o2/dout_h1 = -0.019049119 -> -0.019049118",
        [
          Line(
            "dE_o2/dout_h1", printed: "-0.019049119", exact: -0.019049118258278108,
            ours: m.outO[1].gradient * m.outO[1].localGradients[0] * 0.5)
        ]),
      Row(
        "003 L1175", "dE_o2/dout_o1 -> dE_o2/dout_h1",
        consequence(
          "dE_o2/dout_h1", right: -0.019049118258278108,
          ours: m.netO[1].gradient * m.w[6].data, misprint: 0)),
      Row(
        "003 L1160", "dnet_o1/dout_b1 -> dnet_o1/dout_h1 = w5",
        [
          Line(
            "dnet_o1/dout_h1", exact: 0.4, ours: m.netO[0].derivative(withRespectTo: m.outH[0]).data
          )
        ]),
      Row(
        "003 L1071", "1 * out_h1 * w5^(1-1) -> right: a way to write out_h1",
        [
          Line(
            "dnet_o1/dw5", exact: 0.5932699921071872,
            ours: m.netO[0].derivative(withRespectTo: m.w[4]).data)
        ]),
      Row(
        "003", "w3, w4, w7, w8 in pictures only -> .25, .30, .50, .55 (b1 = .35, b2 = .60)",
        [
          Line("net_h2", exact: 0.3925, ours: m.netH[1].data),
          Line("net_o2", exact: 1.2249214040964655, ours: m.netO[1].data),
        ]),
      mazurPage(),
    ]
  }

  /// A page whose numbers come from a mistake; a test that expects them would demand it.
  private static func mazurPage() -> Row {
    let course = Mazur.course
    return Row(
      "Mazur's page", "E after one round .291027924, after 10000 .0000351085 -> see below",
      [
        Line(
          "E after 1 round", printed: "0.291027924", exact: 0.29102777369359933,
          ours: course.errors[1]),
        Line(
          "  w5..w8 first", printed: "0.291027924", exact: 0.29102792390544185,
          ours: outputLayerFirst()),
        Line(
          "E after 9999", printed: "0.0000351085", exact: 3.51085481225128e-05,
          ours: course.errors[9999],
          within: 1e-10),
        Line(
          "E after 10000", printed: "0.0000351085", exact: 3.510187782978846e-05,
          ours: course.errors[10000], within: 1e-10),
        Line(
          "output 1", printed: "0.015912196", exact: 0.015913620443550627, ours: course.outputs[0],
          within: 1e-10),
        Line(
          "output 2", printed: "0.984065734", exact: 0.9840642735146238, ours: course.outputs[1],
          within: 1e-10),
      ],
      note:
        "Not in the lecture. The page's first number and its two outputs use the already updated w5..w8 in "
        + "the gradients of the hidden layer; backpropagation takes all gradients before any step. Its "
        + "0.0000351085 is the right rule after 9999 rounds.")
  }

  /// The mistake: the output layer steps before the hidden layer's gradients are taken.
  private static func outputLayerFirst() -> Double {
    let m = Mazur()
    m.total.backward()
    let values = m.outO.map { $0.data }, hidden = m.outH.map { $0.data }
    for i in 4..<8 { m.w[i].data -= 0.5 * m.w[i].gradient }
    let delta = zip(values, [0.01, 0.99]).map { y, t in (y - t) * y * (1 - y) }
    for unit in 0..<2 {
      let back = delta[0] * m.w[4 + unit].data + delta[1] * m.w[6 + unit].data
      let upstream = back * hidden[unit] * (1 - hidden[unit])
      m.w[2 * unit].data -= 0.5 * upstream * 0.05
      m.w[2 * unit + 1].data -= 0.5 * upstream * 0.10
    }
    m.total.forward()
    return m.total.data
  }

  private static func regressionGradients() -> (half: Double, plain: Double) {
    func gradient(_ loss: Loss) -> Double {
      let model = MLP([Layer(weights: [[5]], biases: [0])])
      let x: Formulas.Matrix = [[1], [2], [3]]
      loss(of: x.map { model($0) }, against: x).backward()
      return model.parameters[0].gradient
    }
    return (gradient(.halfSumSquaredError), gradient(.meanSquaredError))
  }

  private static func stepped(_ w: Double, _ gradient: Double, _ rate: Double) -> Double {
    var optimizer = SGD(learningRate: rate)
    var parameters = [w]
    optimizer.step(&parameters, gradients: [gradient])
    return parameters[0]
  }

  // MARK: - Lecture 004

  static func errata004() -> [Row] {
    let n = Network004(Network004.alive), dead = Network004(Network004.dead)
    let y = n.y.map { $0.data }
    func path(_ i: Int, _ w: Double, _ t: Double) -> Double { (y[i] - t) * y[i] * (1 - y[i]) * w }
    func entropy(_ y: Double) -> Double {
      Loss.crossEntropy(of: [Value(1 - y), Value(y)], against: [0, 1]).data
    }
    let right = path(0, 0.5, 0.3) + path(1, 0.25, 0.7)
    let squares = Loss.sumSquaredError(of: n.y, against: [0.3, 0.7])
    func kink(_ x: Double) -> Double { derivative(at: x) { relu($0) } }
    return [
      Row(
        "004 L36, L40", "MSE = 1/N sum and L = (y - yhat)^2 -> with N = 2 the 1/2 is 1/N",
        consequence("L", right: squares.data / 2, ours: n.loss.data, misprint: squares.data)),
      Row(
        "004 L73", "(yhat1 - y1) and (y2 - yhat2) -> the second is (yhat2 - y2)",
        consequence(
          "dL/dO1", right: right, ours: n.hidden[0].gradient,
          misprint: path(0, 0.5, 0.3) - path(1, 0.25, 0.7))),
      Row(
        "004 L65", "w_new = w_old alpha dL/dw -> w_old - alpha dL/dw",
        consequence(
          "alpha .1, w11", right: 0.4 - 0.1 * 0.019537509757392716,
          ours: stepped(0.4, n.weights[0][0].gradient, 0.1),
          misprint: 0.4 * 0.1 * 0.019537509757392716)),
      Row(
        "004 L78, L48-53", "illegible notes, \"SGD: sample by sample\"",
        note: "Words only: nothing to compute. One sample a step is row 1.14."),
      Row(
        "004 L91-93", "-log(.7) = 0.15 -> 0.357: log10 there, ln elsewhere",
        [Line("-ln .7", printed: "0.15", exact: 0.35667494393873238, ours: entropy(0.7))]),
      Row(
        "004 L109-111", "-log .6 = .51, -log .9 = .105 -> ln: two bases on one page",
        [
          Line("-ln .6", printed: "0.51", exact: 0.51082562376599068, ours: entropy(0.6)),
          Line("-ln .9", printed: "0.105", exact: 0.10536051565782631, ours: entropy(0.9)),
        ]),
      Row(
        "004 L139-147", "delta(x) -> s(x)",
        [Line("s(.2)", exact: 0.54983399731247795, ours: dead.y[1].data)]),
      Row(
        "004 L145", "net2_2 = 0.2 -> equals b2: the hidden outputs are 0, the weights lost",
        [
          Line(
            "net2_2, both ReLUs dead", printed: "0.2", exact: 0.2, ours: dead.outputNets[1].data),
          Line("hidden outputs", exact: 0, ours: dead.hidden[0].data + dead.hidden[1].data),
        ]),
      Row(
        "004 L133, L129", "ReLU's derivative at 0 -> \"undefined\" (L137); ours is 0",
        [
          Line("left of 0", exact: 0, ours: kink(-1e-300)),
          Line("right of 0", exact: 1, ours: kink(1e-300)),
          Line("at 0", exact: 0, ours: kink(0)),
        ]),
    ]
  }
}
