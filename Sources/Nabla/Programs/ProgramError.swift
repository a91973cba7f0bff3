/// Why a graph cannot be made into a program.
public enum ProgramError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An input or parameter is not a leaf; the text describes the node.
  case notALeaf(String)
  /// A leaf is listed twice among inputs and parameters; its label or its number.
  case listedTwice(String)
  /// A number was detached from a computed node, and would stay as it is; its label or the number.
  case detached(String)
  /// The graph has more than 2^31 - 1 numbers.
  case tooLarge(count: Int)
  /// A custom primitive is a closure, which cannot be written as source code; its name.
  case noSource(String)

  /// What went wrong, and what to do about it.
  public var description: String {
    switch self {
    case .notALeaf(let node):
      "an input of a program must be a leaf, but \(node) is computed; use detached(), or list it as an output"
    case .listedTwice(let node):
      "the leaf \(node) is listed twice among the inputs and parameters; list it once"
    case .detached(let leaf):
      "the number \(leaf) was detached from a computed node and would not follow the inputs; use stopGradient(_:), or list it as a parameter"
    case .tooLarge(let count):
      "a program holds at most 2147483647 numbers, the graph has \(count); split it"
    case .noSource(let name):
      "the custom primitive '\(name.visible)' is a closure, which cannot be written as source; build it from the table's functions, or evaluate the program"
    }
  }
}
