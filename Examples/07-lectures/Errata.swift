// What is misprinted, missing or mixed up in the lectures, first half: 000 to 002.
//
// Each row says "as printed -> right". Where the misprint changes a number, the number is compared,
// with a line for what follows if the lecture is taken at its word; where it is a slip of the
// pen in an index, words must do.

import Nabla
import NablaNetworks

extension Lectures {
  /// Forty-one rows.
  static func errata() -> [Row] {
    errata000() + errata001() + errata002() + errata003() + errata004()
  }

  /// The right number, and beside it what the misprint gives.
  static func consequence(
    _ name: String, right: Double, ours: Double, misprint: Double
  ) -> [Line] {
    [
      Line(name, exact: right, ours: ours),
      .claim(
        "  as printed \(Text.fixed(misprint, 5)), another", abs(misprint - right) > 1e-9),
    ]
  }

  private static func errata000() -> [Row] {
    let central = abs((laboratory(1 + 1e-3, 2) - laboratory(1 - 1e-3, 2)) / 2e-3 - 12.4979946680957)
    let net = 0.4, g = Formulas.sigmoid(0.4)
    let unit = Value(0.4)
    sigmoid(unit).backward()
    let model = leeModel()
    let (x, y, z) = (Value(1.0), Value(5.0), Value(-3.0))
    let p = x + y
    (p * z).backward()
    let printedDepth = Formulas.sigmoid(Formulas.sigmoid(0.3))
    let deep = (0..<3).reduce(Value(0.3)) { y, _ in sigmoid(y) }
    let first = Value(0.4)
    sigmoid(2.0 * sigmoid(first)).backward()
    let outer = Formulas.sigmoid(2 * g)
    return [
      Row(
        "000 L30, L35", "\"error in numerical differentials\" without numbers -> row 1.10",
        [
          Line(
            "central, h = 1e-3, error", exact: 6.364058204927702e-06, ours: central, within: 1e-3)
        ]),
      Row(
        "000 L20", "G(x) = s(F(s(F(x))))), two F -> three: s(F(s(F(s(F(x))))))",
        consequence(
          "F(x) = x, G(.3)", right: Formulas.sigmoid(printedDepth), ours: deep.data,
          misprint: printedDepth)),
      Row(
        "000 L85-92", "gradient table scrambled -> in order: f 1, p -3, z 6, x -3, y -3",
        Line.list("p, z, x, y: ", exact: [-3, 6, -3, -3], ours: [p, z, x, y].map { $0.gradient })),
      Row(
        "000 L123, 001 L43", "g_i, g_j mixed; s'(g_j) -> s' at the net input of g_j: g_j (1 - g_j)",
        consequence(
          "net .4: s'", right: g * (1 - g), ours: unit.gradient,
          misprint: Formulas.sigmoid(g) * (1 - Formulas.sigmoid(g))),
        note: "As printed is s'(value \(Text.fixed(g, 3))) in place of s'(net \(Text.number(net)))."
      ),
      Row(
        "000 L22, 001 L31",
        "\"we cannot define the loss function\" -> we cannot define an error per layer",
        Line.list(
          "dL/d(hidden) comes backward: ", exact: [outer * (1 - outer) * 2 * g * (1 - g)],
          ours: [first.gradient])
          + [.claim("outputs have targets, hidden units none", model.layers.count == 3)]),
    ]
  }

  private static func errata001() -> [Row] {
    let w: Formulas.Matrix = [[1, 2], [3, 4]], upstream: Formulas.Matrix = [[1, 10], [100, 1000]]
    let layer = Affine(weights: Formulas.transposed(w), biases: [0, 0])
    let x = [[0.5, -1], [2, 0.25]].map { row in row.map { Value($0) } }
    sum(x.enumerated().map { i, row in dot(layer(row), upstream[i]) }).backward()
    let right = Formulas.product(upstream, Formulas.transposed(w))
    let logits = [[0.0, 1], [1, 3]].map { row in row.map { Value($0) } }
    Loss.crossEntropyFromLogits(of: logits, against: [[1, 0], [1, 0]]).backward()
    let p = [Formulas.softmax([0, 1]), Formulas.softmax([1, 3])]
    return [
      Row(
        "001 L89", "dW/dB = sum of dL/dY -> dL/dB",
        Line.list("dL/dB ", exact: [101, 1010], ours: layer.biases.map { $0.gradient })),
      Row(
        "001 L85", "dL/dX = dL/dY * Wt -> a matrix product, dY Wt, a row for each sample",
        consequence(
          "dX 11", right: right[0][0], ours: x[0][0].gradient, misprint: upstream[0][0] * w[0][0])),
      Row(
        "001 L145",
        "Dx = mean of (hypothesis answer) -> (hypothesis - answer) / batch, not one row",
        consequence(
          "dX 11", right: (p[0][0] - 1) / 2, ours: logits[0][0].gradient,
          misprint: (p[0][0] + p[1][0]) / 2 - 1) + [
            Line("dX 21", exact: (p[1][0] - 1) / 2, ours: logits[1][0].gradient)
          ]),
      Row(
        "001 L114", "= 1/(1+e^-x), the left side lost -> s(x) = 1/(1+e^-x)",
        [Line("s(1)", exact: 1 / (1 + exp(-1)), ours: sigmoid(Value(1.0)).data)]),
    ]
  }

