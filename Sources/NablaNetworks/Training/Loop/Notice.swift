// What training tells its user without having been asked.

/// Something that is worth knowing about a training run, in plain words.
public struct Notice: Hashable, Sendable, Codable, CustomStringConvertible {
  /// What it is about.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The loss has become infinite or NaN; training has stopped before it reached the parameters.
    case lossNotFinite
    /// A gradient has become infinite or NaN, while the loss has not; training has stopped.
    case gradientNotFinite
    /// A step would have made a parameter infinite or NaN; training has stopped before it.
    case stepNotFinite
    /// Units of ReLU give 0 for every sample, so that their gradients are 0 and they stay so.
    case deadUnits
    /// Hidden units of sigmoid or tanh are nearly constant, so that almost no gradient passes.
    case saturatedUnits
    /// The loss has become many times what it was at first: steps go too far.
    case lossGrows
    /// The loss has hardly changed for many epochs.
    case noProgress
    /// The targets are not what the loss expects.
    case targetsDoNotFit
    /// The outputs are not what the loss expects.
    case outputsDoNotFit
    /// An input is infinite or NaN.
    case inputNotFinite
  }

  /// What it is about.
  public var kind: Kind
  /// How many epochs had been finished.
  public var epoch: Int
  /// The sample it is about, by its place in the dataset.
  public var sample: Int?
  /// The layer it is about, by the beginning of its parameters' names.
  public var layer: String?
  /// The units it is about, counted from 0.
  public var units: [Int]
  /// What happened and what can be done.
  public var message: String

  /// Creates a notice.
  public init(
    _ kind: Kind, epoch: Int, sample: Int? = nil, layer: String? = nil, units: [Int] = [],
    message: String
  ) {
    self.kind = kind
    self.epoch = epoch
    self.sample = sample
    self.layer = layer
    self.units = units
    self.message = message
  }

  /// The message, and when.
  public var description: String { epoch == 0 ? message : "after epoch \(epoch): \(message)" }
}
