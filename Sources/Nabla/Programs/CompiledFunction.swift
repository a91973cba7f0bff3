// A function that is recorded, compiled, and recorded again when it would take another branch.
//
// The graph of a function holds the branches that a Swift `if` or loop took for the numbers of the
// recording. Every comparison of values that decided one is compiled along as two more outputs, and
// looked at in each evaluation: if one comes out differently, the function is recorded anew at the
// numbers at hand. Recordings are kept, so a function that goes to and fro between its branches is
// recorded once for each way through them.

/// A function that computes value and gradient by a program.
///
///     let rosenbrock = compiled { v in
///       100 * pow(v[1] - v[0] * v[0], 2) + pow(1 - v[0], 2)
///     }
///     let (value, gradient) = rosenbrock.valueWithGradient(at: [-1.2, 1])
///     print(value, gradient)      // 24.199999999999996 [-215.59999999999997, -87.99999999999999]
///
/// The function is recorded at its first call. If it compares values with `<`, `<=`, `>` or `>=`, or a
/// value with a number by `==` or `!=`, in an `if` or a loop, the comparisons are checked in each call, and
/// it is recorded again where one comes out differently. A number that it has ``Value/detached()`` follows
/// the inputs too. What it must not do is decide by anything else that the inputs change: by `data`, which
/// is a plain number, or by a variable outside.
public final class CompiledFunction {
  /// How many recordings are kept; the one that was used longest ago goes first.
  public static let maximumRecordings = 32

  /// How often the function has been recorded.
  public private(set) var recordingCount = 0

  private let function: ([Value]) -> Value
  private let options: Program.Options
  /// The recordings, the one used last at the end.
  private var recordings: [Recorded] = []

  init(options: Program.Options, function: @escaping ([Value]) -> Value) {
    self.options = options
    self.function = function
  }

  /// The value of the function.
  ///
  /// - Parameter inputs: As many numbers as the function reads; another count is recorded anew.
  /// - Returns: The value.
  public func callAsFunction(_ inputs: [Double]) -> Double {
    valueWithGradient(at: inputs).value
  }

  /// The gradient of the function.
  ///
  /// - Parameter inputs: As many numbers as the function reads.
  /// - Returns: One partial derivative for each input.
  public func gradient(at inputs: [Double]) -> [Double] {
    valueWithGradient(at: inputs).gradient
  }

  /// The value and the gradient of the function.
  ///
  /// - Parameter inputs: As many numbers as the function reads.
  /// - Returns: The value, and one partial derivative for each input.
  public func valueWithGradient(at inputs: [Double]) -> (value: Double, gradient: [Double]) {
    for index in recordings.indices.reversed() {
      guard let result = recordings[index].evaluate(inputs) else { continue }
      recordings.append(recordings.remove(at: index))
      return result
    }
    return record(at: inputs)
  }

  /// Records the function, and keeps the program for later calls.
  @discardableResult
  func record(at inputs: [Double]) -> (value: Double, gradient: [Double]) {
    let leaves = inputs.map { Value($0) }
    let (output, comparisons) = Comparison.listing { function(leaves) }
    let derivatives = output.derivatives(withRespectTo: leaves)
    recordingCount += 1
    if var recorded = Recorded(leaves, [output] + derivatives, comparisons, options) {
      let result = recorded.evaluate(inputs)
      if recordings.count == Self.maximumRecordings { recordings.removeFirst() }
      recordings.append(recorded)
      // The first call gives the bits of all others.
      if let result { return result }
    }
    // The graph itself has the numbers, also where a rounding in the program makes a comparison of
    // equal numbers come out differently.
    return (output.data, derivatives.map { $0.data })
  }
}

/// One way through a function, as a program.
private struct Recorded {
  let program: Program
  let comparisons: [(relation: Comparison.Relation, holds: Bool)]
  let workspace: Program.Workspace
  private var outputs: [Double]

  /// Compiles a recording; nil if a program cannot hold it.
  init?(
    _ leaves: [Value], _ outputs: [Value], _ comparisons: [Comparison], _ options: Program.Options
  ) {
    let compared = comparisons.flatMap { [$0.left, $0.right] }
    guard
      let program = try? Program(inputs: leaves, outputs: outputs + compared, options: options)
    else { return nil }
    self.program = program
    self.comparisons = comparisons.map { ($0.relation, $0.holds) }
    workspace = program.makeWorkspace()
    self.outputs = Array(repeating: 0, count: program.outputCount)
  }

  /// Value and gradient, if the inputs take this way.
  mutating func evaluate(_ inputs: [Double]) -> (value: Double, gradient: [Double])? {
    guard inputs.count == program.inputCount else { return nil }
    program.evaluate(inputs, outputs: &outputs, in: workspace)
    let first = 1 + program.inputCount
    for (index, comparison) in comparisons.enumerated() {
      let (left, right) = (outputs[first + 2 * index], outputs[first + 2 * index + 1])
      guard comparison.relation.holds(left, right) == comparison.holds else { return nil }
    }
    return (outputs[0], Array(outputs[1..<first]))
  }
}

/// Compiles a function for evaluating it and its gradient many times.
///
///     let f = compiled { v in sin(v[0]) * (v[0] + v[1]) }
///     print(f([1, 2]))                   // 2.5244129544236893
///     print(f.gradient(at: [1, 2]))      // [2.4623779024123156, 0.8414709848078965]
///
/// - Parameters:
///   - options: How the program is made and run.
///   - function: A function written on ``Value``, which depends on its inputs alone.
/// - Returns: The function, recorded at its first call.
public func compiled(
  options: Program.Options = Program.Options(), of function: @escaping ([Value]) -> Value
) -> CompiledFunction {
  CompiledFunction(options: options, function: function)
}

/// Compiles a function for evaluating it and its gradient many times, and records it now.
///
/// - Parameters:
///   - point: Inputs to record the function at, as many as it will be called with.
///   - options: How the program is made and run.
///   - function: A function written on ``Value``, which depends on its inputs alone.
/// - Returns: The function.
public func compiled(
  at point: [Double], options: Program.Options = Program.Options(),
  of function: @escaping ([Value]) -> Value
) -> CompiledFunction {
  let compiled = CompiledFunction(options: options, function: function)
  compiled.record(at: point)
  return compiled
}
