// XOR with 2-2-1 sigmoid units: full batch, mean squared error, learning rate 0.5, a fixed start.

import Nabla
import Testing

@Suite("Lectures: XOR from a fixed start")
struct XORTrainingTests {
  /// One graph on the four samples, with leaves that training moves.
  private struct Network {
    /// W1[input][hidden] row by row, b1, W2, b2.
    let parameters = [0.7, 0.7, 0.6, -0.5, -0.8, 0.9, 0.2, -1, 0.8].map { Value($0) }
    let outputs: [Value]
    let loss: Value

    init() {
      let p = parameters
      outputs = [[0.0, 0], [0, 1], [1, 0], [1, 1]].map { x in
        let hidden = (0..<2).map { j in sigmoid(dot([p[j], p[2 + j]], x, plus: p[4 + j])) }
        return sigmoid(dot([p[6], p[7]], hidden, plus: p[8]))
      }
      loss = mean(zip(outputs, [0.0, 1, 1, 0]).map { y, t in pow(y - t, 2) })
    }

    func step() {
      loss.zeroGradients()
      loss.backward()
      for parameter in parameters { parameter.data -= 0.5 * parameter.gradient }
      loss.forward()
    }
  }

  @Test("the first gradients are right")
  func firstGradients() {
    let network = Network()
    network.loss.backward()
    expectClose(
      network.parameters.map { $0.gradient },
      [
        0.00015262825266012324,
        -0.004180270406231751,
        0.0005776594556493841,
        -5.669164594420507e-05,
        0.0004206875585866854,
        -0.0053383462838994,
        0.01039623790129747,
        0.016443686817071843,
        0.021434566645972118,
      ])
  }

  /// Loss and outputs for 00, 01, 10 and 11 after a number of steps.
  // swift-format-ignore
  static let run: [Int: (loss: Double, outputs: [Double])] = [
    0: (0.25046519916276155, [0.5376922563484714, 0.5723255115476509, 0.5157412406217912, 0.5434480840029112]),
    1: (0.25004656599196123, [0.533031812551521, 0.5677528315139637, 0.5105671863606422, 0.5382204539449899]),
    2: (0.24971251769048267, [0.5288700603292131, 0.5636732190010229, 0.5059457061667401, 0.5335502084877248]),
    3: (0.2494460377361143, [0.5251576074245042, 0.5600391863496028, 0.5018213625206569, 0.5293828160414098]),
    5: (0.2490634876581878, [0.5189015239698885, 0.553934245316242, 0.4948637201649014, 0.5223579618874827]),
    10: (0.24860165175901172, [0.5083741703922525, 0.5437857752340847, 0.4831015450929411, 0.5105358737150271]),
    100: (0.2474590799702394, [0.4933481671303879, 0.5381386311494678, 0.46238720926266014, 0.4940652477853165]),
    1000: (0.1716455416669081, [0.3013273553757743, 0.7975937061101372, 0.40539251742100385, 0.44861746000876235]),
    2000: (0.011040710398390743, [0.10910733308625865, 0.8942063936199972, 0.8890188862870654, 0.09353788916004502]),
    5000: (0.0016480206920263254, [0.04122241657517573, 0.9547876540552895, 0.9605322374799939, 0.035929578840395694]),
    10000: (0.0006433540644487761, [0.025589881114449587, 0.9713165508927318, 0.9757103434931388, 0.022491033245115477]),
  ]

  @Test("losses and outputs at steps 0 to 10000, and the parameters at 1 and 10000")
  func training() {
    let network = Network()
    for step in 0...10_000 {
      if let (loss, outputs) = Self.run[step] {
        // Two float64 libraries differ by 2.6e-14 in the loss over this run, so the rounding of the
        // steps does not grow to more than a fortieth of 1e-12.
        expectClose(network.loss.data, loss, "loss at step \(step)")
        expectClose(network.outputs.map { $0.data }, outputs, "outputs at step \(step)")
      }
      if step == 1 { expectClose(network.parameters.map { $0.data }, Self.afterOne) }
      if step == 10_000 { expectClose(network.parameters.map { $0.data }, Self.afterTenThousand) }
      network.step()
    }
  }

  static let afterOne = [
    0.6999236858736699,
    0.7020901352031159,
    0.5997111702721754,
    -0.4999716541770279,
    -0.8002103437792933,
    0.9026691731419497,
    0.19480188104935126,
    -1.008221843408536,
    0.789282716677014,
  ]

  static let afterTenThousand = [
    5.185620963424174,
    6.3542808358396226,
    -5.337207405928819,
    -6.14767975969097,
    -2.8200194004401293,
    3.1080390709895838,
    8.965620176483396,
    -8.407304369489337,
    3.9036977538572395,
  ]
}
