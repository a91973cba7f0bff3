// Losses whose targets are leaves, so that one graph serves for all samples.
//
// `Loss.callAsFunction` leaves out what has the factor 0 and looks for the right class while it builds
// the graph: the graph depends on the targets. Here the same formulas (the two switches must change
// together) are written without looking. What depends on the targets alone is computed before, as
// more columns beside them: `marks` are 1 at the class that counts and 0 at the others.
//
//     multiClassHinge            Σ (1 - m[j]) relu(y[j] - y[k] + margin), y[k] the one whose m is 1
//     crossEntropyFromLogits     (Σ t) softplus(logSumExp(d)) - Σ t[j] (1 - m[j]) d[j],
//                                d[j] = y[j] - y[k], and for logSumExp -inf at k
//
// A logit may be -inf, and 0 times that is NaN. `select` could leave such a product out, but its guard would
// go down into the derivative of every weight and double the program. So logits are kept within 2^1000, and
// targets are multiplied by 2^300 while the products are added up: then a product with 0 is 0, and any
// other overflows, as it must. Powers of two round nothing. Where the result is infinite or NaN, the batch
// is computed again with graphs.

import Nabla

/// The targets of a sample as leaves of a recording.
struct RecordedTargets {
  /// The targets.
  let targets: [Value]
  /// 1 at the class that counts, 0 at the others; empty if the loss does not ask.
  let marks: [Value]

  init(_ columns: [Value], count: Int) {
    targets = Array(columns[..<count])
    marks = Array(columns[count...])
  }
}

extension Loss {
  private var hasMarks: Bool {
    switch self {
    case .multiClassHinge, .crossEntropyFromLogits: true
    default: false
    }
  }

  /// How many numbers stand for the targets of a sample in a program.
  func columnCount(targets count: Int) -> Int { hasMarks ? 2 * count : count }

  /// Adds the numbers that stand for the targets of a sample in a program.
  func appendColumns(of targets: [Double], to row: inout [Double]) {
    row += targets
    guard hasMarks else { return }
    let marked = markedClass(targets)
    for place in targets.indices { row.append(place == marked ? 1 : 0) }
  }

  private func markedClass(_ t: [Double]) -> Int {
    self == .crossEntropyFromLogits ? Self.placeThatCounts(t) : t.placeOfLargest
  }

  /// The class whose logit the others are compared with: the only target that is not 0, or the largest;
  /// the first of several.
  static func placeThatCounts(_ t: [Double]) -> Int {
    t.count { $0 != 0 } == 1 ? t.firstIndex { $0 != 0 } ?? 0 : t.placeOfLargest
  }

  /// The loss of one sample, the same graph for all targets.
  func recorded(of y: [Value], against columns: RecordedTargets) -> Value {
    let t = columns.targets
    check(y.count, t.count)
    let n = Double(t.count)
    let d = zip(y, t).map { $0 - $1 }
    switch self {
    case .meanSquaredError: return sum(d.map { pow($0, 2) }) / n
    case .sumSquaredError: return sum(d.map { pow($0, 2) })
    case .halfSumSquaredError: return sum(d.map { pow($0, 2) }) / 2.0
    case .absolute: return sum(d.map { abs($0) }) / n
    case .huber(let delta): return sum(d.map { LossFormula.huber($0, delta) }) / n
    case .hinge: return sum(zip(y, t).map { relu(1.0 - $1 * $0) }) / n
    case .multiClassHinge(let margin):
      let zero = Value(Double.zero)
      let right = sum(
        zip(y, columns.marks).map {
          select($0, zero, where: Condition(Value(0.5), isLessThan: $1))
        })
      return sum(zip(y, columns.marks).map { (1.0 - $1) * relu($0 - right + margin) })
    case .binaryCrossEntropy:
      return sum(
        zip(y, t).map {
          -$1 * LossFormula.logarithm($0) - (1.0 - $1) * LossFormula.logarithmOfRest($0)
        }) / n
    case .binaryCrossEntropyFromLogits:
      return sum(
        zip(y, t).map { y, t in
          let z = minimum(Self.floored(y), Value(Self.bound))
          let (yes, no) = (Self.scale * t, Self.scale * (1.0 - t))
          return yes * softplus(-z) + no * softplus(z)
        }) / (n * Self.scale)
    case .crossEntropy: return sum(zip(y, t).map { -$1 * LossFormula.logarithm($0) })
    case .crossEntropyFromLogits: return Self.crossEntropyFromLogits(y, columns)
    }
  }

  private static func crossEntropyFromLogits(_ y: [Value], _ columns: RecordedTargets) -> Value {
    let marks = columns.marks
    let t = columns.targets.map { scale * $0 }
    let z = y.map { floored($0) }
    let right = dot(z, marks)
    let d = z.map { $0 - right }
    let (zero, half, none) = (Value(Double.zero), Value(0.5), Value(-Double.infinity))
    // The others, and at the marked place a number that is never the largest and adds nothing.
    let others = zip(d, marks).map { d, mark in
      d + select(zero, none, where: Condition(mark, isLessThan: half))
    }
    // The marked target has the factor 0, or its derivatives -t and t would swallow what is small.
    let rest = zip(t, marks).map { $0 * (1.0 - $1) }
    return (sum(t) * softplus(logSumExp(others)) - dot(rest, d)) / scale
  }

  private static let bound = 0x1p1000
  private static let scale = 0x1p300

  /// A logit, or a finite number in place of -inf; maximum has no guard.
  private static func floored(_ y: Value) -> Value { maximum(y, Value(-bound)) }
}
