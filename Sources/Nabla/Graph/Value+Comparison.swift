// Comparing values at once. (Where a condition is asked for, as in `select`, the comparison becomes part
// of the graph: Operations/Condition.swift.)
//
// A Swift `if` on such a comparison decides which graph is built, and the graph does not know of it. So
// whoever builds a graph to use it again for other numbers can ask to be told of each comparison that
// was made on the way (Programs/CompiledFunction.swift does). The request is a task-local value: it ends
// with the call that made it, and other threads do not see it.

/// A comparison of two values, and what came of it.
struct Comparison {
  /// What was asked of the left number and the right one.
  enum Relation {
    case less, lessOrEqual, equal

    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .less: left < right
      case .lessOrEqual: left <= right
      case .equal: left == right
      }
    }
  }

  let left: Value
  let right: Value
  let relation: Relation
  let holds: Bool

  /// The list that comparisons are written to, if anybody asked for it.
  @TaskLocal private static var listener: Listener?

  /// Whether a function is being recorded, to be used again for other numbers.
  static var isListening: Bool { listener != nil }

  /// What a function returns, and the comparisons that it made.
  static func listing<T>(_ function: () -> T) -> (result: T, comparisons: [Comparison]) {
    let listener = Listener()
    let result = $listener.withValue(listener) { function() }
    return (result, listener.comparisons)
  }

  fileprivate static func make(
    _ left: Value, _ relation: Relation, _ right: @autoclosure () -> Value, _ number: Double
  ) -> Bool {
    let holds = relation.holds(left.storedData, number)
    if let listener {
      listener.comparisons.append(
        Comparison(left: left, right: right(), relation: relation, holds: holds))
    }
    return holds
  }

  fileprivate static func make(_ left: Value, _ relation: Relation, _ right: Value) -> Bool {
    make(left, relation, right, right.storedData)
  }

  /// Lives as long as the call that it listens to, and is used by that call alone.
  private final class Listener: @unchecked Sendable {
    var comparisons: [Comparison] = []
  }
}

extension Value {
  /// Whether the number of `x` is less than that of `y`, now.
  public static func < (x: Value, y: Value) -> Bool { Comparison.make(x, .less, y) }
  /// Whether the number of `x` is less than or equal to that of `y`, now.
  public static func <= (x: Value, y: Value) -> Bool { Comparison.make(x, .lessOrEqual, y) }
  /// Whether the number of `x` is greater than that of `y`, now.
  public static func > (x: Value, y: Value) -> Bool { Comparison.make(y, .less, x) }
  /// Whether the number of `x` is greater than or equal to that of `y`, now.
  public static func >= (x: Value, y: Value) -> Bool { Comparison.make(y, .lessOrEqual, x) }
}

// MARK: - Values and numbers

// Not simply with a Double: then `number == 4` of a Double would make a value of the literal, and compare
// that: every `pivot == 0` in a loop would make a node. So literals have a type of their own here. What
// takes a Double after a value is disfavoured, as what takes two values is: in `x == 1 - 1` the difference is
// then one of Doubles, not a node that is no other.

extension Value {
  /// A number written beside `==` or `!=`, and compared with that of a value.
  public struct ComparedLiteral: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    let number: Double
    /// Creates it from a literal such as `0.5`.
    public init(floatLiteral value: Double) { number = value }
    /// Creates it from a literal such as `0`.
    public init(integerLiteral value: Double) { number = value }
  }

  /// Whether the number of `x` is `c`, now.
  ///
  /// Two values are equal if they are the same node; a value and a number are if the value's number is
  /// the number. Arithmetic of literals is a number after the value, as in `x == 1 / 4`; before it, as in
  /// `1 / 4 == x`, it is taken for a value.
  ///
  ///     func sinc(_ x: Value) -> Value { x == 0 ? 1 - x * x / 6 : sin(x) / x }
  ///     print(sinc(0).data, derivative(at: 0) { sinc($0) })      // 1.0 0.0
  public static func == (x: Value, c: ComparedLiteral) -> Bool { x.isNumber(c.number) }
  /// Whether the number of `x` is `c`, now.
  public static func == (c: ComparedLiteral, x: Value) -> Bool { x.isNumber(c.number) }
  /// Whether the number of `x` is not `c`, now; two values differ if they are not the same node.
  public static func != (x: Value, c: ComparedLiteral) -> Bool { !x.isNumber(c.number) }
  /// Whether the number of `x` is not `c`, now.
  public static func != (c: ComparedLiteral, x: Value) -> Bool { !x.isNumber(c.number) }
  /// Whether the number of `x` is `c`, now: what `case 0:` of a `switch` asks.
  public static func ~= (c: ComparedLiteral, x: Value) -> Bool { x.isNumber(c.number) }
}

extension Value.ComparedLiteral {
  /// Whether there is a value, and its number is `c`, now: `values.first == 0`.
  public static func == (x: Value?, c: Self) -> Bool { x?.isNumber(c.number) ?? false }
  /// Whether there is no value, or its number is not `c`, now.
  public static func != (x: Value?, c: Self) -> Bool { !(x == c) }
}

extension Value {
  /// Whether the number of `x` is `c`, now.
  @_disfavoredOverload
  public static func == (x: Value, c: Double) -> Bool { x.isNumber(c) }
  /// Whether the number of `x` is not `c`, now.
  @_disfavoredOverload
  public static func != (x: Value, c: Double) -> Bool { !x.isNumber(c) }
  /// Whether the number of `x` is `c`, now: what `case c:` of a `switch` asks.
  @_disfavoredOverload
  public static func ~= (c: Double, x: Value) -> Bool { x.isNumber(c) }
}

// Generic, or `gradient == 4` of a Double would take the literal for a value all the same. `Value` is the only
// number that is an object.

extension RealNumber where Self: AnyObject, Self: Hashable {
  /// Whether the number of `x` is `c`, now.
  public static func == (c: Double, x: Self) -> Bool { x.value.isNumber(c) }
  /// Whether the number of `x` is not `c`, now.
  public static func != (c: Double, x: Self) -> Bool { !x.value.isNumber(c) }

  private var value: Value {
    guard let value = self as? Value else {
      preconditionFailure("only a Value is compared with a number, got a \(Self.self)")
    }
    return value
  }
}

extension Value {
  fileprivate func isNumber(_ c: Double) -> Bool { Comparison.make(self, .equal, Value(c), c) }
}
