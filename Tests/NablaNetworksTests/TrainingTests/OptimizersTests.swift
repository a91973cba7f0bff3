import Foundation
import Nabla
import NablaNetworks
import Testing

@Suite("Optimizers")
struct OptimizersTests {
  // f = 3/2 p0² + 1/4 p1² + 0.3 p0 p1 + sin(p1) from (1, -2). The numbers after 1, 2 and 5 steps were
  // computed in NumPy by the update formulas of the papers, written apart from this package.
  static let start = [1.0, -2]
  static func gradient(_ p: [Double]) -> [Double] {
    [3 * p[0] + 0.3 * p[1], 0.5 * p[1] + 0.3 * p[0] + Formulas.cos(p[1])]
  }

  static let cases: [(name: String, optimizer: any Optimizer, steps: [[Double]])] = [
    (
      "SGD", SGD(learningRate: 0.1),
      [
        [0.76, -1.8883853163452857], [0.5886515594903585, -1.7855383473241724],
        [0.31199368263645494, -1.5367104468563446],
      ]
    ),
    (
      "SGD, weight decay", SGD(learningRate: 0.1, weightDecay: 0.05),
      [
        [0.755, -1.8783853163452857], [0.5810765594903585, -1.7674479573631636],
        [0.3028721582985574, -1.5035216273804768],
      ]
    ),
    (
      "SGD, momentum", SGD(learningRate: 0.1, momentum: 0.9, weightDecay: 0.01),
      [
        [0.759, -1.8863853163452857], [0.3702325594903586, -1.6796588072636394],
        [-0.4994864751412932, -0.8135451547424609],
      ]
    ),
    (
      "SGD, Nesterov", SGD(learningRate: 0.1, momentum: 0.9, nesterov: true),
      [
        [0.5439999999999999, -1.787932101056043], [0.14143212976019448, -1.5177462848758392],
        [-0.18965983581805576, -0.7757269622526042],
      ]
    ),
    (
      "Adagrad", Adagrad(learningRate: 0.1),
      [
        [0.9000000000041667, -1.9000000000089594], [0.8336216648030814, -1.833149282837033],
        [0.7006007682636345, -1.6984322748752827],
      ]
    ),
    (
      "RMSProp", RMSProp(learningRate: 0.01, decay: 0.9, momentum: 0.5),
      [
        [0.9683772238149828, -1.9683772242942557], [0.9300219352587498, -1.929976501766493],
        [0.8258371536326075, -1.8253221208629427],
      ]
    ),
    (
      "Adam", Adam(learningRate: 0.1),
      [
        [0.9000000004166666, -1.9000000008959395], [0.800487338581585, -1.8004186871226624],
        [0.5096330498822377, -1.5084569582875293],
      ]
    ),
    (
      "AdamW", AdamW(learningRate: 0.1, weightDecay: 0.02),
      [
        [0.8980000004166666, -1.8960000008959395], [0.7967038927967367, -1.792654134537142],
        [0.5019063307959325, -1.4911317377379698],
      ]
    ),
  ]

  static func step(_ optimizer: inout some Optimizer, _ p: inout [Double]) {
    optimizer.step(&p, gradients: gradient(p))
  }

  @Test("each step is the one computed from the paper's formula")
  func steps() {
    for (name, optimizer, expected) in Self.cases {
      var optimizer = optimizer
      var p = Self.start
      for count in 1...5 {
        Self.step(&optimizer, &p)
        guard let place = [1: 0, 2: 1, 5: 2][count] else { continue }
        // Five steps of some ten roundings each.
        #expect(agree(p, expected[place], within: 1e-13), "\(name) after \(count) steps")
      }
    }
  }

  @Test("one that was saved in between goes on with the same bits")
  func saved() throws {
    func check(_ optimizer: some Optimizer, _ name: String) throws {
      var straight = optimizer
      var p = Self.start
      for _ in 0..<3 { Self.step(&straight, &p) }
      var resumed = try Formulas.throughJSON(straight)
      var q = p
      for _ in 0..<3 {
        Self.step(&straight, &p)
        Self.step(&resumed, &q)
      }
      #expect(p == q, "\(name)")
      #expect(straight.suits(parameterCount: 2))
      // Plain gradient descent remembers nothing.
      let remembers = !name.hasPrefix("SGD") || name.hasSuffix("m") || name.hasSuffix("Nesterov")
      #expect(straight.suits(parameterCount: 3) == !remembers, "\(name)")
    }
    for (name, optimizer, _) in Self.cases { try check(optimizer, name) }
  }

