// How the learning rate changes in the course of training.
//
// A schedule is a factor of the optimizer's own rate, as a function of the epochs gone by. These are
// counted with fractions, batch by batch, so that a warm-up may last half an epoch.

import Nabla

/// A factor of the learning rate that depends on the epochs gone by, t, counted with fractions.
///
/// Factors are above 0 and lengths above 0, in epochs; the end of a cosine is at least 0.
public indirect enum Schedule: Hashable, Sendable, Codable {
  /// Always 1.
  case constant
  /// `factor` to the power `floor(t / epochs)`: a drop every so many epochs.
  case step(every: Double, factor: Double)
  /// `factor` to the power t: a drop to that factor in each epoch.
  case exponential(factor: Double)
  /// From 1 to `end` along half a cosine, and `end` from there on: I. Loshchilov and F. Hutter, "SGDR:
  /// stochastic gradient descent with warm restarts", ICLR 2017, without the restarts.
  case cosine(epochs: Double, end: Double = 0)
  /// From 0 to 1 on a line, then another schedule that begins there: P. Goyal et al., "Accurate, large
  /// minibatch SGD", 2017.
  case warmUp(epochs: Double, then: Schedule = .constant)

  /// The factor after so many epochs.
  ///
  /// - Precondition: the number is at least 0; the schedule's own numbers are as said above.
  public func factor(after epochs: Double) -> Double {
    precondition(epochs >= 0, "expected a number of epochs of at least 0, got \(epochs)")
    check()
    switch self {
    case .constant: return 1
    case .step(let every, let factor): return power(factor, (epochs / every).rounded(.down))
    case .exponential(let factor): return power(factor, epochs)
    case .cosine(let length, let end):
      guard epochs < length else { return end }
      return end + (1 - end) * (1 + cos(Double.pi * epochs / length)) / 2
    case .warmUp(let length, let next):
      return epochs < length ? epochs / length : next.factor(after: epochs - length)
    }
  }

  /// Checks all numbers, also of a part whose time has not come.
  func check() {
    switch self {
    case .constant: break
    case .step(let every, let factor):
      checkSetting("a step's length", every, in: .aboveZero)
      checkSetting("a schedule's factor", factor, in: .aboveZero)
    case .exponential(let factor): checkSetting("a schedule's factor", factor, in: .aboveZero)
    case .cosine(let length, let end):
      checkSetting("a cosine's length", length, in: .aboveZero)
      checkSetting("a cosine's end", end, in: .zeroOrMore)
    case .warmUp(let length, let next):
      checkSetting("a warm-up's length", length, in: .aboveZero)
      next.check()
    }
  }

  /// A power that is exact in the sense of multiplication at whole numbers of epochs.
  private func power(_ factor: Double, _ epochs: Double) -> Double {
    precondition(epochs < 0x1p31, "expected fewer than 2^31 drops, got \(epochs)")
    let whole = epochs.rounded(.down)
    let drops = pow(factor, Int(whole))
    return epochs == whole ? drops : drops * exp((epochs - whole) * log(factor))
  }
}
