// What a number type inherits from the table: the rows that have formulas in it, and what is made of
// other rows.

extension RealNumber {
  @inline(__always)
  private static func row(_ operation: Primitive, _ x: Self, constant: Double = 0) -> Self {
    operation.value(ScalarInputs(x, constant: constant))
  }
  @inline(__always)
  private static func row(_ operation: Primitive, _ x: Self, _ y: Self) -> Self {
    operation.value(ScalarInputs(x, y))
  }

  /// The number itself.
  public static func stopGradient(_ x: consuming Self) -> Self { x }
  /// -1, 0 or 1.
  public static func sign(_ x: consuming Self) -> Self { row(.sign, x) }
  /// 1 where `x > 0`, and `c` elsewhere.
  public static func step(_ x: consuming Self, below c: Double) -> Self {
    row(.step, x, constant: c)
  }
  /// -1, 0 or 1: how `x` compares with `y`.
  public static func order(_ x: consuming Self, _ y: consuming Self) -> Self { row(.order, x, y) }
  /// `x` where `x >= 0`, NaN below.
  public static func nonNegative(_ x: consuming Self) -> Self { row(.nonNegative, x) }
  /// `x * y`, and 0 wherever `y` is 0.
  public static func route(_ x: consuming Self, through y: consuming Self) -> Self {
    row(.route, x, y)
  }
  /// Computes `exp(-c x²)`.
  public static func gaussian(_ x: consuming Self, times c: Double) -> Self {
    let x = x
    return exp(-c * (x * x))
  }
  /// The distribution function of the standard normal distribution.
  public static func normal(_ x: consuming Self) -> Self {
    0.5 * erfc(-0.5.squareRoot() * x)
  }
  /// `x / hypot(x, y)`, and 0 at the origin.
  public static func directionCosine(
    _ x: consuming Self, _ y: consuming Self, radius: @autoclosure () -> Self
  ) -> Self {
    Primitive.directionCosine(x, radius: radius())
  }
  /// A partial derivative, of any order, of `x` raised to the power `y`.
  public static func powerPartial(
    _ order: PowerOrder, _ x: consuming Self, _ y: consuming Self, power: @autoclosure () -> Self
  ) -> Self {
    Primitive.powerPartial(order, x, y, power: power())
  }
  /// The smaller of two numbers; NaN if either is.
  public static func smaller(_ x: consuming Self, _ y: consuming Self) -> Self {
    row(.minimum, x, y)
  }
  /// The larger of two numbers; NaN if either is.
  public static func larger(_ x: consuming Self, _ y: consuming Self) -> Self {
    row(.maximum, x, y)
  }
  /// Computes `1 / (1 + exp(-x))`.
  public static func sigmoid(_ x: consuming Self) -> Self { row(.sigmoid, x) }
  /// Computes `log(sigmoid(x))`.
  public static func logSigmoid(_ x: consuming Self) -> Self { row(.logSigmoid, x) }
  /// Computes `log(1 + exp(x))`.
  public static func softplus(_ x: consuming Self) -> Self { row(.softplus, x) }
  /// Computes `maximum(x, 0)`.
  public static func relu(_ x: consuming Self) -> Self { row(.relu, x) }
  /// `x` where `x > 0`, `slope * x` elsewhere.
  public static func leakyReLU(_ x: consuming Self, slope: Double) -> Self {
    row(.leakyReLU, x, constant: slope)
  }
  /// `x` where `x > 0`, `alpha * (exp(x) - 1)` elsewhere.
  public static func elu(_ x: consuming Self, alpha: Double) -> Self {
    row(.elu, x, constant: alpha)
  }
  /// `x` times the normal distribution function of `x`.
  public static func gelu(_ x: consuming Self) -> Self { row(.gelu, x) }
  /// Computes `x * sigmoid(x)`.
  public static func silu(_ x: consuming Self) -> Self { row(.silu, x) }

  /// The sum of the numbers; 0 for none.
  public static func sum(_ x: [Self]) -> Self { Primitive.sum.value(ArrayInputs(values: x)) }
  /// The sum of products, plus the offset if there is one.
  public static func dot(_ x: [Self], _ y: [Self], plus offset: Self?) -> Self {
    requireEqualCounts(x.count, y.count)
    let values = x + y + (offset.map { [$0] } ?? [])
    return Primitive.dot.value(ArrayInputs(values: values, pairCount: x.count))
  }
  /// The sum of products with constants, plus the offset if there is one.
  public static func dot(_ x: [Self], constants y: [Double], plus offset: Self?) -> Self {
    requireEqualCounts(x.count, y.count)
    let values = x + (offset.map { [$0] } ?? [])
    return Primitive.dotConstants.value(
      ArrayInputs(values: values, pairCount: x.count, factors: y))
  }
  /// The logarithm of the sum of exponentials.
  public static func logSumExp(_ x: [Self]) -> Self {
    requireNotEmpty(x.count, "logSumExp")
    return Primitive.logSumExp.value(ArrayInputs(values: x))
  }
  /// The exponentials divided by their sum.
  public static func softmax(_ x: [Self]) -> [Self] {
    x.isEmpty ? [] : Primitive.softmax(ArrayInputs(values: x))
  }
}

// MARK: - What is made of other rows

extension RealNumber {
  /// `x` raised to an integer power, which must be within ±2^53 to keep its parity.
  public static func pow(_ x: consuming Self, _ c: Int) -> Self {
    precondition(
      UInt64(c.magnitude) <= 1 << 53, "pow: expected an Int power within ±2^53, got \(c)")
    return pow(x, Double(c))
  }

  /// The arithmetic mean of at least one number.
  public static func mean(_ x: [Self]) -> Self {
    requireNotEmpty(x.count, "mean")
    return sum(x) / Double(x.count)
  }
}

/// The rule that both factors of a dot product have as many elements.
func requireEqualCounts(_ x: Int, _ y: Int) {
  precondition(x == y, "dot: expected two arrays of the same count, got \(x) and \(y)")
}

/// The rule that there is something to average, or to take the largest of.
func requireNotEmpty(_ count: Int, _ function: StaticString) {
  precondition(count > 0, "\(function): expected at least 1 value, got 0")
}
