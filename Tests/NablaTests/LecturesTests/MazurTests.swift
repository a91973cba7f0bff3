// Mazur's example: 2-2-2 sigmoid units, half squared errors, inputs (.05, .10), targets (.01, .99),
// learning rate .5. b1 is shared by the hidden units and b2 by the outputs.
//
// The hidden gradients use the OLD w5 to w8. Mazur's page prints numbers of training runs that used
// the updated ones (0.291027924 after one step); a test that expected those would enforce a mistake.

import Nabla
import Testing

@Suite("Lectures: Mazur's example")
struct MazurTests {
  private struct Network {
    /// w1 to w8.
    let weights = [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55].map { Value($0) }
    let biases = [Value(0.35), Value(0.60)]
    let hiddenNets, hidden, outputNets, outputs, errors: [Value]
    let total: Value

    init() {
      let w = weights
      let inputs = [0.05, 0.10]
      hiddenNets = [
        dot([w[0], w[1]], inputs, plus: biases[0]), dot([w[2], w[3]], inputs, plus: biases[0]),
      ]
      hidden = hiddenNets.map { sigmoid($0) }
      outputNets = [
        dot([w[4], w[5]], hidden, plus: biases[1]), dot([w[6], w[7]], hidden, plus: biases[1]),
      ]
      outputs = outputNets.map { sigmoid($0) }
      errors = zip(outputs, [0.01, 0.99]).map { out, target in 0.5 * pow(target - out, 2) }
      total = errors[0] + errors[1]
    }

    func step(updatingBiases: Bool) {
      total.zeroGradients()
      total.backward()
      for parameter in updatingBiases ? weights + biases : weights {
        parameter.data -= 0.5 * parameter.gradient
      }
      total.forward()
    }
  }

  @Test("the forward pass gives every number")
  func forward() {
    let network = Network()
    expectClose(network.hiddenNets.map { $0.data }, [0.3775, 0.3925])
    expectClose(network.hidden.map { $0.data }, [0.5932699921071872, 0.596884378259767])
    expectClose(network.outputNets.map { $0.data }, [1.1059059670597702, 1.2249214040964655])
    expectClose(network.outputs.map { $0.data }, [0.7513650695523157, 0.7729284653214626])
    expectClose(network.errors.map { $0.data }, [0.27481108317615494, 0.023560025583847736])
    expectClose(network.total.data, 0.29837110876000267)
  }

  @Test("the backward pass gives every gradient")
  func backward() {
    let network = Network()
    network.total.backward()
    expectClose(
      network.weights.map { $0.gradient },
      [
        0.00043856773447434674, 0.0008771354689486935, 0.0004977127352608601,
        0.0009954254705217202, 0.08216704056423078, 0.08266762784753326, -0.02260254047747506,
        -0.022740242215978212,
      ])
    expectClose(network.biases.map { $0.gradient }, [0.018725609394704135, 0.10040032511200075])
    expectClose(
      network.hiddenNets.map { $0.gradient }, [0.008771354689486935, 0.009954254705217202])
    expectClose(network.hidden.map { $0.gradient }, [0.036350306393144675, 0.04137032264874472])
    expectClose(
      network.outputNets.map { $0.gradient }, [0.13849856162855698, -0.038098236516556215])
    expectClose(network.outputs.map { $0.gradient }, [0.7413650695523157, -0.2170715346785374])
    #expect(network.errors.map { $0.gradient } == [1, 1])
  }

  @Test("the partial derivatives between nodes are the lecture's")
  func partials() {
    let network = Network()
    let h1 = network.hidden[0]
    // The lecture prints the second as -0.019049119; its last digit is off.
    expectClose(
      network.errors.map { $0.derivative(withRespectTo: h1).data },
      [0.055399424651422786, -0.019049118258278108])
    expectClose(network.total.derivative(withRespectTo: h1).data, 0.036350306393144675)
    expectClose(h1.localGradients, [0.24130070857232522])
    expectClose(network.outputs[0].localGradients, [0.18681560180895948])
    expectClose(
      network.total.derivative(withRespectTo: network.weights[0]).data, 0.00043856773447434674)
  }

