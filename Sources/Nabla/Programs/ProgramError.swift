/// Why a graph cannot be made into a program.
public enum ProgramError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An input or parameter is not a leaf; the text describes the node.
  case notALeaf(String)
  /// A leaf is listed twice among inputs and parameters; the text describes it.
  case listedTwice(String)
  /// The graph has more than 2^31 - 1 numbers.
  case tooLarge(count: Int)
  /// A custom primitive has no rule on numbers; its name.
  case noRuleOnNumbers(String)

  /// What went wrong, and what to do about it.
  public var description: String {
    switch self {
    case .notALeaf(let node):
      "an input of a program must be a leaf, but \(node) is computed; use detached(), or list it as an output"
    case .listedTwice(let node):
      "the leaf \(node) is listed twice among the inputs and parameters; list it once"
    case .tooLarge(let count):
      "a program holds at most 2147483647 numbers, the graph has \(count); split it"
    case .noRuleOnNumbers(let name):
      "the custom primitive '\(name)' has no rule on numbers; give it one, or evaluate the graph"
    }
  }
}
