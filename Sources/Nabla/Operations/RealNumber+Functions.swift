// The functions a user calls, as free functions with swift-numerics' spellings: on `Value`, on
// `Double`, and on any number type of the table, so that a user's own generic function needs nothing
// else. `abs` is disfavoured because the standard library has a generic one.

/// `e` to the power `x`.
@inlinable
public func exp<N: RealNumber>(_ x: consuming N) -> N { N.exp(x) }
/// Computes `exp(x) - 1` without cancellation near 0.
@inlinable
public func expMinusOne<N: RealNumber>(_ x: consuming N) -> N { N.expMinusOne(x) }
/// The natural logarithm; domain x >= 0, -inf at 0.
@inlinable
public func log<N: RealNumber>(_ x: consuming N) -> N { N.log(x) }
/// The logarithm to base 2; domain x >= 0, -inf at 0.
@inlinable
public func log2<N: RealNumber>(_ x: consuming N) -> N { N.log2(x) }
/// The logarithm to base 10; domain x >= 0, -inf at 0.
@inlinable
public func log10<N: RealNumber>(_ x: consuming N) -> N { N.log10(x) }
/// The square root; domain x >= 0, derivative +inf at 0.
@inlinable
public func sqrt<N: RealNumber>(_ x: consuming N) -> N { N.sqrt(x) }
/// The cube root, also of negative numbers; derivative +inf at 0.
@inlinable
public func cbrt<N: RealNumber>(_ x: consuming N) -> N { N.cbrt(x) }
/// The sine of an angle in radians.
@inlinable
public func sin<N: RealNumber>(_ x: consuming N) -> N { N.sin(x) }
/// The cosine of an angle in radians.
@inlinable
public func cos<N: RealNumber>(_ x: consuming N) -> N { N.cos(x) }
/// The tangent of an angle in radians.
@inlinable
public func tan<N: RealNumber>(_ x: consuming N) -> N { N.tan(x) }
/// The inverse sine, in radians; domain [-1, 1].
@inlinable
public func asin<N: RealNumber>(_ x: consuming N) -> N { N.asin(x) }
/// The inverse cosine, in radians; domain [-1, 1].
@inlinable
public func acos<N: RealNumber>(_ x: consuming N) -> N { N.acos(x) }
/// The inverse tangent, in radians.
@inlinable
public func atan<N: RealNumber>(_ x: consuming N) -> N { N.atan(x) }
/// The hyperbolic sine.
@inlinable
public func sinh<N: RealNumber>(_ x: consuming N) -> N { N.sinh(x) }
/// The hyperbolic cosine.
@inlinable
public func cosh<N: RealNumber>(_ x: consuming N) -> N { N.cosh(x) }
/// The hyperbolic tangent.
@inlinable
public func tanh<N: RealNumber>(_ x: consuming N) -> N { N.tanh(x) }
/// The inverse hyperbolic sine.
@inlinable
public func asinh<N: RealNumber>(_ x: consuming N) -> N { N.asinh(x) }
/// The inverse hyperbolic cosine; domain x >= 1.
@inlinable
public func acosh<N: RealNumber>(_ x: consuming N) -> N { N.acosh(x) }
/// The inverse hyperbolic tangent; domain [-1, 1], infinite at both ends.
@inlinable
public func atanh<N: RealNumber>(_ x: consuming N) -> N { N.atanh(x) }
/// The error function, `2 / sqrt(pi)` times the integral of `exp(-t²)` from 0 to `x`.
@inlinable
public func erf<N: RealNumber>(_ x: consuming N) -> N { N.erf(x) }
/// The complementary error function `1 - erf(x)`, without cancellation.
@inlinable
public func erfc<N: RealNumber>(_ x: consuming N) -> N { N.erfc(x) }
/// The logarithm of the absolute value of the gamma function; poles at 0, -1, -2 and so on.
@inlinable
public func logGamma<N: RealNumber>(_ x: consuming N) -> N { N.logGamma(x) }
/// The absolute value; its derivative at 0 is 0.
@_disfavoredOverload @inlinable
public func abs<N: RealNumber>(_ x: consuming N) -> N { N.abs(x) }
/// The logistic function `1 / (1 + exp(-x))`.
@inlinable
public func sigmoid<N: RealNumber>(_ x: consuming N) -> N { N.sigmoid(x) }
/// `log(sigmoid(x))`, exact in both tails.
@inlinable
public func logSigmoid<N: RealNumber>(_ x: consuming N) -> N { N.logSigmoid(x) }
/// `log(1 + exp(x))`, exact in both tails.
@inlinable
public func softplus<N: RealNumber>(_ x: consuming N) -> N { N.softplus(x) }
/// `maximum(x, 0)`; its derivative at 0 is 0.
///
/// As a maximum does, it passes 0 times what is below `x` where that is not chosen; see
/// ``maximum(_:_:)-(N,N)``.
@inlinable
public func relu<N: RealNumber>(_ x: consuming N) -> N { N.relu(x) }
/// `x` times the standard normal distribution function of `x` (the exact form, with erf).
@inlinable
public func gelu<N: RealNumber>(_ x: consuming N) -> N { N.gelu(x) }
/// `x * sigmoid(x)`, also called swish.
@inlinable
public func silu<N: RealNumber>(_ x: consuming N) -> N { N.silu(x) }
/// `log(1 + x)` without cancellation near 0; domain x >= -1, -inf at -1.
@inlinable
public func log<N: RealNumber>(onePlus x: consuming N) -> N { N.log(onePlus: x) }
/// `x` for `x > 0`, `slope * x` elsewhere; its derivative at 0 is `slope`.
@inlinable
public func leakyReLU<N: RealNumber>(_ x: consuming N, slope: Double = 0.01) -> N {
  N.leakyReLU(x, slope: slope)
}
/// `x` for `x > 0`, `alpha * (exp(x) - 1)` elsewhere; its derivative at 0 is `alpha`.
@inlinable
public func elu<N: RealNumber>(_ x: consuming N, alpha: Double = 1) -> N { N.elu(x, alpha: alpha) }

