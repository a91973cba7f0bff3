// What training notices by itself, and says in plain words.

import Nabla

extension Trainer {
  /// What of the data does not fit the loss or the model, before the first step.
  func misfits() -> [Notice] {
    var notices: [Notice] = []
    for (name, data) in [("", dataset)] + (validation.map { [("validation: ", $0)] } ?? []) {
      if let message = loss.misfit(of: data.targets) {
        notices.append(Notice(.targetsDoNotFit, epoch: 0, message: name + message))
      }
      let odd = data.inputs.indices.filter { !data.inputs[$0].allSatisfy { $0.isFinite } }
      if let first = odd.first {
        notices.append(
          Notice(
            .inputNotFinite, epoch: 0, sample: first,
            message:
              "\(name)\(odd.count) of \(data.count) samples have an input that is infinite or "
              + "NaN, the first is sample \(first); correct them or leave them out"))
      }
    }
    guard let activation = (model as? any LayeredModel)?.stages.last?.activation else {
      return notices
    }
    if let message = loss.misfit(of: activation) {
      notices.append(Notice(.outputsDoNotFit, epoch: 0, message: message))
    }
    if let message = loss.misfit(of: dataset.targets, after: activation) {
      notices.append(Notice(.targetsDoNotFit, epoch: 0, message: message))
    }
    return notices
  }

  // MARK: - Not finite

  /// Which sample, and which node of its graph, made the loss or a gradient infinite or NaN.
  func notFiniteNotice(_ batch: ArraySlice<Int>) -> Notice {
    let labelled = labelParameters()
    defer { for parameter in labelled { parameter.label = nil } }
    for sample in batch {
      let inputs = dataset.inputs[sample].enumerated().map { i, number in
        let input = Value(number)
        input.label = "input \(i)"
        return input
      }
      let value = loss(of: model(inputs), against: learned.targets[sample])
      guard let anomaly = value.anomaly() else { continue }
      let isGradient = anomaly.kind == .gradient || anomaly.kind == .gradientSum
      return Notice(
        isGradient ? .gradientNotFinite : .lossNotFinite, epoch: state.epoch, sample: sample,
        message: "\(isGradient ? "a gradient" : "the loss") of sample \(sample) is not finite: "
          + "\(anomaly)\n" + (anomaly.kind == .leaf ? adviceOnLeaves : advice))
    }
    return Notice(
      .lossNotFinite, epoch: state.epoch,
      message:
        "the loss or a gradient of samples \(batch.first ?? 0) and \(batch.count - 1) more is "
        + "not finite, though that of each sample is: sums or penalties overflow\n" + advice)
  }

  /// Which parameter would have become infinite or NaN, and from what.
  func stepNotFiniteNotice(
    _ place: Int, from number: Double, to result: Double, _ gradient: Double
  ) -> Notice {
    let labelled = labelParameters()
    defer { for parameter in labelled { parameter.label = nil } }
    let name = (parameters[place].label ?? "parameter \(place)").shown()
    return Notice(
      .stepNotFinite, epoch: state.epoch,
      message:
        "a step would make \(name) \(result): it is "
        + "\(ReadableNumber.short(number)), its gradient \(ReadableNumber.short(gradient)), the "
        + "learning rate \(ReadableNumber.short(state.optimizer.learningRate))\n" + advice)
  }

  private var adviceOnLeaves: String {
    "  \(whichParameters); correct that number, or leave the sample out"
  }

  private var advice: String {
    "  \(whichParameters); a smaller learning rate, clipping or scaled data may avoid it"
  }

  /// Which parameters the model has when training ends here.
  private var whichParameters: String {
    if options.earlyStopping?.restoresBest == true, let best = state.best {
      return "the parameters are those of epoch \(best.epoch), the best"
    }
    return "the parameters are as before this step"
  }

  /// Names the parameters that have no label, such as `layers.0.weight[1, 2]`.
  private func labelParameters() -> [Value] {
    var labelled: [Value] = []
    for array in model.parameterArrays {
      for (place, value) in array.values.enumerated() where value.label == nil {
        var (rest, indices) = (place, [Int]())
        for length in array.shape.reversed() {
          indices.insert(rest % length, at: 0)
          rest /= length
        }
        value.label = "\(array.name)\(indices)"
        labelled.append(value)
      }
    }
    return labelled
  }

  // MARK: - Too far

  /// Says so, once, if the loss is ten times that of the first epoch.
  mutating func watchGrowth(_ loss: Double) {
    guard let first = history.epochs.first?.loss, first > 0, loss > 10 * first,
      !history.notices.contains(where: { $0.kind == .lossGrows })
    else { return }
    let rate = state.optimizer.learningRate
    state.history.notices.append(
      Notice(
        .lossGrows, epoch: state.epoch,
        message: "the loss has grown from \(ReadableNumber.short(first)) to "
          + "\(ReadableNumber.short(loss)): the steps go too far; try a tenth of the learning rate "
          + "(\(ReadableNumber.short(rate))), standardised inputs or clipping"))
  }

  // MARK: - Nothing moves

  /// Says so if the loss has fallen by less than a thousandth for a long time.
  mutating func watchProgress(_ loss: Double) {
    guard let mark = state.mark, loss >= mark.loss - 1e-3 * mark.loss.magnitude else {
      state.mark = TrainingState<O>.Mark(epoch: state.epoch, loss: loss)
      return
    }
    let count = state.epoch - mark.epoch
    guard !mark.isNoticed, count >= options.patienceBeforeNotice, loss != 0 else { return }
    state.mark?.isNoticed = true
    state.history.notices.append(
      Notice(
        .noProgress, epoch: state.epoch,
        message: "the loss has fallen by less than 0.1 % in \(count) epochs and stands at "
          + "\(ReadableNumber.short(loss)): a minimum, a plateau, or a learning rate "
          + "(\(ReadableNumber.short(state.optimizer.learningRate))) that does not suit"))
    report(units(), saturation: true)
  }

  /// Looks at the units after the first epoch, and when one had no gradient for a whole epoch.
  mutating func watchUnits() {
    let still = state.sums.biasMoves.map { !$0 }
    let isNew = still.indices.contains { i in
      still[i] && !(state.examinedBiases.indices.contains(i) && state.examinedBiases[i])
    }
    state.examinedBiases = still
    if isNew || state.epoch == 1 { report(units(), saturation: state.epoch == 1) }
  }

  private func units() -> [UnitHealth] {
    (model as? any LayeredModel)?.unitHealth(on: dataset) ?? []
  }

  /// Says which units are dead or saturated, those that were not said to be so before.
  private mutating func report(_ layers: [UnitHealth], saturation: Bool) {
    for layer in layers {
      var layer = layer
      layer.deadUnits.removeAll { isKnown(.deadUnits, layer.layer, $0) }
      layer.saturatedUnits.removeAll { isKnown(.saturatedUnits, layer.layer, $0) }
      let notices = [
        layer.deadNotice(epoch: state.epoch),
        saturation ? layer.saturatedNotice(epoch: state.epoch) : nil,
      ]
      state.history.notices += notices.compactMap { $0 }
    }
  }

  private func isKnown(_ kind: Notice.Kind, _ layer: String, _ unit: Int) -> Bool {
    history.notices.contains { $0.kind == kind && $0.layer == layer && $0.units.contains(unit) }
  }
}
