// Where the gradients of a batch come from.
//
// The one implementation here builds, for each sample, the graph of its loss, sweeps backward from
// it and lets it go: the leaves add up, and memory stays that of one sample. Others may compute the
// same numbers in other ways; training only sees this protocol.

import Nabla

/// What a batch gives.
struct BatchResult {
  /// The losses of the samples, added up.
  var lossSum: Double
  /// The derivatives of the batch's loss, one for each parameter.
  var gradients: [Double]
  /// The outputs for each sample.
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