// MARK: - Two inputs

/// `x` raised to a constant power; NaN for a negative base and a power that is not an integer.
@inlinable
public func pow<N: RealNumber>(_ x: consuming N, _ c: Double) -> N { N.pow(x, c) }
/// `x` raised to an integer power.
///
/// - Precondition: the power is within ±2^53, where every integer is a `Double`.
@inlinable
public func pow<N: RealNumber>(_ x: consuming N, _ c: Int) -> N { N.pow(x, c) }
// Disfavoured, or a power of two Doubles would be as good as the one with a constant, and ambiguous
// where no other module brings its own.
/// `x` raised to the power `y`; NaN for a negative base and a power that is not an integer.
@_disfavoredOverload @inlinable
public func pow<N: RealNumber>(_ x: consuming N, _ y: consuming N) -> N { N.pow(x, y) }
/// `sqrt(x² + y²)` without overflow.
///
/// Both derivatives at the origin are 0, and all higher ones NaN, as they have no limit there.
@inlinable
public func hypot<N: RealNumber>(_ x: consuming N, _ y: consuming N) -> N { N.hypot(x, y) }
/// The angle of the point (x, y), in radians, in [-pi, pi]; its derivatives at (0, 0) are NaN.
@inlinable
public func atan2<N: RealNumber>(y: consuming N, x: consuming N) -> N { N.atan2(y: y, x: x) }
/// The smaller of two numbers; NaN if either is.
///
/// At a tie each gets half the gradient. What is not chosen gets 0 times it, which is NaN further
/// below where a partial is infinite, as in ``maximum(_:_:)-(N,N)``.
@inlinable
public func minimum<N: RealNumber>(_ x: consuming N, _ y: consuming N) -> N { N.smaller(x, y) }
/// The larger of two numbers; NaN if either is.
///
/// At a tie each gets half the gradient. What is not chosen gets 0 times it, and 0 times an infinite
/// partial further below is NaN, by IEEE arithmetic. `select(_:_:where:)` keeps that out:
///
///     print(derivative(at: 0) { maximum(sqrt($0), 0.1) }.isNaN)                   // true
///     print(derivative(at: 0) { x in select(sqrt(x), 0.1, where: sqrt(x) > 0.1) }) // 0.0
@inlinable
public func maximum<N: RealNumber>(_ x: consuming N, _ y: consuming N) -> N { N.larger(x, y) }

