// Steps that shrink for each parameter as its gradients add up.

/// Adagrad: rarely used parameters take larger steps.
///
/// ```text
/// s := s + g²
/// p := p - η g / (√s + ε)
/// ```
///
/// J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic
/// optimization", Journal of Machine Learning Research 12 (2011). s begins at 0.
public struct Adagrad: Optimizer, Hashable {
  /// The size of the steps, η.
  public var learningRate: Double {
    didSet { checkSetting("a learning rate", learningRate, in: .zeroOrMore) }
  }
  /// What keeps the quotient finite, ε.
  public var epsilon: Double {
    didSet { checkSetting("epsilon", epsilon, in: .aboveZero) }
  }
  /// The sum of the squared gradients of each parameter; empty before the first step.
  private var squareSums: [Double] = []

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate is at least 0, epsilon is positive.
  public init(learningRate: Double = 0.01, epsilon: Double = 1e-10) {
    self.learningRate = learningRate
    self.epsilon = epsilon
    checkSettings()
  }

  /// Checks all settings.
  private func checkSettings() {
    checkSetting("a learning rate", learningRate, in: .zeroOrMore)
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
    prepare(&squareSums, parameters, gradients)
    for i in places {
      squareSums[i] += gradients[i] * gradients[i]
      parameters[i] -= learningRate * gradients[i] / (squareSums[i].squareRoot() + epsilon)
    }
  }

  /// Whether the sums are those of so many parameters.
  public func suits(parameterCount: Int) -> Bool {
    squareSums.isEmpty || squareSums.count == parameterCount
  }
}
