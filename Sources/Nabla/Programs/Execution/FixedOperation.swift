// Operations as types, for loops that are compiled for one row of the table: in `loop(Fixed.Add.self)`
// the compiler knows the operation, and the table's switch is reduced to that row. It saves a jump for
// every eight lanes, so only what is frequent and short is listed; the others take the switch.

/// An operation that the compiler knows.
protocol FixedOperation {
  static var operation: Operation { get }
}

enum Fixed {
  enum Add: FixedOperation { static var operation: Operation { .add } }
  enum Subtract: FixedOperation { static var operation: Operation { .subtract } }
  enum Multiply: FixedOperation { static var operation: Operation { .multiply } }
  enum Divide: FixedOperation { static var operation: Operation { .divide } }
  enum Negate: FixedOperation { static var operation: Operation { .negate } }
  enum Abs: FixedOperation { static var operation: Operation { .abs } }
  enum ReLU: FixedOperation { static var operation: Operation { .relu } }
  enum Step: FixedOperation { static var operation: Operation { .step } }
  enum Route: FixedOperation { static var operation: Operation { .route } }
}

/// An executor's loop over the members of a group.
protocol FixedLoops {
  /// Computes the members of a group of this operation.
  func loop<Row: FixedOperation>(_ row: Row.Type, _ group: borrowing Group)
  /// Computes the members of a group of any operation of one or two operands.
  func loop(_ operation: Operation, _ group: borrowing Group)
}

extension FixedLoops {
  /// Computes the members of a group of an operation of one or two operands.
  @inline(__always)
  func lanes(_ operation: Operation, _ group: borrowing Group) {
    switch operation {
    case .add: loop(Fixed.Add.self, group)
    case .subtract: loop(Fixed.Subtract.self, group)
    case .multiply: loop(Fixed.Multiply.self, group)
    case .divide: loop(Fixed.Divide.self, group)
    case .negate: loop(Fixed.Negate.self, group)
    case .abs: loop(Fixed.Abs.self, group)
    case .relu: loop(Fixed.ReLU.self, group)
    case .step: loop(Fixed.Step.self, group)
    case .route: loop(Fixed.Route.self, group)
    default: loop(operation, group)
    }
  }
}
