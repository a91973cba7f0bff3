// The functions once more for `Value` alone, which says nothing new to a reader and much to the type
// checker: with them it decides long expressions at once, without it tries every number type at every
// term. Each is documented at its generic twin in Operations/RealNumber+Functions.swift.

/// `e` to the power `x`.
public func exp(_ x: consuming Value) -> Value { Value.exp(x) }
/// Computes `exp(x) - 1` without cancellation near 0.
public func expMinusOne(_ x: consuming Value) -> Value { Value.expMinusOne(x) }
/// The natural logarithm; domain x >= 0, -inf at 0.
public func log(_ x: consuming Value) -> Value { Value.log(x) }
/// The logarithm to base 2; domain x >= 0, -inf at 0.
public func log2(_ x: consuming Value) -> Value { Value.log2(x) }
/// The logarithm to base 10; domain x >= 0, -inf at 0.
public func log10(_ x: consuming Value) -> Value { Value.log10(x) }
/// The square root; domain x >= 0, derivative +inf at 0.
public func sqrt(_ x: consuming Value) -> Value { Value.sqrt(x) }
/// The cube root, also of negative numbers; derivative +inf at 0.
public func cbrt(_ x: consuming Value) -> Value { Value.cbrt(x) }
/// The sine of an angle in radians.
public func sin(_ x: consuming Value) -> Value { Value.sin(x) }
/// The cosine of an angle in radians.
public func cos(_ x: consuming Value) -> Value { Value.cos(x) }
/// The tangent of an angle in radians.
public func tan(_ x: consuming Value) -> Value { Value.tan(x) }
/// The inverse sine, in radians; domain [-1, 1].
public func asin(_ x: consuming Value) -> Value { Value.asin(x) }
/// The inverse cosine, in radians; domain [-1, 1].
public func acos(_ x: consuming Value) -> Value { Value.acos(x) }
/// The inverse tangent, in radians.
public func atan(_ x: consuming Value) -> Value { Value.atan(x) }
/// The hyperbolic sine.
public func sinh(_ x: consuming Value) -> Value { Value.sinh(x) }
/// The hyperbolic cosine.
public func cosh(_ x: consuming Value) -> Value { Value.cosh(x) }
/// The hyperbolic tangent.
public func tanh(_ x: consuming Value) -> Value { Value.tanh(x) }
/// The inverse hyperbolic sine.
public func asinh(_ x: consuming Value) -> Value { Value.asinh(x) }
/// The inverse hyperbolic cosine; domain x >= 1.
public func acosh(_ x: consuming Value) -> Value { Value.acosh(x) }
/// The inverse hyperbolic tangent; domain [-1, 1], infinite at both ends.
public func atanh(_ x: consuming Value) -> Value { Value.atanh(x) }
/// The error function, `2 / sqrt(pi)` times the integral of `exp(-t²)` from 0 to `x`.
public func erf(_ x: consuming Value) -> Value { Value.erf(x) }
/// The complementary error function `1 - erf(x)`, without cancellation.
public func erfc(_ x: consuming Value) -> Value { Value.erfc(x) }
/// The logarithm of the absolute value of the gamma function; poles at 0, -1, -2 and so on.
public func logGamma(_ x: consuming Value) -> Value { Value.logGamma(x) }
/// The absolute value; its derivative at 0 is 0.
public func abs(_ x: consuming Value) -> Value { Value.abs(x) }
/// The logistic function `1 / (1 + exp(-x))`.
public func sigmoid(_ x: consuming Value) -> Value { Value.sigmoid(x) }
/// `log(sigmoid(x))`, exact in both tails.
public func logSigmoid(_ x: consuming Value) -> Value { Value.logSigmoid(x) }
/// `log(1 + exp(x))`, exact in both tails.
public func softplus(_ x: consuming Value) -> Value { Value.softplus(x) }
/// `maximum(x, 0)`; its derivative at 0 is 0.
///
/// As a maximum does, it passes 0 times what is below `x` where that is not chosen; see
/// ``maximum(_:_:)-(Value,Value)``.
public func relu(_ x: consuming Value) -> Value { Value.relu(x) }
/// `x` times the standard normal distribution function of `x` (the exact form, with erf).
public func gelu(_ x: consuming Value) -> Value { Value.gelu(x) }
/// `x * sigmoid(x)`, also called swish.
public func silu(_ x: consuming Value) -> Value { Value.silu(x) }
/// `log(1 + x)` without cancellation near 0; domain x >= -1, -inf at -1.
public func log(onePlus x: consuming Value) -> Value { Value.log(onePlus: x) }
/// `x` for `x > 0`, `slope * x` elsewhere; its derivative at 0 is `slope`.
public func leakyReLU(_ x: consuming Value, slope: Double = 0.01) -> Value {
  Value.leakyReLU(x, slope: slope)
}
/// `x` for `x > 0`, `alpha * (exp(x) - 1)` elsewhere; its derivative at 0 is `alpha`.
public func elu(_ x: consuming Value, alpha: Double = 1) -> Value { Value.elu(x, alpha: alpha) }
/// `x` raised to a constant power; NaN for a negative base and a power that is not an integer.
public func pow(_ x: consuming Value, _ c: Double) -> Value { Value.pow(x, c) }
/// `x` raised to an integer power.
public func pow(_ x: consuming Value, _ c: Int) -> Value { Value.pow(x, c) }
/// `x` raised to the power `y`; NaN for a negative base and a power that is not an integer.
public func pow(_ x: consuming Value, _ y: consuming Value) -> Value { Value.pow(x, y) }
/// `sqrt(x² + y²)` without overflow.
///
/// Both derivatives at the origin are 0, and all higher ones NaN, as they have no limit there.
public func hypot(_ x: consuming Value, _ y: consuming Value) -> Value { Value.hypot(x, y) }
/// The angle of the point (x, y), in radians, in [-pi, pi]; its derivatives at (0, 0) are NaN.
public func atan2(y: consuming Value, x: consuming Value) -> Value { Value.atan2(y: y, x: x) }
/// The smaller of two numbers; NaN if either is.
///
/// At a tie each gets half the gradient. What is not chosen gets 0 times it, which is NaN further
/// below where a partial is infinite, as in ``maximum(_:_:)-(Value,Value)``.
public func minimum(_ x: consuming Value, _ y: consuming Value) -> Value { Value.smaller(x, y) }
/// The larger of two numbers; NaN if either is.
///
/// At a tie each gets half the gradient. What is not chosen gets 0 times it, and 0 times an infinite
/// partial further below is NaN, by IEEE arithmetic; `select(_:_:where:)` keeps that out.
public func maximum(_ x: consuming Value, _ y: consuming Value) -> Value { Value.larger(x, y) }
/// The sum of the numbers, as one node; 0 for an empty array.
public func sum(_ x: [Value]) -> Value { Value.sum(x) }
/// The arithmetic mean.
///
/// - Precondition: there is at least one number.
public func mean(_ x: [Value]) -> Value { Value.mean(x) }
/// The dot product `x[0] * y[0] + x[1] * y[1] + …`, as one node; 0 for empty arrays.
///
/// - Precondition: both arrays have the same count.
@_disfavoredOverload
public func dot(_ x: [Value], _ y: [Value]) -> Value { Value.dot(x, y, plus: nil) }
/// The dot product with an array of constants, as one node; 0 for empty arrays.
///
/// - Precondition: both arrays have the same count.
public func dot(_ x: [Value], _ y: [Double]) -> Value { Value.dot(x, constants: y, plus: nil) }
/// The dot product with an array of constants, as one node; 0 for empty arrays.
///
/// - Precondition: both arrays have the same count.
public func dot(_ x: [Double], _ y: [Value]) -> Value { Value.dot(y, constants: x, plus: nil) }
/// The dot product plus an offset, as one node: `w · x + b` of a neuron.
///
/// - Precondition: both arrays have the same count.
@_disfavoredOverload
public func dot(_ x: [Value], _ y: [Value], plus offset: Value) -> Value {
  Value.dot(x, y, plus: offset)
}
/// The dot product with constants plus an offset, as one node: `w · x + b` of a first-layer neuron.
///
/// - Precondition: both arrays have the same count.
public func dot(_ x: [Value], _ y: [Double], plus offset: Value) -> Value {
  Value.dot(x, constants: y, plus: offset)
}
/// `log(exp(x[0]) + exp(x[1]) + …)` without overflow, as one node.
///
/// An input of -inf is as good as none: it adds nothing, and its derivatives are 0. So masks may be
/// -inf, in any order; where all inputs are, the result is -inf and all derivatives are 0.
///
/// - Precondition: there is at least one number.
/// - Complexity: Linear in the number of inputs, and so is its gradient by ``Value/backward(seed:)``;
///   as graphs, its first derivatives are quadratic.
public func logSumExp(_ x: [Value]) -> Value { Value.logSumExp(x) }
/// `exp(x[i]) / (exp(x[0]) + exp(x[1]) + …)` for each i, without overflow; empty for an empty array.
///
/// An input of -inf has the share 0, and so have its derivatives: masks may be -inf, in any order.
/// Where all inputs are -inf, all shares are 0.
///
/// - Complexity: Each output is a node on all inputs. So all n outputs are quadratic in n, as graphs and
///   in a sweep, and so is a derivative graph of something made of all of them.
public func softmax(_ x: [Value]) -> [Value] { Value.softmax(x) }
/// `a` where the condition holds, `b` elsewhere, decided anew at each evaluation.
///
/// The branch not taken contributes nothing to any derivative, not even NaN.
public func select(
  _ a: @autoclosure () -> Value, _ b: @autoclosure () -> Value, where condition: Condition<Value>
) -> Value {
  Value.select(a(), b(), where: condition)
}
