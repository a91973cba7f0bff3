// The conventions of Primitive+Facts.swift, word for word, with numbers worked out by hand.

import Nabla

private let inf = Double.infinity
private let nan = Double.nan
private let sameSides = "x = 0: derivative 0, the least-norm subgradient"
private let halves = "x = y: each partial 1/2"
private let eitherNaN = "an input is NaN: NaN"
private let notChosen =
  "an input not chosen: partial 0; further below, 0 times an infinite partial is NaN"
private let origin =
  "(0, 0): value 1, both partials 0; the higher ones are limits for x from the right"
private let masked =
  "an input of -inf: adds nothing, all its partials are 0, also where all are -inf"
private let maskedShare =
  "an input of -inf: its share and all partials by it are 0; all are -inf: all shares 0"
private let equalParts =
  "inputs of +inf: each has an equal share of the partial 1, the others have 0"
private let equalShares = "inputs of +inf: equal shares, 0 for the others"
private let partialOrder = "c = n + 1000 k: the partial of pow(x, y) of order n in x and k in y"
private let partialAtZero = "x = 0: the limit from the right, which is 0, infinite or a factorial"
private let partialInY = "x = 0, y >= 0, n = 0: 0 for k > 0, as the power is constant in y there"
private let atZero = "x = 0: value -inf, derivative +inf, the limit from the right"
private let atPole = "x = 0, -1, -2, …: +inf for odd c, NaN for even"
private let noDerivative = "derivative 0 everywhere, also at the jump"
private let compareNaN = "x or y is NaN: the second branch"

let conventionRows: [ConventionRow] = arithmeticRows + powerRows + functionRows + choiceRows

private let arithmeticRows: [ConventionRow] = [
  .init(
    .divide, "y = 0: the IEEE quotients, infinite or NaN", [1, 0], value: inf,
    partials: [inf, -inf]),
  .init(
    .divide, "y = 0: the IEEE quotients, infinite or NaN", [-1, 0], value: -inf,
    partials: [inf, inf]),
  .init(
    .divide, "y = 0: the IEEE quotients, infinite or NaN", [0, 0], value: nan, partials: [inf, nan]),
  .init(
    .divideByConstant, "c = 0: the IEEE quotients, infinite or NaN", [1], c: 0, value: inf,
    partials: [inf]),
  .init(
    .divideByConstant, "c = 0: the IEEE quotients, infinite or NaN", [0], c: 0, value: nan,
    partials: [inf]),
  .init(
    .divideConstant, "x = 0: infinite, as the IEEE quotient", [0], c: 1, value: inf,
    partials: [-inf]),
  .init(
    .divideConstant, "x = 0: infinite, as the IEEE quotient", [-0.0], c: 1, value: -inf,
    partials: [-inf]),
  .init(.sum, "no inputs: 0", [], value: 0, partials: []),
  .init(.dot, "no inputs: 0", [], value: 0, partials: []),
  .init(.dotConstants, "no inputs: 0", [], value: 0, partials: []),
]

