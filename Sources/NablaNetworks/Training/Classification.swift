// From outputs to classes. Several outputs stand for as many classes, and the largest wins; a single
// one stands for two classes, parted by a threshold.

/// How outputs and targets are read as classes.
struct Classification {
  /// At what number a single output, and a single target, change from class 0 to class 1.
  let threshold: Double
  let targetThreshold: Double
  let classCount: Int

  /// The reading that fits some targets; nil if they are not classes.
  ///
  /// One-hot rows are; of single targets those that are all 0 or 1, or all -1 or 1.
  init?(targets: [[Double]], loss: Loss) {
    guard let width = targets.first?.count, width > 0 else { return nil }
    if width > 1 {
      guard targets.allSatisfy(isOneHot) else { return nil }
      (threshold, targetThreshold, classCount) = (0, 0, width)
    } else if targets.allSatisfy({ $0[0] == 0 || $0[0] == 1 }) {
      (threshold, targetThreshold, classCount) = (loss.threshold, 0.5, 2)
    } else if targets.allSatisfy({ $0[0] == -1 || $0[0] == 1 }) {
      (threshold, targetThreshold, classCount) = (0, 0, 2)
    } else {
      return nil
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
/// - Precondition: there is at least one output.
public func classIndex(of outputs: [Double], threshold: Double = 0.5) -> Int {
  precondition(!outputs.isEmpty, "expected at least one output, got none")
  guard outputs.count > 1 else { return outputs[0] > threshold ? 1 : 0 }
  return outputs.placeOfLargest
}

extension [Double] {
  /// The place of the largest number; of equal ones the first.
  var placeOfLargest: Int { indices.reduce(0) { self[$1] > self[$0] ? $1 : $0 } }
}
