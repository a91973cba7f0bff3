// Operations as types, for loops that are compiled for one row of the table: in `loop(Fixed.Add.self)`
// the compiler knows the operation, and the table's switch is reduced to that row. It saves a jump for
// every eight lanes, so only what is frequent and short is listed; the others take the switch.

/// An operation that the compiler knows.
protocol FixedPrimitive {
  static var operation: Primitive { get }
}

enum Fixed {
  enum Add: FixedPrimitive { static var operation: Primitive { .add } }
  enum Subtract: FixedPrimitive { static var operation: Primitive { .subtract } }
  enum Multiply: FixedPrimitive { static var operation: Primitive { .multiply } }
  enum Divide: FixedPrimitive { static var operation: Primitive { .divide } }
  enum Negate: FixedPrimitive { static var operation: Primitive { .negate } }
  enum Abs: FixedPrimitive { static var operation: Primitive { .abs } }
  enum ReLU: FixedPrimitive { static var operation: Primitive { .relu } }
  enum Step: FixedPrimitive { static var operation: Primitive { .step } }
  enum Route: FixedPrimitive { static var operation: Primitive { .route } }
}

/// An executor's loop over the members of a group.
protocol FixedLoops {
  /// Computes the members of a group of this operation.
  func loop<Row: FixedPrimitive>(_ row: Row.Type, _ group: borrowing Group)
  /// Computes the members of a group of any operation of one or two operands.
  func loop(_ operation: Primitive, _ group: borrowing Group)
}

extension FixedLoops {
  /// Computes the members of a group of an operation of one or two operands.
  @inline(__always)
  func lanes(_ operation: Primitive, _ group: borrowing Group) {
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
