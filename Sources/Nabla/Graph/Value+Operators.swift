// The operators of Value.
//
// `2 * x` is one gate with the constant 2, not a product with a leaf. Where the 2 is a `Double`
// variable the overloads with `Double` see to that. A literal is another matter: beside a `Value`,
// Swift makes a `Value` of it. (Overloads can be arranged so that it does not, by making the
// operators of two values generic; then the type checker gives up on expressions of ten terms.)
// So a literal leaf is marked, and an operator that is handed one which nothing else refers to
// turns that very object into the gate: the right graph, at the price of no allocation.
//
// `let c: Value = 3` is a leaf with a gradient like any other as long as anybody but the graph holds it.
// When nobody is left to ask for its gradient, it becomes the gate's constant too: at once, if the operator
// is handed the last reference, or as soon as the graph is looked at (Value+Literals.swift), so that a
// graph is the same in debug and release builds. `Value(3)` is a literal to Swift as well; a leaf with a
// label stays a leaf.

extension RealNumber where Self == Value {
  /// The sum.
  public static func + (x: consuming Self, y: consuming Self) -> Self { Value.make(.add, x, y) }
  /// The difference.
  public static func - (x: consuming Self, y: consuming Self) -> Self {
    Value.make(.subtract, x, y)
  }
  /// The product.
  public static func * (x: consuming Self, y: consuming Self) -> Self {
    Value.make(.multiply, x, y)
  }
  /// The quotient.
  public static func / (x: consuming Self, y: consuming Self) -> Self { Value.make(.divide, x, y) }
  /// The negative.
  public static prefix func - (x: consuming Self) -> Self { negate(x) }
}

extension Value {
  // Those that every number type inherits would do, but the type checker gives up on a longer
  // right-hand side when it finds no others.
  /// Makes the variable stand for the sum; the node that it stood for is not changed.
  public static func += (x: inout Value, y: consuming Value) { x = x + y }
  /// Makes the variable stand for the difference.
  public static func -= (x: inout Value, y: consuming Value) { x = x - y }
  /// Makes the variable stand for the product.
  public static func *= (x: inout Value, y: consuming Value) { x = x * y }
  /// Makes the variable stand for the quotient.
  public static func /= (x: inout Value, y: consuming Value) { x = x / y }
}

extension Value {
  /// A node with two parents, or with one and a constant if the other is a literal.
  @inline(__always)
  fileprivate static func make(
    _ arithmetic: ArithmeticOperator, _ x: consuming Value, _ y: consuming Value
  ) -> Value {
    let isLeft = x.shape == .literal && isKnownUniquelyReferenced(&x)
    let isRight = y.shape == .literal && isKnownUniquelyReferenced(&y)
    // Of two literals, as in Value(2) * Value(3), neither is the constant of the other.
    if isRight != isLeft {
      if isRight {
        let gate = arithmetic.gate(right: y.storedData)
        y.become(gate.operation, of: x, constant: gate.constant, SpareNodes.ofThisThread)
        return y
      }
      let gate = arithmetic.gate(left: x.storedData)
      x.become(gate.operation, of: y, constant: gate.constant, SpareNodes.ofThisThread)
      return x
    }
    return node(arithmetic.operation, x, y)
  }
}

// MARK: - Constants mixed in

// Disfavoured, so that `4 * 0.5` stays a Double beside `import Nabla`.

extension Value {
  /// The sum with a constant, as a unary gate.
  @_disfavoredOverload
  public static func + (x: consuming Value, c: Double) -> Value { add(x, constant: c) }
  /// The sum with a constant, as a unary gate.
  @_disfavoredOverload
  public static func + (c: Double, x: consuming Value) -> Value { add(x, constant: c) }
  /// `x` minus `c`, as a unary gate.
  @_disfavoredOverload
  public static func - (x: consuming Value, c: Double) -> Value { add(x, constant: -c) }
  /// `c` minus `x`, as a unary gate.
  @_disfavoredOverload
  public static func - (c: Double, x: consuming Value) -> Value { subtract(x, fromConstant: c) }
  /// The product with a constant, as a unary gate.
  @_disfavoredOverload
  public static func * (x: consuming Value, c: Double) -> Value { multiply(x, byConstant: c) }
  /// The product with a constant, as a unary gate.
  @_disfavoredOverload
  public static func * (c: Double, x: consuming Value) -> Value { multiply(x, byConstant: c) }
  /// The quotient by a constant, as a unary gate.
  @_disfavoredOverload
  public static func / (x: consuming Value, c: Double) -> Value { divide(x, byConstant: c) }
  /// The quotient of a constant, as a unary gate.
  @_disfavoredOverload
  public static func / (c: Double, x: consuming Value) -> Value { divide(constant: c, by: x) }
  /// Makes the variable stand for a new node, computed from the old one by a unary gate.
  @_disfavoredOverload
  public static func += (x: inout Value, c: Double) { x = x + c }
  /// Makes the variable stand for a new node, computed from the old one by a unary gate.
  @_disfavoredOverload
  public static func -= (x: inout Value, c: Double) { x = x - c }
  /// Makes the variable stand for a new node, computed from the old one by a unary gate.
  @_disfavoredOverload
  public static func *= (x: inout Value, c: Double) { x = x * c }
  /// Makes the variable stand for a new node, computed from the old one by a unary gate.
  @_disfavoredOverload
  public static func /= (x: inout Value, c: Double) { x = x / c }
}
