import Nabla
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#elseif canImport(WASILibc)
import WASILibc
#elseif canImport(ucrt)
import ucrt
#endif

// The first step once was a sixteenth of |x| or 1 and the last one 2e-6 of it, whatever the function:
// right gradients of functions that vary faster "failed", and wrong ones of functions that vary more
// slowly passed within 1e-9.
@Suite("Gradient check, scales")
struct ScaleTests {
  /// A function, a point, and the derivative with respect to its first number, by hand.
  private typealias Case = (
    name: String, point: [Double], function: ([Value]) -> Value, slope: Double
  )

  private static func gaussian(_ x: Double, _ origin: Double, _ length: Double) -> Double {
    let u = (x - origin) / length
    return -u / length * exp(-0.5 * u * u)
  }

  /// s = (3e-10 / 3.4e-10)^6 is (15/17)^6; the slope of 6.6e-21 (s² - s) is 6.6e-21 (6 s - 12 s²) / r.
  private static let lennardJones: Double = {
    let s = pow(15.0 / 17, 6)
    return 6.6e-21 * (6 * s - 12 * s * s) / 3.4e-10
  }()

  private static var cases: [Case] {
    [
      ("1/x at 1e-6", [1e-6], { 1 / $0[0] }, -1e12),
      ("1/x at -1e-200", [-1e-100], { 1 / $0[0] }, -1e200),
      (
        "a peak as wide as 1e-3", [1e-3],
        {
          let u = $0[0] / 1e-3
          return exp(-0.5 * u * u)
        }, gaussian(1e-3, 0, 1e-3)
      ),
      (
        "a peak as wide as 1e-9 beside 0", [1e-9],
        {
          let u = $0[0] / 1e-9
          return exp(-0.5 * u * u)
        }, gaussian(1e-9, 0, 1e-9)
      ),
      (
        "a peak as wide as 1e-8 beside 1", [1 + 0x1p-26],
        {
          let u = ($0[0] - 1) / 0x1p-26
          return exp(-0.5 * u * u)
        }, gaussian(1 + 0x1p-26, 1, 0x1p-26)
      ),
      (
        "Lennard-Jones in metres", [3.4e-10],
        {
          let s = pow(3.0e-10 / $0[0], 6)
          return 6.6e-21 * (s * s - s)
        }, lennardJones
      ),
      ("hypot at 1e-9", [3e-9, 4e-9], { hypot($0[0], $0[1]) }, 0.6),
      ("a steep sigmoid", [0], { sigmoid(1e6 * $0[0]) }, 250_000),
      ("a steeper sigmoid", [0], { sigmoid(1e60 * $0[0]) }, 2.5e59),
      ("a fast sine", [0.3], { sin(1e6 * $0[0]) }, 1e6 * cos(1e6 * 0.3)),
      // Its period is a power of two, as steps are: differences over all of them are 0.
      (
        "a sine that all steps miss", [0.3], { sin(0x1p20 * 2 * .pi * $0[0]) },
        0x1p20 * 2 * .pi * cos(0x1p20 * 2 * .pi * 0.3)
      ),
      ("a large constant", [1], { $0[0] + 1e16 }, 1),
      ("a slow sine", [1e10], { sin(1e-10 * $0[0]) }, 1e-10 * cos(1.0)),
      ("a ripple", [0.3], { $0[0] + 1e-7 * sin(1e6 * $0[0]) }, 1 + 0.1 * cos(1e6 * 0.3)),
      ("close to the edge", [1e-300], { log($0[0]) }, 1e300),
      ("tiny values", [2], { 1e-300 * $0[0] * $0[0] }, 4e-300),
      ("huge values", [2], { 1e300 * $0[0] * $0[0] }, 4e300),
      ("a tiny argument", [2e-150], { 1e300 * $0[0] * $0[0] }, 4e150),
      ("a huge argument", [2e150], { 1e-300 * $0[0] * $0[0] }, 4e-150),
      ("a subnormal argument", [0x1p-1050], { 2 * $0[0] }, 2),
      ("a side alone", [1e-12], { sqrt($0[0]) }, 0.5e6),
      ("the value 0", [1], { log($0[0]) * 1e-20 }, 1e-20),
    ]
  }

