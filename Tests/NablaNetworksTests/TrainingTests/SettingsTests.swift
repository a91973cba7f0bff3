// Every setting outside its range stops the program with the rule and the value seen: when it is made, when
// it is changed, and at the latest when training begins.

import Foundation
import Nabla
import NablaNetworks
import Testing

@Suite("Settings")
struct SettingsTests {
  typealias Mistake = (text: String, body: @Sendable () -> Void)

  static let optimizers: [Mistake] = [
    ("a learning rate of at least 0 and finite, got -0.1", { _ = SGD(learningRate: -0.1) }),
    ("a learning rate of at least 0 and finite, got nan", { _ = Adam(learningRate: .nan) }),
    ("a learning rate of at least 0 and finite, got inf", { _ = RMSProp(learningRate: .infinity) }),
    ("a learning rate of at least 0 and finite, got -1.0", { _ = Adagrad(learningRate: -1) }),
    ("momentum from 0.0 to below 1.0, got 1.0", { _ = SGD(momentum: 1) }),
    ("momentum from 0.0 to below 1.0, got -0.5", { _ = RMSProp(momentum: -0.5) }),
    ("weight decay of at least 0 and finite, got -1.0", { _ = SGD(weightDecay: -1) }),
    ("weight decay of at least 0 and finite, got inf", { _ = AdamW(weightDecay: .infinity) }),
    ("beta1 from 0.0 to below 1.0, got 1.0", { _ = Adam(beta1: 1) }),
    ("beta2 from 0.0 to below 1.0, got nan", { _ = AdamW(beta2: .nan) }),
    ("epsilon above 0 and finite, got 0.0", { _ = Adam(epsilon: 0) }),
    ("epsilon above 0 and finite, got -1.0", { _ = Adagrad(epsilon: -1) }),
    ("decay from 0.0 to below 1.0, got 1.0", { _ = RMSProp(decay: 1) }),
    (
      "a learning rate of at least 0 and finite, got -1.0",
      {
        var changed = AdamW()
        changed.learningRate = -1
      }
    ),
    (
      "momentum from 0.0 to below 1.0, got 2.0",
      {
        var changed = SGD()
        changed.momentum = 2
      }
    ),
    (
      "beta1 from 0.0 to below 1.0, got 1.0",
      {
        var changed = Adam()
        changed.beta1 = 1
      }
    ),
    (
      "there is no parameter 1 to spare among 1",
      {
        var (sparing, parameters) = (AdamW(sparing: [1]), [1.0])
        sparing.step(&parameters, gradients: [1])
      }
    ),
    ("expected counts of at least 1, got 0 and 200", { _ = LBFGS(memory: 0) }),
    (
      "a gradient tolerance of at least 0 and finite, got nan",
      { _ = LBFGS(gradientTolerance: .nan) }
    ),
    (
      "a value tolerance of at least 0 and finite, got -1.0",
      {
        var changed = LBFGS()
        changed.valueTolerance = -1
        _ = changed.minimize(from: [1]) { $0[0] * $0[0] }
      }
    ),
  ]

  static func price(_ loss: Loss, _ count: Int = 2) {
    _ = loss(
      of: (0..<count).map { Value(Double($0)) }, against: (0..<count).map { $0 == 0 ? 1 : 0 })
  }

  static let losses: [Mistake] = [
    ("delta above 0 and finite, got -1.0", { price(.huber(delta: -1)) }),
    ("delta above 0 and finite, got 0.0", { price(.huber(delta: 0)) }),
    ("delta above 0 and finite, got nan", { price(.huber(delta: .nan)) }),
    ("delta above 0 and finite, got -1.0", { train(loss: .huber(delta: -1), epochs: 0) }),
    ("a margin of at least 0 and finite, got -1.0", { price(.multiClassHinge(margin: -1)) }),
    ("a margin of at least 0 and finite, got inf", { price(.multiClassHinge(margin: .infinity)) }),
    (
      "delta above 0 and finite, got -1.0",
      {
        let model = MLP([Layer(weights: [[1]], biases: [0])])
        let data = Dataset(inputs: [[1]], targets: [[1]])
        fit(model, on: data, loss: .huber(delta: -1), method: LBFGS())
      }
    ),
  ]