  @Test("one step gives the lecture's new weights, and the biases where they are updated")
  func oneStep() {
    let network = Network()
    network.step(updatingBiases: true)
    expectClose(
      network.weights.map { $0.data },
      [
        0.14978071613276284, 0.19956143226552564, 0.24975114363236958, 0.29950228726473915,
        0.3589164797178846, 0.4086661860762334, 0.5113012702387375, 0.5613701211079891,
      ])
    expectClose(network.biases.map { $0.data }, [0.3406371953026479, 0.5497998374439996])
  }

  @Test("training without updates of the biases", arguments: [false, true])
  func training(updatingBiases: Bool) {
    let network = Network()
    var step = 0
    for point in updatingBiases ? Self.withBiases : Self.withoutBiases {
      while step < point.step {
        network.step(updatingBiases: updatingBiases)
        step += 1
      }
      // Gradient descent contracts here, so the rounding of ten thousand steps does not pile up.
      // An error is half the square of how far an output is from its target; after 10000 steps
      // that is 0.002, of which the 1e-16 of an output's rounding is 5e-14: within 1e-12 still.
      expectClose(network.outputs.map { $0.data }, point.outputs, "outputs at \(step)")
      expectClose(network.weights.map { $0.data }, point.weights, "weights at \(step)")
      expectClose(network.biases.map { $0.data }, point.biases, "biases at \(step)")
      expectClose(network.total.data, point.error, "error at \(step)")
    }
    #expect(step == 10_000)
  }

  @Test("hidden gradients through already updated weights would give 0.291027924: not ours")
  func wrongVariant() {
    let network = Network()
    let old = network.weights[..<4].map { $0.data }
    network.step(updatingBiases: false)
    let right = network.total.data
    // What the wrong order does, by the formulas: the deltas of the outputs are still the old ones.
    let deltas = [0.13849856162855698, -0.038098236516556215]
    let slopes = [0.24130070857232522, 0.596884378259767 * (1 - 0.596884378259767)]
    for i in 0..<4 {
      let unit = i / 2
      let (toFirst, toSecond) = (network.weights[4 + unit].data, network.weights[6 + unit].data)
      let upstream = deltas[0] * toFirst + deltas[1] * toSecond
      network.weights[i].data = old[i] - 0.5 * upstream * slopes[unit] * [0.05, 0.10][i % 2]
    }
    network.total.forward()
    expectClose(network.total.data, 0.29102792390544185)
    expectClose(right, 0.29102777369359933)
    #expect(abs(right - 0.29102792390544185) > 1e-7)
  }

  /// Where training stands after a number of steps.
  struct Point {
    let step: Int
    let error: Double
    let outputs, weights, biases: [Double]
  }

  static let withoutBiases = [
    Point(
      step: 0, error: 0.29837110876000267, outputs: [0.7513650695523157, 0.7729284653214626],
      weights: [
        0.15, 0.2, 0.25, 0.3,
        0.4, 0.45, 0.5, 0.55,
      ], biases: [0.35, 0.6]),
    Point(
      step: 1, error: 0.29102777369359933, outputs: [0.7420881111907824, 0.7752849682944595],
      weights: [
        0.14978071613276284, 0.19956143226552564, 0.24975114363236958, 0.29950228726473915,
        0.3589164797178846, 0.4086661860762334, 0.5113012702387375, 0.5613701211079891,
      ], biases: [0.35, 0.6]),
    Point(
      step: 2, error: 0.28354713312241997, outputs: [0.7324768705997207, 0.7775819271030018],
      weights: [
        0.14959271776348723, 0.19918543552697446, 0.2495330148608577, 0.29906602972171537,
        0.3173538619992384, 0.3668504722463087, 0.522397326244698, 0.5725337466940144,
      ], biases: [0.35, 0.6]),
    Point(
      step: 10, error: 0.22091859205390407, outputs: [0.6451737282231507, 0.7940624612716818],
      weights: [
        0.1493577757484796, 0.19871555149695921, 0.2490446949384014, 0.29808938987680283,
        -0.025550143828731733, 0.02186308236407908, 0.604482034476792, 0.6551172066631201,
      ], biases: [0.35, 0.6]),
    Point(
      step: 100, error: 0.020046828249425205, outputs: [0.17580714171563702, 0.8777429367258297],
      weights: [
        0.1912020091466572, 0.2824040182933144, 0.28979084304486113, 0.3795816860897223,
        -1.813358358113877, -1.7766501168669935, 1.120504846562214, 1.1742237076265867,
      ], biases: [0.35, 0.6]),
    Point(
      step: 1000, error: 0.0011143494537337395, outputs: [0.04405288511514459, 0.9573029065083417],
      weights: [
        0.28204193926053006, 0.4640838785210602, 0.38058908495122407, 0.5611781699024481,
        -3.0640975297007573, -3.0347303780528074, 2.0517051904569836, 2.1108857303967565,
      ], biases: [0.35, 0.6]),
    Point(
      step: 9999, error: 3.51085481225128e-05, outputs: [0.015914185034957114, 0.984063712303357],
      weights: [
        0.37850624905946734, 0.6570124981189347, 0.47729695649769427, 0.7545939129953886,
        -3.8929490892330585, -3.8683884159531448, 2.8617826953834413, 2.925660550588987,
      ], biases: [0.35, 0.6]),
    Point(
      step: 10000, error: 3.510187782978846e-05,
      outputs: [0.015913620443550627, 0.9840642735146238],
      weights: [
        0.37850998835012795, 0.6570199767002559, 0.47730070568478394, 0.7546014113695679,
        -3.8929771988657293, -3.868416687703618, 2.8618109486200525, 2.925688966771613,
      ], biases: [0.35, 0.6]),
  ]

