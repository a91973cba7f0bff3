// Finding the node whose local gradient is wrong.
//
// A gradient is a product of local gradients, and each local gradient can be checked alone: fix the
// node's inputs, vary one of them, and difference the node's own value. So no search over subgraphs
// is needed: the nodes are checked parents first, and the first that is wrong is the guilty one.

/// A node whose local gradient is wrong.
public struct Blame: Sendable, Hashable, Codable {
  /// What the node computes: `cube`, `*`, `sin`.
  public var operation: String
  /// The node's inputs, at the point of the check.
  public var inputs: [String]
  /// Which input the wrong local gradient belongs to, counted from 0.
  public var inputIndex: Int
  /// The local gradient that the node gave.
  @ReportedNumber public var given: Double
  /// The estimate from the node's own values.
  @ReportedNumber public var expected: Double
  /// How far off the estimate may be.
  @ReportedNumber public var errorBar: Double
  /// Where the node stands in the graph.
  public var surroundings: Surroundings
}

extension Blame: CustomStringConvertible {
  /// The guilty node in a few lines.
  public var description: String {
    """
    the first wrong node is \(operation) of (\(inputs.joined(separator: ", ")))
      d out / d input \(inputIndex): given \(given.reported), \
    expected \(expected.reported) ± \(errorBar.briefly)
      \(surroundings)
    """
  }
}

/// Where a node stands: its label and place in the source, and the labels around it.
public struct Surroundings: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The node's own label.
  public var label: String?
  /// The labels of the nearest labelled nodes that it is computed from.
  public var labelsBefore: [String]
  /// The labels of the nearest labelled nodes that are computed from it.
  public var labelsAfter: [String]
  /// Where the node was labelled or, for a custom primitive, made.
  public var location: SourceLocation?

  /// The surroundings in one line.
  public var description: String {
    var parts: [String] = []
    if let label { parts.append("labelled \"\(label)\"") }
    if !labelsBefore.isEmpty { parts.append("computed from \(quoted(labelsBefore))") }
    if !labelsAfter.isEmpty { parts.append("used by \(quoted(labelsAfter))") }
    if let location { parts.append("at \(location)") }
    return parts.isEmpty
      ? "no node around it has a label; name some with labeled(_:)" : parts.joined(separator: ", ")
  }

  private func quoted(_ labels: [String]) -> String {
    labels.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// Looks around a node of a graph whose nodes are given parents first.
  init(of node: Value, in order: [Value]) {
    label = node.label
    location = node.location
    labelsBefore = Self.nearestLabels(from: node.parents) { $0.parents }
    var users: [Value: [Value]] = [:]
    for user in order { for parent in user.parents { users[parent, default: []].append(user) } }
    labelsAfter = Self.nearestLabels(from: users[node] ?? []) { users[$0] ?? [] }
  }

  /// The labels first met on every way out from some nodes, at most four of them.
  private static func nearestLabels(
    from start: [Value], next: (Value) -> [Value]
  ) -> [String] {
    var labels: [String] = []
    var queue = start
    var seen = Set(start)
    var place = 0
    while place < queue.count, labels.count < 4 {
      let node = queue[place]
      place += 1
      if let label = node.label {
        if !labels.contains(label) { labels.append(label) }
      } else {
        for other in next(node) where seen.insert(other).inserted { queue.append(other) }
      }
    }
    return labels
  }
}

extension Blame {
  /// The first node, parents first, whose local gradient differs from differences of its value.
  static func firstWrongNode(of root: Value) -> Blame? {
    let order = root.topologicalOrder()
    for node in order where !node.isLeaf {
      let given = node.localGradients
      for i in given.indices {
        guard let estimate = contradiction(to: given[i], of: node, input: i) else { continue }
        return Blame(
          operation: node.gate ?? "", inputs: node.parents.map { $0.nameAndNumber }, inputIndex: i,
          given: given[i], expected: estimate.value, errorBar: estimate.errorBar,
          surroundings: Surroundings(of: node, in: order))
      }
    }
    return nil
  }
}

extension Value {
  /// The label and the number, or the number.
  var nameAndNumber: String { label.map { "\"\($0)\" = \(data.reported)" } ?? data.reported }
}

extension Blame {
  /// The estimate that a local gradient contradicts, or nil if the two agree.
  private static func contradiction(
    to given: Double, of node: Value, input i: Int
  ) -> NumericalDerivative? {
    // IEEE results outside a domain are not the rule's fault; anomaly() names them.
    guard let operation = node.operation, node.data.isFinite else { return nil }
    let inputs = node.numberInputs
    let value = { (x: Double) in
      var moved = inputs
      moved.values[i] = x
      return operation.value(moved)
    }
    let x = inputs.values[i]
    let estimate = numericalDerivative(at: x, of: value)
    if agrees(given, estimate) { return nil }
    // At a kink the sides differ, and what lies between them is a subgradient.
    let left = Differences(at: x, .left, of: value)
    let right = Differences(at: x, .right, of: value)
    let step = estimate.step
    if left.center.isFinite, step > 0, estimate.side == .both {
      let sides = [
        left.estimate(.ridders, step, of: value).value,
        right.estimate(.ridders, step, of: value).value,
      ]
      let (low, high) = (min(sides[0], sides[1]), max(sides[0], sides[1]))
      let slack = 1e-6 * max(abs(low), abs(high))
      // Wide apart only at a kink; on a smooth piece both sides contradict the given one.
      if given >= low - slack, given <= high + slack, high - low > 2 * slack { return nil }
    }
    return estimate
  }

  /// Agreement to 1e-6 or ten error bars, as one rule is either right or plainly wrong.
  private static func agrees(_ given: Double, _ estimate: NumericalDerivative) -> Bool {
    if given == estimate.value || (given.isNaN && estimate.value.isNaN) { return true }
    let size = max(abs(given), abs(estimate.value))
    let difference = abs(given - estimate.value)
    return difference <= 1e-6 * size || difference <= 10 * estimate.errorBar
  }
}
