import Nabla

/// Which nodes of a graph a picture draws as one box.
public enum GraphFolding: Hashable, Sendable, CaseIterable {
  /// None: every node is drawn.
  case none
  /// A weighted sum with the parameters that only it uses, and the activation after it.
  case neurons
  /// Neurons of one kind that see the same inputs.
  case layers
  /// Also sums of many terms, and whatever is alike and goes the same way: the samples of a batch.
  case alike
  /// The first of these that gives a picture that can be read.
  case automatic
}

/// Nodes that the caller wants to be drawn as one box.
public struct GraphFold {
  /// What stands in the box.
  public let name: String
  let outputs: [Value]
  let kept: [Value]

  /// A box of some nodes and all that only they use.
  ///
  /// - Parameters:
  ///   - name: What stands in the box.
  ///   - outputs: The nodes that others use.
  ///   - keeping: Nodes that stay outside, with what they are computed from.
  /// - Precondition: there is an output.
  public init(_ name: String, outputs: [Value], keeping: [Value] = []) {
    precondition(
      !outputs.isEmpty, "GraphFold '\(NodeNames.word(name))': expected an output, got none")
    self.name = name
    self.outputs = outputs
    kept = keeping
  }
}
