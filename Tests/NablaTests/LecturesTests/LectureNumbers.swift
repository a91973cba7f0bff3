// Comparison with the numbers of the lectures.
//
// The expected numbers in this folder were computed outside the engine, with fifty digits and from
// the formulas, and rounded to doubles. Inputs such as 0.35 were taken as exact decimals there and
// are the nearest doubles here, which with the rounding of some tens of operations makes a few 1e-15.
// 1e-12 relative leaves room for what cancels, and is far below the 1e-9 of the digits on the slides.

import Testing

/// Expects two numbers to agree to 1e-12 of the second, and to an absolute part for those that are 0.
func expectClose(
  _ actual: Double, _ expected: Double, relative: Double = 1e-12, absolute: Double = 1e-15,
  _ what: String = "", at location: Testing.SourceLocation = #_sourceLocation
) {
  let isClose = abs(actual - expected) <= relative * abs(expected) + absolute
  #expect(isClose, "\(what) is \(actual), should be \(expected)", sourceLocation: location)
}

/// Expects rows of numbers to agree, one by one.
func expectClose(
  _ actual: [Double], _ expected: [Double], relative: Double = 1e-12, absolute: Double = 1e-15,
  _ what: String = "", at location: Testing.SourceLocation = #_sourceLocation
) {
  #expect(actual.count == expected.count, sourceLocation: location)
  for (i, (a, e)) in zip(actual, expected).enumerated() {
    expectClose(a, e, relative: relative, absolute: absolute, "\(what)[\(i)]", at: location)
  }
}

/// Expects matrices to agree, entry by entry.
func expectClose(
  _ actual: [[Double]], _ expected: [[Double]], relative: Double = 1e-12,
  absolute: Double = 1e-15, _ what: String = "",
  at location: Testing.SourceLocation = #_sourceLocation
) {
  #expect(actual.count == expected.count, sourceLocation: location)
  for (i, (a, e)) in zip(actual, expected).enumerated() {
    expectClose(a, e, relative: relative, absolute: absolute, "\(what)[\(i)]", at: location)
  }
}