  @Test("right gradients pass, whatever the scale, and wrong ones fail", arguments: cases.indices)
  func anyScale(_ index: Int) {
    let (name, point, function, slope) = Self.cases[index]
    let report = checkGradient(at: point, of: function)
    #expect(report.passed, "\(name): \(report)")
    // The witness by hand: the argument of the fast sines, 3e5 and more, is rounded to 1e-11 or so.
    #expect(abs(report.entries[0].given - slope) <= 1e-7 * abs(slope), "\(name)")
    #expect(abs(report.entries[0].expected - slope) <= 1e-6 * abs(slope), "\(name): \(report)")
    nonisolated(unsafe) let value = function
    for wrong in [1.01 * slope, -slope, 2 * slope, 0] {
      let claim = checkGradient(at: [point[0]]) { v in
        Value.custom(
          "claimed", of: [v[0]],
          value: { x in value(([x[0]] + point.dropFirst()).map { Value($0) }).data },
          localGradient: { (_: [Double]) in [wrong] })
      }
      #expect(claim.verdict == .failed, "\(name), \(wrong) for \(slope): \(claim)")
    }
  }

  @Test("numericalDerivative finds the scale, by every method")
  func numericalScale() {
    for (method, tolerance) in [
      // A step of 1e-6 / 2^k at which halving changes less than a thousandth.
      (DifferenceMethod.forward, 2e-3), (.central, 1e-3), (.ridders, 1e-11),
    ] {
      let estimate = numericalDerivative(at: 1e-6, method: method) { 1 / $0 }
      #expect(abs(estimate.value / -1e12 - 1) < tolerance, "\(method): \(estimate)")
    }
    let slopes = numericalGradient(at: [1e-6, 1e6]) { (v: [Value]) in v[1] / v[0] }
    #expect(abs(slopes[0] / -1e18 - 1) < 1e-9 && abs(slopes[1] / 1e6 - 1) < 1e-9)
  }

  // The one-sided estimates once crossed the kink again, and came out infinite.
  @Test(
    "however near a tie, the slope of the own side is the right one",
    arguments: [1e-1, 1e-3, 1e-5, 1e-7, 1e-8, 1e-9, 1e-11, 1e-13, 1e-14])
  func besideTie(_ distance: Double) {
    for tie in [1 - distance, 1 + distance] {
      // The larger of 3x and the number 3 tie: 3x to the right of the tie, constant to its left.
      let right = checkGradient(at: [1]) { v in maximum(3 * v[0], 3 * tie) }
      #expect(right.passed, "\(tie): \(right)")
      #expect(right.entries[0].expected == (tie < 1 ? 3 : 0), "\(tie): \(right)")
      let wrong = checkGradient(at: [1]) { v in
        let fifty = Value.custom(
          "3x", of: [v[0]], value: { 3 * $0[0] }, localGradient: { (_: [Double]) in [50] })
        return maximum(fifty, 3 * tie) + minimum(fifty, 3 * tie)
      }
      #expect(wrong.verdict == .failed, "\(tie): \(wrong)")
      #expect(wrong.blame?.operation == "3x")
    }
  }

  @Test("where no step resolves the slope, a right gradient is inconclusive, not wrong")
  func unresolved() {
    let functions: [(String, [Double], ([Value]) -> Value)] = [
      ("a constant that swallows x", [1], { $0[0] + 1e16 - 1e16 }),
      ("a step of one unit in the last place", [1], { sigmoid(1e20 * ($0[0] - 1)) }),
      ("a sine between two numbers", [0.3], { sin(1e20 * $0[0]) }),
      ("a ripple between two numbers", [0.3], { $0[0] + 1e-3 * sin(1e20 * $0[0]) }),
      ("a cosine of 1e30", [1e30], { cos($0[0]) }),
      ("a branch cut", [0, -1e8], { atan2(y: $0[0], x: $0[1]) }),
      ("sign at its jump", [0], { Value.sign($0[0]) }),
      ("a reciprocal at 0", [0], { 1 / $0[0] }),
      ("the other summand is nan", [1, -1], { $0[0] + log($0[1]) }),
    ]
    for (name, point, function) in functions {
      let report = checkGradient(at: point, of: function)
      #expect(report.verdict == .inconclusive, "\(name): \(report)")
      #expect(report.blame == nil)
    }
  }

  @Test("functions with steps: a trend and a level are both possible, and neither fails")
  func staircases() {
    for slope in [2.6, 0] {
      let float = checkGradient(at: [1.3]) { v in
        Value.custom(
          "float", of: [v[0]], value: { Double(Float($0[0]) * Float($0[0])) },
          localGradient: { (_: [Double]) in [slope] })
      }
      #expect(float.verdict != .failed, "\(slope): \(float)")
    }
    let wrong = checkGradient(at: [1.3]) { v in
      Value.custom(
        "float", of: [v[0]], value: { Double(Float($0[0]) * Float($0[0])) },
        localGradient: { (_: [Double]) in [1.3] })
    }
    #expect(wrong.verdict == .failed)
  }

