import Nabla

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

/// A function at a point with its gradient, worked out by hand and not by the engine.
struct ScaledCase {
  var name: String
  var point: [Double]
  var function: ([Value]) -> Value
  var gradient: [Double]
  /// The size of the function over the length on which it varies, for each input.
  var slopes: [Double]

  /// The same function as one primitive whose local gradient is what is claimed.
  func claiming(_ gradient: [Double]) -> ([Value]) -> Value {
    nonisolated(unsafe) let function = function
    return { v in
      Value.custom(
        "claimed", of: v, value: { x in function(x.map { Value($0) }).data },
        localGradient: { (_: [Double]) in gradient })
    }
  }

  /// Gradients that are wrong in one input: by 1%, in sign, by the size of a slope, and missing.
  var wrongGradients: [(name: String, gradient: [Double])] {
    point.indices.flatMap { i -> [(String, [Double])] in
      func changed(_ x: Double) -> [Double] {
        var copy = gradient
        copy[i] = x
        return copy
      }
      let slope = gradient[i]
      var wrong = [("slope more", changed(slope + slopes[i]))]
      // Where the slope is next to nothing, 1% of it is no difference to be seen.
      if abs(slope) > 1e-3 * slopes[i] {
        wrong += [
          ("1.01 times", changed(1.01 * slope)), ("negated", changed(-slope)),
          ("missing", changed(0)),
        ]
      }
      return wrong
    }
  }
}

/// A function of a number of size 1, with its derivative by hand.
struct Shape {
  var name: String
  var value: (Value) -> Value
  var slope: (Double) -> Double
  var range: ClosedRange<Double>

  nonisolated(unsafe) static let all: [Shape] = [
    Shape(name: "sin", value: { sin($0) }, slope: { cos($0) }, range: -6...6),
    Shape(name: "exp", value: { exp($0) }, slope: { exp($0) }, range: -5...5),
    Shape(
      name: "gaussian", value: { exp(-0.5 * $0 * $0) }, slope: { -$0 * exp(-0.5 * $0 * $0) },
      range: -4...4),
    Shape(
      name: "sigmoid", value: { sigmoid($0) },
      slope: { 1 / ((1 + exp(-$0)) * (1 + exp($0))) }, range: -5...5),
    Shape(name: "1/x", value: { 1 / $0 }, slope: { -1 / ($0 * $0) }, range: 0.2...5),
    Shape(name: "1/-x", value: { 1 / $0 }, slope: { -1 / ($0 * $0) }, range: -5 ... -0.2),
    Shape(
      name: "Lennard-Jones",
      value: { x in
        let s = pow(x, -6)
        return 4 * (s * s - s)
      }, slope: { 4 * (-12 * pow($0, -13) + 6 * pow($0, -7)) }, range: 0.9...2.5),
    Shape(name: "log", value: { log($0) }, slope: { 1 / $0 }, range: 0.01...20),
    Shape(name: "sqrt", value: { sqrt($0) }, slope: { 0.5 / $0.squareRoot() }, range: 0.01...20),
    Shape(
      name: "tanh", value: { tanh($0) }, slope: { 1 / (cosh($0) * cosh($0)) }, range: -3...3),
    Shape(
      name: "cubic", value: { $0 * $0 * $0 - 2 * $0 + 1 }, slope: { 3 * $0 * $0 - 2 },
      range: -3...3),
    Shape(name: "linear", value: { 3 * $0 }, slope: { _ in 3 }, range: -3...3),
    Shape(name: "atan", value: { atan($0) }, slope: { 1 / (1 + $0 * $0) }, range: -9...9),
    Shape(
      name: "hypot", value: { hypot($0, 1) }, slope: { $0 / ($0 * $0 + 1).squareRoot() },
      range: -5...5),
    Shape(
      name: "relu", value: { relu($0) + 0.25 * $0 }, slope: { $0 > 0 ? 1.25 : 0.25 }, range: -3...3),
    Shape(
      name: "softplus", value: { softplus($0) }, slope: { 1 / (1 + exp(-$0)) }, range: -4...4),
  ]
}

extension ScaledCase {
  /// height * shape(x / length), at a random place of the shape.
  static func scaled(using generator: inout some RandomNumberGenerator) -> ScaledCase {
    let shape = Shape.all.randomElement(using: &generator) ?? Shape.all[0]
    let length = power(-30...30, &generator)
    let height = power(-250...250, &generator)
    let x = length * Double.random(in: shape.range, using: &generator)
    let slope = shape.slope(x / length)
    return ScaledCase(
      name: "\(height) \(shape.name)(x / \(length))", point: [x],
      function: { height * shape.value($0[0] / length) },
      gradient: [slope / length * height],
      slopes: [Swift.max(abs(slope), 1) / length * height])
  }

