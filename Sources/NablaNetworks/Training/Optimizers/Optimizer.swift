// How parameters change, given their gradients.
//
// An optimizer works on plain numbers, one for each parameter, always in the same order. What it
// remembers from step to step (velocities, moments) are arrays in that order, empty before the first
// step; it is a value, so that a copy is a snapshot, and it can be encoded and gone on with.
//
// In the formulas, p are the parameters, g their gradients, η the learning rate.

import Nabla

/// A rule that changes parameters, step by step, to make a loss smaller.
public protocol Optimizer: Codable, Sendable {
  /// The size of the steps; schedules change it between steps.
  var learningRate: Double { get set }

  /// Changes the parameters by one step.
  ///
  /// - Parameters:
  ///   - parameters: The numbers to change.
  ///   - gradients: The derivatives of the loss with respect to each of them.
  /// - Precondition: as many gradients as parameters, and as many as in the steps before.
  mutating func step(_ parameters: inout [Double], gradients: [Double])

  /// Changes some of the parameters by one step; the others are frozen.
  ///
  /// A frozen parameter does not decay, gathers no velocity and its steps are not counted, so that it
  /// begins afresh, or goes on as it was, when it moves again. The library's optimizers see to that. Yours
  /// need not: unless you write this, they make a step in which a frozen parameter has the gradient 0, and
  /// its number is put back.
  ///
  /// - Parameters:
  ///   - parameters: The numbers, some of which to change.
  ///   - gradients: The derivatives of the loss with respect to each of them.
  ///   - places: The places of those that move.
  mutating func step(_ parameters: inout [Double], gradients: [Double], moving places: [Int])

  /// Whether what is remembered belongs to so many parameters, or nothing is remembered yet.
  func suits(parameterCount: Int) -> Bool
}

extension Optimizer {
  /// Makes a step with the gradient 0 for frozen parameters, and puts their numbers back.
  public mutating func step(
    _ parameters: inout [Double], gradients: [Double], moving places: [Int]
  ) {
    check(parameters, gradients)
    var moved = parameters
    var moving = [Double](repeating: 0, count: parameters.count)
    for i in places { moving[i] = gradients[i] }
    step(&moved, gradients: moving)
    for i in places { parameters[i] = moved[i] }
  }

  /// Changes leaves by one step, along the gradients that they hold; sets no gradient to zero.
  ///
  /// The next `backward()` would add to them: a loop calls `zeroGradients()` before it.
  ///
  /// - Precondition: as many leaves as in the steps before.
  public mutating func step(_ parameters: [Value]) {
    var numbers = parameters.map { $0.data }
    step(&numbers, gradients: parameters.map { $0.gradient })
    for (parameter, number) in zip(parameters, numbers) { parameter.data = number }
  }

  /// Changes the parameters of a model by one step, except those that are frozen.
  public mutating func step(_ model: some Model) {
    let parameters = DistinctParameters(of: model.parameterArrays)
    let moving = parameters.moving
    var numbers = parameters.leaves.map { $0.data }
    step(&numbers, gradients: parameters.leaves.map { $0.gradient }, moving: moving)
    for place in moving { parameters.leaves[place].data = numbers[place] }
  }

  /// Checks that there is a gradient for each parameter.
  func check(_ parameters: [Double], _ gradients: [Double]) {
    precondition(
      parameters.count == gradients.count,
      "expected \(parameters.count) gradients, one for each parameter, got \(gradients.count)")
  }

  /// How much each parameter shrinks.
  func decays(_ decay: Double, sparing places: [Int], of parameters: [Double]) -> [Double] {
    var decays = [Double](repeating: decay, count: parameters.count)
    for place in places {
      precondition(
        decays.indices.contains(place),
        "there is no parameter \(place) to spare among \(parameters.count)")
      decays[place] = 0
    }
    return decays
  }

  /// Checks the counts of a step, and gives arrays of zeros, or another start, to what remembers nothing
  /// yet.
  func prepare(
    _ memory: inout [Double], _ parameters: [Double], _ gradients: [Double], start: Double = 0
  ) {
    check(parameters, gradients)
    if memory.isEmpty { memory = Array(repeating: start, count: parameters.count) }
    precondition(
      memory.count == parameters.count,
      "\(Self.self) has taken steps with \(memory.count) parameters, now there are "
        + "\(parameters.count); use a new one for another model")
  }
}

/// Checks that a setting lies where the formulas make sense.
func checkSetting(_ name: String, _ value: Double, in range: Range<Double>) {
  precondition(
    range.contains(value),
    "expected \(name) \(range.words), got \(value)")
}

extension Range<Double> {
  /// Finite numbers above 0.
  static var aboveZero: Range { .leastNonzeroMagnitude ..< .infinity }
  /// Finite numbers of at least 0.
  static var zeroOrMore: Range { 0 ..< .infinity }
  /// Finite numbers.
  static var finite: Range { -.greatestFiniteMagnitude ..< .infinity }

  /// What lies in it, for a message.
  fileprivate var words: String {
    guard upperBound == .infinity else { return "from \(lowerBound) to below \(upperBound)" }
    if self == .finite { return "that is finite" }
    return lowerBound > 0 ? "above 0 and finite" : "of at least 0 and finite"
  }
}
