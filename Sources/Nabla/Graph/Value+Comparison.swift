// Comparing values at once. (Where a condition is asked for, as in `select`, the comparison becomes part
// of the graph: Operations/Condition.swift.)
//
// A Swift `if` on such a comparison decides which graph is built, and the graph does not know of it. So
// whoever builds a graph to use it again for other numbers can ask to be told of each comparison that
// was made on the way (Programs/CompiledFunction.swift does). The request is a task-local value: it ends
// with the call that made it, and other threads do not see it.

/// A comparison of two values, and what came of it.
struct Comparison {
  let left: Value
  let right: Value
  let allowsEqual: Bool
  let holds: Bool

  /// The list that comparisons are written to, if anybody asked for it.
  @TaskLocal private static var listener: Listener?

  /// What a function returns, and the comparisons that it made.
  static func listing<T>(_ function: () -> T) -> (result: T, comparisons: [Comparison]) {
    let listener = Listener()
    let result = $listener.withValue(listener) { function() }
    return (result, listener.comparisons)
  }

  fileprivate static func make(_ left: Value, _ right: Value, allowsEqual: Bool) -> Bool {
    let condition = Condition(left.data, isLessThan: right.data, orEqual: allowsEqual)
    guard let listener else { return condition.holds }
    listener.comparisons.append(
      Comparison(left: left, right: right, allowsEqual: allowsEqual, holds: condition.holds))
    return condition.holds
  }

  /// Lives as long as the call that it listens to, and is used by that call alone.
  private final class Listener: @unchecked Sendable {
    var comparisons: [Comparison] = []
  }
}

extension Value {
  /// Whether the number of `x` is less than that of `y`, now.
  public static func < (x: Value, y: Value) -> Bool {
    Comparison.make(x, y, allowsEqual: false)
  }
  /// Whether the number of `x` is less than or equal to that of `y`, now.
  public static func <= (x: Value, y: Value) -> Bool {
    Comparison.make(x, y, allowsEqual: true)
  }
  /// Whether the number of `x` is greater than that of `y`, now.
  public static func > (x: Value, y: Value) -> Bool {
    Comparison.make(y, x, allowsEqual: false)
  }
  /// Whether the number of `x` is greater than or equal to that of `y`, now.
  public static func >= (x: Value, y: Value) -> Bool {
    Comparison.make(y, x, allowsEqual: true)
  }
}
