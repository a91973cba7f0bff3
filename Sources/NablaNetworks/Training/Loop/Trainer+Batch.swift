// One batch: gradients, penalties, the step, and what is counted.

import Nabla

extension Trainer {
  /// Takes one step; false, without a step, if the loss, a gradient or what a parameter would become is
  /// not finite.
  mutating func runBatch() -> Bool {
    if state.position == 0 { beginEpoch() }
    let batch = state.order[state.position..<min(state.position + batchSize, dataset.count)]
    var result = source.result(of: batch, in: learned)
    let penalty = options.penalties.price(
      of: arrays, parameters, addingTo: &result.gradients)
    result.gradients = result.gradients.keeping(moving)
    guard result.lossSum.isFinite, penalty.isFinite, result.gradients.allSatisfy({ $0.isFinite })
    else {
      state.history.notices.append(notFiniteNotice(batch))
      return false
    }
    options.clipping?.clip(&result.gradients)
    guard step(result.gradients) else { return false }
    count(result, batch, penalty)
    return true
  }

  mutating func beginEpoch() {
    let moving = Set(moving)
    state.sums = TrainingState<O>.EpochSums(biasMoves: biases.map { !moving.contains($0) })
    guard options.shuffles else { return }
    state.order = Array(0..<dataset.count)
    state.order.seededShuffle(using: &state.generator)
  }

  private mutating func step(_ gradients: [Double]) -> Bool {
    let epochs = Double(state.epoch) + Double(state.position) / Double(dataset.count)
    state.optimizer.learningRate =
      state.baseLearningRate * options.schedule.factor(after: epochs)
    var numbers = parameters.map { $0.data }
    state.optimizer.step(&numbers, gradients: gradients, moving: moving)
    if let odd = moving.first(where: { !numbers[$0].isFinite && parameters[$0].data.isFinite }) {
      state.history.notices.append(
        stepNotFiniteNotice(odd, from: parameters[odd].data, to: numbers[odd], gradients[odd]))
      return false
    }
    for i in moving { parameters[i].data = numbers[i] }
    return true
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

extension [Double] {
  /// The numbers at some places, and 0 at the others.
  fileprivate func keeping(_ places: [Int]) -> [Double] {
    guard places.count < count else { return self }
    var kept = [Double](repeating: 0, count: count)
    for place in places { kept[place] = self[place] }
    return kept
  }
}
