// A graph compiled to straight-line code.
//
//     graph ──record──> instructions ──passes──> fewer ──schedule──> groups in slots ──run──> numbers
//
// Because derivatives are graphs too, a program needs no reverse sweep: it computes outputs and their
// derivatives in one piece, in which what they have in common is computed once.

/// A graph compiled to instructions that are evaluated without the graph.
///
///     let x = Value(1), y = Value(2)
///     let f = sin(x) * (x + y)
///     let program = try Program(inputs: [x, y], outputs: [f] + f.derivatives(withRespectTo: [x, y]))
///     print(program.evaluate([1, 2]))           // [2.5244129544236893, 2.4623779024123156, 0.8414709848078965]
///     let results = program.evaluate(rows: [[1, 2], [3, 4]])
///     print(results[1][0])                      // 0.9878400564190705
///
/// Inputs differ from row to row; parameters are the same for all rows of an evaluation; every other
/// leaf is a constant with the number that it had when the program was made. Totals are added up or
/// averaged over the rows and not stored for each: a loss, and its derivatives with respect to
/// parameters.
///
/// A program computes what the graph computes, which is what the function that built the graph
/// computed for the numbers of that time. A Swift `if` on a value took one branch then, and the graph
/// knows nothing of the other: for inputs that would have taken it, the program is wrong without any
/// sign of it. Use `select`, `relu`, `maximum`, which are part of the graph; or ``compiled(options:of:)``,
/// which watches the comparisons that the function makes.
///
/// Custom primitives are called as they were written, on the thread that evaluates; their closures must be
/// functions of their inputs alone.
///
/// Results agree with the graph's to 1e-13 relative, unless a subtraction cancels, or a function
/// magnifies, what differs: `exp(600 * sin(x))` magnifies the last bit of its sine 600 times. With the
/// option `isExact` they are the graph's bit for bit. Rows give the same bits on any number of cores,
/// in whatever rounding mode the caller is; accuracy is promised for rounding to nearest. A program is
/// immutable and may be used on several threads at once.
///
/// A single row, ``evaluate(_:parameters:)``, is computed by functions of one number where there are few
/// of a kind, and a row of many, ``evaluate(rows:parameters:)``, by functions of several lanes. Both
/// keep this promise, but the same numbers may give other last bits; with `isExact` they do not.
public struct Program: Sendable {
  /// How a program is made and run.
  public struct Options: Hashable, Sendable {
    /// Whether every number must be, bit for bit, the one that the graph computes.
    ///
    /// Elementary functions are then libm's, one number at a time, and no identity is used that holds
    /// only nearly. (A NaN may have another sign, and a signaling NaN counts as a quiet one.)
    public var isExact: Bool
    /// How many threads may be used at most; nil for as many as there are cores.
    public var maximumThreads: Int?

    /// Creates options.
    public init(isExact: Bool = false, maximumThreads: Int? = nil) {
      self.isExact = isExact
      self.maximumThreads = maximumThreads
    }
  }

  /// What becomes of a number over the rows of an evaluation.
  public enum Total {
    /// The sum over all rows.
    case sum(Value)
    /// The sum over all rows divided by their number.
    case mean(Value)

    var value: Value {
      switch self {
      case .sum(let value), .mean(let value): value
      }
    }

    var isMean: Bool {
      if case .mean = self { true } else { false }
    }
  }

  /// The options that the program was made with.
  public let options: Options
  /// How many numbers differ from row to row.
  public let inputCount: Int
  /// How many numbers are the same for all rows.
  public let parameterCount: Int
  /// How many results each row has.
  public let outputCount: Int
  /// How many results all rows have together.
  public let totalCount: Int
  /// How many instructions were recorded, and how many there were after each pass.
  public let passes: [Pass]

  /// What a pass made of the instructions.
  public struct Pass: Hashable, Sendable {
    /// What was done.
    public let name: String
    /// How many instructions there were then, inputs and constants not counted.
    public let instructionCount: Int
  }

  let code: Code
  let executable: Executable
  var plan: Plan { executable.plan }
  let areMeans: [Bool]
  /// Whether all totals are means.
  let isMeanAlone: Bool

  /// Compiles a graph.
  ///
  /// - Parameters:
  ///   - inputs: Leaves that differ from row to row, in the order in which a row lists them.
  ///   - parameters: Leaves that are the same for all rows of an evaluation.
  ///   - outputs: Nodes that are computed for each row.
  ///   - totals: Nodes that are added up or averaged over the rows.
  ///   - options: How to compile and run it.
  /// - Throws: ``ProgramError`` if an input is not a leaf or listed twice, or the graph is too large.
  /// - Complexity: Linear in the graph, times the logarithm of how many kinds of instructions, by
  ///   operation and constant, wait to be scheduled at once.
  public init(
    inputs: [Value], parameters: [Value] = [], outputs: [Value], totals: [Total] = [],
    options: Options = Options()
  ) throws(ProgramError) {
    let recording = try Recording(
      inputs: inputs, parameters: parameters, outputs: outputs, totals: totals.map { $0.value })
    var compiled = PassRun(recording.code)
    compiled.run("constants folded") { $0.foldingConstants() }
    compiled.run("identities") { $0.applyingIdentities() }
    compiled.run("common subexpressions") { $0.mergingCommonSubexpressions() }
    if !options.isExact {
      compiled.run("logistic pairs") {
        $0.sharingLogisticExponentials().mergingCommonSubexpressions()
      }
    }
    compiled.run("dead code") { $0.removingDeadCode() }
    compiled.run("products fused") { $0.fusingProducts() }
    self.options = options
    inputCount = inputs.count
    parameterCount = parameters.count
    passes = compiled.passes
    code = compiled.code
    executable = Executable(
      Scheduler.plan(code, inputCount: inputs.count, parameterCount: parameters.count))
    outputCount = outputs.count
    totalCount = totals.count
    areMeans = totals.map { $0.isMean }
    isMeanAlone = areMeans.allSatisfy { $0 }
  }
}

/// Code on its way through the passes.
private struct PassRun {
  var code: Code
  var passes: [Program.Pass]

  init(_ code: Code) {
    self.code = code
    passes = [Program.Pass(name: "recorded", instructionCount: code.stepCount)]
  }

  mutating func run(_ name: String, _ pass: (Code) -> Code) {
    code = pass(code)
    passes.append(Program.Pass(name: name, instructionCount: code.stepCount))
  }
}
