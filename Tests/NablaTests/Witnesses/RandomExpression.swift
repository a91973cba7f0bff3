// Expressions drawn at random, for tests that compare several ways of computing one thing.

@testable import Nabla

/// A straight line of steps on three inputs, each on results before it.
struct RandomExpression: CustomStringConvertible {
  struct Step {
    let operation: Primitive
    let places: [Int]
    let constant: Double
  }

  /// All but a user's own, those that only derivatives use, and the one that says to have no derivative.
  static let operations = Primitive.allCases.filter {
    ![
      .custom, .stopGradient, .sign, .step, .order, .nonNegative, .route, .directionCosine,
      .powerPartial,
    ]
    .contains($0)
  }

  /// Where it was drawn, and is differentiated.
  private(set) var point: [Double] = []
  private(set) var steps: [Step] = []

  init(seed: UInt64) {
    var generator = SplitMix(state: seed)
    point = (0..<3).map { _ in Double.random(in: -2...2, using: &generator) }
    var results = point
    while steps.count < 12 {
      let step = Self.draw(from: results.count, using: &generator)
      let inputs = step.places.map { results[$0] }
      let result = apply(step.operation, to: inputs, constant: step.constant)
      guard Self.isSmooth(step.operation, inputs), abs(result) <= 4 else { continue }
      steps.append(step)
      results.append(result)
    }
  }

  private static func draw(from count: Int, using generator: inout SplitMix) -> Step {
    let operation = operations.randomElement(using: &generator) ?? .add
    let inputCount =
      switch operation.facts.arity {
      case .one: 1
      case .two: 2
      case .many: operation == .sum || operation == .dotConstants ? 3 : 4
      }
    let constants: [Double] =
      switch operation {
      case .softmax: [0, 1, 2, 3]
      case .polygamma: [0, 1]
      case .gaussian: [0.5, 1]
      case .leakyReLU, .elu: [0.1, 1.5]
      default: [-1.5, -1, 0.5, 2, 3]
      }
    return Step(
      operation: operation,
      places: (0..<inputCount).map { _ in Int.random(in: 0..<count, using: &generator) },
      constant: constants.randomElement(using: &generator) ?? 1)
  }

  /// Whether the inputs are inside the domain and away from kinks, poles and cuts.
  private static func isSmooth(_ operation: Primitive, _ inputs: [Double]) -> Bool {
    let x = inputs[0]
    let y = inputs.count > 1 ? inputs[1] : 0
    return switch operation {
    case .log, .log2, .log10, .sqrt, .logGamma, .polygamma, .power: x > 0.3
    case .logOnePlus: x > -0.7
    case .acosh: x > 1.2
    case .asin, .acos, .atanh: abs(x) < 0.8
    case .powerConstant, .cbrt, .divideConstant: abs(x) > 0.3
    case .divide: abs(y) > 0.3
    case .tan: Nabla.cos(x) > 0.3
    case .hypot: abs(x) + abs(y) > 0.3
    case .atan2: abs(x) > 0.1
    case .abs, .relu, .leakyReLU, .elu: abs(x) > 0.05
    // Two equal inputs are one node: a tie wherever it goes, and harmless.
    case .minimum, .maximum, .selectLess, .selectLessOrEqual: x == y || abs(x - y) > 0.05
    default: true
    }
  }

  /// The sum of all results, so that every step counts.
  func value<N: RealNumber>(at inputs: [N]) -> N {
    var results = inputs
    for step in steps {
      results.append(
        apply(step.operation, to: step.places.map { results[$0] }, constant: step.constant))
    }
    return sum(results)
  }

  var description: String {
    steps.enumerated().map { i, step in
      "v\(i + 3) = \(step.operation)(\(step.places.map { "v\($0)" }.joined(separator: ", ")); \(step.constant))"
    }.joined(separator: ", ")
  }
}

/// Sebastiano Vigna's SplitMix64: a fixed seed gives the same graphs everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
