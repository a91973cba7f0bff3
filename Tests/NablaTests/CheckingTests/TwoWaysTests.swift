import Nabla
import Testing

@Suite("Gradient check, two ways to a gradient")
struct TwoWaysTests {
  /// Counts its calls.
  final class Counter {
    var count = 0
  }

  // A rule that swept an inner graph was right by backward() and 0 by derivative(), and passed.
  @Test("a derivative that backward() gets right and derivative() wrong does not pass")
  func disagreement() throws {
    let report = checkGradient(at: [0.7, 2]) { v in
      // Right when asked first, by backward(), and wrong from then on.
      nonisolated(unsafe) let counter = Counter()
      let sine = Value.custom(
        "sine", of: [v[0]], value: { sin($0[0]) },
        localGradient: { x in
          counter.count += 1
          return [counter.count >= 2 ? 3 * cos(x[0]) : cos(x[0])]
        })
      return sine * v[1]
    }
    #expect(report.verdict == .failed)
    #expect(report.entries.map { $0.verdict } == [.failed, .passed])
    let note = try #require(report.notes.first { $0.hasPrefix("df/dx[0] is ") })
    // 2 cos(0.7) and 6 cos(0.7), which are printed to all digits.
    #expect(note.contains(" 1.5296843745689") && note.contains(" 4.5890531237069"), "\(note)")
  }

  @Test("random directions do not pass it either")
  func directions() {
    var generator = TestGenerator(seed: 3)
    let report = checkGradient(at: [0.7], directions: 1, using: &generator) { v in
      nonisolated(unsafe) let counter = Counter()
      return Value.custom(
        "sine", of: [v[0]], value: { sin($0[0]) },
        localGradient: { x in
          counter.count += 1
          return [counter.count >= 2 ? Value(0) : cos(x[0])]
        })
    }
    #expect(report.verdict == .failed)
  }

  @Test("a rule on numbers, which has first derivatives only, is compared all the same")
  func numericRule() {
    let report = checkGradient(at: [0.7, 2]) { v in
      let sine = Value.custom(
        "sine", of: [v[0]], value: { sin($0[0]) },
        localGradient: { (x: [Double]) in [cos(x[0])] })
      return exp(sine * v[1]) + sine
    }
    #expect(report.passed, "\(report)")
  }

  // The terms are sums of up to 40 products of size 1e8 that cancel to about 1: eight of sixteen
  // digits are left, and the two ways may differ in all others.
  @Test("a cancellation is not taken for a disagreement")
  func cancellation() {
    let report = checkGradient(at: [0.3, 0.4]) { v in
      let terms = (1...40).map { sin(Double($0) * v[0]) * 1e8 / Double($0) + v[1] }
      return sum(terms) - sum(terms.reversed()) + v[0] * v[1]
    }
    #expect(report.notes.isEmpty, "\(report)")
  }
}
