// What every network here is: a function of scalar nodes, and the named arrays of leaves it learns.
//
// A parameter array is the unit that people name, print, save and freeze; its elements are the leaves
// that graphs use and optimizers change.

import Nabla

/// A function with parameters that can be learned.
public protocol Model {
  /// How many numbers go in.
  var inputCount: Int { get }
  /// How many numbers come out.
  var outputCount: Int { get }
  /// The parameters, in the order in which they are applied, with names such as `layers.0.weight`.
  ///
  /// Tied weights, leaves that stand in several arrays, are listed with each of their names.
  var parameterArrays: [ParameterArray] { get }
  /// The outputs for one sample, `inputCount` values in and `outputCount` out.
  func callAsFunction(_ inputs: [Value]) -> [Value]
  /// The outputs for a sample of plain numbers, which need no gradient.
  @_disfavoredOverload
  func callAsFunction(_ inputs: [Double]) -> [Value]
  /// The model in words: what it consists of, and how many parameters it has.
  func summary() -> String
  /// Whether the graph of one sample serves for all others, with other numbers in its leaves.
  ///
  /// Training then records it once and runs it as a program. It does for the library's models. For
  /// your own it is false until you say otherwise, because nothing can see whether
  /// `callAsFunction(_:)` decides anything with a Swift `if` on a number: such a graph
  /// holds the branch that the recorded sample took, and would be silently wrong for the others.
  /// Write `let hasFixedGraph = true` into a model that
  ///
  /// - makes the same nodes for every sample (`select`, `relu`, `maximum` decide anew each time),
  /// - draws no random numbers while it does, as dropout would,
  /// - lists every leaf that ever changes in ``parameterArrays``.
  var hasFixedGraph: Bool { get }
}

extension Model {
  /// All parameters as leaves, array after array, each row by row; a leaf of several arrays comes once,
  /// where it comes first.
  public var parameters: [Value] { DistinctParameters(of: parameterArrays).leaves }

  /// The outputs for a sample of plain numbers, as those for leaves.
  @_disfavoredOverload
  public func callAsFunction(_ inputs: [Double]) -> [Value] {
    self(inputs.map { Value($0) })
  }

  /// False unless the type says otherwise.
  public var hasFixedGraph: Bool { false }
}

/// An array of parameters with a name and a shape.
public struct ParameterArray {
  /// The name, such as `layers.0.weight`.
  public var name: String
  /// The lengths of the axes, outermost first: `[outputs, inputs]` for a weight matrix.
  public let shape: [Int]
  /// The leaves, row by row.
  public let values: [Value]
  /// Whether training leaves these parameters as they are.
  public var isFrozen: Bool

  /// Creates an array from its leaves.
  ///
  /// - Precondition: there are as many values as the shape says.
  public init(name: String, shape: [Int], values: [Value], isFrozen: Bool = false) {
    precondition(
      shape.reduce(1, *) == values.count,
      "\(name): shape \(shape) needs \(shape.reduce(1, *)) values, got \(values.count)")
    self.name = name
    self.shape = shape
    self.values = values
    self.isFrozen = isFrozen
  }
}
