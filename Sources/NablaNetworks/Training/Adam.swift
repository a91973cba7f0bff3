// Momentum and RMSProp together, each corrected for having begun at 0.
//
// The memory m of the gradients starts at 0 and is too small for the first steps, by the factor
// 1 - β₁ᵗ after t of them; likewise v. The powers are kept as running products, so that no power
// function is needed and a saved state goes on with the same bits.

/// What Adam and AdamW remember.
private struct Moments: Hashable, Codable, Sendable {
  /// The fading mean of the gradients of each parameter, m; empty before the first step.
  var first: [Double] = []
  /// The fading mean of their squares, v; empty before the first step.
  var second: [Double] = []
  /// β₁ᵗ and β₂ᵗ.
  var power1 = 1.0
  var power2 = 1.0

  func suits(_ count: Int) -> Bool {
    (first.count == count && second.count == count) || (first.isEmpty && second.isEmpty)
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
/// begin at 0, t counts the steps from 1.
public struct Adam: Optimizer, Hashable {
  /// The size of the steps, η.
  public var learningRate: Double
  /// How much of the first moment is kept, β₁.
  public var beta1: Double
  /// How much of the second moment is kept, β₂.
  public var beta2: Double
  /// What keeps the quotient finite, ε.
  public var epsilon: Double
  private var moments = Moments()

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate is at least 0, the betas are from 0 to below 1, epsilon is positive.
  public init(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    checkSetting("a learning rate", learningRate, in: 0..<Double.infinity)
    checkSetting("beta1", beta1, in: 0..<1)
    checkSetting("beta2", beta2, in: 0..<1)
    checkSetting("epsilon", epsilon, in: Double.leastNonzeroMagnitude..<Double.infinity)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// Changes the parameters by one step.
  public mutating func step(_ parameters: inout [Double], gradients: [Double]) {
    prepare(&moments.first, parameters, gradients)
    prepare(&moments.second, parameters, gradients)
    moments.power1 *= beta1
    moments.power2 *= beta2
    for i in parameters.indices {
      let g = gradients[i]
      moments.first[i] = beta1 * moments.first[i] + (1 - beta1) * g
      moments.second[i] = beta2 * moments.second[i] + (1 - beta2) * g * g
      let mean = moments.first[i] / (1 - moments.power1)
      let square = moments.second[i] / (1 - moments.power2)
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
/// decay, biases too, as in PyTorch.
public struct AdamW: Optimizer, Hashable {
  /// How much parameters shrink.
  public var weightDecay: Double
  private var adam: Adam

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate and the decay are at least 0, the betas are from 0 to below 1, epsilon is
  ///   positive.
  public init(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) {
    checkSetting("weight decay", weightDecay, in: 0..<Double.infinity)
    self.weightDecay = weightDecay
    adam = Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  /// The size of the steps, η.
  public var learningRate: Double {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }

  /// Changes the parameters by one step.
  public mutating func step(_ parameters: inout [Double], gradients: [Double]) {
    for i in parameters.indices { parameters[i] -= learningRate * weightDecay * parameters[i] }
    adam.step(&parameters, gradients: gradients)
  }

  /// Whether the moments are those of so many parameters.
  public func suits(parameterCount: Int) -> Bool { adam.suits(parameterCount: parameterCount) }
}