private let powerRows: [ConventionRow] = [
  .init(.power, "y = 0: 1 for every x, also 0; d/dx = 0", [1, 0], value: 1, partials: [0, 0]),
  .init(.power, "y = 0: 1 for every x, also 0; d/dx = 0", [0, 0], value: 1, partials: [0, 0]),
  .init(.power, "y = 0: 1 for every x, also 0; d/dx = 0", [-2, 0], value: 1, partials: [0, nan]),
  .init(.power, "y = 0: 1 for every x, also 0; d/dx = 0", [inf, 0], value: 1, partials: [0, inf]),
  .init(
    .power, "x = 0, 0 < y < 1: d/dx = +inf, the limit from the right", [0, 0.5], value: 0,
    partials: [inf, 0]),
  .init(.power, "x = 0, y >= 0: d/dy = 0", [0, 1], value: 0, partials: [1, 0]),
  .init(.power, "x = 0, y >= 0: d/dy = 0", [0, 2], value: 0, partials: [0, 0]),
  .init(.power, "x = 0, y >= 0: d/dy = 0", [0, 2.5], value: 0, partials: [0, 0]),
  .init(
    .power, "x = 0, y < 0: value +inf, both partials -inf", [0, -1], value: inf,
    partials: [-inf, -inf]),
  .init(
    .power, "x = 0, y < 0: value +inf, both partials -inf", [0, -0.5], value: inf,
    partials: [-inf, -inf]),
  .init(
    .power, "x < 0, y an integer: d/dx as usual, d/dy = NaN, since nearby powers are not real",
    [-2, 3],
    value: -8, partials: [12, nan]),
  .init(
    .power, "x < 0, y an integer: d/dx as usual, d/dy = NaN, since nearby powers are not real",
    [-2, -2],
    value: 0.25, partials: [0.25, nan]),
  .init(.power, "x < 0, y not an integer: NaN", [-2, 0.5], value: nan, partials: [nan, nan]),
  .init(.power, origin, [0, 0], value: 1, partials: [0, 0]),
  // 2 x, 2 log x + 1 at x = 3 and y = 2, and so on: the textbook's.
  .init(.powerPartial, partialOrder, [3, 2], c: 1, value: 6),
  .init(.powerPartial, partialOrder, [1, 2], c: 1001, value: 1),
  .init(.powerPartial, partialOrder, [1, 5], c: 3002, value: 0),
  // 0 below the power's order, its factorial at it, 0 beyond it; x log x, log x, 1 / x, -1 / x^2.
  .init(.powerPartial, partialAtZero, [0, 3], c: 2, value: 0, partials: [6, 0]),
  .init(.powerPartial, partialAtZero, [0, 3], c: 3, value: 6, partials: [0, -inf]),
  .init(.powerPartial, partialAtZero, [0, 3], c: 4, value: 0, partials: [0, inf]),
  .init(.powerPartial, partialAtZero, [0, 1], c: 1, value: 1, partials: [0, -inf]),
  .init(.powerPartial, partialAtZero, [0, 1], c: 1001, value: -inf, partials: [inf, inf]),
  .init(.powerPartial, partialAtZero, [0, 2], c: 1001, value: 0, partials: [-inf, 0]),
  .init(.powerPartial, partialAtZero, [0, 0], c: 1, value: 0, partials: [0, inf]),
  .init(.powerPartial, partialAtZero, [0, 0], c: 1001, value: inf, partials: [-inf, -inf]),
  .init(.powerPartial, partialAtZero, [0, 0.5], c: 1, value: inf, partials: [-inf, -inf]),
  .init(.powerPartial, partialInY, [0, 0], c: 1000, value: 0, partials: [inf, 0]),
  .init(.powerPartial, partialInY, [0, 2], c: 2000, value: 0, partials: [0, 0]),
  .init(.powerPartial, "x < 0, k > 0: NaN", [-2, 3], c: 1000, value: nan, partials: [nan, nan]),
  .init(.powerPartial, "x < 0, k > 0: NaN", [-2, 3], c: 1, value: 12, partials: [-12, nan]),
  .init(
    .powerConstant, "c = 0: 1 for every x, also 0; derivative 0", [0], c: 0, value: 1, partials: [0]
  ),
  .init(
    .powerConstant, "c = 0: 1 for every x, also 0; derivative 0", [-3], c: 0, value: 1,
    partials: [0]),
  .init(
    .powerConstant, "x = 0, 0 < c < 1: derivative +inf, the limit from the right", [0], c: 0.5,
    value: 0, partials: [inf]),
  .init(.powerConstant, "x = 0, c < 0: infinite", [0], c: -1, value: inf, partials: [-inf]),
  .init(.powerConstant, "x = 0, c < 0: infinite", [0], c: -2, value: inf, partials: [-inf]),
  .init(.powerConstant, "x < 0, c not an integer: NaN", [-4], c: 0.5, value: nan, partials: [nan]),
  .init(.powerConstant, "x < 0, c not an integer: NaN", [-4], c: 1.7, value: nan, partials: [nan]),
  .init(.sqrt, "x = 0: derivative +inf, the limit from the right", [0], value: 0, partials: [inf]),
  .init(
    .sqrt, "x = 0: derivative +inf, the limit from the right", [-0.0], value: 0, partials: [inf]),
  .init(.cbrt, "x = 0: derivative +inf, the limit from both sides", [0], value: 0, partials: [inf]),
  .init(
    .cbrt, "x = 0: derivative +inf, the limit from both sides", [-0.0], value: 0, partials: [inf]),
  .init(
    .hypot, "(0, 0): both partials 0, the least-norm subgradient", [0, 0], value: 0,
    partials: [0, 0]),
  .init(
    .directionCosine, "(0, 0): 0, both partials NaN, since they have no limit", [0, 0], value: 0,
    partials: [nan, nan]),
  .init(
    .hypot, "(0, 0): second and higher partials NaN, since they have no limit", [0, 0], value: 0,
    partials: [0, 0]),
]