  private static func errata002() -> [Row] {
    let stages = lee.map { Layer(weights: $0.w, biases: $0.b, activation: .sigmoid) }
    let twice = MLP([stages[0], stages[0], stages[2]])
    let y = leeModel()([1.0, -1])[0].data
    let x = Value(0.7)
    sin(pow(x, 2)).backward()
    let s = Value(0.7)
    (pow(s, 2) * exp(s)).backward()
    let (q, z) = (Value(3.0), Value(-4.0))
    (q * z).backward()
    let example = WorkedExample()
    let transposed = Affine(weights: [[0.1, 0.4], [0.8, 0.6]], biases: [0, 0])
    let product0 = 0.755
    return [
      Row(
        "002 L89", "W3 s(W1 s(W1 x0)) -> W3 s(W2 s(W1 x0))",
        consequence(
          "row 1.26, f([1, -1])1", right: 0.617704777755341, ours: y,
          misprint: twice([1.0, -1])[0].data)),
      Row(
        "002 L360", "dz/dx = dz/dv dy/dx -> dz/dy dy/dx",
        [Line("sin(x^2) at .7", exact: cos(0.49) * 1.4, ours: x.gradient)]),
      Row(
        "002 L367", "Delta s = -> dz/ds =",
        [Line("s^2 e^s at .7", exact: (1.4 + 0.49) * exp(0.7), ours: s.gradient)]),
      Row(
        "002 L455, L480", "f = az; df/dx = z, df/dy = a -> f = qz; df/dq = z, df/dz = q",
        [Line("df/dq", exact: -4, ours: q.gradient), Line("df/dz", exact: 3, ours: z.gradient)]),
      Row(
        "002 L553, L732", "W_ii -> W_ij",
        consequence(
          "row 1.35, net 1", right: product0, ours: example.nets[0].data, misprint: 0.1 * 0.35)),
      Row(
        "002 L632", "sum from k = 0 to infinity -> k = 1 ... c, the outputs",
        [
          Line(
            "row 1.50: dE/dout_h1, c = 2", exact: 0.055399424651422786 - 0.019049118258278108,
            ours: mazurGradient())
        ]),
      Row(
        "002 L648", "d net_k(l+1) / d net_k(l) -> d net_k(l+1) / d net_i(l)",
        [
          Line(
            "row 1.35: = W_ki s'(net_i), i = 2",
            exact: 0.9 * 0.6637386974043527 * (1 - 0.6637386974043527),
            ours: example.nets[1].gradient / example.outputNet.gradient)
        ]),
      Row(
        "002 L605", "delta = -dL/dnet here, +dE/dnet in Mazur's (003 L1088) -> two signs",
        [
          Line("-dL/dnet", exact: -0.04068112511233904, ours: -example.outputNet.gradient),
          Line("+dL/dnet", exact: 0.04068112511233904, ours: example.outputNet.gradient),
        ]),
      Row(
        "002 L826, L885-910", "-0.0406 and all gradients -> section 3",
        [
          Line(
            "delta", printed: "-0.0406", exact: -0.04068112511233904,
            ours: -example.outputNet.gradient)
        ]),
      Row(
        "002 L801", "x1_1 = s(.1 * .35 + .9 * .8) = 0.68 -> all digits",
        [Line("x1_1", printed: "0.68", exact: 0.68026719669864838, ours: example.hidden[0].data)],
        note:
          "W_ij to i from j: the transpose would give net \(Text.number(transposed([0.35, 0.9])[0].data)) "
          + "instead of 0.755."),
    ]
  }

  private static func mazurGradient() -> Double {
    let m = Mazur()
    m.total.backward()
    return m.outH[0].gradient
  }
}