  static let schedules: [Mistake] = [
    ("a step's length above 0 and finite, got 0.0", { follow(.step(every: 0, factor: 0.5)) }),
    ("a schedule's factor above 0 and finite, got 0.0", { follow(.step(every: 1, factor: 0)) }),
    ("a schedule's factor above 0 and finite, got -1.0", { follow(.exponential(factor: -1)) }),
    ("a cosine's length above 0 and finite, got 0.0", { follow(.cosine(epochs: 0)) }),
    ("a cosine's length above 0 and finite, got -5.0", { follow(.cosine(epochs: -5)) }),
    ("a cosine's end of at least 0 and finite, got -3.0", { follow(.cosine(epochs: 9, end: -3)) }),
    ("a warm-up's length above 0 and finite, got -1.0", { follow(.warmUp(epochs: -1)) }),
    (
      "a cosine's length above 0 and finite, got 0.0",
      { follow(.warmUp(epochs: 1, then: .cosine(epochs: 0))) }
    ),
    (
      "a cosine's length above 0 and finite, got 0.0",
      { train(TrainingOptions(schedule: .cosine(epochs: 0))) }
    ),
  ]

  static func follow(_ schedule: Schedule) { _ = schedule.factor(after: 0.5) }

  static func train(
    _ options: TrainingOptions = TrainingOptions(), loss: Loss = .meanSquaredError,
    epochs: Int = 1, batchSize: Int = 1, target: Double = 0.7
  ) {
    var generator = SeededGenerator(seed: 1)
    fit(
      MLP([Layer(weights: [[1]], biases: [0])]), on: Dataset(inputs: [[1]], targets: [[target]]),
      loss: loss, optimizer: SGD(), epochs: epochs, batchSize: batchSize, options: options,
      using: &generator)
  }

  static func trainChanged(_ change: (inout TrainingOptions) -> Void) {
    var options = TrainingOptions(
      penalties: [.l2(1)], earlyStopping: EarlyStopping(patience: 1))
    change(&options)
    train(options, epochs: 0)
  }

  static let training: [Mistake] = [
    ("a penalty's factor of at least 0 and finite, got -1.0", { _ = Penalty.l2(-1) }),
    ("a penalty's factor of at least 0 and finite, got inf", { _ = Penalty.l1(.infinity) }),
    (
      "a penalty's factor of at least 0 and finite, got -1.0",
      { trainChanged { $0.penalties[0].factor = -1 } }
    ),
    (
      "a penalty's factor of at least 0 and finite, got nan",
      {
        var changed = Penalty.l2(1)
        changed.factor = .nan
        _ = changed(on: [])
      }
    ),
    ("expected a norm above 0, got 0.0", { _ = TrainingOptions(clipping: .norm(0)) }),
    ("expected a value above 0, got nan", { trainChanged { $0.clipping = .value(.nan) } }),
    ("expected a patience of at least 1, got 0", { _ = EarlyStopping(patience: 0) }),
    (
      "expected a patience of at least 1, got -1",
      { trainChanged { $0.earlyStopping?.patience = -1 } }
    ),
    (
      "an improvement of at least 0 and finite, got nan",
      { _ = EarlyStopping(patience: 1, minimumImprovement: .nan) }
    ),
    ("expected a patience of at least 1, got 0", { _ = TrainingOptions(patienceBeforeNotice: 0) }),
    ("expected a patience of at least 1, got 0", { _ = Plateau(patience: 0) }),
    ("expected a factor above 0 and below 1, got 1.0", { _ = Plateau(factor: 1) }),
    ("label smoothing from 0.0 to below 1.0, got 1.0", { _ = TrainingOptions(labelSmoothing: 1) }),
    (
      "expected a cross-entropy, as labels are smoothed by 0.1, got meanSquaredError",
      { train(TrainingOptions(labelSmoothing: 0.1)) }
    ),
    (
      "expected at least 1 thread, got 0",
      { train(TrainingOptions(engine: .program(maximumThreads: 0))) }
    ),
    (
      "expected targets that are classes, as early stopping watches their accuracy; got [0.7]",
      { train(TrainingOptions(earlyStopping: EarlyStopping(patience: 1, metric: .accuracy))) }
    ),
    ("at least 0 epochs and batches of at least 1, got -1 and 1", { train(epochs: -1) }),
    ("at least 0 epochs and batches of at least 1, got 1 and 0", { train(batchSize: 0) }),
  ]

