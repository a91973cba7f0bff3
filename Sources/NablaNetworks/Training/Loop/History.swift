// What happened in training: numbers only, no times, so that the same seed gives an equal history.

import Nabla

/// The course of a training run.
public struct History: Hashable, Sendable, Codable {
  /// One pass over the samples.
  public struct Epoch: Hashable, Sendable, Codable {
    /// Which epoch, counted from 1.
    public var number: Int
    /// The loss of the training samples and the penalties, each as it was when its batch came: a mean
    /// over the epoch, in which the parameters changed.
    @ReportedNumber public var loss: Double
    /// The part of the training samples taken for what they are, when their batch came; nil if the
    /// targets are not classes.
    public var accuracy: Double?
    private var validation: ReportedNumber?
    /// The part of the validation samples taken for what they are, after the epoch.
    public var validationAccuracy: Double?
    /// The learning rate of the epoch's last step.
    public var learningRate: Double

    /// Creates a record of an epoch.
    public init(
      number: Int, loss: Double, accuracy: Double? = nil, validationLoss: Double? = nil,
      validationAccuracy: Double? = nil, learningRate: Double
    ) {
      self.number = number
      self.loss = loss
      self.accuracy = accuracy
      validation = validationLoss.map { ReportedNumber(wrappedValue: $0) }
      self.validationAccuracy = validationAccuracy
      self.learningRate = learningRate
    }

    /// The loss of the validation samples after the epoch, without penalties; nil without any.
    public var validationLoss: Double? { validation?.wrappedValue }
  }

  /// Why training ended.
  public enum StopReason: String, Hashable, Sendable, Codable {
    /// All epochs are done.
    case epochsDone
    /// The loss has not become smaller for as many epochs as early stopping is patient.
    case noImprovement
    /// The callback said so.
    case callback
    /// The task it ran in was cancelled.
    case cancelled
    /// The loss, a gradient or what a step would make of a parameter is infinite or NaN; the notices say
    /// where it came from.
    case notFinite
  }

  /// The epochs, first to last.
  public var epochs: [Epoch] = []
  /// What was noticed, in the order in which it was.
  public var notices: [Notice] = []
  /// Why training ended; nil while it has not.
  public var stopReason: StopReason?
  /// The epoch with the smallest loss or the largest accuracy, of the validation samples if there are
  /// any, if early stopping looked for it.
  public var bestEpoch: Int?

  /// Creates an empty history.
  public init() {}

  /// The training losses, epoch by epoch.
  public var losses: [Double] { epochs.map { $0.loss } }
}

extension History.Epoch: CustomStringConvertible {
  /// The epoch in one line.
  public var description: String { line(of: nil) }

  /// The epoch in one line, with the number of all epochs if it is known.
  func line(of epochs: Int?) -> String {
    var parts = [
      "epoch \(number)" + (epochs.map { "/\($0)" } ?? ""), "loss \(ReadableNumber.short(loss))",
    ]
    if let accuracy { parts.append("accuracy \(ReadableNumber.fixed(accuracy, decimals: 3))") }
    if let validationLoss {
      parts.append("validation loss \(ReadableNumber.short(validationLoss))")
    }
    if let validationAccuracy {
      parts.append("validation accuracy \(ReadableNumber.fixed(validationAccuracy, decimals: 3))")
    }
    return parts.joined(separator: "  ")
  }
}

extension History: CustomStringConvertible {
  /// The first and the last epoch, why it ended, and the notices.
  public var description: String {
    var lines: [String] = []
    if let first = epochs.first { lines.append("\(first)") }
    if epochs.count > 1, let last = epochs.last { lines.append("\(last)") }
    if let stopReason { lines.append("ended: \(stopReason.words)") }
    return (lines + notices.map { "notice: \($0)" }).joined(separator: "\n")
  }
}

extension History.StopReason {
  /// The reason in words.
  var words: String {
    switch self {
    case .epochsDone: "all epochs are done"
    case .noImprovement: "no improvement for as long as early stopping is patient"
    case .callback: "stopped by the callback"
    case .cancelled: "cancelled"
    case .notFinite: "the loss, a gradient or a step is not finite"
    }
  }
}