private let functionRows: [ConventionRow] = [
  .init(.log, atZero, [0], value: -inf, partials: [inf]),
  .init(.log, atZero, [-0.0], value: -inf, partials: [inf]),
  .init(.log2, atZero, [0], value: -inf, partials: [inf]),
  .init(.log10, atZero, [0], value: -inf, partials: [inf]),
  .init(
    .logOnePlus, "x = -1: value -inf, derivative +inf, the limit from the right", [-1],
    value: -inf, partials: [inf]),
  .init(
    .asin, "x = -1, 1: derivative +inf, the one-sided limit", [1], value: .pi / 2, partials: [inf]),
  .init(
    .asin, "x = -1, 1: derivative +inf, the one-sided limit", [-1], value: -.pi / 2, partials: [inf]
  ),
  .init(.acos, "x = -1, 1: derivative -inf, the one-sided limit", [1], value: 0, partials: [-inf]),
  .init(
    .acos, "x = -1, 1: derivative -inf, the one-sided limit", [-1], value: .pi, partials: [-inf]),
  .init(
    .atan2, "(0, 0): partials NaN, there is no subgradient", [0, 0], value: 0, partials: [nan, nan]),
  .init(.acosh, "x = 1: derivative +inf, the limit from the right", [1], value: 0, partials: [inf]),
  .init(
    .atanh, "x = -1, 1: value infinite, derivative +inf, the one-sided limit", [1],
    value: inf, partials: [inf]),
  .init(
    .atanh, "x = -1, 1: value infinite, derivative +inf, the one-sided limit", [-1],
    value: -inf, partials: [inf]),
  .init(
    .logGamma, "x = 0, -1, -2, …: value +inf, derivative NaN, since the sides differ", [0],
    value: inf, partials: [nan]),
  .init(
    .logGamma, "x = 0, -1, -2, …: value +inf, derivative NaN, since the sides differ", [-2],
    value: inf, partials: [nan]),
  // gamma(-1/2) = -2 sqrt(pi)
  .init(
    .logGamma, "x < 0: the logarithm of the absolute value of the gamma function", [-0.5],
    value: 1.2655121234846454),
  .init(.logSumExp, "an input is +inf: +inf; all are -inf: -inf", [inf, 1], value: inf),
  .init(.logSumExp, "an input is +inf: +inf; all are -inf: -inf", [1, inf, inf], value: inf),
  .init(.logSumExp, "an input is +inf: +inf; all are -inf: -inf", [-inf, -inf], value: -inf),
  .init(.logSumExp, masked, [-inf, -inf, 5], value: 5, partials: [0, 0, 1]),
  .init(
    .logSumExp, masked, [-inf, 2, -inf, 2, -inf], value: 2.6931471805599454,
    partials: [0, 0.5, 0, 0.5, 0]),
  .init(.logSumExp, masked, [-inf, -inf], value: -inf, partials: [0, 0]),
  .init(.logSumExp, equalParts, [inf, 1], value: inf, partials: [1, 0]),
  .init(.logSumExp, equalParts, [-inf, inf, 3, inf], value: inf, partials: [0, 0.5, 0, 0.5]),
  .init(.logSumExp, eitherNaN, [nan, 1], value: nan, partials: [nan, nan]),
  .init(.logSumExp, eitherNaN, [inf, -inf, nan], value: nan, partials: [nan, nan, nan]),
  .init(.softmax, maskedShare, [-inf, -inf, 5], c: 0, value: 0, partials: [0, 0, 0]),
  .init(
    .softmax, maskedShare, [-inf, 2, -inf, 2], c: 1, value: 0.5, partials: [0, 0.25, 0, -0.25]),
  .init(.softmax, maskedShare, [-inf, -inf], c: 1, value: 0, partials: [0, 0]),
  .init(.softmax, equalShares, [inf, 1], c: 0, value: 1, partials: [0, 0]),
  .init(.softmax, equalShares, [inf, 1, inf], c: 1, value: 0, partials: [0, 0, 0]),
  .init(.softmax, eitherNaN, [1, nan], c: 0, value: nan, partials: [nan, nan]),
  .init(.gelu, "x = -inf: value 0", [-inf], value: 0),
  .init(.silu, "x = -inf: value 0", [-inf], value: 0),
  .init(.polygamma, atPole, [0], c: 1, value: inf),
  .init(.polygamma, atPole, [-3], c: 3, value: inf),
  .init(.polygamma, atPole, [0], c: 0, value: nan),
  .init(.polygamma, atPole, [-1], c: 2, value: nan),
]

