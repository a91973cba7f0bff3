// Which way every piecewise node of a graph went. Two evaluations with the same signature lie on the
// same smooth piece; where the signature changes within a step, there is a kink in between.

/// The branches that a graph took, in topological order.
struct BranchSignature: Equatable {
  /// A place per piecewise node: which branch, as a small number.
  private(set) var branches: [Int8] = []
  /// The operations of all nodes: a Swift `if` in the function changes the graph itself.
  private(set) var operations: [Primitive?] = []

  init(of root: Value) {
    for node in root.topologicalOrder() {
      operations.append(node.operation)
      if let branch = node.branch { branches.append(branch) }
    }
  }

  /// The first node of a graph whose branch differs, if both graphs have the same structure.
  func firstDifference(from other: BranchSignature, in root: Value) -> Value? {
    guard operations == other.operations else { return nil }
    let piecewise = root.topologicalOrder().filter { $0.branch != nil }
    let differing = zip(piecewise, zip(branches, other.branches)).first { $0.1.0 != $0.1.1 }
    return differing?.0
  }
}

extension Value {
  /// Which branch a piecewise operation takes at the current numbers; nil for a smooth one.
  fileprivate var branch: Int8? {
    func input(_ i: Int) -> Double { parents[i].data }
    return switch operation {
    case .abs, .sign, .relu, .leakyReLU, .elu, .step: compare(input(0), 0)
    case .minimum, .maximum, .order: compare(input(0), input(1))
    case .route: input(1) == 0 ? 0 : 1
    case .selectLess: input(0) < input(1) ? 1 : 0
    case .selectLessOrEqual: input(0) <= input(1) ? 1 : 0
    default: nil
    }
  }

  private func compare(_ x: Double, _ y: Double) -> Int8 {
    x < y ? -1 : x > y ? 1 : 0
  }
}
