// Gradient descent, the rule of all five lectures: `w := w - η dE/dw`.

/// Gradient descent, plain or with momentum.
///
/// ```text
/// g := g + decay p
/// v := momentum v + g
/// p := p - η v                        or, with Nesterov's momentum,  p - η (g + momentum v)
/// ```
///
/// The velocity v begins at 0. Momentum: B. Polyak, "Some methods of speeding up the convergence of
/// iteration methods", USSR Computational Mathematics 4 (1964); Y. Nesterov 1983, in the form of
/// I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and momentum
/// in deep learning", ICML 2013, as PyTorch writes it. Weight decay is the gradient of
/// `decay/2 Σ p²`; all parameters decay, biases too, except those that are spared: see
/// ``Model/biasPlaces``. `Penalty.l2(decay / 2)` does the same to weights alone, before clipping.
public struct SGD: Optimizer, Hashable {
  /// The size of the steps, η.
  public var learningRate: Double {
    didSet { checkSetting("a learning rate", learningRate, in: .zeroOrMore) }
  }
  /// How much of the velocity is kept: 0 for plain gradient descent.
  public var momentum: Double {
    didSet { checkSetting("momentum", momentum, in: 0..<1) }
  }
  /// Whether the gradient is, in effect, that of the point where the velocity leads.
  public var isNesterov: Bool
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
  /// The velocity of each parameter; empty without momentum and before the first step.
  private var velocities: [Double] = []

  /// Creates the optimizer.
  ///
  /// - Precondition: the rate and the decay are at least 0, momentum is from 0 to below 1.
  public init(
    learningRate: Double = 0.1, momentum: Double = 0, nesterov: Bool = false,
    weightDecay: Double = 0, sparing sparedPlaces: [Int] = []
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    isNesterov = nesterov
    self.weightDecay = weightDecay
    self.sparedPlaces = sparedPlaces
    checkSettings()
  }

  /// Checks all settings.
  private func checkSettings() {
    checkSetting("a learning rate", learningRate, in: .zeroOrMore)
    checkSetting("momentum", momentum, in: 0..<1)
    checkSetting("weight decay", weightDecay, in: .zeroOrMore)
  }

  /// Changes the parameters by one step.
  public mutating func step(_ parameters: inout [Double], gradients: [Double]) {
    step(&parameters, gradients: gradients, moving: Array(parameters.indices))
  }

  /// Changes those of the parameters that are not frozen by one step.
  public mutating func step(
    _ parameters: inout [Double], gradients: [Double], moving places: [Int]
  ) {
    if momentum == 0 {
      stepWithoutMemory(&parameters, gradients, places)
      return
    }
    prepare(&velocities, parameters, gradients)
    let decays = decays(weightDecay, sparing: sparedPlaces, of: parameters)
    for i in places {
      let g = gradients[i] + decays[i] * parameters[i]
      velocities[i] = momentum * velocities[i] + g
      parameters[i] -= learningRate * (isNesterov ? g + momentum * velocities[i] : velocities[i])
    }
  }

  private func stepWithoutMemory(
    _ parameters: inout [Double], _ gradients: [Double], _ places: [Int]
  ) {
    check(parameters, gradients)
    let decays = decays(weightDecay, sparing: sparedPlaces, of: parameters)
    for i in places {
      parameters[i] -= learningRate * (gradients[i] + decays[i] * parameters[i])
    }
  }

  /// Whether the velocities are those of so many parameters.
  public func suits(parameterCount: Int) -> Bool {
    velocities.isEmpty || velocities.count == parameterCount
  }
}
