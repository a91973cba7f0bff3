// Where the gradients of a batch come from; training only sees this protocol.
//
// Graphs: for each sample the graph of its loss is built, swept backward and let go. The leaves add up,
// and memory stays that of one sample. It works for every model, and can say where a number went wrong.
//
// A program: the graph of one sample, with its derivatives, is compiled the first time and evaluated for
// all rows of a batch.

import Nabla

/// What a batch gives.
struct BatchResult {
  /// The losses of the samples, added up.
  var lossSum: Double
  /// The derivatives of the batch's loss, one for each parameter; those of frozen ones may be 0.
  var gradients: [Double]
  /// The outputs for each sample; empty if nobody asked for them.
  var outputs: [[Double]]
}

/// A way to compute the loss of a batch and its gradients.
protocol GradientSource {
  /// The loss and gradients of some samples, with the current parameters.
  mutating func result(of batch: ArraySlice<Int>, in dataset: Dataset) -> BatchResult
}

/// Gradients from graphs, a sample at a time.
struct GraphGradients: GradientSource {
  let model: any Model
  let loss: Loss
  let reduction: Reduction
  let parameters: [Value]

  init(model: any Model, loss: Loss, reduction: Reduction) {
    self.model = model
    self.loss = loss
    self.reduction = reduction
    parameters = model.parameters
  }

  func result(of batch: ArraySlice<Int>, in dataset: Dataset) -> BatchResult {
    for parameter in parameters { parameter.gradient = 0 }
    let share = reduction == .mean ? 1 / Double(batch.count) : 1
    var lossSum = 0.0
    var outputs: [[Double]] = []
    outputs.reserveCapacity(batch.count)
    for sample in batch {
      let predictions = model(dataset.inputs[sample])
      let loss = loss(of: predictions, against: dataset.targets[sample])
      loss.backward(seed: share)
      lossSum += loss.data
      outputs.append(predictions.map { $0.data })
    }
    return BatchResult(
      lossSum: lossSum, gradients: parameters.map { $0.gradient }, outputs: outputs)
  }
}

/// Gradients from a program, a batch at a time.
struct ProgramGradients: GradientSource {
  let graphs: GraphGradients
  /// The places of the parameters that are not frozen.
  let moving: [Int]
  private var program: LazyProgram

  init(graphs: GraphGradients, moving: [Int], givesOutputs: Bool, maximumThreads: Int?) {
    self.graphs = graphs
    self.moving = moving
    program = LazyProgram {
      SampleProgram(
        graphs.model, graphs.loss, derivatives: moving.map { graphs.parameters[$0] },
        givesOutputs: givesOutputs, maximumThreads: maximumThreads)
    }
  }

  mutating func result(of batch: ArraySlice<Int>, in dataset: Dataset) -> BatchResult {
    guard let sums = program.run(batch, in: dataset) else {
      return graphs.result(of: batch, in: dataset)
    }
    let share = graphs.reduction == .mean ? 1 / Double(batch.count) : 1
    var gradients = [Double](repeating: 0, count: graphs.parameters.count)
    for (place, sum) in zip(moving, sums.derivatives) { gradients[place] = share * sum }
    return BatchResult(lossSum: sums.loss, gradients: gradients, outputs: sums.outputs)
  }
}