private let choiceRows: [ConventionRow] = [
  .init(.abs, sameSides, [0], value: 0, partials: [0]),
  .init(.abs, sameSides, [-0.0], value: 0, partials: [0]),
  .init(.relu, sameSides, [0], value: 0, partials: [0]),
  .init(.relu, sameSides, [-0.0], value: 0, partials: [0]),
  .init(
    .relu, "x < 0: derivative 0; further below, 0 times an infinite partial is NaN", [-inf],
    value: 0,
    partials: [0]),
  .init(.minimum, notChosen, [1, 2], value: 1, partials: [1, 0]),
  .init(.maximum, notChosen, [1, 2], value: 2, partials: [0, 1]),
  .init(.leakyReLU, "x = 0: derivative c, as on the left", [0], c: 0.1, value: 0, partials: [0.1]),
  .init(.elu, "x = 0: derivative c, as on the left", [0], c: 0.3, value: 0, partials: [0.3]),
  .init(.minimum, halves, [2, 2], value: 2, partials: [0.5, 0.5]),
  .init(.minimum, halves, [0, -0.0], value: 0, partials: [0.5, 0.5]),
  .init(.maximum, halves, [-3, -3], value: -3, partials: [0.5, 0.5]),
  .init(.maximum, halves, [inf, inf], value: inf, partials: [0.5, 0.5]),
  .init(.minimum, eitherNaN, [nan, 1], value: nan, partials: [nan, nan]),
  .init(.minimum, eitherNaN, [1, nan], value: nan, partials: [nan, nan]),
  .init(.maximum, eitherNaN, [nan, 1], value: nan, partials: [nan, nan]),
  .init(.maximum, eitherNaN, [1, nan], value: nan, partials: [nan, nan]),
  .init(.selectLess, compareNaN, [nan, 1, 5, 7], value: 7, partials: [0, 0, 0, 1]),
  .init(.selectLess, compareNaN, [1, nan, 5, 7], value: 7, partials: [0, 0, 0, 1]),
  .init(.selectLessOrEqual, compareNaN, [nan, nan, 5, 7], value: 7, partials: [0, 0, 0, 1]),
  .init(
    .stopGradient, "derivative 0 everywhere, as of a constant", [3], value: 3, partials: [0]),
  .init(.sign, "x = 0: 0", [0], value: 0, partials: [0]),
  .init(.sign, noDerivative, [0], value: 0, partials: [0]),
  .init(.step, "x = 0: c", [0], c: 0.3, value: 0.3, partials: [0]),
  .init(.step, noDerivative, [0], c: 0, value: 0, partials: [0]),
  .init(.order, "x = y: 0", [2, 2], value: 0, partials: [0, 0]),
  .init(.order, noDerivative, [2, 2], value: 0, partials: [0, 0]),
  .init(.nonNegative, "x < 0: NaN", [-1], value: nan),
  .init(.nonNegative, "x < 0: NaN", [-inf], value: nan),
  .init(.route, "y = 0: 0, also where x is infinite or NaN", [inf, 0], value: 0),
  .init(.route, "y = 0: 0, also where x is infinite or NaN", [nan, 0], value: 0),
]