  @Test("leaves are stepped by the gradients that they hold, frozen ones are not")
  func leaves() {
    let leaf = Value(Double(3))
    leaf.gradient = 2
    var optimizer = SGD(learningRate: 0.5)
    optimizer.step([leaf])
    #expect(leaf.data == 2)
    var model = MLP([Layer(weights: [[1, 2]], biases: [3])])
    model.freeze("layers.0.bias")
    for value in model.parameters { value.gradient = 1 }
    var decaying = AdamW(learningRate: 0.1)
    decaying.step(model)
    #expect(model.parameters[2].data == 3)
    #expect(model.parameters[0].data != 1)
  }

  // MARK: - Frozen parameters

  @Test("a parameter that begins frozen starts afresh, as if its first steps had not been")
  func frozenFirst() {
    func check(_ optimizer: some Optimizer, _ name: String) {
      var (both, alone) = (optimizer, optimizer)
      var p = [2.0, 3]
      for _ in 0..<50 { both.step(&p, gradients: [0.7, 1], moving: [1]) }
      #expect(p[0] == 2, "\(name)")
      var q = [2.0]
      for count in 1...5 {
        both.step(&p, gradients: [1 / Double(count), 1], moving: [0, 1])
        alone.step(&q, gradients: [1 / Double(count)])
        // The same operations on the same numbers.
        #expect(p[0] == q[0], "\(name), step \(count)")
      }
    }
    for (name, optimizer, _) in Self.cases { check(optimizer, name) }
  }

  @Test("a parameter that is frozen in between goes on as it was")
  func frozenBetween() {
    func check(_ optimizer: some Optimizer, _ name: String) {
      var (both, alone) = (optimizer, optimizer)
      var (p, q) = ([2.0, 3], [2.0])
      for count in 0..<12 {
        let isFrozen = (4..<9).contains(count)
        both.step(&p, gradients: [0.3, 1], moving: isFrozen ? [1] : [0, 1])
        if !isFrozen { alone.step(&q, gradients: [0.3]) }
        #expect(p[0] == q[0], "\(name), step \(count)")
      }
    }
    for (name, optimizer, _) in Self.cases { check(optimizer, name) }
  }

  @Test("an optimizer of one's own puts frozen numbers back")
  func ownOptimizer() {
    struct Down: Optimizer {
      var learningRate = 1.0
      mutating func step(_ parameters: inout [Double], gradients: [Double]) {
        for i in parameters.indices { parameters[i] -= 1 + gradients[i] }
      }
      func suits(parameterCount: Int) -> Bool { true }
    }
    var numbers = [10.0, 20]
    var optimizer = Down()
    optimizer.step(&numbers, gradients: [5, 7], moving: [1])
    #expect(numbers == [10, 12])
  }

  @Test("fine-tuning: the first step after unfreezing is PyTorch's")
  func unfreezing() {
    var model = MLP([Layer(weights: [[2]], biases: [3])])
    model.freeze("layers.0.weight")
    func train(_ optimizer: inout some Optimizer, _ x: Double, _ target: Double) {
      for parameter in model.parameters { parameter.gradient = 0 }
      Loss.meanSquaredError(of: model([x]), against: [target]).backward()
      optimizer.step(model)
    }
    var sgd = SGD(learningRate: 0.1, momentum: 0.9, weightDecay: 0.5)
    for _ in 0..<100 { train(&sgd, 0, 3) }
    #expect(model.parameters[0].data == 2)
    model.unfreeze()
    train(&sgd, 0, 3)
    // torch.optim.SGD with requires_grad off for 100 steps: v = 0.5 * 2, w = 2 - 0.1 v.
    #expect(model.parameters[0].data == 1.9)
    model.freeze("layers.0.weight")
    var adam = Adam(learningRate: 0.01)
    for _ in 0..<1000 { train(&adam, 0, 300) }
    model.unfreeze()
    train(&adam, 1, 300)
    // The first step of Adam is η g / (|g| + ε); with the others' bias correction it was 3.2 η.
    #expect(agree(model.parameters[0].data, 1.91, within: 1e-10))
  }

