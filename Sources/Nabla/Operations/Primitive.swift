// The list of primitives. What each computes and how it differentiates stands in
// Primitive+Table.swift; names, domains, conventions and sample points in Primitive+Facts.swift.
// Both are exhaustive switches: a primitive without a derivative does not compile. The comment of
// each case is its formula and domain in the facts; a test compares them.

/// A primitive operation: what a node of a graph computes from its parents.
///
/// The letters used throughout: `x` and `y` are the first and second input, `c` is a constant that
/// belongs to the node (the 2 in `2 * x`, the exponent in `pow(x, 3)`), `out` is the result. Angles are
/// in radians. Where no domain is given, it is all numbers. Outside it value and partials are NaN,
/// unless the conventions in ``facts`` say otherwise.
public enum Primitive: UInt8, Sendable, CaseIterable, Hashable, Codable {
  // MARK: Arithmetic
  /// `x + y`.
  case add
  /// `x - y`.
  case subtract
  /// `x * y`.
  case multiply
  /// `x / y`; domain: y other than 0.
  case divide
  /// `-x`.
  case negate

  // MARK: Arithmetic with a constant: unary gates, as on the lecture slides
  /// `x + c`.
  case addConstant
  /// `c - x`.
  case subtractFromConstant
  /// `c * x`.
  case multiplyByConstant
  /// `x / c`.
  case divideByConstant
  /// `c / x`; domain: x other than 0.
  case divideConstant

  // MARK: Powers and roots
  /// `pow(x, y)`; domain: x > 0; x = 0 with y >= 0; x < 0 with y an integer.
  case power
  /// `pow(x, c)`; domain: x > 0; x = 0 with c >= 0; x < 0 with c an integer.
  case powerConstant
  /// `sqrt(x)`; domain: x >= 0.
  case sqrt
  /// `cbrt(x)`.
  case cbrt
  /// `hypot(x, y)`.
  case hypot

  // MARK: Exponentials and logarithms
  /// `exp(x)`.
  case exp
  /// `exp(x) - 1`.
  case expMinusOne
  /// `log(x)`; domain: x >= 0.
  case log
  /// `log(1 + x)`; domain: x >= -1.
  case logOnePlus
  /// `log2(x)`; domain: x >= 0.
  case log2
  /// `log10(x)`; domain: x >= 0.
  case log10

  // MARK: Trigonometry, in radians
  /// `sin(x)`; domain: all finite numbers, in radians.
  case sin
  /// `cos(x)`; domain: all finite numbers, in radians.
  case cos
  /// `tan(x)`; domain: all finite numbers, in radians.
  case tan
  /// `asin(x)`; domain: -1 <= x <= 1.
  case asin
  /// `acos(x)`; domain: -1 <= x <= 1.
  case acos
  /// `atan(x)`.
  case atan
  /// `atan2(x, y)`; domain: all points but (0, 0); the first input is the ordinate.
  case atan2

  // MARK: Hyperbolic functions
  /// `sinh(x)`.
  case sinh
  /// `cosh(x)`.
  case cosh
  /// `tanh(x)`.
  case tanh
  /// `asinh(x)`.
  case asinh
  /// `acosh(x)`; domain: x >= 1.
  case acosh
  /// `atanh(x)`; domain: -1 <= x <= 1.
  case atanh

  // MARK: Special functions
  /// `erf(x)`.
  case erf
  /// `erfc(x)`.
  case erfc
  /// `logGamma(x)`; domain: all numbers but 0, -1, -2, ….
  case logGamma

  // MARK: Piecewise functions
  /// `abs(x)`.
  case abs
  /// `minimum(x, y)`.
  case minimum
  /// `maximum(x, y)`.
  case maximum

  // MARK: Activations
  /// `sigmoid(x)`.
  case sigmoid
  /// `logSigmoid(x)`.
  case logSigmoid
  /// `softplus(x)`.
  case softplus
  /// `relu(x)`.
  case relu
  /// `leakyReLU(x, slope: c)`.
  case leakyReLU
  /// `elu(x, alpha: c)`.
  case elu
  /// `gelu(x)`; domain: all finite numbers.
  case gelu
  /// `silu(x)`; domain: all finite numbers.
  case silu

  // MARK: Many inputs, one node
  /// `sum(…)`.
  case sum
  /// `dot(…)`.
  case dot
  /// `dot(…, constants)`.
  case dotConstants
  /// `logSumExp(…)`.
  case logSumExp
  /// `softmax(…)[c]`.
  case softmax
  /// `select(where: x < y)`.
  case selectLess
  /// `select(where: x <= y)`.
  case selectLessOrEqual

  /// `stopGradient(x)`.
  case stopGradient

  // MARK: What only derivatives of the others need
  /// `sign(x)`.
  case sign
  /// `step(x, below: c)`.
  case step
  /// `order(x, y)`.
  case order
  /// `nonNegative(x)`; domain: x >= 0.
  case nonNegative
  /// `route(x, through: y)`.
  case route
  /// `exp(-c * x^2)`.
  case gaussian
  /// `normal(x)`.
  case normal
  /// `polygamma(c, x)`; domain: all numbers but 0, -1, -2, ….
  case polygamma
  /// `x / hypot(x, y)`.
  case directionCosine
  /// `powerPartial(c, x, y)`; domain: as pow(x, y).
  case powerPartial

  // MARK: A user's own
  /// `custom(…)`; domain: the user says.
  case custom
}
