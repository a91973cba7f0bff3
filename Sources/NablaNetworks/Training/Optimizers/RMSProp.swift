// Adagrad with a memory that fades, so that steps do not shrink for ever.

/// RMSProp: steps relative to the recent size of each gradient.
///
/// ```text
/// s := ρ s + (1 - ρ) g²
/// v := momentum v + g / (√s + ε)
/// p := p - η v
/// ```
///
/// T. Tieleman and G. Hinton, "Lecture 6.5: RMSProp", Coursera, Neural Networks for Machine Learning,
/// 2012; momentum as PyTorch adds it. s and v begin at 0.
public struct RMSProp: Optimizer, Hashable {
  /// The size of the steps, η.
  public var learningRate: Double {
    didSet { checkSetting("a learning rate", learningRate, in: .zeroOrMore) }
  }
  /// How much of the mean square is kept, ρ.
  public var decay: Double {
    didSet { checkSetting("decay", decay, in: 0..<1) }
  }
  /// How much of the velocity is kept.
  public var momentum: Double {
    didSet { checkSetting("momentum", momentum, in: 0..<1) }
  }
  /// What keeps the quotient finite, ε.
  public var epsilon: Double {
    didSet { checkSetting("epsilon", epsilon, in: .aboveZero) }
  }
  /// The fading mean of the squared gradients of each parameter; empty before the first step.
  private var meanSquares: [Double] = []
  /// The velocity of each parameter; empty before the first step.
  private var velocities: [Double] = []

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate is at least 0, decay and momentum are from 0 to below 1, epsilon is
  ///   positive.
  public init(
    learningRate: Double = 0.01, decay: Double = 0.99, momentum: Double = 0,
    epsilon: Double = 1e-8
  ) {
    self.learningRate = learningRate
    self.decay = decay
    self.momentum = momentum
    self.epsilon = epsilon
    checkSettings()
  }

  /// Checks all settings.
  private func checkSettings() {
    checkSetting("a learning rate", learningRate, in: .zeroOrMore)
    checkSetting("decay", decay, in: 0..<1)
    checkSetting("momentum", momentum, in: 0..<1)
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
    prepare(&meanSquares, parameters, gradients)
    prepare(&velocities, parameters, gradients)
    for i in places {
      meanSquares[i] = decay * meanSquares[i] + (1 - decay) * gradients[i] * gradients[i]
      velocities[i] =
        momentum * velocities[i] + gradients[i] / (meanSquares[i].squareRoot() + epsilon)
      parameters[i] -= learningRate * velocities[i]
    }
  }

  /// Whether the means are those of so many parameters.
  public func suits(parameterCount: Int) -> Bool {
    [meanSquares.count, velocities.count].allSatisfy { $0 == parameterCount }
      || (meanSquares.isEmpty && velocities.isEmpty)
  }
}
