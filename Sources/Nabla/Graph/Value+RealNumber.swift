// Value in the table: every primitive makes a node that holds its value, its parents and its row of
// the table. What the rows say stands in Primitive+Table.swift.

extension Value: RealNumber {
  /// The sum.
  public static func add(_ x: consuming Value, _ y: consuming Value) -> Value { node(.add, x, y) }
  /// The difference.
  public static func subtract(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.subtract, x, y)
  }
  /// The product.
  public static func multiply(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.multiply, x, y)
  }
  /// The quotient.
  public static func divide(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.divide, x, y)
  }
  /// `x` raised to the power `y`.
  public static func pow(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.power, x, y)
  }
  /// `sqrt(x² + y²)` without overflow.
  public static func hypot(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.hypot, x, y)
  }
  /// The smaller of two values.
  public static func smaller(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.minimum, x, y)
  }
  /// The larger of two values.
  public static func larger(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.maximum, x, y)
  }
  /// -1, 0 or 1: how `x` compares with `y`.
  public static func order(_ x: consuming Value, _ y: consuming Value) -> Value {
    node(.order, x, y)
  }
  /// The angle of the point (x, y), in radians.
  public static func atan2(y: consuming Value, x: consuming Value) -> Value { node(.atan2, y, x) }
  /// `x * y`, and 0 wherever `y` is 0.
  public static func route(_ x: consuming Value, through y: consuming Value) -> Value {
    node(.route, x, y)
  }
  /// Computes `x + c`.
  public static func add(_ x: consuming Value, constant c: Double) -> Value {
    node(.addConstant, x, constant: c)
  }
  /// Computes `c - x`.
  public static func subtract(_ x: consuming Value, fromConstant c: Double) -> Value {
    node(.subtractFromConstant, x, constant: c)
  }
  /// Computes `c * x`.
  public static func multiply(_ x: consuming Value, byConstant c: Double) -> Value {
    node(.multiplyByConstant, x, constant: c)
  }
  /// Computes `x / c`.
  public static func divide(_ x: consuming Value, byConstant c: Double) -> Value {
    node(.divideByConstant, x, constant: c)
  }
  /// Computes `c / x`.
  public static func divide(constant c: Double, by x: consuming Value) -> Value {
    node(.divideConstant, x, constant: c)
  }
  /// `x` raised to a constant power.
  public static func pow(_ x: consuming Value, _ c: Double) -> Value {
    node(.powerConstant, x, constant: c)
  }
  /// 1 where `x > 0`, and `c` elsewhere.
  public static func step(_ x: consuming Value, below c: Double) -> Value {
    node(.step, x, constant: c)
  }
  /// `x` where `x > 0`, `slope * x` elsewhere.
  public static func leakyReLU(_ x: consuming Value, slope: Double) -> Value {
    node(.leakyReLU, x, constant: slope)
  }
  /// `x` where `x > 0`, `alpha * (exp(x) - 1)` elsewhere.
  public static func elu(_ x: consuming Value, alpha: Double) -> Value {
    node(.elu, x, constant: alpha)
  }
  /// The `order`-th derivative of the digamma function.
  public static func polygamma(_ order: Int, _ x: consuming Value) -> Value {
    node(.polygamma, x, constant: Double(order))
  }
  /// Computes `log(1 + x)` without cancellation near 0.
  public static func log(onePlus x: consuming Value) -> Value { node(.logOnePlus, x) }
  /// `e` to the power `x`.
  public static func exp(_ x: consuming Value) -> Value { node(.exp, x) }
  /// Computes `exp(x) - 1` without cancellation near 0.
  public static func expMinusOne(_ x: consuming Value) -> Value { node(.expMinusOne, x) }
  /// The natural logarithm.
  public static func log(_ x: consuming Value) -> Value { node(.log, x) }
  /// The logarithm to base 2.
  public static func log2(_ x: consuming Value) -> Value { node(.log2, x) }
  /// The logarithm to base 10.
  public static func log10(_ x: consuming Value) -> Value { node(.log10, x) }
  /// The square root.
  public static func sqrt(_ x: consuming Value) -> Value { node(.sqrt, x) }
  /// The cube root, also of negative numbers.
  public static func cbrt(_ x: consuming Value) -> Value { node(.cbrt, x) }
  /// The sine of an angle in radians.
  public static func sin(_ x: consuming Value) -> Value { node(.sin, x) }
  /// The cosine of an angle in radians.
  public static func cos(_ x: consuming Value) -> Value { node(.cos, x) }
  /// The tangent of an angle in radians.
  public static func tan(_ x: consuming Value) -> Value { node(.tan, x) }
  /// The inverse sine, in radians.
  public static func asin(_ x: consuming Value) -> Value { node(.asin, x) }
  /// The inverse cosine, in radians.
  public static func acos(_ x: consuming Value) -> Value { node(.acos, x) }
  /// The inverse tangent, in radians.
  public static func atan(_ x: consuming Value) -> Value { node(.atan, x) }
  /// The hyperbolic sine.
  public static func sinh(_ x: consuming Value) -> Value { node(.sinh, x) }
  /// The hyperbolic cosine.
  public static func cosh(_ x: consuming Value) -> Value { node(.cosh, x) }
  /// The hyperbolic tangent.
  public static func tanh(_ x: consuming Value) -> Value { node(.tanh, x) }
  /// The inverse hyperbolic sine.
  public static func asinh(_ x: consuming Value) -> Value { node(.asinh, x) }
  /// The inverse hyperbolic cosine.
  public static func acosh(_ x: consuming Value) -> Value { node(.acosh, x) }
  /// The inverse hyperbolic tangent.
  public static func atanh(_ x: consuming Value) -> Value { node(.atanh, x) }
  /// The error function.
  public static func erf(_ x: consuming Value) -> Value { node(.erf, x) }
  /// The complementary error function `1 - erf(x)`, without cancellation.
  public static func erfc(_ x: consuming Value) -> Value { node(.erfc, x) }
  /// The logarithm of the absolute value of the gamma function.
  public static func logGamma(_ x: consuming Value) -> Value { node(.logGamma, x) }
  /// The absolute value.
  public static func abs(_ x: consuming Value) -> Value { node(.abs, x) }
  /// The logistic function `1 / (1 + exp(-x))`.
  public static func sigmoid(_ x: consuming Value) -> Value { node(.sigmoid, x) }
  /// `log(sigmoid(x))`, exact in both tails.
  public static func logSigmoid(_ x: consuming Value) -> Value { node(.logSigmoid, x) }
  /// `log(1 + exp(x))`, exact in both tails.
  public static func softplus(_ x: consuming Value) -> Value { node(.softplus, x) }
  /// `maximum(x, 0)`.
  public static func relu(_ x: consuming Value) -> Value { node(.relu, x) }
  /// `x` times the standard normal distribution function of `x` (the exact form, with erf).
  public static func gelu(_ x: consuming Value) -> Value { node(.gelu, x) }
  /// `x * sigmoid(x)`, also called swish.
  public static func silu(_ x: consuming Value) -> Value { node(.silu, x) }
  /// The negative.
  public static func negate(_ x: consuming Value) -> Value { node(.negate, x) }
  /// A node with the same number, through which no gradient passes.
  public static func stopGradient(_ x: consuming Value) -> Value { node(.stopGradient, x) }
  /// -1, 0 or 1.
  public static func sign(_ x: consuming Value) -> Value { node(.sign, x) }
  /// `x` where `x >= 0`, NaN below.
  public static func nonNegative(_ x: consuming Value) -> Value { node(.nonNegative, x) }
  /// Computes `exp(-c x²)`.
  public static func gaussian(_ x: consuming Value, times c: Double) -> Value {
    node(.gaussian, x, constant: c)
  }
  /// The distribution function of the standard normal distribution.
  public static func normal(_ x: consuming Value) -> Value { node(.normal, x) }

  /// `x / hypot(x, y)`, and 0 at the origin.
  public static func directionCosine(
    _ x: consuming Value, _ y: consuming Value, radius: @autoclosure () -> Value
  ) -> Value {
    node(.directionCosine, x, y)
  }
  /// A partial derivative, of any order, of `x` raised to the power `y`.
  public static func powerPartial(
    _ order: PowerOrder, _ x: consuming Value, _ y: consuming Value, power: @autoclosure () -> Value
  ) -> Value {
    node(.powerPartial, Details(values: [x, y]), constant: order.constant)
  }

  // MARK: Many inputs, one node

  /// The sum of the values; 0 for none.
  public static func sum(_ x: [Value]) -> Value { node(.sum, Details(values: x)) }
  /// The sum of products, plus the offset if there is one.
  public static func dot(_ x: [Value], _ y: [Value], plus offset: Value?) -> Value {
    requireEqualCounts(x.count, y.count)
    return node(.dot, Details(values: x, others: y, offset: offset))
  }
  /// The sum of products with constants, plus the offset if there is one.
  public static func dot(_ x: [Value], constants y: [Double], plus offset: Value?) -> Value {
    requireEqualCounts(x.count, y.count)
    return node(.dotConstants, Details(values: x, factors: y, offset: offset))
  }
  /// The logarithm of the sum of exponentials.
  public static func logSumExp(_ x: [Value]) -> Value {
    requireNotEmpty(x.count, "logSumExp")
    return node(.logSumExp, Details(values: x))
  }
  /// The exponentials divided by their sum.
  public static func softmax(_ x: [Value]) -> [Value] {
    // All at once, which is linear, where each on its own would be.
    let shares = x.isEmpty ? [] : Primitive.softmax(ArrayInputs(values: x.map { $0.storedData }))
    return x.indices.map {
      node(.softmax, Details(values: x), constant: Double($0), data: shares[$0])
    }
  }
  /// `a` where the condition holds, `b` elsewhere.
  public static func select(
    _ a: @autoclosure () -> Value, _ b: @autoclosure () -> Value, where condition: Condition<Value>
  ) -> Value {
    node(
      condition.allowsEqual ? .selectLessOrEqual : .selectLess,
      Details(values: [condition.left, condition.right, a(), b()]))
  }
}