  static func draw(_ initialization: Initialization) {
    var generator = SeededGenerator(seed: 1)
    _ = initialization.weights(0, inputs: 1, outputs: 1, using: &generator)
  }

  static func build(_ activation: Activation) {
    var generator = SeededGenerator(seed: 1)
    _ = MLP(inputs: 1, hidden: [2], outputs: 1, activation: activation, using: &generator)
  }

  static let models: [Mistake] = [
    ("a slope that is finite, got nan", { build(.leakyReLU(slope: .nan)) }),
    ("a slope that is finite, got inf", { build(.prelu(slope: .infinity)) }),
    ("alpha of at least 0 and finite, got -1.0", { build(.elu(alpha: -1)) }),
    (
      "alpha of at least 0 and finite, got -1.0",
      { _ = Neuron(weights: [1], activation: .elu(alpha: -1)) }
    ),
    ("alpha of at least 0 and finite, got nan", { _ = Activation.elu(alpha: .nan)(Value(1)) }),
    ("expected at least 1 piece, got 0", { build(.maxout(pieces: 0)) }),
    (
      "a standard deviation of at least 0 and finite, got -1.0",
      { draw(.normal(standardDeviation: -1)) }
    ),
    (
      "a standard deviation of at least 0 and finite, got inf",
      { draw(.normal(standardDeviation: .infinity)) }
    ),
    ("expected a finite range that is not empty, got 1.0..<1.0", { draw(.uniform(1..<1)) }),
    ("expected a finite range that is not empty", { draw(.uniform(0 ..< .infinity)) }),
    (
      "a standard deviation of at least 0 and finite, got inf",
      {
        var generator = SeededGenerator(seed: 1)
        _ = generator.normal(standardDeviation: .infinity)
      }
    ),
    ("expected a threshold, got NaN", { _ = classIndex(of: [1], threshold: .nan) }),
    (
      "expected a fraction from 0 to 1, got nan",
      {
        var generator = SeededGenerator(seed: 1)
        _ = Dataset(inputs: [[1]], targets: [[1]]).split(testFraction: .nan, using: &generator)
      }
    ),
  ]

  static let all = optimizers + losses + schedules + training + models

  @Test("outside its range it is refused, with the rule and the value", arguments: all.indices)
  func refused(place: Int) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [place = place as Int] in
      SettingsTests.all[place].body()
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("Precondition failed"), "\(Self.all[place].text): \(output)")
    #expect(output.contains(Self.all[place].text), "\(output)")
  }

  @Test("what lies on the edge of a range is not refused")
  func edges() {
    _ = (SGD(learningRate: 0), Adam(beta1: 0, beta2: 0), RMSProp(decay: 0))
    Self.price(.multiClassHinge(margin: 0))
    Self.train(
      TrainingOptions(
        schedule: .warmUp(epochs: 0.5, then: .cosine(epochs: 1, end: 0)),
        clipping: .norm(.infinity), penalties: [.l2(0)],
        earlyStopping: EarlyStopping(patience: 1, minimumImprovement: 0),
        patienceBeforeNotice: 1, engine: .program(maximumThreads: 1)), epochs: 0)
    Self.build(.leakyReLU(slope: -1))
    Self.build(.elu(alpha: 0))
    Self.draw(.normal(standardDeviation: 0))
  }
}
