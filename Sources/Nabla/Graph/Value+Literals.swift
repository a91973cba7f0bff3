// Literals that nobody can reach any more.
//
// `2 * x` is one gate with the constant 2 (Value+Operators.swift), for the operator is handed a literal
// that nothing else refers to. Of `let c: Value = 3` it is handed a copy of the reference, or, at the last
// use of c, perhaps the reference itself: that is the optimizer's affair. So that a graph does not depend on
// it, whoever looks at one folds the literals that only the graph holds, and that nobody has named.

/// An operator of two values, and the gate that it becomes where one of them is a constant.
enum ArithmeticOperator: CaseIterable {
  case add, subtract, multiply, divide

  var operation: Primitive {
    @inline(__always) get {
      switch self {
      case .add: .add
      case .subtract: .subtract
      case .multiply: .multiply
      case .divide: .divide
      }
    }
  }

  /// The gate on the left value where the right one is a constant: `x - 3` is `x + (-3)`, bit for bit.
  @inline(__always)
  func gate(right literal: Double) -> (operation: Primitive, constant: Double) {
    switch self {
    case .add: (.addConstant, literal)
    case .subtract: (.addConstant, -literal)
    case .multiply: (.multiplyByConstant, literal)
    case .divide: (.divideByConstant, literal)
    }
  }

  /// The gate on the right value where the left one is a constant.
  @inline(__always)
  func gate(left literal: Double) -> (operation: Primitive, constant: Double) {
    switch self {
    case .add: (.addConstant, literal)
    case .subtract: (.subtractFromConstant, literal)
    case .multiply: (.multiplyByConstant, literal)
    case .divide: (.divideConstant, literal)
    }
  }
}

extension Value {
  /// Makes a gate of a node of two values, one of which is a literal that only this node holds.
  ///
  /// Of two such literals, as in Value(2) * Value(3), neither is the constant of the other.
  @inline(__always)
  func foldLiteral() {
    switch shape {
    case .two: if x.shape == .literal || y.shape == .literal { foldLiteral(x, y) }
    case .many: foldLiteralOfLabeled()
    case .leaf, .literal, .labeledLeaf, .one: break
    }
  }

  @inline(never)
  private func foldLiteralOfLabeled() {
    guard let details, details.parentCount == 2, details.notes?.rule == nil else { return }
    var parents: [Node] = []
    details.forEachParent { parents.append($0) }
    foldLiteral(parents[0], parents[1])
  }

  @inline(never)
  private func foldLiteral(_ x: Node, _ y: Node) {
    guard
      let arithmetic = ArithmeticOperator.allCases.first(where: { $0.operation == storedOperation })
    else { return }
    let isLeft = x.shape == .literal && x.isUniquelyReferenced
    let isRight = y.shape == .literal && y.isUniquelyReferenced
    guard isLeft != isRight else { return }
    let gate = isRight ? arithmetic.gate(right: y.data) : arithmetic.gate(left: x.data)
    become(gate.operation, gate.constant, of: isRight ? x : y, without: isRight ? y : x)
  }
}
