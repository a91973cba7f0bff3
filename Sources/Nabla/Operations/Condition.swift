/// A comparison of two numbers, evaluated by `select` each time the graph is evaluated.
///
/// It is what `<`, `<=`, `>` and `>=` give where a condition is asked for; where a `Bool` is asked
/// for, ``Value`` and `Double` compare at once. A comparison with NaN is false.
///
///     let x = Value(-3)
///     print(select(x, -x, where: x > 0).data)      // 3.0
public struct Condition<Number> {
  /// The number that must be smaller.
  public let left: Number
  /// The number that must be larger.
  public let right: Number
  /// Whether equal numbers satisfy the condition.
  public let allowsEqual: Bool

  /// Creates the condition `left < right`, or `left <= right` if equality is allowed.
  public init(_ left: Number, isLessThan right: Number, orEqual allowsEqual: Bool = false) {
    self.left = left
    self.right = right
    self.allowsEqual = allowsEqual
  }
}

extension Condition: Sendable where Number: Sendable {}

extension Condition where Number: Comparable {
  /// Whether the condition holds now.
  public var holds: Bool { allowsEqual ? left <= right : left < right }
}

// Disfavoured, so that `let smaller = a < b` goes on meaning a Bool.
extension RealNumber {
  /// The condition that `x` is less than `y`.
  @_disfavoredOverload
  public static func < (x: Self, y: Self) -> Condition<Self> {
    Condition(x, isLessThan: y)
  }
  /// The condition that `x` is less than or equal to `y`.
  @_disfavoredOverload
  public static func <= (x: Self, y: Self) -> Condition<Self> {
    Condition(x, isLessThan: y, orEqual: true)
  }
  /// The condition that `x` is greater than `y`.
  @_disfavoredOverload
  public static func > (x: Self, y: Self) -> Condition<Self> {
    Condition(y, isLessThan: x)
  }
  /// The condition that `x` is greater than or equal to `y`.
  @_disfavoredOverload
  public static func >= (x: Self, y: Self) -> Condition<Self> {
    Condition(y, isLessThan: x, orEqual: true)
  }
}
