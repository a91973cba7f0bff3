// The fast functions against mathematics: points of every function with their true values to a
// thousandth of a unit in the last place, special numbers, exact cases, symmetries, neighbours.

@testable import Nabla
import Testing

/// A fast function, what it must agree with, and the largest error seen.
struct FastFunction: Sendable, CustomTestStringConvertible {
  let name: String
  let fast: @Sendable (Vector) -> Vector
  let libm: @Sendable (Double) -> Double
  /// In units in the last place: what the sweep below found, rounded up.
  ///
  /// Comments beside the functions give it too.
  let bound: Double

  /// Beyond it a lane is libm's, and has its error: 8 units for cos(0x1.6ac5b262ca1ffp849), the
  /// double closest to a zero of the cosine, with glibc 2.36.
  var limit: Double {
    switch name {
    case "sin", "cos", "tan": 1.7e6
    case "sinh", "cosh": 708
    default: .infinity
    }
  }

  var testDescription: String { name }

  // The columns are the point; the formatter would fold them.
  // swift-format-ignore
  static let all: [FastFunction] = [
    .init(name: "exp", fast: { FastFunctions.exp($0) }, libm: { .exp($0) }, bound: 0.95),
    .init(name: "expMinusOne", fast: { FastFunctions.expMinusOne($0) }, libm: { .expMinusOne($0) }, bound: 1.3),
    .init(name: "log", fast: { FastFunctions.log($0) }, libm: { .log($0) }, bound: 0.9),
    .init(name: "logOnePlus", fast: { FastFunctions.log(onePlus: $0) }, libm: { .log(onePlus: $0) }, bound: 0.95),
    .init(name: "log2", fast: { FastFunctions.log2($0) }, libm: { .log2($0) }, bound: 0.9),
    .init(name: "log10", fast: { FastFunctions.log10($0) }, libm: { .log10($0) }, bound: 0.75),
    .init(name: "sin", fast: { FastFunctions.sin($0) }, libm: { .sin($0) }, bound: 0.95),
    .init(name: "cos", fast: { FastFunctions.cos($0) }, libm: { .cos($0) }, bound: 0.95),
    .init(name: "tan", fast: { FastFunctions.tan($0) }, libm: { .tan($0) }, bound: 1.65),
    .init(name: "sinh", fast: { FastFunctions.sinh($0) }, libm: { .sinh($0) }, bound: 1.4),
    .init(name: "cosh", fast: { FastFunctions.cosh($0) }, libm: { .cosh($0) }, bound: 1.4),
    .init(name: "tanh", fast: { FastFunctions.tanh($0) }, libm: { .tanh($0) }, bound: 1.5),
    .init(name: "sigmoid", fast: { FastFunctions.sigmoid($0) }, libm: { .sigmoid($0) }, bound: 1.95),
    .init(name: "gaussian1", fast: { FastFunctions.gaussian($0, times: 1) }, libm: { .gaussian($0, times: 1) }, bound: 1.1),
    .init(name: "gaussianHalf", fast: { FastFunctions.gaussian($0, times: 0.5) }, libm: { .gaussian($0, times: 0.5) }, bound: 1.1),
  ]
}

/// A point with its true value: a double and a rest in units in its last place.
struct LaneReference {
  let x: Double
  let value: Double
  let rest: Double

  /// How far a number is from the true value, in units in the last place.
  func error(of number: Double) -> Double {
    if number == value || number.isNaN && value.isNaN { return abs(rest) }
    guard number.isFinite, value.isFinite else { return .infinity }
    return abs((number - value) / value.ulp - rest)
  }

  /// The points of one function.
  static func of(_ name: String) -> [LaneReference] { all[name] ?? [] }

  private static let all: [String: [LaneReference]] = {
    var all: [String: [LaneReference]] = [:]
    var name = ""
    for line in laneReferences.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words.count == 1 { name = words[0] }
      for i in stride(from: 0, to: words.count - 2, by: 3) {
        guard let x = UInt64(words[i], radix: 16), let value = UInt64(words[i + 1], radix: 16),
          let rest = Double(words[i + 2])
        else { continue }
        all[name, default: []].append(
          LaneReference(
            x: Double(bitPattern: x), value: Double(bitPattern: value), rest: rest / 1000))
      }
    }
    return all
  }()
}

