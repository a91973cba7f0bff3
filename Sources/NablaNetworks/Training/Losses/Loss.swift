// How wrong the outputs are, as one number.
//
// A loss is first that of one sample, over its outputs; then the samples of a batch are averaged or
// added up. The two factors are often confused, so each case states its own over the outputs, and
// `Reduction` is the one over the samples.
//
// Logits are what goes into a final sigmoid or softmax. From logits the cross-entropies are exact in
// both tails. From probabilities they cannot be: a sigmoid that has rounded to 1 has lost how far
// from 1 it was. There the logarithm is taken of 2^-1022 at least, so that a probability of 0 costs
// 708.4 and passes on no gradient; nothing is infinite or NaN.
//
// Only differences of logits matter, so they are taken first: a number that is added to all logits
// then costs no digits. An output of -inf, the mask of a class that cannot be, adds nothing to a loss
// of logits nor to its derivatives where its target is 0; where that is above 0, the loss is infinite.
//
// What a target of 0 leaves out is left out of the graph. `recorded(of:against:)` in Loss+Recording.swift
// has the same formulas as graphs that do not depend on the targets: change both together.

import Nabla

/// A measure of how wrong outputs are.
///
///     let outputs = [Value(0.5), Value(2)]
///     let loss = Loss.meanSquaredError(of: outputs, against: [1, 1])
///     loss.backward()
///     print(loss.data, outputs.map { $0.gradient })      // 0.625 [-0.5, 1.0]
///
/// Below, y are the outputs of a sample, t its targets, n their number.
public enum Loss: Hashable, Sendable, Codable {
  /// `1/n Σ (y - t)²`; lecture 004 ("MSE", n = 2), and XOR with n = 1.
  case meanSquaredError
  /// `Σ (y - t)²`.
  case sumSquaredError
  /// `1/2 Σ (y - t)²`: the lectures' L of 002, E of 003 (Mazur); also 003's linear regression, whose
  /// `1/m Σ (W x - y) x` is the gradient of its mean over the samples.
  case halfSumSquaredError
  /// `1/n Σ |y - t|`; its derivative at t is 0.
  case absolute
  /// `1/n Σ h(y - t)`, `h(d) = d²/2` up to |d| = delta and `delta (|d| - delta/2)` beyond: P. Huber,
  /// "Robust estimation of a location parameter", Annals of Mathematical Statistics 35 (1964).
  /// Delta is above 0.
  case huber(delta: Double = 1)
  /// `1/n Σ max(0, 1 - t y)`, targets 1 and -1: the maximum margin of support vector machines, C. Cortes
  /// and V. Vapnik, "Support-vector networks", Machine Learning 20 (1995). Its derivative at
  /// `t y = 1` is 0.
  case hinge
  /// `Σ max(0, margin + y[j] - y[k])` over all j but the right class k, one-hot targets: J. Weston
  /// and C. Watkins, "Support vector machines for multi-class pattern recognition", ESANN 1999; the
  /// CS231n course's form, which is not divided by the number of classes. The margin is at least 0.
  case multiClassHinge(margin: Double = 1)
  /// `-1/n Σ (t log y + (1 - t) log(1 - y))`, y probabilities, targets 0 to 1.
  case binaryCrossEntropy
  /// `1/n Σ (t softplus(-y) + (1 - t) softplus(y))`: the same where y are logits.
  case binaryCrossEntropyFromLogits
  /// `-Σ t log y`, y probabilities that add up to 1, targets one-hot or probabilities; lectures 001
  /// (softmax layer, mean over the batch), 002 (sum over the samples) and 004.
  case crossEntropy
  /// `Σ t[k] (logSumExp(y) - y[k])`: the same where y are logits.
  case crossEntropyFromLogits

  /// The loss of one sample.
  ///
  /// - Parameters:
  ///   - outputs: What the model says.
  ///   - targets: What is right.
  /// - Returns: A node.
  /// - Precondition: as many targets as outputs, at least one; for classes at least two. Delta is above 0,
  ///   a margin at least 0.
  public func callAsFunction(of outputs: [Value], against targets: [Double]) -> Value {
    check(outputs.count, targets.count)
    return switch self {
    case .meanSquaredError: LossFormula.average(LossFormula.squares(outputs, targets))
    case .sumSquaredError: LossFormula.total(LossFormula.squares(outputs, targets))
    case .halfSumSquaredError: LossFormula.total(LossFormula.squares(outputs, targets)) / 2.0
    case .absolute: LossFormula.average(zip(outputs, targets).map { abs($0 - $1) })
    case .huber(let delta):
      LossFormula.average(zip(outputs, targets).map { LossFormula.huber($0 - $1, delta) })
    case .hinge: LossFormula.average(zip(outputs, targets).map { relu(1.0 - $1 * $0) })
    case .multiClassHinge(let margin): LossFormula.multiClassHinge(outputs, targets, margin)
    case .binaryCrossEntropy:
      LossFormula.average(
        zip(outputs, targets).map { y, t in
          LossFormula.weighted(t, -LossFormula.logarithm(y), -LossFormula.logarithmOfRest(y))
        })
    case .binaryCrossEntropyFromLogits:
      LossFormula.average(
        zip(outputs, targets).map { y, t in LossFormula.weighted(t, softplus(-y), softplus(y)) })
    case .crossEntropy: LossFormula.crossEntropy(outputs, targets)
    case .crossEntropyFromLogits: LossFormula.crossEntropyFromLogits(outputs, targets)
    }
  }

