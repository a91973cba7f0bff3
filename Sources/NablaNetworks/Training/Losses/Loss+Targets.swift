// Whether data fit a loss. A wrong encoding (0 and 1 for hinge, class numbers in place of one-hot
// rows) still gives numbers and gradients, only senseless ones; so it is said, with counts.

extension Loss {
  /// What is wrong with targets for this loss, in words; nil if nothing is.
  ///
  /// - Parameter targets: The targets of each sample.
  /// - Returns: A sentence with the rule, the counts and the first sample that breaks it.
  public func misfit(of targets: [[Double]]) -> String? {
    guard let rule else {
      return report(targets, "finite numbers") { $0.allSatisfy { $0.isFinite } }
    }
    return report(targets, rule.words, rule.holds)
  }

  private func report(
    _ targets: [[Double]], _ words: String, _ holds: ([Double]) -> Bool
  ) -> String? {
    let misfits = targets.indices.filter { !holds(targets[$0]) }
    guard let first = misfits.first else { return nil }
    return
      "\(self) expects targets that are \(words); those of \(misfits.count) of \(targets.count) "
      + "samples are not, first sample \(first): \(targets[first].listText)"
  }

  private var rule: (words: String, holds: ([Double]) -> Bool)? {
    switch self {
    case .hinge: ("1 or -1", { $0.allSatisfy { $0 == 1 || $0 == -1 } })
    case .multiClassHinge: ("one-hot (a single 1, otherwise 0)", isOneHot)
    case .binaryCrossEntropy, .binaryCrossEntropyFromLogits:
      ("from 0 to 1", { $0.allSatisfy { $0 >= 0 && $0 <= 1 } })
    case .crossEntropy, .crossEntropyFromLogits:
      ("one-hot, or probabilities that add up to 1", isDistribution)
    case .meanSquaredError, .sumSquaredError, .halfSumSquaredError, .absolute, .huber: nil
    }
  }

  /// Whether targets are probabilities of classes, so that labels can be smoothed.
  fileprivate var takesProbabilities: Bool {
    switch self {
    case .binaryCrossEntropy, .binaryCrossEntropyFromLogits, .crossEntropy,
      .crossEntropyFromLogits:
      true
    default: false
    }
  }

  /// Among how many classes a part of each target is shared out.
  fileprivate func classCount(outputs: Int) -> Int {
    self == .crossEntropy || self == .crossEntropyFromLogits ? outputs : 2
  }

  /// What is wrong with a model's last activation for this loss, in words; nil if nothing is.
  func misfit(of activation: Activation) -> String? {
    switch (self, activation) {
    case (.binaryCrossEntropyFromLogits, .sigmoid), (.crossEntropyFromLogits, .softmax),
      (.binaryCrossEntropyFromLogits, .softmax), (.crossEntropyFromLogits, .sigmoid):
      "\(self) expects logits, and the model ends with \(activation): leave that out, or use the "
        + "loss from probabilities"
    case (.crossEntropy, let other) where other != .softmax:
      "crossEntropy expects probabilities that add up to 1, and the model ends with \(other): end it "
        + "with softmax, or use crossEntropyFromLogits"
    case (.binaryCrossEntropy, .softmax):
      "binaryCrossEntropy takes each output for a question of its own, and the model ends with "
        + "softmax: use crossEntropy"
    case (.binaryCrossEntropy, let other) where other != .sigmoid:
      "binaryCrossEntropy expects probabilities, and the model ends with \(other): end it with "
        + "sigmoid, or use binaryCrossEntropyFromLogits"
    default: nil
    }
  }

  /// What is wrong with targets that a model's last activation cannot reach, in words; nil if nothing
  /// is, or if the loss has a rule of its own for targets.
  func misfit(of targets: [[Double]], after activation: Activation) -> String? {
    guard rule == nil, let reach = activation.reach else { return nil }
    let numbers = targets.joined().filter { $0.isFinite }
    guard let least = numbers.min(), let largest = numbers.max() else { return nil }
    guard least < reach.lowerBound || largest > reach.upperBound else { return nil }
    return
      "the model ends with \(activation), which gives numbers from \(reach.lowerBound) to "
      + "\(reach.upperBound), and the targets go from \(ReadableNumber.short(least)) to "
      + "\(ReadableNumber.short(largest)): scale them, or end the model with identity"
  }

  /// At what output a single output changes from class 0 to class 1.
  var threshold: Double {
    switch self {
    case .hinge, .binaryCrossEntropyFromLogits: 0
    default: 0.5
    }
  }
}

extension Dataset {
  /// The same inputs, and targets that share out a part of themselves evenly among the classes.
  func smoothed(by part: Double, for loss: Loss) -> Dataset {
    guard part != 0 else { return self }
    precondition(
      loss.takesProbabilities,
      "expected a cross-entropy, as labels are smoothed by \(part), got \(loss)")
    var result = self
    let count = Double(loss.classCount(outputs: targets.first?.count ?? 0))
    result.targets = targets.map { row in row.map { (1 - part) * $0 + part / count } }
    return result
  }
}

extension Activation {
  /// The numbers it can come close to; nil if those are all, or nearly all, numbers.
  fileprivate var reach: ClosedRange<Double>? {
    switch self {
    case .sigmoid, .softmax: 0...1
    case .tanh: -1...1
    case .relu, .softplus: 0 ... .infinity
    case .identity, .leakyReLU, .prelu, .elu, .gelu, .silu, .maxout: nil
    }
  }
}

func isOneHot(_ row: [Double]) -> Bool {
  row.count { $0 == 1 } == 1 && row.count { $0 == 0 } == row.count - 1
}

/// Whether numbers are probabilities that add up to 1, up to rounding of the thousandth.
private func isDistribution(_ row: [Double]) -> Bool {
  let total = row.reduce(0, +)
  return row.allSatisfy { $0 >= 0 && $0 <= 1 } && total > 1 - 1e-3 && total < 1 + 1e-3
}

extension Loss: CustomStringConvertible {
  /// The name, with its numbers: `huber(delta: 1.0)`.
  public var description: String {
    switch self {
    case .meanSquaredError: "meanSquaredError"
    case .sumSquaredError: "sumSquaredError"
    case .halfSumSquaredError: "halfSumSquaredError"
    case .absolute: "absolute"
    case .huber(let delta): "huber(delta: \(delta))"
    case .hinge: "hinge"
    case .multiClassHinge(let margin): "multiClassHinge(margin: \(margin))"
    case .binaryCrossEntropy: "binaryCrossEntropy"
    case .binaryCrossEntropyFromLogits: "binaryCrossEntropyFromLogits"
    case .crossEntropy: "crossEntropy"
    case .crossEntropyFromLogits: "crossEntropyFromLogits"
    }
  }
}
