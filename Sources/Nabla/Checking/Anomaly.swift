// Where the first NaN or infinity of a graph comes from.
//
// IEEE arithmetic passes non-finite numbers on without a word, and a NaN loss says nothing of its
// cause. Values are searched in the order in which they were computed, gradients in the order of the
// backward sweep; the first node that makes a non-finite number out of finite ones is the cause.

/// The node at which a graph first becomes infinite or NaN.
public struct Anomaly: Sendable, Hashable, Codable {
  /// What became non-finite.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// A leaf was given the number.
    case leaf
    /// A node computed it from finite inputs.
    case value
    /// A local gradient, or its product with the upstream gradient, is it.
    case gradient
    /// Finite contributions to the node's gradient add up to it.
    case gradientSum
  }

  /// What became non-finite.
  public var kind: Kind
  /// What the node computes; `leaf` for a leaf.
  public var operation: String
  /// The non-finite number.
  @ReportedNumber public var number: Double
  /// The node's inputs.
  public var inputs: [String]
  /// For a gradient: the gradient that arrived at the node.
  @ReportedNumber public var upstream: Double
  /// For a gradient: which input it belongs to.
  public var inputIndex: Int?
  /// For a gradient: the local gradient.
  @ReportedNumber public var localGradient: Double
  /// Where the node stands in the graph.
  public var surroundings: Surroundings
}

extension Anomaly: CustomStringConvertible {
  /// The cause in two lines.
  public var description: String {
    let inputs = inputs.joined(separator: ", ").visible
    let operation = operation.visible
    let event =
      switch kind {
      case .leaf: "the first non-finite value is the leaf's own: \(number.reported)"
      case .value: "the first non-finite value is \(number.reported): \(operation) of (\(inputs))"
      case .gradient:
        """
        the first non-finite gradient is \(number.reported): upstream \(upstream.reported) * local \
        gradient \(localGradient.reported) at \(operation) of (\(inputs)), input \(inputIndex ?? 0)
        """
      case .gradientSum:
        "the first non-finite gradient is \(number.reported): the sum of finite contributions to "
          + (self.inputs.isEmpty ? "a \(operation)" : "\(operation) of (\(inputs))")
      }
    return "\(event)\n  \(surroundings)"
  }
}

extension Value {
  /// The node at which the values or, if those are all finite, the gradients of this graph first
  /// become infinite or NaN; nil if all are finite.
  ///
  /// It sweeps backward from this node to see the gradients. Leaves keep the gradients they had;
  /// those of interior nodes are as after ``backward(seed:)``.
  ///
  ///     let x = Value(-1, label: "x")
  ///     if let anomaly = log(x).anomaly() {
  ///       print(anomaly.operation, anomaly.inputs)     // log ["\"x\" = -1.0"]
  ///     }
  public func anomaly() -> Anomaly? {
    let order = topologicalOrder()
    if let node = order.first(where: { !$0.data.isFinite }) {
      return node.anomaly(node.isLeaf ? .leaf : .value, node.data, in: order)
    }
    let kept = order.map { $0.gradient }
    for node in order where node.isLeaf { node.gradient = 0 }
    backward()
    defer {
      for (node, gradient) in zip(order, kept) where node.isLeaf { node.gradient = gradient }
    }
    for node in order.reversed() where node.isLeaf || node.isReached {
      // Had any of its users passed on a non-finite contribution, the search would have ended there.
      guard node.gradient.isFinite else {
        return node.anomaly(.gradientSum, node.gradient, in: order)
      }
      if let anomaly = node.gradientAnomaly(in: order) { return anomaly }
    }
    return nil
  }

  /// What is said of this node as the one where a number first is not finite.
  private func anomaly(_ kind: Anomaly.Kind, _ number: Double, in order: [Value]) -> Anomaly {
    Anomaly(
      kind: kind, operation: gate ?? "leaf", number: number,
      inputs: parents.map { $0.nameAndNumber }, upstream: 0, inputIndex: nil, localGradient: 0,
      surroundings: Surroundings(of: self, in: order))
  }

  /// The first input to which this node passes on a non-finite gradient.
  private func gradientAnomaly(in order: [Value]) -> Anomaly? {
    for (i, (parent, local)) in zip(parents, localGradients).enumerated()
    where !parent.gradient.isFinite && !(gradient * local).isFinite {
      var anomaly = anomaly(.gradient, gradient * local, in: order)
      anomaly.upstream = gradient
      anomaly.inputIndex = i
      anomaly.localGradient = local
      return anomaly
    }
    return nil
  }
}