  @Test("moments of files from before, with one power for all parameters, go on")
  func oldMoments() throws {
    var adam = Adam(learningRate: 0.1)
    var p = Self.start
    for _ in 0..<3 { Self.step(&adam, &p) }
    let text = String(decoding: try Formulas.json(adam), as: UTF8.self)
    let old = text.replacing(/"power(.)":\[([^,]*),[^\]]*\]/) {
      "\"power\($0.output.1)\":\($0.output.2)"
    }
    #expect(old != text)
    #expect(try Formulas.decode(Adam.self, from: old) == adam)
  }

  @Test("schedules give their factors")
  func schedules() {
    let rows: [(Schedule, [Double])] = [
      (.constant, [1, 1, 1, 1]),
      (.step(every: 2, factor: 0.5), [1, 1, 0.5, 0.125]),
      (.exponential(factor: 0.5), [1, 0.5, 0.25, 0.5 * 0.5 * 0.5 * 0.5 * 0.5 * 0.5 * 0.5]),
      (.cosine(epochs: 4), [1, 0.5 + 0.5 * 0.5.squareRoot(), 0.5, 0]),
      (.cosine(epochs: 4, end: 0.2), [1, 0.6 + 0.4 * 0.5.squareRoot(), 0.6, 0.2]),
      (.warmUp(epochs: 4), [0, 0.25, 0.5, 1]),
      (.warmUp(epochs: 1, then: .step(every: 2, factor: 0.1)), [0, 1, 1, 0.001]),
    ]
    for (schedule, expected) in rows {
      // A cosine and a product or two.
      #expect(
        agree([0.0, 1, 2, 7].map { schedule.factor(after: $0) }, expected, within: 1e-15),
        "\(schedule)")
    }
    let half = Schedule.exponential(factor: 0.25).factor(after: 1.5)
    // 0.25 to the power 3/2, by exp and log.
    #expect(agree(half, 0.125, within: 1e-15))
    #expect(Schedule.warmUp(epochs: 0.5).factor(after: 0.25) == 0.5)
  }

  @Test("clipping by norm keeps the direction, also of lengths whose squares overflow")
  func clipping() {
    var gradients = [3.0, -4]
    GradientClipping.norm(5).clip(&gradients)
    #expect(gradients == [3, -4])
    GradientClipping.norm(1).clip(&gradients)
    // A root, quotients and products.
    #expect(agree(gradients, [0.6, -0.8], within: 1e-15))
    var large = [3e300, -4e300]
    GradientClipping.norm(1).clip(&large)
    #expect(agree(large, [0.6, -0.8], within: 1e-15))
    // Each is a number, their length is not.
    var longest = [1.5e308, -1.5e308]
    GradientClipping.norm(1).clip(&longest)
    let half = 0.5.squareRoot()
    #expect(agree(longest, [half, -half], within: 1e-15))
    var zero = [0.0, 0]
    GradientClipping.norm(1).clip(&zero)
    #expect(zero == [0, 0])
    var parts = [3.0, -4, 0.5]
    GradientClipping.value(1).clip(&parts)
    #expect(parts == [1, -1, 0.5])
    var broken = [Double.nan, 7]
    GradientClipping.value(1).clip(&broken)
    #expect(broken[0].isNaN && broken[1] == 1)
  }

  // MARK: - Parameters that do not decay

  @Test("what is spared does not decay, by hand, in training, and after a file")
  func spared() throws {
    func model() -> MLP {
      MLP([Layer(weights: [[2, -4]], biases: [8]), Layer(weights: [[16]], biases: [-32])])
    }
    #expect(model().biasPlaces == [2, 4])
    // Without gradients only decay moves: by 1 - 1/2 1/4 = 7/8, exactly.
    let expected = [2 * 0.875, -4 * 0.875, 8, 16 * 0.875, -32]
    func check<O: Optimizer>(_ optimizer: O) throws {
      var read = try JSONDecoder().decode(O.self, from: JSONEncoder().encode(optimizer))
      let model = model()
      read.step(model)
      #expect(model.parameters.map { $0.data } == expected, "\(O.self)")
    }
    let spared = [2, 4]
    try check(SGD(learningRate: 0.5, weightDecay: 0.25, sparing: spared))
    try check(SGD(learningRate: 0.5, momentum: 0.5, weightDecay: 0.25, sparing: spared))
    try check(AdamW(learningRate: 0.5, weightDecay: 0.25, sparing: spared))
    // In training: with inputs and targets of 0 and a bias of 0 there are no gradients either.
    let line = MLP([Layer(weights: [[2]], biases: [0])])
    var generator = SeededGenerator(seed: 1)
    fit(
      line, on: Dataset(inputs: [[0]], targets: [[0]]), loss: .meanSquaredError,
      optimizer: AdamW(learningRate: 0.5, weightDecay: 0.25, sparing: [0]), epochs: 3,
      using: &generator)
    #expect(line.parameters.map { $0.data } == [2, 0])
    // A file of before says nothing of it.
    let old =
      #"{"learningRate":0.5,"momentum":0,"isNesterov":false,"weightDecay":0.25,"velocities":[]}"#
    let read = try JSONDecoder().decode(SGD.self, from: Data(old.utf8))
    #expect(read == SGD(learningRate: 0.5, weightDecay: 0.25))
    // Tied weights: a leaf that is a weight somewhere is no bias.
    let layer = Affine(weights: [[1]], biases: [2])
    #expect(Sequential([layer, layer]).biasPlaces == [1])
  }
}