// MARK: - Many inputs

/// The sum of the numbers, as one node; 0 for an empty array.
@inlinable
public func sum<N: RealNumber>(_ x: [N]) -> N { N.sum(x) }
/// The arithmetic mean.
///
/// - Precondition: there is at least one number.
@inlinable
public func mean<N: RealNumber>(_ x: [N]) -> N { N.mean(x) }
/// The dot product `x[0] * y[0] + x[1] * y[1] + …`, as one node; 0 for empty arrays.
///
/// - Precondition: both arrays have the same count.
@_disfavoredOverload @inlinable
public func dot<N: RealNumber>(_ x: [N], _ y: [N]) -> N { N.dot(x, y, plus: nil) }
/// The dot product with an array of constants, as one node; 0 for empty arrays.
///
/// - Precondition: both arrays have the same count.
@inlinable
public func dot<N: RealNumber>(_ x: [N], _ y: [Double]) -> N { N.dot(x, constants: y, plus: nil) }
/// The dot product with an array of constants, as one node; 0 for empty arrays.
///
/// - Precondition: both arrays have the same count.
@_disfavoredOverload @inlinable
public func dot<N: RealNumber>(_ x: [Double], _ y: [N]) -> N { N.dot(y, constants: x, plus: nil) }
/// The dot product plus an offset, as one node: `w · x + b` of a neuron.
///
/// - Precondition: both arrays have the same count.
@_disfavoredOverload @inlinable
public func dot<N: RealNumber>(_ x: [N], _ y: [N], plus offset: N) -> N {
  N.dot(x, y, plus: offset)
}
/// The dot product with constants plus an offset, as one node: `w · x + b` of a first-layer neuron.
///
/// - Precondition: both arrays have the same count.
@inlinable
public func dot<N: RealNumber>(_ x: [N], _ y: [Double], plus offset: N) -> N {
  N.dot(x, constants: y, plus: offset)
}
/// `log(exp(x[0]) + exp(x[1]) + …)` without overflow, as one node.
///
/// An input of -inf is as good as none: it adds nothing, and its derivatives are 0. So masks may be
/// -inf, in any order; where all inputs are, the result is -inf and all derivatives are 0. Inputs of
/// +inf share the derivative evenly.
///
/// - Precondition: there is at least one number.
/// - Complexity: Linear in the number of inputs, and so is its gradient by ``Value/backward(seed:)``;
///   as graphs, its first derivatives are quadratic.
@inlinable
public func logSumExp<N: RealNumber>(_ x: [N]) -> N { N.logSumExp(x) }
/// `exp(x[i]) / (exp(x[0]) + exp(x[1]) + …)` for each i, without overflow; empty for an empty array.
///
/// An input of -inf has the share 0, and so have its derivatives: masks may be -inf, in any order.
/// Where all inputs are -inf, all shares are 0. Inputs of +inf have equal shares.
///
///     print(softmax([-Double.infinity, 1, 1]))      // [0.0, 0.5, 0.5]
///
/// - Complexity: On `Double`, linear. As graphs each output is a node on all inputs: all n outputs are
///   quadratic in n, and so is a derivative graph of something made of all of them.
@inlinable
public func softmax<N: RealNumber>(_ x: [N]) -> [N] { N.softmax(x) }
/// `a` where the condition holds, `b` elsewhere, decided anew at each evaluation.
///
/// The branch not taken contributes nothing to any derivative, not even NaN:
///
///     let x = Value(-1)
///     let safe = select(log(x), 0, where: x > 0)
///     safe.backward()
///     print(safe.data, x.gradient)      // 0.0 0.0
@inlinable
public func select<N: RealNumber>(
  _ a: @autoclosure () -> N, _ b: @autoclosure () -> N, where condition: Condition<N>
) -> N {
  N.select(a(), b(), where: condition)
}