@Suite("Fast functions")
struct FastFunctionsTests {
  @Test("are within their stated error of the true values", arguments: FastFunction.all)
  func accuracy(function: FastFunction) {
    let references = LaneReference.of(function.name)
    #expect(references.count > 140)
    var worst = (error: 0.0, x: 0.0)
    for start in stride(from: 0, to: references.count, by: 8) {
      let chunk = (0..<8).map { references[(start + $0) % references.count] }
      let result = function.fast(Vector(chunk.map(\.x)))
      for lane in 0..<8 {
        if abs(chunk[lane].x) > function.limit {
          #expect(areIdentical(result[lane], function.libm(chunk[lane].x)))
          continue
        }
        let error = chunk[lane].error(of: result[lane])
        if !(error <= worst.error) { worst = (error, chunk[lane].x) }
      }
    }
    #expect(worst.error <= function.bound, "\(worst.error) units in the last place at \(worst.x)")
    #expect(function.bound <= 2)
  }

  @Test("give what Double gives at special numbers, in any lane", arguments: FastFunction.all)
  func special(function: FastFunction) {
    for x in specialNumbers {
      let expected = function.libm(x)
      for lane in 0..<8 {
        var vector = Vector(repeating: 0.75)
        vector[lane] = x
        let value = function.fast(vector)[lane]
        if x.isFinite && x != 0 && expected.isFinite && expected != 0 {
          #expect(abs(value - expected) <= 4 * expected.ulp, "at \(x)")  // 2 units each
        } else {
          #expect(areIdentical(value, expected), "\(value), not \(expected), at \(x)")
        }
      }
    }
  }

  @Test("give a lane the same bits whatever the others hold", arguments: FastFunction.all)
  func independence(function: FastFunction) {
    var generator = LaneGenerator(state: 11)
    for special in specialNumbers + [1e7, 3.2e5, 707.9, -707.9, 708.1, -708.1] {
      for _ in 0..<20 {
        var x = Vector()
        for lane in 0..<8 { x[lane] = Double.random(in: -30...30, using: &generator) }
        let alone = x
        let lane = Int.random(in: 0..<8, using: &generator)
        x[lane] = special
        let (together, apart) = (function.fast(x), function.fast(alone))
        let uniform = function.fast(Vector(repeating: special))
        #expect(areIdentical(together[lane], uniform[0]))
        for other in 0..<8 where other != lane {
          #expect(areIdentical(together[other], apart[other]))
        }
      }
    }
  }

  @Test("are exact where the result is")
  func exact() {
    func value(_ function: (Vector) -> Vector, _ x: Double) -> Double {
      function(Vector(repeating: x))[0]
    }
    for k in -1022...1023 {
      let power = Double(sign: .plus, exponent: k, significand: 1)
      #expect(value(FastFunctions.log2, power) == Double(k))
    }
    var power = 1.0
    for k in 0...22 {  // The powers of ten that are doubles.
      #expect(value(FastFunctions.log10, power) == Double(k))
      power *= 10
    }
    #expect(value(FastFunctions.exp, -0.0) == 1)
    #expect(value(FastFunctions.cos, 0) == 1)
    #expect(value(FastFunctions.cosh, 0) == 1)
    #expect(value(FastFunctions.sigmoid, 0) == 0.5)
    #expect(value({ FastFunctions.log($0) }, 1).bitPattern == 0)
    #expect(value(FastFunctions.tanh, 30) == 1)
    #expect(value(FastFunctions.expMinusOne, -60) == -1)
    #expect(value(FastFunctions.exp, 709.782712893384).isFinite)
    #expect(value(FastFunctions.exp, 709.7827128933841) == .infinity)
    #expect(value(FastFunctions.exp, -745.1332191019411) == .leastNonzeroMagnitude)
    #expect(value(FastFunctions.exp, -745.1332191019412) == 0)
  }

