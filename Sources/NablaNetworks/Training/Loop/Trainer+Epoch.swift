// The end of an epoch: what is recorded, and what is watched.

extension Trainer {
  mutating func finishEpoch() {
    state.epoch += 1
    let count = Double(dataset.count)
    let sums = state.sums
    let evaluation = validation.map {
      evaluator.evaluation(on: $0, reduction: options.reduction, classes: classes)
    }
    let record = History.Epoch(
      number: state.epoch,
      loss: (options.reduction == .mean ? sums.loss / count : sums.loss) + sums.penalty / count,
      accuracy: classes.map { _ in Double(sums.rightCount) / count },
      validationLoss: evaluation?.loss, validationAccuracy: evaluation?.accuracy,
      learningRate: state.optimizer.learningRate)
    state.history.epochs.append(record)
    watchImprovement(record)
    watchPlateau(record)
    watchGrowth(record.loss)
    watchProgress(record.loss)
    watchUnits()
    progress?.epochEnded(record, of: epochs)
    // Last, because the end may put other parameters into the model than those that were looked at.
    if isOutOfPatience {
      end(.noImprovement)
    } else if state.epoch >= epochs {
      end(.epochsDone)
    }
  }

  private mutating func watchImprovement(_ record: History.Epoch) {
    guard let rule = options.earlyStopping else { return }
    let score = rule.metric.score(of: record)
    guard score.isFinite, score < (state.best?.score ?? .infinity) - rule.minimumImprovement
    else { return }
    state.best = TrainingState<O>.Best(
      epoch: state.epoch, score: score, parameters: parameters.map { $0.data })
    state.history.bestEpoch = state.epoch
  }

  private var isOutOfPatience: Bool {
    guard let rule = options.earlyStopping else { return false }
    return state.epoch - (state.best?.epoch ?? 0) >= rule.patience
  }

  /// Makes the learning rate smaller if the loss has not fallen for long enough.
  private mutating func watchPlateau(_ record: History.Epoch) {
    guard let rule = options.plateau else { return }
    let loss = EarlyStopping.Metric.loss.score(of: record)
    guard let mark = state.plateau, !(loss < mark.loss) else {
      state.plateau = TrainingState<O>.Mark(
        epoch: state.epoch, loss: loss.isFinite ? loss : .greatestFiniteMagnitude)
      return
    }
    guard state.epoch - mark.epoch >= rule.patience else { return }
    state.baseLearningRate *= rule.factor
    state.plateau?.epoch = state.epoch
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
