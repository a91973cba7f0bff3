// The list of primitives. What each computes and how it differentiates stands in
// Operation+Table.swift; names, domains, conventions and sample points in Operation+Facts.swift.
// Every list is an exhaustive switch: a primitive without a derivative does not compile.

/// A primitive operation: what a node of a graph computes from its parents.
///
/// The letters used throughout: `x` and `y` are the first and second input, `c` is a constant that
/// belongs to the node (the 2 in `2 * x`, the exponent in `pow(x, 3)`), `out` is the result.
public enum Operation: UInt8, Sendable, CaseIterable, Hashable, Codable {
  // Arithmetic
  case add, subtract, multiply, divide, negate
  // Arithmetic with a constant: unary gates, as on the lecture slides
  case addConstant, subtractFromConstant, multiplyByConstant, divideByConstant, divideConstant
  // Powers and roots
  case power, powerConstant, sqrt, cbrt, hypot
  // Exponentials and logarithms
  case exp, expMinusOne, log, logOnePlus, log2, log10
  // Trigonometry, in radians
  case sin, cos, tan, asin, acos, atan, atan2
  // Hyperbolic functions
  case sinh, cosh, tanh, asinh, acosh, atanh
  // Special functions
  case erf, erfc, logGamma
  // Piecewise functions
  case abs, minimum, maximum
  // Activations
  case sigmoid, logSigmoid, softplus, relu, leakyReLU, elu, gelu, silu
  // Many inputs, one node
  case sum, dot, dotConstants, logSumExp, softmax, selectLess, selectLessOrEqual
  // What only derivatives of the others need
  case sign, step, order, nonNegative, route, gaussian, normal, polygamma
  // A user's own
  case custom
}
