// An operation applied to inputs of any number type, by the public functions a user would call. The
// switch is exhaustive: a new operation does not compile until the tests can apply it.

@testable import Nabla

/// The numbers that a dot product with constants multiplies in the tests; references.py has the same.
let testFactors: [Double] = [2, -3, 0.5, 7]

extension Primitive {
  /// The inputs and constants that the facts give, each with each.
  var samplePoints: [(inputs: [Double], constant: Double)] {
    facts.samples.flatMap { inputs in
      (facts.constants.isEmpty ? [0] : facts.constants).map { (inputs, $0) }
    }
  }
}

/// The operation's result; a custom primitive has no generic form.
// The columns are the point; the formatter would fold them.
// swift-format-ignore
func apply<N: RealNumber>(_ operation: Primitive, to x: [N], constant c: Double = 0) -> N {
  switch operation {
  case .add:                  x[0] + x[1]
  case .subtract:             x[0] - x[1]
  case .multiply:             x[0] * x[1]
  case .divide:               x[0] / x[1]
  case .negate:               -x[0]
  case .addConstant:          x[0] + c
  case .subtractFromConstant: c - x[0]
  case .multiplyByConstant:   c * x[0]
  case .divideByConstant:     x[0] / c
  case .divideConstant:       c / x[0]
  case .power:                pow(x[0], x[1])
  case .powerConstant:        pow(x[0], c)
  case .sqrt:                 sqrt(x[0])
  case .cbrt:                 cbrt(x[0])
  case .hypot:                hypot(x[0], x[1])
  case .exp:                  exp(x[0])
  case .expMinusOne:          expMinusOne(x[0])
  case .log:                  log(x[0])
  case .logOnePlus:           log(onePlus: x[0])
  case .log2:                 log2(x[0])
  case .log10:                log10(x[0])
  case .sin:                  sin(x[0])
  case .cos:                  cos(x[0])
  case .tan:                  tan(x[0])
  case .asin:                 asin(x[0])
  case .acos:                 acos(x[0])
  case .atan:                 atan(x[0])
  case .atan2:                atan2(y: x[0], x: x[1])
  case .sinh:                 sinh(x[0])
  case .cosh:                 cosh(x[0])
  case .tanh:                 tanh(x[0])
  case .asinh:                asinh(x[0])
  case .acosh:                acosh(x[0])
  case .atanh:                atanh(x[0])
  case .erf:                  erf(x[0])
  case .erfc:                 erfc(x[0])
  case .logGamma:             logGamma(x[0])
  case .abs:                  abs(x[0])
  case .minimum:              minimum(x[0], x[1])
  case .maximum:              maximum(x[0], x[1])
  case .sigmoid:              sigmoid(x[0])
  case .logSigmoid:           logSigmoid(x[0])
  case .softplus:             softplus(x[0])
  case .relu:                 relu(x[0])
  case .leakyReLU:            leakyReLU(x[0], slope: c)
  case .elu:                  elu(x[0], alpha: c)
  case .gelu:                 gelu(x[0])
  case .silu:                 silu(x[0])
  case .sum:                  sum(x)
  case .dot:                  dot(Array(x.prefix(x.count / 2)), Array(x.suffix(x.count / 2)))
  case .dotConstants:         dot(x, Array(testFactors.prefix(x.count)))
  case .logSumExp:            logSumExp(x)
  case .softmax:              softmax(x)[Int(c)]
  case .selectLess:           select(x[2], x[3], where: x[0] < x[1])
  case .selectLessOrEqual:    select(x[2], x[3], where: x[0] <= x[1])
  case .stopGradient:         N.stopGradient(x[0])
  case .sign:                 N.sign(x[0])
  case .step:                 N.step(x[0], below: c)
  case .order:                N.order(x[0], x[1])
  case .nonNegative:          N.nonNegative(x[0])
  case .route:                N.route(x[0], through: x[1])
  case .gaussian:             N.gaussian(x[0], times: c)
  case .normal:               N.normal(x[0])
  case .polygamma:            N.polygamma(Int(c), x[0])
  case .directionCosine:      N.directionCosine(x[0], x[1], radius: hypot(x[0], x[1]))
  case .powerPartial:         N.powerPartial(PowerOrder(c), x[0], x[1], power: pow(x[0], x[1]))
  case .custom:               preconditionFailure("a custom primitive is made by Value.custom")
  }
}
