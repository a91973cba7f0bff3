// The 2-2-2 example of M. Mazur, "A step by step backpropagation example" (2015), which lecture 003
// goes through: inputs .05 and .10, targets .01 and .99, learning rate .5, two biases, each shared by
// the units of a layer, and not updated.

import Nabla
import NablaNetworks

/// The example as a graph, every named quantity a node.
struct Mazur {
  let w = [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55].map { Value($0) }
  let b = [Value(0.35), Value(0.60)]
  let netH: [Value]
  let outH: [Value]
  let netO: [Value]
  let outO: [Value]
  let errors: [Value]
  let total: Value

  init() {
    netH = [
      dot([w[0], w[1]], [0.05, 0.10], plus: b[0]), dot([w[2], w[3]], [0.05, 0.10], plus: b[0]),
    ]
    outH = netH.map { sigmoid($0) }
    netO = [dot([w[4], w[5]], outH, plus: b[1]), dot([w[6], w[7]], outH, plus: b[1])]
    outO = netO.map { sigmoid($0) }
    errors = zip(outO, [0.01, 0.99]).map { Loss.halfSumSquaredError(of: [$0], against: [$1]) }
    total = errors[0] + errors[1]
  }

  /// Ten thousand steps without the biases: the error at each, and the outputs in the end.
  static let course: (errors: [Double], outputs: [Double]) = {
    let m = Mazur()
    let errors = m.train(steps: 10000, biases: false)
    return (errors, m.outO.map { $0.data })
  }()

  /// Steps of gradient descent; the errors before each and after the last.
  func train(steps: Int, biases: Bool) -> [Double] {
    var optimizer = SGD(learningRate: 0.5)
    let parameters = biases ? w + b : w
    var history = [total.data]
    for _ in 0..<steps {
      total.zeroGradients()
      total.backward()
      optimizer.step(parameters)
      total.forward()
      history.append(total.data)
    }
    return history
  }
}

extension Lectures {
  static func mazur() -> Row {
    let start = Mazur()
    let free = Mazur()
    let course = Mazur.course.errors
    let freeCourse = free.train(steps: 10000, biases: true)
    return Row(
      "003 L925-1234", "Mazur's 2-2-2 example: errors, and after training",
      [
        Line("E", printed: "0.298371109", exact: 0.29837110876000267, ours: start.total.data),
        Line(
          "E of output 1", printed: "0.274811083", exact: 0.27481108317615494,
          ours: start.errors[0].data),
        Line(
          "E of output 2", printed: "0.023560026", exact: 0.023560025583847736,
          ours: start.errors[1].data),
        Line("E after 1 step", exact: 0.29102777369359933, ours: course[1]),
        Line("E after 100 steps", exact: 0.020046828249425205, ours: course[100]),
        // Ten thousand steps may magnify another last digit of exp.
        Line(
          "E after 10000 steps", exact: 3.510187782978846e-05, ours: course[10000], within: 1e-10),
        Line("biases too: after 1 step", exact: 0.2857508866992965, ours: freeCourse[1]),
        Line(
          "  after 10000 steps", exact: 4.355321066163808e-06, ours: freeCourse[10000],
          within: 1e-10),
      ], note: "Every printed number is in section 3; Mazur's page has others, see section 4.")
  }

  /// Twenty-six rows.
  static func printedByMazur() -> [Row] {
    let m = Mazur()
    m.errors[0].backward()
    let alone1 = m.outH[0].gradient
    m.total.zeroGradients()
    m.errors[1].backward()
    let alone2 = m.outH[0].gradient
    m.total.zeroGradients()
    m.total.backward()
    let new = m.w.map { $0.data - 0.5 * $0.gradient }
    let lastDigit =
      "The last digit is off by one: the exact number ends in ...118258."
    func row(_ name: String, _ printed: String, _ exact: Double, _ ours: Double, _ why: String = "")
      -> Row
    {
      Row("003", name, [Line(name, printed: printed, exact: exact, ours: ours)], note: why)
    }
    return [
      row("net_h1", "0.3775", 0.3775, m.netH[0].data),
      row("out_h1", "0.593269992", 0.5932699921071872, m.outH[0].data),
      row("out_h2", "0.596884378", 0.596884378259767, m.outH[1].data),
      row("net_o1", "1.105905967", 1.1059059670597702, m.netO[0].data),
      row("out_o1", "0.75136507", 0.7513650695523157, m.outO[0].data),
      row("out_o2", "0.772928465", 0.7729284653214626, m.outO[1].data),
      row("E_o1", "0.274811083", 0.27481108317615494, m.errors[0].data),
      row("E_o2", "0.023560026", 0.023560025583847736, m.errors[1].data),
      row("E_total", "0.298371109", 0.29837110876000267, m.total.data),
      row("dE/dout_o1", "0.74136507", 0.7413650695523157, m.outO[0].gradient),
      row("dout_o1/dnet_o1", "0.186815602", 0.18681560180895948, m.outO[0].localGradients[0]),
      row("dE/dw5", "0.082167041", 0.08216704056423078, m.w[4].gradient),
      row("w5", "0.35891648", 0.3589164797178846, new[4]),
      row("w6", "0.408666186", 0.4086661860762334, new[5]),
      row("w7", "0.511301270", 0.5113012702387375, new[6]),
      row("w8", "0.561370121", 0.5613701211079891, new[7]),
      row("dE/dnet_o1", "0.138498562", 0.13849856162855698, m.netO[0].gradient),
      row("dE_o1/dout_h1", "0.055399425", 0.055399424651422786, alone1),
      row("dE_o2/dout_h1", "-0.019049119", -0.019049118258278108, alone2, lastDigit),
      row("dE/dout_h1", "0.036350306", 0.036350306393144675, m.outH[0].gradient),
      row("dout_h1/dnet_h1", "0.241300709", 0.24130070857232522, m.outH[0].localGradients[0]),
      row("dE/dw1", "0.000438568", 0.00043856773447434674, m.w[0].gradient),
      row("w1", "0.149780716", 0.14978071613276284, new[0]),
      row("w2", "0.19956143", 0.19956143226552564, new[1]),
      row("w3", "0.24975114", 0.24975114363236958, new[2]),
      row("w4", "0.29950229", 0.29950228726473915, new[3]),
    ]
  }
}