  @Test("at a jump a choice between branches is right about its own, and no other slope is")
  func jumps() {
    let select = checkGradient(at: [0]) { v in Nabla.select(3 * v[0] + 5, v[0], where: v[0] < 0) }
    #expect(select.passed, "\(select)")
    #expect(select.entries[0].note?.contains("jump") == true)
    let wrong = checkGradient(at: [0]) { v in
      let fifty = Value.custom(
        "x", of: [v[0]], value: { $0[0] }, localGradient: { (_: [Double]) in [50] })
      return Nabla.select(3 * fifty + 5, fifty, where: v[0] < 0)
    }
    #expect(wrong.verdict == .failed, "\(wrong)")
    // A Swift `if` of two graphs: it once passed as "a subgradient between 1.0 and inf".
    let branch = checkGradient(at: [1]) { v in v[0].data > 1 ? v[0] * v[0] + 5 : v[0] + 3 }
    #expect(branch.verdict == .failed, "\(branch)")
  }

  @Test("a gradient that is not finite does not pass where the function has a slope")
  func notFinite() {
    let report = checkGradient(at: [0]) { v in sqrt(v[0]) * sqrt(v[0]) }
    #expect(report.entries[0].given.isNaN)
    #expect(report.verdict == .failed)
    #expect(report.notes.contains { $0.contains("anomaly()") })
  }

  @Test("the Hessian of a finite function does not pass as nan")
  func hessianOfNaN() {
    let norm = checkHessian(at: [0, 0]) { v in sqrt(v[0] * v[0] + v[1] * v[1]) }
    #expect(!norm.passed, "\(norm)")
    #expect(norm.entries.allSatisfy { $0.verdict != .passed })
    // Outside its domain the function itself is nan, and its derivatives are rightly so.
    #expect(checkHessian(at: [-1]) { v in log(v[0]) }.passed)
    let scaled = checkHessian(at: [1e-6, 1e6]) { v in v[1] / v[0] }
    #expect(scaled.passed, "\(scaled)")
  }

  @Test("a small slope is judged where the differences are precise enough")
  func smallSlopes() {
    // 1e-12 of the function's value: once within the tolerance, whatever it was.
    let report = checkGradient(at: [0.5]) { v in
      Value.custom(
        "square", of: [v[0]], value: { 1 + 1e-12 * $0[0] },
        localGradient: { (_: [Double]) in [2e-12] })
    }
    #expect(report.verdict != .passed, "\(report)")
    // Level to the right over all steps, and steep a billionth to the left: 1 - tanh(20)² is 1.7e-17.
    let side = checkGradient(at: [0]) { v in tanh(1e12 * v[0] + 20) }
    #expect(side.verdict != .failed, "\(side)")
    // A saturated unit's slope is below all that differences see.
    let saturated = checkGradient(at: [50, 1]) { v in 0.3 + 1e-5 * sigmoid(-v[0]) * sin(v[1]) }
    #expect(saturated.passed, "\(saturated)")
  }

  @Test("random functions of sizes from 1e-280 to 1e280: no false alarm, no miss")
  func corpus() {
    let kinds: [(String, (inout TestGenerator) -> ScaledCase)] = [
      ("scaled", { ScaledCase.scaled(using: &$0) }),
      ("shifted", { ScaledCase.shifted(using: &$0) }),
      ("mixed", { ScaledCase.mixed(using: &$0) }),
      ("beside a tie", { ScaledCase.besideTie(using: &$0) }),
    ]
    for (name, make) in kinds {
      var generator = TestGenerator(seed: 1)
      var tally = Tally()
      for _ in 0..<40 { tally.count(make(&generator)) }
      let stories = tally.stories.prefix(3).joined(separator: "\n")
      #expect(tally.right[.failed, default: 0] == 0, "\(name), \(tally)\n\(stories)")
      #expect(tally.wrong[.passed, default: 0] == 0, "\(name), \(tally)\n\(stories)")
      // Inconclusive only beside ties that no node tells of, nearer than numbers resolve.
      #expect(tally.right[.passed, default: 0] >= 76, "\(name), \(tally)\n\(stories)")
    }
  }
}
