// Example 5: finding a wrong rule.
//
// You will learn
// - how to give the engine a primitive of your own: its value and its local gradient;
// - that a slip in the local gradient makes every gradient behind it wrong, silently;
// - that `checkGradient` compares with differences of the function, which know nothing of the rule,
//   and then checks each node alone, so that it can say which one is to blame;
// - that at a kink there is more than one right answer, and the check says so;
// - that `anomaly()` names the node where the first NaN or infinity of a graph arose.
//
// It prints the report on a cube whose local gradient is 3x instead of 3x^2, the report on the
// corrected one, the report on relu at its kink, and the origin of a NaN.

import Nabla

@main
enum GradientCheck {
  static func main() {
    aWrongRule()
    theCorrectedRule()
    aKink()
    theFirstNaN()
  }

  // MARK: - A primitive of our own

  /// x^3, with the slip that everybody makes once: the exponent was lost.
  static func wrongCube(_ x: Value) -> Value {
    Value.custom(
      "cube", of: [x], value: { x in x[0] * x[0] * x[0] },
      localGradient: { (x: [Double]) in [3 * x[0]] })
  }

  /// x^3, with the local gradient 3 x^2.
  static func cube(_ x: Value) -> Value {
    Value.custom(
      "cube", of: [x], value: { x in x[0] * x[0] * x[0] },
      localGradient: { (x: [Double]) in [3 * x[0] * x[0]] })
  }

  static func aWrongRule() {
    heading("f = sin(x) + (x y)^3 at (1, 2), the cube with local gradient 3x")
    let report = checkGradient(at: [1, 2]) { v in
      let x = v[0].labeled("x")
      let y = v[1].labeled("y")
      let product = (x * y).labeled("x*y")
      return (sin(x) + wrongCube(product)).labeled("f")
    }
    print(report)
    print("")
    print("By hand: d(p^3)/dp = 3 p^2 = 12 at p = x y = 2, so df/dx = cos(1) + 12 * 2 = 24.54")
    print("and df/dy = 12 * 1 = 12. The sine and the product are not blamed: they are right.")
  }

  static func theCorrectedRule() {
    heading("The same with local gradient 3x^2")
    let report = checkGradient(at: [1, 2]) { v in
      let x = v[0].labeled("x")
      let y = v[1].labeled("y")
      let product = (x * y).labeled("x*y")
      return (sin(x) + cube(product)).labeled("f")
    }
    print(report)
  }

  // MARK: - Special points

  static func aKink() {
    heading("f = relu(x) at 0, where the slope is 0 to the left and 1 to the right")
    print(checkGradient(at: [0]) { v in relu(v[0].labeled("x")) })
    print("")
    print("Any slope from 0 to 1 would be right there; the engine's rule is the one nearest to 0.")
  }

  static func theFirstNaN() {
    heading("f = (x - y) log(x - y) at x = y = 1: a NaN, but from where?")
    let x = Value(1, label: "x")
    let y = Value(1, label: "y")
    let d = (x - y).labeled("d")
    let f = (d * log(d)).labeled("f")
    print("f is \(f.data.isNaN ? "NaN" : "\(f.data)").")
    if let anomaly = f.anomaly() { print(anomaly) }
    print("")
    print("The product 0 * -inf made the NaN, but it only passed on what the logarithm had begun.")
  }

  // MARK: - Words

  static func heading(_ title: String) {
    print("\n\(title)\n" + String(repeating: "-", count: title.count))
  }
}
