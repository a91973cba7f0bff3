// One batch: gradients, penalties, the step, and what is counted.

import Nabla

extension Trainer {
  /// Takes one step; false, without a step, if the loss or a gradient is not finite.
  mutating func runBatch() -> Bool {
    if state.position == 0 { beginEpoch() }
    let batch = state.order[state.position..<min(state.position + batchSize, dataset.count)]
    var result = source.result(of: batch, in: dataset)
    let penalty = options.penalties.price(
      of: arrays, addingTo: &result.gradients)
    for i in isFrozen.indices where isFrozen[i] { result.gradients[i] = 0 }
    guard result.lossSum.isFinite, penalty.isFinite, result.gradients.allSatisfy({ $0.isFinite })
    else {
      state.history.notices.append(notFiniteNotice(batch))
      return false
    }
    options.clipping?.clip(&result.gradients)
    step(result.gradients)
    count(result, batch, penalty)
    return true
  }

  mutating func beginEpoch() {
    state.sums = TrainingState<O>.EpochSums(biasMoves: biases.map { isFrozen[$0] })
    guard options.shuffles else { return }
    state.order = Array(0..<dataset.count)
    state.order.seededShuffle(using: &state.generator)
  }

  mutating func step(_ gradients: [Double]) {
    let epochs = Double(state.epoch) + Double(state.position) / Double(dataset.count)
    state.optimizer.learningRate =
      state.baseLearningRate * options.schedule.factor(after: epochs)
    var numbers = parameters.map { $0.data }
    state.optimizer.step(&numbers, gradients: gradients)
    for i in parameters.indices where !isFrozen[i] { parameters[i].data = numbers[i] }
  }

  mutating func count(_ result: BatchResult, _ batch: ArraySlice<Int>, _ penalty: Double) {
    state.sums.loss += result.lossSum
    state.sums.penalty += penalty * Double(batch.count)
    if let classes {
      for (sample, outputs) in zip(batch, result.outputs)
      where classes.isRight(outputs, dataset.targets[sample]) { state.sums.rightCount += 1 }
    }
    for (i, bias) in biases.enumerated() where result.gradients[bias] != 0 {
      state.sums.biasMoves[i] = true
    }
    state.position += batch.count
    if state.position >= dataset.count { state.position = 0 }
  }
}
