import Nabla
import Testing

/// A random expression in two numbers.
private indirect enum Expression: CustomStringConvertible {
  case number(Int)
  case one(Int, Expression)
  case two(Int, Expression, Expression)

  private static let functions: [(name: String, apply: @Sendable (Value) -> Value)] = [
    ("exp", { exp($0) }), ("expMinusOne", { expMinusOne($0) }), ("log", { log($0) }),
    ("log1p", { log(onePlus: $0) }), ("sqrt", { sqrt($0) }), ("cbrt", { cbrt($0) }),
    ("sin", { sin($0) }), ("cos", { cos($0) }), ("tan", { tan($0) }), ("asin", { asin($0) }),
    ("acos", { acos($0) }), ("atan", { atan($0) }), ("sinh", { sinh($0) }), ("tanh", { tanh($0) }),
    ("asinh", { asinh($0) }), ("atanh", { atanh($0) }), ("erf", { erf($0) }),
    ("erfc", { erfc($0) }), ("logGamma", { logGamma($0) }), ("sigmoid", { sigmoid($0) }),
    ("softplus", { softplus($0) }), ("relu", { relu($0) }), ("abs", { abs($0) }),
    ("elu", { elu($0, alpha: 1) }), ("gelu", { gelu($0) }), ("silu", { silu($0) }),
    ("square", { pow($0, 2) }), ("1/", { 1 / $0 }), ("-", { -$0 }), ("1e3 *", { 1e3 * $0 }),
    ("1e-6 *", { 1e-6 * $0 }), ("-1 +", { $0 - 1 }), ("1e6 +", { $0 + 1e6 }),
  ]

  private static let pairs: [(name: String, apply: @Sendable (Value, Value) -> Value)] = [
    ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { $0 * $1 }), ("/", { $0 / $1 }),
    ("maximum", { maximum($0, $1) }), ("minimum", { minimum($0, $1) }),
    ("hypot", { hypot($0, $1) }), ("pow", { pow($0, $1) }), ("atan2", { atan2(y: $0, x: $1) }),
    ("logSumExp", { logSumExp([$0, $1]) }), ("select", { select($0, 2 * $1, where: $0 < $1) }),
    ("dot", { dot([$0, $1], [$1, $0]) }), ("softmax", { softmax([$0, $1])[0] }),
  ]

  init(depth: Int, using generator: inout TestGenerator) {
    guard depth > 0 else {
      self = .number(Int.random(in: 0..<2, using: &generator))
      return
    }
    let first = Expression(depth: depth - 1, using: &generator)
    if Bool.random(using: &generator) {
      self = .one(Int.random(in: 0..<Self.functions.count, using: &generator), first)
    } else {
      let depth = Int.random(in: 0..<depth, using: &generator)
      self = .two(
        Int.random(in: 0..<Self.pairs.count, using: &generator), first,
        Expression(depth: depth, using: &generator))
    }
  }

  func callAsFunction(_ v: [Value]) -> Value {
    switch self {
    case .number(let i): v[i]
    case .one(let f, let x): Self.functions[f].apply(x(v))
    case .two(let f, let x, let y): Self.pairs[f].apply(x(v), y(v))
    }
  }

  var description: String {
    switch self {
    case .number(let i): i == 0 ? "x" : "y"
    case .one(let f, let x): "\(Self.functions[f].name)(\(x))"
    case .two(let f, let x, let y): "\(Self.pairs[f].name)(\(x), \(y))"
    }
  }
}

// Edges of domains, ties, poles, branch cuts, saturation, numbers between which a sine turns around
// many times: the table's rules are right there (they are tested against references), so the check
// must not call their product wrong.
@Suite("Gradient check of random expressions")
struct RandomExpressionTests {
  private static let special: [Double] = [
    0, 0, 1, -1, 2, 0.5, 1e-8, -1e-8, 1e-30, 1e8, -1e8, 1e30, 3, -0.7,
  ]

  @Test("a finite gradient of the table's own rules never fails, at whatever point")
  func noFalseAlarm() {
    var generator = TestGenerator(seed: 11)
    var verdicts: [GradientReport.Verdict: Int] = [:]
    for _ in 0..<600 {
      let depth = Int.random(in: 1...4, using: &generator)
      let expression = Expression(depth: depth, using: &generator)
      let point = (0..<2).map { _ in
        Bool.random(using: &generator)
          ? Self.special[Int.random(in: 0..<Self.special.count, using: &generator)]
          : Double.random(in: -3...3, using: &generator)
      }
      guard expression(point.map { Value($0) }).data.isFinite else { continue }
      let report = checkGradient(at: point) { expression($0) }
      verdicts[report.verdict, default: 0] += 1
      for entry in report.entries where entry.given.isFinite {
        #expect(entry.verdict != .failed, "\(expression) at \(point): \(report)")
      }
    }
    // Most points are harmless.
    #expect(verdicts[.passed, default: 0] > 400, "\(verdicts)")
  }
}
