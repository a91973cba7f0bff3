// Example 4: what a numerical derivative cannot know.
//
// The function is the lecture's, f(x, y) = sin(x) (x + y) (x^3 + 1) at (1, 2), and what is wanted is
// df/dx = 12.4979946680957.
//
// You will learn
// - that a difference quotient has two errors that pull in opposite directions: truncation, which
//   shrinks with the step h, and rounding, which grows as h shrinks;
// - that forward differences are best near h = 1e-8, central ones near h = 1e-5 to 1e-6, and that
//   neither gets all digits;
// - that extrapolation to h = 0 (Ridders' method) gets most of them, and knows how many;
// - that automatic differentiation has no step, and is exact to rounding.
//
// It prints a table of both errors for h = 1e-1 to 1e-15 with a picture, then Ridders' estimate with
// its error bar, then both derivatives from `backward()`, and last the best of each side by side.

import Nabla

/// The function, on any kind of number: on `Double` for differences, on `Value` for `backward()`.
private func f<Number: RealNumber>(_ x: Number, _ y: Number) -> Number {
  sin(x) * (x + y) * (pow(x, 3) + 1)
}

@main
enum NumericalError {
  /// cos(x) (x + y) (x^3 + 1) + sin(x) (x^3 + 1) + 3 x^2 sin(x) (x + y), computed with 40 digits.
  static let exact = 12.4979946680957

  static func main() {
    errorAgainstStep()
    ridders()
    automatic()
    sideBySide()
  }

  // MARK: - Differences

  static func forwardDifference(_ h: Double) -> Double { (f(1 + h, 2) - f(1, 2)) / h }

  static func centralDifference(_ h: Double) -> Double { (f(1 + h, 2) - f(1 - h, 2)) / (2 * h) }

  static let steps = (1...15).map { Double("1e-\($0)") ?? .nan }

  static func errorAgainstStep() {
    heading("The error of df/dx against the step h")
    print("forward: (f(x+h) - f(x)) / h         truncation ~ h      rounding ~ 1e-16 |f| / h")
    print("central: (f(x+h) - f(x-h)) / (2h)    truncation ~ h^2    rounding the same\n")
    print("      h   forward   central   F, C: the size of the error")
    print("                                 1e-10     1e-8      1e-6      1e-4      1e-2      1")
    for h in steps {
      let forward = abs(forwardDifference(h) - exact)
      let central = abs(centralDifference(h) - exact)
      print(
        "  " + short(h) + right(short(forward), 10) + right(short(central), 10)
          + "   |" + picture(forward: forward, central: central))
    }
    print(
      "\nGoing down, truncation shrinks until rounding takes over, and the digits are lost again.")
  }

  /// F and C on a logarithmic axis from 1e-10 on, five columns for each power of ten.
  static func picture(forward: Double, central: Double) -> String {
    func column(_ error: Double) -> Int { Int((5 * (log10(error) + 10)).rounded()) }
    let last = max(column(forward), column(central))
    return (0...max(last, 0)).map { place in
      switch (place == max(column(forward), 0), place == max(column(central), 0)) {
      case (true, true): "*"
      case (true, false): "F"
      case (false, true): "C"
      case (false, false): "."
      }
    }.joined()
  }

  // MARK: - Better

  static func ridders() {
    heading("Ridders' method: central differences, extrapolated to h = 0")
    let estimate = numericalDerivative(at: 1) { x in f(x, 2) }
    print("estimate    \(estimate.value)")
    print("error bar   \(short(estimate.errorBar))   what the method itself believes")
    print("error       \(short(abs(estimate.value - exact)))   what it really is")
  }

  static func automatic() {
    heading("Automatic differentiation: the chain rule with numbers")
    let x = Value(1, label: "x")
    let y = Value(2, label: "y")
    let root = f(x, y)
    root.backward()
    print("f        \(root.data)")
    print("df/dx    \(x.gradient)")
    print("df/dy    \(y.gradient)")
    let units = Int(abs(x.gradient - exact) / exact.ulp)
    print(
      "df/dx is off by \(units) in the last of its 53 bits; no step was chosen, nothing cancelled.")
  }

  static func sideBySide() {
    heading("The best of each")
    func best(_ difference: (Double) -> Double) -> (step: Double, error: Double) {
      steps.map { ($0, abs(difference($0) - exact)) }.min { $0.1 < $1.1 } ?? (.nan, .nan)
    }
    let forward = best(forwardDifference)
    let central = best(centralDifference)
    let estimate = numericalDerivative(at: 1) { x in f(x, 2) }
    let exactly = gradient(at: [1, 2]) { v in f(v[0], v[1]) }[0]
    print("  method      error     evaluations of f for a gradient of n numbers")
    print("  forward     \(short(forward.error))   n + 1, with the best h, \(short(forward.step))")
    print("  central     \(short(central.error))   2n, with the best h, \(short(central.step))")
    print("  Ridders     \(short(abs(estimate.value - exact)))   some 25n")
    print("  backward()  \(short(abs(exactly - exact)))   one, and one sweep back through it")
    print("To know the best h one has to know the answer.")
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }

  /// A positive number with two digits: 6.4e-06.
  static func short(_ x: Double) -> String {
    guard x > 0, x.isFinite else { return x == 0 ? "0      " : "\(x)" }
    var exponent = Int(log10(x).rounded(.down))
    var tenths = Int((x / pow(10, exponent) * 10).rounded())
    if tenths == 100 { (tenths, exponent) = (10, exponent + 1) }
    let digits = "\(abs(exponent))"
    return "\(tenths / 10).\(tenths % 10)e\(exponent < 0 ? "-" : "+")"
      + (digits.count < 2 ? "0" : "") + digits
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
