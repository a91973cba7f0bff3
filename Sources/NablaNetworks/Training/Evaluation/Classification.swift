// From outputs to classes. Several outputs stand for as many classes, and the largest wins; a single
// one stands for two classes, parted by a threshold.
//
// What targets stand for is seen from the whole set, and parts of it inherit that: ones alone may be
// class 1 of 0 and 1 or of -1 and 1, and numbers that are no classes may happen to be 0 and 1 in a part.

import Nabla

/// What the targets of a set stand for.
enum TargetKind: String, Hashable, Sendable, Codable {
  /// Numbers, or probabilities of classes.
  case numbers
  /// One-hot rows.
  case oneHot
  /// Single targets, all 0 or 1, at least one of them 0.
  case zeroAndOne
  /// Single targets, all -1 or 1, at least one of them -1.
  case minusAndPlusOne
  /// Single targets, all 1: the loss, or the set that they are part of, may know what the other class is.
  case ones

  init(of targets: [[Double]]) {
    guard let width = targets.first?.count, width > 0 else {
      self = .numbers
      return
    }
    if width > 1 {
      self = targets.allSatisfy(isOneHot) ? .oneHot : .numbers
    } else if targets.allSatisfy({ $0[0] == 1 }) {
      self = .ones
    } else if targets.allSatisfy({ $0[0] == 0 || $0[0] == 1 }) {
      self = .zeroAndOne
    } else {
      self = targets.allSatisfy { $0[0] == -1 || $0[0] == 1 } ? .minusAndPlusOne : .numbers
    }
  }

  /// What the targets of two sets together stand for.
  func joined(with other: TargetKind) -> TargetKind {
    switch (self, other) {
    case (.ones, .zeroAndOne), (.ones, .minusAndPlusOne): other
    case (.zeroAndOne, .ones), (.minusAndPlusOne, .ones): self
    default: self == other ? self : .numbers
    }
  }
}

/// How outputs and targets are read as classes.
struct Classification {
  /// At what number a single output, and a single target, change from class 0 to class 1.
  let threshold: Double
  let targetThreshold: Double
  let classCount: Int

  /// The reading that fits some sets, which are read alike; nil if their targets are not classes.
  init?(of dataset: Dataset, and other: Dataset? = nil, loss: Loss) {
    switch other.map({ $0.targetKind.joined(with: dataset.targetKind) }) ?? dataset.targetKind {
    case .numbers: return nil
    case .oneHot: (threshold, targetThreshold, classCount) = (0, 0, dataset.targets[0].count)
    case .minusAndPlusOne: (threshold, targetThreshold, classCount) = (0, 0, 2)
    case .zeroAndOne, .ones: (threshold, targetThreshold, classCount) = (loss.threshold, 0.5, 2)
    }
  }

  func predicted(_ outputs: [Double]) -> Int { classIndex(of: outputs, threshold: threshold) }

  func actual(_ targets: [Double]) -> Int { classIndex(of: targets, threshold: targetThreshold) }

  func isRight(_ outputs: [Double], _ targets: [Double]) -> Bool {
    predicted(outputs) == actual(targets)
  }
}

/// The class that outputs stand for.
///
///     print(classIndex(of: [0.1, 0.7, 0.2]))      // 1
///     print(classIndex(of: [0.8]))                // 1
///
/// - Parameters:
///   - outputs: Several, of which the largest counts (of equal ones the first), or a single one.
///   - threshold: Where a single output changes from class 0 to class 1: 0.5 for probabilities, 0
///     for logits and for targets 1 and -1.
/// - Returns: The class, counted from 0.
/// - Precondition: there is at least one output; the threshold is not NaN.
public func classIndex(of outputs: [Double], threshold: Double = 0.5) -> Int {
  precondition(!outputs.isEmpty, "expected at least one output, got none")
  precondition(!threshold.isNaN, "expected a threshold, got NaN")
  guard outputs.count > 1 else { return outputs[0] > threshold ? 1 : 0 }
  return outputs.placeOfLargest
}

extension [Double] {
  /// The place of the largest number; of equal ones the first.
  var placeOfLargest: Int { indices.reduce(0) { self[$1] > self[$0] ? $1 : $0 } }
}
