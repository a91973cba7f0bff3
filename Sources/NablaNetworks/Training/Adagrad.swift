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
  public var learningRate: Double
  /// What keeps the quotient finite, ε.
  public var epsilon: Double
  /// The sum of the squared gradients of each parameter; empty before the first step.
  private var squareSums: [Double] = []

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate is at least 0, epsilon is positive.
  public init(learningRate: Double = 0.01, epsilon: Double = 1e-10) {
    checkSetting("a learning rate", learningRate, in: 0..<Double.infinity)
    checkSetting("epsilon", epsilon, in: Double.leastNonzeroMagnitude..<Double.infinity)
    self.learningRate = learningRate
    self.epsilon = epsilon
  }

  /// Changes the parameters by one step.
  public mutating func step(_ parameters: inout [Double], gradients: [Double]) {
    prepare(&squareSums, parameters, gradients)
    for i in parameters.indices {
      squareSums[i] += gradients[i] * gradients[i]
      parameters[i] -= learningRate * gradients[i] / (squareSums[i].squareRoot() + epsilon)
    }
  }

  /// Whether the sums are those of so many parameters.
  public func suits(parameterCount: Int) -> Bool {
    squareSums.isEmpty || squareSums.count == parameterCount
  }
}
