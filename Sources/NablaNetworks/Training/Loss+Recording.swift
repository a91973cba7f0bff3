// Losses whose targets are leaves, so that one graph serves for all samples.
//
// `Loss.callAsFunction` leaves out what has the factor 0 and looks for the right class while it builds
// the graph: the graph depends on the targets. Here the same formulas (the two switches must change
// together) are written without looking. What depends on the targets alone is computed before, as
// more columns beside them: `marks` are 1 at the class that counts and 0 at the others.
//
//     multiClassHinge            Σ (1 - m[j]) relu(y[j] - y·m + margin)
//     crossEntropyFromLogits     (Σ t) softplus(rival - y·m) - Σ t[j] (1 - m[j]) (y[j] - y·m),
//                                rival = logSumExp(y[j], -inf where m[j] is 1)
//
// For one-hot targets the last sum is 0 and the first term is the form that keeps all digits; for any
// others, and whatever class is marked, the whole is (Σ t) logSumExp(y) - y·t. Nothing with the
// factor 0 is infinite as long as the outputs are finite; where they are not the result is NaN or
// infinite, and the batch is computed again with graphs.

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

  /// The largest target, or the only one that is not 0; the first of several.
  private func markedClass(_ t: [Double]) -> Int {
    if self == .crossEntropyFromLogits, t.count(where: { $0 != 0 }) == 1 {
      return t.firstIndex { $0 != 0 } ?? 0
    }
    return t.placeOfLargest
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
      let right = dot(y, columns.marks)
      return sum(zip(y, columns.marks).map { (1.0 - $1) * relu($0 - right + margin) })
    case .binaryCrossEntropy:
      return sum(
        zip(y, t).map {
          -$1 * LossFormula.logarithm($0) - (1.0 - $1) * LossFormula.logarithm(1.0 - $0)
        }) / n
    case .binaryCrossEntropyFromLogits:
      return sum(zip(y, t).map { $1 * softplus(-$0) + (1.0 - $1) * softplus($0) }) / n
    case .crossEntropy: return sum(zip(y, t).map { -$1 * LossFormula.logarithm($0) })
    case .crossEntropyFromLogits: return Self.crossEntropyFromLogits(y, columns)
    }
  }

  private static func crossEntropyFromLogits(_ y: [Value], _ columns: RecordedTargets) -> Value {
    let (t, marks) = (columns.targets, columns.marks)
    let right = dot(y, marks)
    let (zero, half, none) = (Value(Double.zero), Value(0.5), Value(-Double.infinity))
    // The others, and at the marked place a number that is never the largest and adds nothing.
    let others = zip(y, marks).map { y, mark in
      y + select(zero, none, where: Condition(mark, isLessThan: half))
    }
    // The marked target has the factor 0, or its derivatives -t and t would swallow what is small.
    let rest = zip(t, marks).map { $0 * (1.0 - $1) }
    return sum(t) * softplus(logSumExp(others) - right) - dot(rest, y.map { $0 - right })
  }
}
