// The largest errors that the comments beside the fast functions state, found anew:
//
//     NABLA_LANE_SWEEP=1 swift test -c release -Xswiftc -enable-testing --filter LaneSweep
//
// Millions of random points a function against libm in 80-bit numbers, whose own error is a thousandth
// of a unit here. Those exist on x86 under Linux alone; elsewhere, and without the variable, this is
// empty and the committed points speak.

#if arch(x86_64) && canImport(Glibc)
import Glibc
@testable import Nabla
import Testing

/// A function in 80-bit numbers, and where to sweep it.
struct SweptFunction: Sendable, CustomTestStringConvertible {
  let name: String
  let exact: @Sendable (Float80) -> Float80
  /// Intervals, each swept evenly.
  let intervals: [ClosedRange<Double>]

  var testDescription: String { name }
  var fast: FastFunction? { FastFunction.all.first { $0.name == name } }

  static let logarithmic: [ClosedRange<Double>] = [
    0.2...3, 0.99...1.01, 1e-5...1e5, 1e-300...1e-290, 1e290...1e300,
  ]
  static let angles: [ClosedRange<Double>] = [-4...4, -100...100, -1e6...1e6, -1.6e6...1.6e6]
  static let near: [ClosedRange<Double>] = [-0.2...0.2, -1.2...1.2, -25...25]
  static let all: [SweptFunction] = [
    .init(name: "exp", exact: expl, intervals: [-0.4...0.4, -2...2, -708...708, -745...(-708)]),
    .init(name: "expMinusOne", exact: expm1l, intervals: near + [36...39, -708...708]),
    .init(name: "log", exact: logl, intervals: logarithmic),
    .init(
      name: "logOnePlus", exact: log1pl,
      intervals: near.map { max($0.lowerBound, -0.999)...$0.upperBound } + [1...1e9]),
    .init(name: "log2", exact: log2l, intervals: logarithmic),
    .init(name: "log10", exact: log10l, intervals: logarithmic),
    .init(name: "sin", exact: sinl, intervals: angles),
    .init(name: "cos", exact: cosl, intervals: angles),
    .init(name: "tan", exact: tanl, intervals: angles),
    .init(name: "sinh", exact: sinhl, intervals: near + [-708...708]),
    .init(name: "cosh", exact: coshl, intervals: near + [-708...708]),
    .init(name: "tanh", exact: tanhl, intervals: near),
    .init(
      name: "sigmoid", exact: { $0 > 0 ? 1 / (1 + expl(-$0)) : expl($0) / (1 + expl($0)) },
      intervals: near + [-4...0, -40...40, -745...(-600)]),
    .init(name: "gaussian1", exact: { expl(-$0 * $0) }, intervals: [-3...3, -26.6...26.6]),
    .init(name: "gaussianHalf", exact: { expl(-$0 * $0 / 2) }, intervals: [-3...3, -37.6...37.6]),
  ]
}

@Suite("Lane sweep", .enabled(if: getenv("NABLA_LANE_SWEEP") != nil))
struct LaneSweepTests {
  @Test("no error exceeds the stated bound", arguments: SweptFunction.all)
  func sweep(function: SweptFunction) throws {
    let fast = try #require(function.fast)
    var generator = LaneGenerator(state: 2026)
    var worst = (error: 0.0, x: 0.0)
    for interval in function.intervals {
      for _ in 0..<250_000 {
        var x = Vector()
        for lane in 0..<8 { x[lane] = Double.random(in: interval, using: &generator) }
        let y = fast.fast(x)
        for lane in 0..<8 {
          let exact = function.exact(Float80(x[lane]))
          // Divided in 80 bits: the difference may be below the smallest double.
          let error = Double(abs(Float80(y[lane]) - exact) / Float80(Double(exact).ulp))
          if !(error <= worst.error) { worst = (error, x[lane]) }
        }
      }
    }
    print("\(function.name): \(worst.error) units in the last place at \(worst.x)")
    #expect(worst.error <= fast.bound)
  }
}
#endif
