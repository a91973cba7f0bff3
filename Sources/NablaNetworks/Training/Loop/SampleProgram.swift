// The loss of one sample as a program: inputs and targets are its rows, the model's parameters are the
// same for all, and the loss and its derivatives are totals over the rows.
//
// Rows are copied beside each other and run through in slices of at most 4096, so that a large dataset
// is not held twice. How they are cut depends on nothing but their number, and the engine's totals
// do not depend on the number of threads: so the bits do not either.

import Nabla

/// A model with its loss, compiled, and the memory that it runs in.
struct SampleProgram {
  private static let sliceCount = 4096

  private let program: Program
  private let workspace: Program.Workspace
  private let loss: Loss
  private let parameters: [Value]
  private var rows: [Double] = []
  private var numbers: [Double] = []
  private var outputs: [Double] = []
  private var totals: [Double]

  /// What the samples of a batch give.
  struct Sums {
    /// The losses, added up.
    var loss = 0.0
    /// The derivatives, added up.
    var derivatives: [Double]
    /// The outputs for each sample, if they were asked for.
    var outputs: [[Double]] = []

    var isFinite: Bool { loss.isFinite && derivatives.allSatisfy { $0.isFinite } }
  }

  /// Compiles a model; nil if a program cannot hold it.
  ///
  /// - Parameters:
  ///   - model: A model with a fixed graph.
  ///   - loss: The loss of a sample.
  ///   - derivatives: The parameters that derivatives are wanted for.
  ///   - givesOutputs: Whether the outputs for each sample are wanted.
  ///   - maximumThreads: How many threads may be used at most.
  init?(
    _ model: any Model, _ loss: Loss, derivatives: [Value], givesOutputs: Bool,
    maximumThreads: Int?
  ) {
    let inputs = (0..<model.inputCount).map { _ in Value(Double.zero) }
    let columns = (0..<loss.columnCount(targets: model.outputCount)).map { _ in
      Value(Double.zero)
    }
    let predictions = model(inputs)
    let value = loss.recorded(
      of: predictions, against: RecordedTargets(columns, count: model.outputCount))
    let totals = [value] + value.derivatives(withRespectTo: derivatives)
    parameters = model.parameters
    guard
      let program = try? Program(
        inputs: inputs + columns, parameters: parameters, outputs: givesOutputs ? predictions : [],
        totals: totals.map { .sum($0) }, options: Program.Options(maximumThreads: maximumThreads))
    else { return nil }
    self.program = program
    self.loss = loss
    self.totals = Array(repeating: 0, count: totals.count)
    workspace = program.makeWorkspace()
  }

  /// Evaluates some samples of a dataset with the current parameters.
  mutating func run(_ samples: ArraySlice<Int>, in dataset: Dataset) -> Sums {
    numbers.removeAll(keepingCapacity: true)
    for parameter in parameters { numbers.append(parameter.data) }
    var sums = Sums(derivatives: Array(repeating: 0, count: totals.count - 1))
    var rest = samples
    while !rest.isEmpty {
      let slice = rest.prefix(Self.sliceCount)
      evaluate(slice, in: dataset)
      sums.loss += totals[0]
      for i in sums.derivatives.indices { sums.derivatives[i] += totals[i + 1] }
      let width = program.outputCount
      if width > 0 {
        for row in 0..<slice.count {
          sums.outputs.append(Array(outputs[row * width..<(row + 1) * width]))
        }
      }
      rest = rest.dropFirst(slice.count)
    }
    return sums
  }

  private mutating func evaluate(_ slice: ArraySlice<Int>, in dataset: Dataset) {
    rows.removeAll(keepingCapacity: true)
    for sample in slice {
      rows += dataset.inputs[sample]
      loss.appendColumns(of: dataset.targets[sample], to: &rows)
    }
    let count = slice.count * program.outputCount
    if outputs.count != count { outputs = Array(repeating: 0, count: count) }
    program.evaluate(
      rows: rows, parameters: numbers, outputs: &outputs, totals: &totals, in: workspace)
  }
}

/// A program that is compiled when it is first needed, if at all.
struct LazyProgram {
  private let record: () -> SampleProgram?
  private var program: SampleProgram?
  private var hasRecorded = false

  init(_ record: @escaping () -> SampleProgram?) { self.record = record }

  /// What the program makes of some samples; nil if there is none, or something is not finite, which
  /// graphs can explain.
  mutating func run(_ samples: ArraySlice<Int>, in dataset: Dataset) -> SampleProgram.Sums? {
    if !hasRecorded {
      program = record()
      hasRecorded = true
    }
    guard let sums = program?.run(samples, in: dataset), sums.isFinite else { return nil }
    return sums
  }
}
