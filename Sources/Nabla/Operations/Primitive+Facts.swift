// The cold table: what people and tests need to know of each primitive besides its value and its
// partials. Names, domains and conventions are printed from here, and the tests run over the samples:
// a new row here brings its tests with it.

/// What there is to know of a primitive besides its value and its partials.
public struct PrimitiveFacts: Sendable, Hashable {
  /// How many inputs an operation has.
  public enum Arity: Sendable, Hashable, Codable {
    /// One input.
    case one
    /// Two inputs.
    case two
    /// As many as there are.
    case many
  }

  /// What a drawing writes into the gate; `c` stands for the constant.
  public let gate: String
  /// The value in the letters of the table.
  public let formula: String
  /// How many inputs it has.
  public let arity: Arity
  /// Where it is defined; outside, value and partials are NaN.
  public let domain: String
  /// What holds at kinks, poles, ties and edges, case by case; empty if it is smooth.
  public let conventions: [String]
  /// Inputs at which the tests compare it with references, away from kinks.
  let samples: [[Double]]
  /// Constants to try, if it has one.
  let constants: [Double]

  /// Whether a node of this operation has a constant.
  public var hasConstant: Bool { !constants.isEmpty }
}

extension Primitive {
  /// What there is to know of this operation besides its value and its partials.
  public var facts: PrimitiveFacts {
    func facts(
      _ gate: String, _ formula: String, _ arity: PrimitiveFacts.Arity, constants: [Double] = [],
      domain: String = "all numbers", _ conventions: [String] = [], samples: [[Double]]
    ) -> PrimitiveFacts {
      PrimitiveFacts(
        gate: gate, formula: formula, arity: arity, domain: domain, conventions: conventions,
        samples: samples, constants: constants)
    }
    return switch self {
    case .add:
      facts(
        "+", "x + y", .two,
        samples: [[1.5, -2.25], [1e300, 1e300], [-0.1, 1e-300]])
    case .subtract:
      facts(
        "-", "x - y", .two,
        samples: [[1.5, -2.25], [1e300, 1e299], [-0.1, 1e-300]])
    case .multiply:
      facts(
        "*", "x * y", .two,
        samples: [[1.5, -2.25], [1e150, 1e-150], [0, 3], [-0.1, 1e-300]])
    case .divide:
      facts(
        "/", "x / y", .two,
        domain: "y other than 0",
        [
          "y = 0: the IEEE quotients, infinite or NaN"
        ],
        samples: [[1.5, -2.25], [1e150, 1e149], [0, 3], [-7, 0.001]])
    case .negate:
      facts(
        "*-1", "-x", .one,
        samples: [[1.5], [-1e300], [0]])
    case .addConstant:
      facts(
        "+c", "x + c", .one,
        constants: [1, -5, 0.25],
        samples: [[1.5], [-1e300], [0]])
    case .subtractFromConstant:
      facts(
        "c-x", "c - x", .one,
        constants: [5, -1],
        samples: [[1.5], [-1e300], [0]])
    case .multiplyByConstant:
      facts(
        "*c", "c * x", .one,
        constants: [2, -0.5],
        samples: [[1.5], [-1e300], [0]])
    case .divideByConstant:
      facts(
        "/c", "x / c", .one,
        constants: [3, -0.7],
        [
          "c = 0: the IEEE quotients, infinite or NaN"
        ],
        samples: [[1.5], [-1e300], [0]])
    case .divideConstant:
      facts(
        "c/x", "c / x", .one,
        constants: [1, -2.5],
        domain: "x other than 0",
        [
          "x = 0: infinite, as the IEEE quotient"
        ],
        samples: [[1.5], [-1e100], [1e-50], [-0.3]])
    case .power:
      facts(
        "^", "pow(x, y)", .two,
        domain: "x > 0; x = 0 with y >= 0; x < 0 with y an integer",
        [
          "y = 0: 1 for every x, also 0; d/dx = 0",
          "x = 0, 0 < y < 1: d/dx = +inf, the limit from the right",
          "x = 0, y >= 0: d/dy = 0",
          "x = 0, y < 0: value +inf, both partials -inf",
          "x < 0, y an integer: d/dx as usual, d/dy = NaN, since nearby powers are not real",
          "x < 0, y not an integer: NaN",
          "(0, 0): value 1, both partials 0; the higher ones are limits for x from the right",
        ],
        samples: [[1.5, 2.25], [0.3, -1.7], [12, 0.1], [2, 3], [1e-10, 1.5]])
    case .powerConstant:
      facts(
        "^c", "pow(x, c)", .one,
        constants: [2, 3, -1, 0.5, 1.7, 4, 1],
        domain: "x > 0; x = 0 with c >= 0; x < 0 with c an integer",
        [
          "c = 0: 1 for every x, also 0; derivative 0",
          "x = 0, 0 < c < 1: derivative +inf, the limit from the right",
          "x = 0, c < 0: infinite",
          "x < 0, c not an integer: NaN",
        ],
        samples: [[1.5], [0.3], [1e10], [1e-10]])
    case .sqrt:
      facts(
        "sqrt", "sqrt(x)", .one,
        domain: "x >= 0",
        [
          "x = 0: derivative +inf, the limit from the right"
        ],
        samples: [[2], [1e-300], [1e300], [0.04]])
    case .cbrt:
      facts(
        "cbrt", "cbrt(x)", .one,
        [
          "x = 0: derivative +inf, the limit from both sides"
        ],
        samples: [[2], [-8], [1e-200], [1e300]])
    case .hypot:
      facts(
        "hypot", "hypot(x, y)", .two,
        [
          "(0, 0): both partials 0, the least-norm subgradient",
          "(0, 0): second and higher partials NaN, since they have no limit",
        ],
        samples: [[3, 4], [-1e200, 1e200], [1e-200, 2e-200], [0, 2]])
    case .exp:
      facts(
        "exp", "exp(x)", .one,
        samples: [[1], [-30], [300], [0]])
    case .expMinusOne:
      facts(
        "expm1", "exp(x) - 1", .one,
        samples: [[1], [-40], [300], [1e-10]])
    case .log:
      facts(
        "log", "log(x)", .one,
        domain: "x >= 0",
        [
          "x = 0: value -inf, derivative +inf, the limit from the right"
        ],
        samples: [[2], [1e-300], [1e300], [0.5]])
    case .logOnePlus:
      facts(
        "log1p", "log(1 + x)", .one,
        domain: "x >= -1",
        [
          "x = -1: value -inf, derivative +inf, the limit from the right"
        ],
        samples: [[2], [1e-10], [1e300], [-0.999]])
    case .log2:
      facts(
        "log2", "log2(x)", .one,
        domain: "x >= 0",
        [
          "x = 0: value -inf, derivative +inf, the limit from the right"
        ],
        samples: [[2], [1e-300], [1e300], [0.3]])
    case .log10:
      facts(
        "log10", "log10(x)", .one,
        domain: "x >= 0",
        [
          "x = 0: value -inf, derivative +inf, the limit from the right"
        ],
        samples: [[2], [1e-300], [1e300], [0.3]])
    case .sin:
      facts(
        "sin", "sin(x)", .one,
        domain: "all finite numbers, in radians",
        samples: [[1], [-2], [100], [1e-8]])
    case .cos:
      facts(
        "cos", "cos(x)", .one,
        domain: "all finite numbers, in radians",
        samples: [[1], [-2], [100], [1e-8]])
    case .tan:
      facts(
        "tan", "tan(x)", .one,
        domain: "all finite numbers, in radians",
        samples: [[1], [-2], [1.57], [1e-8]])
    case .asin:
      facts(
        "asin", "asin(x)", .one,
        domain: "-1 <= x <= 1",
        [
          "x = -1, 1: derivative +inf, the one-sided limit"
        ],
        samples: [[0.3], [-0.9], [0.999999], [1e-8]])
    case .acos:
      facts(
        "acos", "acos(x)", .one,
        domain: "-1 <= x <= 1",
        [
          "x = -1, 1: derivative -inf, the one-sided limit"
        ],
        samples: [[0.3], [-0.9], [0.999999], [1e-8]])
    case .atan:
      facts(
        "atan", "atan(x)", .one,
        samples: [[0.3], [-9], [1e10], [1e-8]])
    case .atan2:
      facts(
        "atan2", "atan2(x, y)", .two,
        domain: "all points but (0, 0); the first input is the ordinate",
        [
          "(0, 0): partials NaN, there is no subgradient"
        ],
        samples: [[1, 2], [-1, -2], [3, -0.5], [1e200, 2e200], [0.01, -0.02]])
    case .sinh:
      facts(
        "sinh", "sinh(x)", .one,
        samples: [[1], [-2], [300], [1e-8]])
    case .cosh:
      facts(
        "cosh", "cosh(x)", .one,
        samples: [[1], [-2], [300], [1e-8]])
    case .tanh:
      facts(
        "tanh", "tanh(x)", .one,
        samples: [[0.5], [-2], [9], [1e-8]])
    case .asinh:
      facts(
        "asinh", "asinh(x)", .one,
        samples: [[0.5], [-2], [1e200], [1e-8]])
    case .acosh:
      facts(
        "acosh", "acosh(x)", .one,
        domain: "x >= 1",
        [
          "x = 1: derivative +inf, the limit from the right"
        ],
        samples: [[1.5], [20], [1e200], [1.000001]])
    case .atanh:
      facts(
        "atanh", "atanh(x)", .one,
        domain: "-1 <= x <= 1",
        [
          "x = -1, 1: value infinite, derivative +inf, the one-sided limit"
        ],
        samples: [[0.5], [-0.99], [1e-8]])
    case .erf:
      facts(
        "erf", "erf(x)", .one,
        samples: [[0.5], [-2], [4], [1e-8]])
    case .erfc:
      facts(
        "erfc", "erfc(x)", .one,
        samples: [[0.5], [-2], [10], [25]])
    case .logGamma:
      facts(
        "logGamma", "logGamma(x)", .one,
        domain: "all numbers but 0, -1, -2, …",
        [
          "x = 0, -1, -2, …: value +inf, derivative NaN, since the sides differ",
          "x < 0: the logarithm of the absolute value of the gamma function",
        ],
        samples: [[0.5], [3.7], [100], [-1.5], [-0.3], [-10.2]])
    case .abs:
      facts(
        "abs", "abs(x)", .one,
        [
          "x = 0: derivative 0, the least-norm subgradient"
        ],
        samples: [[0.5], [-2], [1e300]])
    case .minimum:
      facts(
        "min", "minimum(x, y)", .two,
        [
          "x = y: each partial 1/2",
          "an input is NaN: NaN",
          "an input not chosen: partial 0; further below, 0 times an infinite partial is NaN",
        ],
        samples: [[1, 2], [5, -3], [1e300, -1e300]])
    case .maximum:
      facts(
        "max", "maximum(x, y)", .two,
        [
          "x = y: each partial 1/2",
          "an input is NaN: NaN",
          "an input not chosen: partial 0; further below, 0 times an infinite partial is NaN",
        ],
        samples: [[1, 2], [5, -3], [1e300, -1e300]])
    case .sigmoid:
      facts(
        "sigmoid", "sigmoid(x)", .one,
        samples: [[0.5], [-2], [30], [-700]])
    case .logSigmoid:
      facts(
        "logSigmoid", "logSigmoid(x)", .one,
        samples: [[0.5], [-2], [30], [-1e10]])
    case .softplus:
      facts(
        "softplus", "softplus(x)", .one,
        samples: [[0.5], [-2], [-30], [1e10]])
    case .relu:
      facts(
        "relu", "relu(x)", .one,
        [
          "x = 0: derivative 0, the least-norm subgradient",
          "x < 0: derivative 0; further below, 0 times an infinite partial is NaN",
        ],
        samples: [[0.5], [-2], [1e300]])
    case .leakyReLU:
      facts(
        "leakyReLU", "leakyReLU(x, slope: c)", .one,
        constants: [0.01, 0.1, 1.5],
        [
          "x = 0: derivative c, as on the left"
        ],
        samples: [[0.5], [-2], [1e300], [-1e300]])
    case .elu:
      facts(
        "elu", "elu(x, alpha: c)", .one,
        constants: [1, 0.3],
        [
          "x = 0: derivative c, as on the left"
        ],
        samples: [[0.5], [-2], [1e300], [-40]])
    case .gelu:
      facts(
        "gelu", "gelu(x)", .one,
        domain: "all finite numbers",
        [
          "x = -inf: value 0"
        ],
        samples: [[0.5], [-2], [10], [-6]])
    case .silu:
      facts(
        "silu", "silu(x)", .one,
        domain: "all finite numbers",
        [
          "x = -inf: value 0"
        ],
        samples: [[0.5], [-2], [10], [-30]])
    case .sum:
      facts(
        "sum", "sum(…)", .many,
        [
          "no inputs: 0"
        ],
        samples: [[1, 2, 3], [0.1], [1e300, -1e300, 2]])
    case .dot:
      facts(
        "dot", "dot(…)", .many,
        [
          "no inputs: 0"
        ],
        samples: [[1, 2, 3, 4], [1, -2, 0.5, 3, 2, 1]])
    case .dotConstants:
      facts(
        "dot", "dot(…, constants)", .many,
        [
          "no inputs: 0"
        ],
        samples: [[1, 2], [1, -2, 0.5]])
    case .logSumExp:
      facts(
        "logSumExp", "logSumExp(…)", .many,
        [
          "an input is +inf: +inf; all are -inf: -inf",
          "an input of -inf: adds nothing, all its partials are 0, also where all are -inf",
          "inputs of +inf: each has an equal share of the partial 1, the others have 0",
          "an input is NaN: NaN",
        ],
        samples: [[1, 2, 3], [-700, -701], [0, -40], [1000, 1001, 990]])
    case .softmax:
      facts(
        "softmax", "softmax(…)[c]", .many,
        constants: [0, 1],
        [
          "an input of -inf: its share and all partials by it are 0; all are -inf: all shares 0",
          "inputs of +inf: equal shares, 0 for the others",
          "an input is NaN: NaN",
        ],
        samples: [[1, 2, 3], [-700, -701], [3, -3, 1, 0]])
    case .selectLess:
      facts(
        "select", "select(where: x < y)", .many,
        [
          "the branch not taken contributes nothing, not even NaN",
          "x or y is NaN: the second branch",
        ],
        samples: [[1, 2, 5, 7], [2, 1, 5, 7]])
    case .selectLessOrEqual:
      facts(
        "select", "select(where: x <= y)", .many,
        [
          "the branch not taken contributes nothing, not even NaN",
          "x or y is NaN: the second branch",
        ],
        samples: [[1, 2, 5, 7], [2, 1, 5, 7]])
    case .stopGradient:
      facts(
        "stopGradient", "stopGradient(x)", .one,
        [
          "derivative 0 everywhere, as of a constant"
        ],
        samples: [[0.5], [-2]])
    case .sign:
      facts(
        "sign", "sign(x)", .one,
        [
          "x = 0: 0",
          "derivative 0 everywhere, also at the jump",
        ],
        samples: [[0.5], [-2], [1e300]])
    case .step:
      facts(
        "step", "step(x, below: c)", .one,
        constants: [0, 0.3],
        [
          "x = 0: c",
          "derivative 0 everywhere, also at the jump",
        ],
        samples: [[0.5], [-2], [1e300]])
    case .order:
      facts(
        "order", "order(x, y)", .two,
        [
          "x = y: 0",
          "derivative 0 everywhere, also at the jump",
        ],
        samples: [[1, 2], [5, -3]])
    case .nonNegative:
      facts(
        "nonNegative", "nonNegative(x)", .one,
        domain: "x >= 0",
        [
          "x < 0: NaN"
        ],
        samples: [[0.5], [2e300]])
    case .route:
      facts(
        "route", "route(x, through: y)", .two,
        [
          "y = 0: 0, also where x is infinite or NaN"
        ],
        samples: [[1.5, -2.25], [-0.1, 3]])
    case .gaussian:
      facts(
        "gaussian", "exp(-c * x^2)", .one,
        constants: [1, 0.5],
        samples: [[0.5], [-2], [20], [1e-8]])
    case .normal:
      facts(
        "normal", "normal(x)", .one,
        samples: [[0.5], [-2], [3], [-10], [-30]])
    case .polygamma:
      facts(
        "polygamma", "polygamma(c, x)", .one,
        constants: [0, 1, 2, 3],
        domain: "all numbers but 0, -1, -2, …",
        [
          "x = 0, -1, -2, …: +inf for odd c, NaN for even"
        ],
        samples: [[0.5], [3.7], [100], [-1.5], [-0.3], [20.5]])
    case .directionCosine:
      facts(
        "x/r", "x / hypot(x, y)", .two,
        [
          "(0, 0): 0, both partials NaN, since they have no limit"
        ],
        samples: [[3, 4], [-1e100, 1e100], [1e-100, 2e-100], [0, 2], [-5, 0.25]])
    case .powerPartial:
      facts(
        "powerPartial", "powerPartial(c, x, y)", .two,
        constants: [1, 2, 3, 1000, 1001, 1002, 2000, 2001, 3000],
        domain: "as pow(x, y)",
        [
          "c = n + 1000 k: the partial of pow(x, y) of order n in x and k in y",
          "x = 0: the limit from the right, which is 0, infinite or a factorial",
          "x = 0, y >= 0, n = 0: 0 for k > 0, as the power is constant in y there",
          "x < 0, k > 0: NaN",
        ],
        samples: [[1.5, 2.25], [0.3, -1.7], [12, 0.1], [2, 3], [1e-10, 1.5], [3, 0]])
    case .custom:
      facts(
        "custom", "custom(…)", .many,
        domain: "the user says",
        [
          "as the user says"
        ],
        samples: [])
    }
  }
}
