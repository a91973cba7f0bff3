// Every operation of the table as a node on leaves, at the points that the table's own tests use.

@testable import Nabla

/// One node to look at, with a name for the test's output.
struct Sample: CustomStringConvertible {
  let node: Value
  let description: String

  /// A node of every operation at every sample point and with every constant.
  static var all: [Sample] {
    Primitive.allCases.filter { $0 != .custom }.flatMap { operation in
      let facts = operation.facts
      return facts.samples.flatMap { point in
        (facts.hasConstant ? facts.constants : [0]).map { constant in
          Sample(
            node: node(operation, point.map { Value($0) }, constant),
            description: "\(operation) at \(point), constant \(constant)")
        }
      }
    }
  }

  private static func node(_ operation: Primitive, _ x: [Value], _ constant: Double) -> Value {
    switch operation {
    case .sum: sum(x)
    case .dot: dot(Array(x.prefix(x.count / 2)), Array(x.suffix(x.count / 2)), plus: Value(7))
    case .dotConstants: dot(x, x.indices.map { Double($0) - 0.5 }, plus: Value(7))
    case .logSumExp: logSumExp(x)
    case .softmax: softmax(x)[Int(constant)]
    case .powerPartial: Value.powerPartial(PowerOrder(constant), x[0], x[1], power: 0)
    case .selectLess: select(x[2], x[3], where: x[0] < x[1])
    case .selectLessOrEqual: select(x[2], x[3], where: x[0] <= x[1])
    default:
      operation.facts.arity == .one
        ? Value.node(operation, x[0], constant: constant) : Value.node(operation, x[0], x[1])
    }
  }
}