  @Test("are odd or even to the last bit")
  func symmetry() {
    var generator = LaneGenerator(state: 12)
    for _ in 0..<2000 {
      var x = Vector()
      for lane in 0..<8 { x[lane] = Double.random(in: -25...25, using: &generator) }
      let y = 0 - x
      #expect(FastFunctions.sin(y) == 0 - FastFunctions.sin(x))
      #expect(FastFunctions.tan(y) == 0 - FastFunctions.tan(x))
      #expect(FastFunctions.sinh(y) == 0 - FastFunctions.sinh(x))
      #expect(FastFunctions.tanh(y) == 0 - FastFunctions.tanh(x))
      #expect(FastFunctions.cos(y) == FastFunctions.cos(x))
      #expect(FastFunctions.cosh(y) == FastFunctions.cosh(x))
      #expect(FastFunctions.gaussian(y, times: 1) == FastFunctions.gaussian(x, times: 1))
    }
  }

  @Test("grow where the function grows", arguments: FastFunction.all)
  func monotone(function: FastFunction) {
    guard
      ["exp", "expMinusOne", "log", "logOnePlus", "log2", "log10", "sinh", "tanh", "sigmoid"]
        .contains(function.name)
    else { return }
    let (low, high) = function.name.hasPrefix("log") ? (0.001, 8.0) : (-8.0, 8.0)
    let count = 20_000
    var last = -Double.infinity
    for start in stride(from: 0, to: count, by: 8) {
      var x = Vector()
      for lane in 0..<8 { x[lane] = low + (high - low) * Double(start + lane) / Double(count) }
      let y = function.fast(x)
      for lane in 0..<8 {
        #expect(y[lane] > last, "at \(x[lane])")
        last = y[lane]
      }
    }
  }

  @Test(
    "every row of the table agrees with Double to 1e-13, and in what is not finite",
    arguments: Primitive.allCases.filter { $0.facts.arity != .many && $0 != .polygamma })
  func table(operation: Primitive) {
    typealias Fast = Lanes<FastFunctions>
    let twos = specialNumbers.flatMap { x in [0, 1, -2.5, .infinity, .nan].map { [x, $0] } }
    let inputs =
      operation.facts.samples
      + (operation.facts.arity == .two ? twos : specialNumbers.map { [$0, $0] })
    for c in operation.facts.constants.isEmpty ? [0] : operation.facts.constants {
      for point in inputs {
        let (x, y) = (point[0], point.last ?? 0)
        let expected = operation.value(ScalarInputs(x, y, constant: c))
        let value = operation.value(ScalarInputs(Fast(x), Fast(y), constant: c)).vector[3]
        // The promise; a subnormal result has no relative precision, but its own spacing.
        let tolerance = max(1e-13 * abs(expected), .leastNonzeroMagnitude)
        let agrees =
          expected.isFinite && expected != 0
          ? abs(value - expected) <= tolerance : areIdentical(value, expected)
        #expect(agrees, "\(value), not \(expected), for \(operation)(\(x), \(y)), c = \(c)")
      }
    }
  }

  @Test("powers with constant exponents are Double's to 2 units, and its bits at special numbers")
  func powers() {
    for c in [0, 1, 2, 3, 4, -1, -2, 0.5, 1.5, -0.5, 2.5, -3, .infinity, .nan] {
      for x in specialNumbers + [3.7, 1e-90, 1e70, 0.1, 7e-200, -0.3] {
        let value = FastFunctions.pow(Vector(repeating: x), c)[0]
        let expected = Double.pow(x, c)
        if expected.isFinite && expected != 0 {
          #expect(abs(value - expected) <= 3 * expected.ulp, "\(x)^\(c)")  // libm's own error is 1
        } else {
          #expect(areIdentical(value, expected), "\(value), not \(expected), for \(x)^\(c)")
        }
      }
    }
  }
}

/// Sebastiano Vigna's SplitMix64 (2015): a fixed sequence on every platform.
struct LaneGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
