// The end of an epoch: what is recorded, and what is watched.

extension Trainer {
  mutating func finishEpoch() {
    state.epoch += 1
    let count = Double(dataset.count)
    let sums = state.sums
    let evaluation = validation.map {
      evaluator.evaluation(on: $0, reduction: options.reduction)
    }
    let record = History.Epoch(
      number: state.epoch,
      loss: (options.reduction == .mean ? sums.loss / count : sums.loss) + sums.penalty / count,
      accuracy: classes.map { _ in Double(sums.rightCount) / count },
      validationLoss: evaluation?.loss, validationAccuracy: evaluation?.accuracy,
      learningRate: state.optimizer.learningRate)
    state.history.epochs.append(record)
    if state.epoch >= epochs { end(.epochsDone) }
    watchImprovement(record.validationLoss ?? record.loss)
    watchGrowth(record.loss)
    watchProgress(record.loss)
    watchUnits()
    progress?.epochEnded(record, of: epochs)
  }

  mutating func watchImprovement(_ loss: Double) {
    guard let rule = options.earlyStopping else { return }
    if loss.isFinite, loss < (state.best?.loss ?? .infinity) - rule.minimumImprovement {
      state.best = TrainingState<O>.Best(
        epoch: state.epoch, loss: loss, parameters: parameters.map { $0.data })
      state.history.bestEpoch = state.epoch
    } else if state.epoch - (state.best?.epoch ?? 0) >= rule.patience {
      end(.noImprovement)
    }
  }

  mutating func showProgress() {
    guard progress != nil else { return }
    let done = state.position == 0 ? dataset.count : state.position
    let count = options.reduction == .mean ? Double(done) : 1
    let (epoch, size, loss) = (state.epoch, dataset.count, state.sums.loss / count)
    progress?.batchEnded(
      samples: epoch * size + done, ofSamples: epochs * size, epoch: epoch + 1, of: epochs,
      loss: loss)
  }
}
