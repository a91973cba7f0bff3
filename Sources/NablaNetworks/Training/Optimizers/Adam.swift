// Momentum and RMSProp together, each corrected for having begun at 0.
//
// The memory m of the gradients starts at 0 and is too small for the first steps, by the factor
// 1 - β₁ᵗ after t of them; likewise v. The powers are kept as running products, so that no power
// function is needed and a saved state goes on with the same bits; and for each parameter, because one
// that was frozen has made fewer steps than the others.

/// What Adam and AdamW remember.
private struct Moments: Hashable, Codable, Sendable {
  /// The fading mean of the gradients of each parameter, m; empty before the first step.
  var first: [Double] = []
  /// The fading mean of their squares, v; empty before the first step.
  var second: [Double] = []
  /// β₁ᵗ of each parameter.
  var power1: [Double] = []
  /// β₂ᵗ of each parameter.
  var power2: [Double] = []

  func suits(_ count: Int) -> Bool {
    let counts = [first.count, second.count, power1.count, power2.count]
    return counts.allSatisfy { $0 == count } || counts.allSatisfy { $0 == 0 }
  }
}

extension Moments {
  private enum CodingKeys: CodingKey { case first, second, power1, power2 }

  /// Reads moments; files of before had one power for all parameters.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    first = try container.decode([Double].self, forKey: .first)
    second = try container.decode([Double].self, forKey: .second)
    func powers(_ key: CodingKeys) throws -> [Double] {
      if let power = try? container.decode(Double.self, forKey: key) {
        return Array(repeating: power, count: first.count)
      }
      return try container.decode([Double].self, forKey: key)
    }
    power1 = try powers(.power1)
    power2 = try powers(.power2)
  }
}

/// Adam: adaptive moment estimation.
///
/// ```text
/// m := β₁ m + (1 - β₁) g              v := β₂ v + (1 - β₂) g²
/// p := p - η m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + ε)
/// ```
///
/// D. Kingma and J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1. m and v
/// begin at 0, t counts the steps of each parameter from 1; those while it is frozen do not count.
public struct Adam: Optimizer, Hashable {
  /// The size of the steps, η.
  public var learningRate: Double {
    didSet { checkSetting("a learning rate", learningRate, in: .zeroOrMore) }
  }
  /// How much of the first moment is kept, β₁.
  public var beta1: Double {
    didSet { checkSetting("beta1", beta1, in: 0..<1) }
  }
  /// How much of the second moment is kept, β₂.
  public var beta2: Double {
    didSet { checkSetting("beta2", beta2, in: 0..<1) }
  }
  /// What keeps the quotient finite, ε.
  public var epsilon: Double {
    didSet { checkSetting("epsilon", epsilon, in: .aboveZero) }
  }
  private var moments = Moments()

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate is at least 0, the betas are from 0 to below 1, epsilon is positive.
  public init(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    checkSettings()
  }

  /// Checks all settings.
  private func checkSettings() {
    checkSetting("a learning rate", learningRate, in: .zeroOrMore)
    checkSetting("beta1", beta1, in: 0..<1)
    checkSetting("beta2", beta2, in: 0..<1)
    checkSetting("epsilon", epsilon, in: .aboveZero)
  }

  /// Changes the parameters by one step.
  public mutating func step(_ parameters: inout [Double], gradients: [Double]) {
    step(&parameters, gradients: gradients, moving: Array(parameters.indices))
  }

  /// Changes those of the parameters that are not frozen by one step.
  public mutating func step(
    _ parameters: inout [Double], gradients: [Double], moving places: [Int]
  ) {
    prepare(&moments.first, parameters, gradients)
    prepare(&moments.second, parameters, gradients)
    prepare(&moments.power1, parameters, gradients, start: 1)
    prepare(&moments.power2, parameters, gradients, start: 1)
    for i in places {
      let g = gradients[i]
      moments.power1[i] *= beta1
      moments.power2[i] *= beta2
      moments.first[i] = beta1 * moments.first[i] + (1 - beta1) * g
      moments.second[i] = beta2 * moments.second[i] + (1 - beta2) * g * g
      let mean = moments.first[i] / (1 - moments.power1[i])
      let square = moments.second[i] / (1 - moments.power2[i])
      parameters[i] -= learningRate * mean / (square.squareRoot() + epsilon)
    }
  }

  /// Whether the moments are those of so many parameters.
  public func suits(parameterCount: Int) -> Bool { moments.suits(parameterCount) }
}

/// Adam with weight decay that is not mixed into the moments.
///
/// ```text
/// p := p - η decay p
/// p := Adam's step
/// ```
///
/// I. Loshchilov and F. Hutter, "Decoupled weight decay regularization", ICLR 2019. All parameters
/// decay, biases too, as in PyTorch, except those that are spared:
///
///     let model = MLP([Layer(weights: [[2]], biases: [1])])
///     var optimizer = AdamW(weightDecay: 0.1, sparing: model.biasPlaces)
///     optimizer.step(model)
///     print(model.parameters.map { $0.data })      // [1.9998, 1.0]
public struct AdamW: Optimizer, Hashable {
  /// How much parameters shrink.
  public var weightDecay: Double {
    didSet { checkSetting("weight decay", weightDecay, in: .zeroOrMore) }
  }
  /// The places of those parameters of a model that do not shrink.
  public var sparedPlaces: [Int] {
    get { spared ?? [] }
    set { spared = newValue.isEmpty ? nil : newValue }
  }
  /// Nil for none, as in files from before there were any.
  private var spared: [Int]?
  private var adam: Adam

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate and the decay are at least 0, the betas are from 0 to below 1, epsilon is
  ///   positive.
  public init(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01, sparing sparedPlaces: [Int] = []
  ) {
    checkSetting("weight decay", weightDecay, in: .zeroOrMore)
    self.weightDecay = weightDecay
    adam = Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    self.sparedPlaces = sparedPlaces
  }

  /// The size of the steps, η.
  public var learningRate: Double {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }

  /// Changes the parameters by one step.
  public mutating func step(_ parameters: inout [Double], gradients: [Double]) {
    step(&parameters, gradients: gradients, moving: Array(parameters.indices))
  }

  /// Changes those of the parameters that are not frozen by one step.
  public mutating func step(
    _ parameters: inout [Double], gradients: [Double], moving places: [Int]
  ) {
    let decays = decays(weightDecay, sparing: sparedPlaces, of: parameters)
    for i in places { parameters[i] -= learningRate * decays[i] * parameters[i] }
    adam.step(&parameters, gradients: gradients, moving: places)
  }

  /// Whether the moments are those of so many parameters.
  public func suits(parameterCount: Int) -> Bool { adam.suits(parameterCount: parameterCount) }
}
