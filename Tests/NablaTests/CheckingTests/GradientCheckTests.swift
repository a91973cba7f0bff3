import Nabla
import Testing

@Suite("Gradient check")
struct GradientCheckTests {
  @Test("a right gradient passes, with errors near rounding")
  func passes() {
    let report = checkGradient(at: [1, 2]) { v in sin(v[0]) * (v[0] + v[1]) * (pow(v[0], 3) + 1) }
    #expect(report.passed)
    #expect(report.verdict == .passed)
    #expect(report.entries.count == 2)
    #expect(report.blame == nil)
    // Ridders' method on a smooth function of unit scale is good to 1e-11.
    #expect(report.maximumRelativeError < 1e-10)
    // The lecture's numbers, printed in full.
    #expect(report.description.contains("12.497994668095"))
  }

  @Test("a wrong gradient fails and says by how much")
  func fails() {
    let report = checkGradient(at: [2]) { v in WrongRules.square(v[0]) }
    #expect(report.verdict == .failed)
    #expect(!report.passed)
    // Given x = 2, true 2x = 4: half of the larger one is missing.
    #expect(abs(report.maximumRelativeError - 0.5) < 1e-9)
  }

  @Test("an error of one part in a million is found")
  func smallError() {
    let report = checkGradient(at: [2]) { v in
      Value.custom(
        "almost", of: [v[0]], value: { $0[0] * $0[0] },
        localGradient: { (x: [Double]) in [2 * x[0] * (1 + 1e-6)] })
    }
    #expect(report.verdict == .failed)
  }

  @Test("a gradient drowned in noise is inconclusive, not wrong")
  func inconclusive() {
    // A ripple of 1e-3 that the derivative rule leaves out, as a simulation's truncation would be.
    let report = checkGradient(at: [1]) { v in
      Value.custom(
        "noisy", of: [v[0]],
        value: { x in
          var noise = TestGenerator(seed: x[0].bitPattern)
          return x[0] * x[0] + Double.random(in: 0...1e-3, using: &noise)
        }, localGradient: { (x: [Double]) in [2 * x[0]] })
    }
    #expect(report.verdict == .inconclusive)
    #expect(report.description.contains("inconclusive"))
    #expect(!report.passed)
  }

  @Test("at a kink any subgradient between the sides is accepted, and the report says so")
  func kinks() throws {
    let functions: [([Value]) -> Value] = [
      { relu($0[0]) }, { abs($0[0]) }, { maximum($0[0], 0) }, { minimum($0[0], 2 * $0[0]) },
      { leakyReLU($0[0], slope: 0.1) }, { select($0[0], 3 * $0[0], where: $0[0] < 0) },
    ]
    for (i, function) in functions.enumerated() {
      let report = checkGradient(at: [0], of: function)
      #expect(report.passed, "function \(i): \(report)")
      let note = try #require(report.entries[0].note)
      #expect(note.contains("kink"), "function \(i): \(note)")
    }
  }

  @Test("a value outside the subgradients is not accepted")
  func wrongAtKink() {
    let report = checkGradient(at: [0]) { v in
      // relu with slope 2 at the kink: above both sides.
      Value.custom(
        "relu2", of: [relu(v[0])], value: { $0[0] }, localGradient: { (_: [Double]) in [1] })
        + Value.custom(
          "zero", of: [v[0]], value: { _ in 0 }, localGradient: { (_: [Double]) in [2] })
    }
    #expect(report.verdict == .failed)
  }

  @Test("close to a kink, but beside it, the slope must be right")
  func besideKink() {
    for x in [1e-5, -1e-5] {
      let report = checkGradient(at: [x]) { v in relu(v[0]) + 2 * abs(v[0]) }
      #expect(report.passed)
      #expect(report.entries[0].note == nil)
      // 1 + 2 on the right, -2 on the left; exact, as the function is linear.
      #expect(abs(report.entries[0].expected - (x > 0 ? 3 : -2)) < 1e-9)
    }
  }

  @Test("a Swift branch on a number is a kink of the function itself")
  func swiftBranch() throws {
    let report = checkGradient(at: [1]) { v in v[0].data > 1 ? v[0] * v[0] : exp(v[0] - 1) }
    let note = try #require(report.entries[0].note)
    #expect(note.contains("a branch of the function itself"))
    // exp(x - 1) from the left: slope 1; x² from the right: slope 2.
    #expect(report.passed)
  }

  @Test("a jump is reported as one")
  func jump() throws {
    let report = checkGradient(at: [1]) { v in v[0].data > 1 ? v[0] + 5 : v[0] + 3 }
    #expect(report.verdict == .failed)
    #expect(try #require(report.entries[0].note).contains("jump"))
  }