  /// shape((x - origin) / length): a narrow feature away from 0.
  static func shifted(using generator: inout some RandomNumberGenerator) -> ScaledCase {
    let shape = Shape.all.randomElement(using: &generator) ?? Shape.all[0]
    let length = power(-9...3, &generator)
    let origin = Double.random(in: -3...3, using: &generator)
    let x = origin + length * Double.random(in: shape.range, using: &generator)
    let slope = shape.slope((x - origin) / length)
    return ScaledCase(
      name: "\(shape.name)((x - \(origin)) / \(length))", point: [x],
      function: { shape.value(($0[0] - origin) / length) },
      gradient: [slope / length], slopes: [Swift.max(abs(slope), 1) / length])
  }

  /// A sum or a product of two shapes whose inputs are of very different sizes.
  static func mixed(using generator: inout some RandomNumberGenerator) -> ScaledCase {
    let shapes = (0..<2).map { _ in Shape.all.randomElement(using: &generator) ?? Shape.all[0] }
    let lengths = (0..<2).map { _ in power(-12...12, &generator) }
    let u = shapes.map { Double.random(in: $0.range, using: &generator) }
    let x = zip(u, lengths).map { $0 * $1 }
    let values = zip(shapes, zip(x, lengths)).map { $0.value(Value($1.0 / $1.1)).data }
    let slopes = zip(shapes, zip(x, lengths)).map { $0.slope($1.0 / $1.1) / $1.1 }
    let isProduct = Bool.random(using: &generator)
    let size = isProduct ? Swift.max(abs(values[0]), abs(values[1]), 1) : 1
    return ScaledCase(
      name: "\(shapes[0].name)(x / \(lengths[0])) \(isProduct ? "*" : "+") "
        + "\(shapes[1].name)(y / \(lengths[1]))",
      point: x,
      function: { v in
        let (a, b) = (shapes[0].value(v[0] / lengths[0]), shapes[1].value(v[1] / lengths[1]))
        return isProduct ? a * b : a + b
      },
      gradient: isProduct ? [slopes[0] * values[1], slopes[1] * values[0]] : slopes,
      slopes: zip(slopes, lengths).map { Swift.max(abs($0), 1 / $1) * size })
  }

  /// Two straight pieces that meet at a distance from the point, which lies on one of them.
  static func besideTie(using generator: inout some RandomNumberGenerator) -> ScaledCase {
    let distance = power(-14 ... -2, &generator)
    let x = Double.random(in: 0.5...2, using: &generator)
    let slopes = [
      Double.random(in: 1...3, using: &generator), Double.random(in: -3 ... -1, using: &generator),
    ]
    let isLeft = Bool.random(using: &generator)
    let tie = isLeft ? x + distance : x - distance
    return ScaledCase(
      name: "tie at \(isLeft ? "+" : "-")\(distance)", point: [x],
      function: { v in
        let d = v[0] - tie
        return maximum(slopes[0] * d, slopes[1] * d) + sin(v[0])
      },
      gradient: [(isLeft ? slopes[1] : slopes[0]) + cos(x)], slopes: [3])
  }

  private static func power(
    _ exponents: ClosedRange<Double>, _ generator: inout some RandomNumberGenerator
  ) -> Double {
    pow(10, Double.random(in: exponents, using: &generator))
  }
}

/// What a check said of right and of wrong gradients.
struct Tally: CustomStringConvertible {
  var right: [GradientReport.Verdict: Int] = [:]
  var wrong: [GradientReport.Verdict: Int] = [:]
  var stories: [String] = []

  mutating func count(_ item: ScaledCase) {
    for function in [item.function, item.claiming(item.gradient)] {
      let report = checkGradient(at: item.point, of: function)
      right[report.verdict, default: 0] += 1
      if report.verdict != .passed {
        stories.append("right: \(item.name) at \(item.point), by hand \(item.gradient)\n\(report)")
      }
    }
    for (name, gradient) in item.wrongGradients {
      let report = checkGradient(at: item.point, of: item.claiming(gradient))
      wrong[report.verdict, default: 0] += 1
      if report.verdict != .failed {
        stories.append(
          "\(name): \(item.name) at \(item.point), by hand \(item.gradient)\n\(report)")
      }
    }
  }

  var description: String {
    func text(_ counts: [GradientReport.Verdict: Int]) -> String {
      "\(counts[.passed] ?? 0) passed, \(counts[.failed] ?? 0) failed, "
        + "\(counts[.inconclusive] ?? 0) inconclusive"
    }
    return "right gradients: \(text(right)); wrong gradients: \(text(wrong))"
  }
}