  static let withBiases = [
    Point(
      step: 0, error: 0.29837110876000267, outputs: [0.7513650695523157, 0.7729284653214626],
      weights: [
        0.15, 0.2, 0.25, 0.3,
        0.4, 0.45, 0.5, 0.55,
      ], biases: [0.35, 0.6]),
    Point(
      step: 1, error: 0.2857508866992965, outputs: [0.732024167094904, 0.7659846533616435],
      weights: [
        0.14978071613276284, 0.19956143226552564, 0.24975114363236958, 0.29950228726473915,
        0.3589164797178846, 0.4086661860762334, 0.5113012702387375, 0.5613701211079891,
      ], biases: [0.3406371953026479, 0.5497998374439996]),
    Point(
      step: 2, error: 0.27279726419999334, outputs: [0.7115833540567277, 0.7589689940495021],
      weights: [
        0.14959758938579196, 0.19919517877158388, 0.24953817898068323, 0.29907635796136645,
        0.3170634420600366, 0.36655685823024176, 0.5231670526658759, 0.5733085645361182,
      ], biases: [0.33271536732950363, 0.4990595972201981]),
    Point(
      step: 10, error: 0.1752380107751284, outputs: [0.5334637614981117, 0.713482890315075],
      weights: [
        0.1497879571695614, 0.1995759143391228, 0.24951352925502673, 0.29902705851005346,
        -0.017260517963004016, 0.030169560865829056, 0.6387234354303335, 0.6895780839128248,
      ], biases: [0.3360297284917625, 0.12633180315822057]),
    Point(
      step: 100, error: 0.009997164794094123, outputs: [0.11139041152646494, 0.8914387802496219],
      weights: [
        0.173113873396576, 0.246227746793152, 0.27259494055060157, 0.34518988110120313,
        -1.149539713358194, -1.1076199935739448, 1.5021445819723864, 1.557038538748159,
      ], biases: [1.2641762789435513, -0.30106502762840837]),
    Point(
      step: 1000, error: 0.00034607501034832365,
      outputs: [0.028732732286683788, 0.9715274592496841],
      weights: [
        0.19067541822111558, 0.2813508364422312, 0.29004982597391277, 0.3800996519478256,
        -1.8300268382214369, -1.7897349327252132, 2.159670918554951, 2.216135627130072,
      ], biases: [1.9645048839005677, -0.3286947244906134]),
    Point(
      step: 9999, error: 4.356536817666766e-06,
      outputs: [0.012102452171583858, 0.9879281002674994],
      weights: [
        0.19970926596618258, 0.2994185319323652, 0.2990097241082787, 0.39801944821655744,
        -2.2419177666854946, -2.2022411397844466, 2.5637709370189823, 2.6208391857369344,
      ], biases: [2.324379801489226, -0.3373731129057354]),
    Point(
      step: 10000, error: 4.355321066163808e-06,
      outputs: [0.012102159123466414, 0.9879283897200597],
      weights: [
        0.19970950103836677, 0.2994190020767335, 0.2990099571088406, 0.3980199142176811,
        -2.2419292550542123, -2.202252642699786, 2.563782230209399, 2.6208504932268366,
      ], biases: [2.3243891629441467, -0.33737332643361156]),
  ]
}