  @Test("NaN agrees with NaN and infinity with infinity")
  func nonFinite() {
    let outside = checkGradient(at: [-1]) { v in log(v[0]) }
    #expect(outside.passed)
    #expect(outside.maximumRelativeError == 0)
    let edge = checkGradient(at: [0]) { v in sqrt(v[0]) }
    #expect(edge.passed)
    #expect(edge.entries[0].expected == .infinity)
    // The report says on which side the function exists.
    #expect(edge.entries[0].note?.contains("one-sided") == true)
  }

  @Test("random directions pass a right gradient of many inputs with few evaluations")
  func directions() {
    var generator = TestGenerator(seed: 7)
    var evaluations = 0
    let report = checkGradient(
      at: (0..<200).map { Double($0) / 100 }, directions: 2, using: &generator
    ) { v in
      evaluations += 1
      return dot(v, v) + sin(v[3])
    }
    #expect(report.passed)
    #expect(report.entries.count == 2)
    // Two directions of at most 40 evaluations each, where the full check takes 200 times as many.
    #expect(evaluations < 100)
  }

  @Test("a direction that fails expands to every input and names the wrong ones")
  func expansion() {
    var generator = TestGenerator(seed: 7)
    let report = checkGradient(at: [1, 2, 3], directions: 3, using: &generator) { v in
      v[0] * v[2] + WrongRules.square(v[1])
    }
    #expect(report.verdict == .failed)
    #expect(report.entries.map { $0.verdict } == [.passed, .failed, .passed])
    #expect(report.notes.contains { $0.contains("random direction") })
    #expect(report.blame?.operation == "square")
  }

  @Test("the Hessian is checked by differences of the gradient, and for symmetry")
  func hessians() {
    let right = checkHessian(at: [1, 2]) { v in sin(v[0]) * (v[0] + v[1]) * (pow(v[0], 3) + 1) }
    #expect(right.passed)
    #expect(right.entries.count == 4)
    // Right first derivatives, second ones that are not theirs.
    let wrong = checkHessian(at: [2, 3]) { v in
      Value.custom(
        "product", of: [v[0], v[1]], value: { $0[0] * $0[1] },
        localGradient: { x in
          [
            x[1],
            Value.custom("x", of: [x[0]], value: { $0[0] }, localGradient: { _ in [Value(2)] }),
          ]
        })
    }
    #expect(wrong.verdict == .failed)
    #expect(wrong.notes.contains { $0.contains("not symmetric") })
  }

  // The one-sided estimates at a kink once began at a step of their own.
  @Test("the first step given is the largest taken, at a kink as on a smooth piece")
  func firstStep() {
    let step = 0x1p-10
    for function: (Value) -> Value in [{ abs($0) + $0 }, { sin($0) }] {
      var farthest = 0.0
      let report = checkGradient(at: [0], options: .init(step: step)) { v in
        farthest = max(farthest, abs(v[0].data))
        return function(v[0])
      }
      #expect(report.passed)
      #expect(farthest == step)
    }
  }

  // It was once "a subgradient between nan and nan".
  @Test("at a kink where the function is not defined, a finite derivative does not pass")
  func undefinedKink() {
    let report = checkGradient(at: [0]) { v in
      abs(v[0])
        + Value.custom(
          "hole", of: [v[0]], value: { $0[0] == 0 ? .nan : $0[0] },
          localGradient: { (_: [Double]) in [1] })
    }
    #expect(report.verdict == .failed)
  }

  // A negative step once made every smooth point a kink.
  @Test("a step that is not positive and finite is refused")
  func badStep() async {
    await #expect(processExitsWith: .failure) { _ = GradientCheckOptions(step: -0.5) }
    await #expect(processExitsWith: .failure) { _ = GradientCheckOptions(step: .nan) }
  }

  @Test("options widen what passes")
  func options() {
    let wrong: ([Value]) -> Value = { v in
      Value.custom(
        "almost", of: [v[0]], value: { $0[0] * $0[0] },
        localGradient: { (x: [Double]) in [2 * x[0] * 1.001] })
    }
    #expect(!checkGradient(at: [2], of: wrong).passed)
    #expect(checkGradient(at: [2], options: .init(relativeTolerance: 0.01), of: wrong).passed)
  }
}

/// Rules that are wrong on purpose.
enum WrongRules {
  /// x² with the derivative x: the factor 2 is forgotten.
  static func square(_ x: Value) -> Value {
    Value.custom(
      "square", of: [x], value: { $0[0] * $0[0] }, localGradient: { (x: [Double]) in [x[0]] })
  }
}

/// A small generator with a seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