  /// The loss of a batch of samples.
  ///
  /// - Parameters:
  ///   - outputs: What the model says of each sample.
  ///   - targets: What is right for each.
  ///   - reduction: Whether the samples are averaged or added up.
  /// - Returns: A node.
  /// - Precondition: as many targets as outputs, at least one.
  public func callAsFunction(
    of outputs: [[Value]], against targets: [[Double]], reduction: Reduction = .mean
  ) -> Value {
    precondition(
      outputs.count == targets.count && !outputs.isEmpty,
      "expected targets for \(outputs.count) samples, got \(targets.count); at least one is needed")
    let losses = zip(outputs, targets).map { self(of: $0, against: $1) }
    return reduction == .mean ? LossFormula.average(losses) : LossFormula.total(losses)
  }

  /// Checks the numbers that belong to the loss.
  func checkSettings() {
    switch self {
    case .huber(let delta): checkSetting("delta", delta, in: .aboveZero)
    case .multiClassHinge(let margin): checkSetting("a margin", margin, in: .zeroOrMore)
    default: break
    }
  }

  func check(_ outputs: Int, _ targets: Int) {
    checkSettings()
    precondition(
      outputs == targets && outputs > 0,
      "\(self): expected a target for each of \(outputs) outputs, got \(targets)"
        + (classHint(targets, outputs).map { "; \($0)" } ?? ""))
    switch self {
    case .crossEntropy, .crossEntropyFromLogits, .multiClassHinge:
      precondition(
        outputs > 1,
        "\(self) needs an output for each class, got 1; for two classes and one output "
          + "use binaryCrossEntropy, binaryCrossEntropyFromLogits or hinge")
    default: break
    }
  }
}

/// What is done with the losses of the samples of a batch.
public enum Reduction: String, Hashable, Sendable, Codable {
  /// They are averaged.
  case mean
  /// They are added up.
  case sum
}

// MARK: - Formulas

/// The parts that losses are made of.
enum LossFormula {
  static func squares(_ y: [Value], _ t: [Double]) -> [Value] {
    zip(y, t).map { pow($0 - $1, 2) }
  }

  /// The sum, without a node for a single term.
  static func total(_ terms: [Value]) -> Value { terms.count == 1 ? terms[0] : sum(terms) }

  /// The mean, without a node for a single term.
  static func average(_ terms: [Value]) -> Value {
    terms.count == 1 ? terms[0] : sum(terms) / Double(terms.count)
  }

  /// With m = min(|d|, delta), `m (|d| - m/2)` is both pieces of Huber's function.
  static func huber(_ d: Value, _ delta: Double) -> Value {
    let size = abs(d)
    let capped = minimum(size, Value(delta))
    return capped * (size - 0.5 * capped)
  }

  static func multiClassHinge(_ y: [Value], _ t: [Double], _ margin: Double) -> Value {
    let right = t.placeOfLargest
    var others = y.indices.filter { $0 != right }
    if y[right].data == -.infinity {
      // The loss is infinite; masks beside it say nothing, unless there is nothing but masks.
      let open = others.filter { y[$0].data != -.infinity }
      if !open.isEmpty { others = open }
    }
    return total(others.map { relu(y[$0] - y[right] + margin) })
  }

  /// `t a + (1 - t) b`, without what has the factor 0: its value or derivative may be infinite.
  static func weighted(
    _ t: Double, _ a: @autoclosure () -> Value, _ b: @autoclosure () -> Value
  ) -> Value {
    switch t {
    case 1: a()
    case 0: b()
    default: t * a() + (1 - t) * b()
    }
  }

  /// The logarithm of a probability, or of 2^-1022 if that is larger.
  static func logarithm(_ p: Value) -> Value {
    log(maximum(p, Value(Double.leastNormalMagnitude)))
  }

  /// The logarithm of 1 - p, or of 2^-1022 where p is 1 or more.
  ///
  /// 1 - p would round to 1 where p is small, and the logarithm to 0.
  static func logarithmOfRest(_ p: Value) -> Value {
    select(
      Value(log(Double.leastNormalMagnitude)), log(onePlus: -p),
      where: Condition(Value(1.0), isLessThan: p, orEqual: true))
  }

  static func crossEntropy(_ y: [Value], _ t: [Double]) -> Value {
    let terms = zip(y, t).filter { $0.1 != 0 }.map { y, t in
      t == 1 ? -logarithm(y) : -t * logarithm(y)
    }
    return total(terms)
  }

  /// The cross-entropy, with class k the one that counts and T the sum of the targets.
  ///
  /// ```text
  /// d[j] = y[j] - y[k]
  /// T softplus(logSumExp of d[j], j not k) - sum of t[j] d[j], j not k
  /// ```
  ///
  /// logSumExp(y) - y[k] would cancel where class k is nearly certain, and lose what is small beside
  /// the logits; this keeps all digits of the value and of the derivatives. Only where class k is masked
  /// there is nothing to compare with, and the loss is infinite: there the definition does.
  static func crossEntropyFromLogits(_ y: [Value], _ t: [Double]) -> Value {
    let counts = Loss.placeThatCounts(t)
    let total = t.reduce(0, +)
    guard y[counts].data != -.infinity else {
      let places = y.indices.filter { t[$0] != 0 }
      return total * logSumExp(y) - dot(places.map { y[$0] }, places.map { t[$0] })
    }
    let others = y.indices.filter { $0 != counts }
    let leads = others.map { y[$0] - y[counts] }
    let rival = leads.count == 1 ? leads[0] : logSumExp(leads)
    let loss = total == 1 ? softplus(rival) : total * softplus(rival)
    let rest = others.indices.filter { t[others[$0]] != 0 }
    return rest.isEmpty ? loss : loss - dot(rest.map { leads[$0] }, rest.map { t[others[$0]] })
  }
}
