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
    the first wrong node is \(operation.visible) of (\(inputs.joined(separator: ", ").visible))
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
    if let label { parts.append("labelled \"\(label.visible)\"") }
    if !labelsBefore.isEmpty { parts.append("computed from \(quoted(labelsBefore))") }
    if !labelsAfter.isEmpty { parts.append("used by \(quoted(labelsAfter))") }
    if let location { parts.append("at \(location)") }
    return parts.isEmpty
      ? "no node around it has a label; name some with labeled(_:)" : parts.joined(separator: ", ")
  }

  private func quoted(_ labels: [String]) -> String {
    labels.map { "\"\($0.visible)\"" }.joined(separator: ", ")
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

/// What checking every node of a graph alone came to.
enum NodeVerdict {
  /// A node's local gradient is wrong: the first one, parents first.
  case guilty(Blame)
  /// No node's local gradient is contradicted, and those of custom primitives are what differences say.
  case innocent
  /// No local gradient is contradicted, but not all of custom primitives could be estimated.
  case undecided
}

extension NodeVerdict {
  /// Compares the local gradients of a graph's nodes with differences of the nodes' values.
  init(on root: Value) {
    let order = root.topologicalOrder()
    var isUndecided = false
    for node in order where !node.isLeaf {
      let given = node.localGradients
      for i in given.indices {
        switch LocalCheck(of: given[i], node: node, input: i) {
        case .agreement: continue
        case .silence: isUndecided = true
        case .contradiction(let estimate):
          self = .guilty(
            Blame(
              operation: node.gate ?? "", inputs: node.parents.map { $0.nameAndNumber },
              inputIndex: i, given: given[i], expected: estimate.value,
              errorBar: estimate.errorBar, surroundings: Surroundings(of: node, in: order)))
          return
        }
      }
    }
    self = isUndecided ? .undecided : .innocent
  }
}

extension Value {
  /// The label and the number, or the number.
  var nameAndNumber: String { label.map { "\"\($0)\" = \(data.reported)" } ?? data.reported }
}

/// One local gradient beside differences of the node's value.
private enum LocalCheck {
  case agreement
  case contradiction(NumericalDerivative)
  /// The differences say too little.
  case silence

  init(of given: Double, node: Value, input i: Int) {
    // It is there to have another derivative than differences say.
    if node.operation == .stopGradient {
      self = .agreement
      return
    }
    let inputs = node.numberInputs
    let isCustom = node.operation == .custom
    // IEEE results outside a domain are not the rule's fault; anomaly() names them.
    guard let operation = node.operation, node.data.isFinite,
      inputs.values.allSatisfy({ $0.isFinite })
    else {
      self = .unknown(isCustom)
      return
    }
    let samples = Samples { x in
      var moved = inputs
      moved.values[i] = x
      return operation.value(moved)
    }
    self.init(of: given, at: inputs.values[i], samples, isCustom: isCustom)
  }

  /// The table's own rules are tested against references; of a custom one nothing is known.
  private static func unknown(_ isCustom: Bool) -> LocalCheck { isCustom ? .silence : .agreement }

  private init(of given: Double, at x: Double, _ samples: Samples, isCustom: Bool) {
    let search = ScaleSearch(at: x, from: nil, of: samples)
    let estimate = search.best
    if given == estimate.value || (given.isNaN && estimate.value.isNaN) {
      self = .agreement
      return
    }
    guard estimate.value.isFinite, let found = search.found.first else {
      self = .unknown(isCustom)
      return
    }
    let difference = abs(given - estimate.value)
    let size = max(abs(given), abs(estimate.value))
    let isPrecise =
      found.isBorneOut
      && (estimate.errorBar <= 1e-6 * size || found.isGoodAsZero || found.isNoisy)
    // A rule is right to rounding or plainly wrong: eight digits tell.
    if difference <= max(1e-8 * size, 10 * estimate.errorBar) {
      self = isPrecise ? .agreement : .unknown(isCustom)
    } else if !isCustom, abs(given) * x.ulp > 1e-3 * abs(samples.value(x)) {
      // Such a slope would show only between two neighbouring numbers: the sine of 1e30.
      self = .agreement
    } else if !(isCustom && isPrecise), Self.isSubgradient(given, at: x, samples) {
      self = .agreement
    } else if isPrecise
      || (isCustom && !search.hasRival(of: given) && estimate.errorBar <= 1e-2 * size)
    {
      self = .contradiction(estimate)
    } else {
      self = .unknown(isCustom)
    }
  }

  /// Whether x is a kink, at which the sides' derivatives differ, and the given one lies between.
  private static func isSubgradient(_ given: Double, at x: Double, _ samples: Samples) -> Bool {
    let sides = [NumericalDerivative.Side.left, .right].map {
      ScaleSearch(at: x, from: nil, of: samples, sides: [$0]).best.value
    }
    let (low, high) = (min(sides[0], sides[1]), max(sides[0], sides[1]))
    let slack = 1e-6 * max(abs(low), abs(high))
    // Wide apart only at a kink; on a smooth piece both sides contradict the given one.
    return given >= low - slack && given <= high + slack && high - low > 2 * slack
  }
}
