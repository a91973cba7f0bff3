// Samples to learn from: what the readers make, what splitting and scaling keep, what `fit` takes.

/// Samples: for each, the numbers that go into a model and those that should come out.
public struct Dataset: Hashable, Sendable, Codable {
  /// The inputs, one array for each sample.
  public var inputs: [[Double]]
  /// The targets, one array for each sample: numbers, or one-hot rows for classes.
  public var targets: [[Double]] {
    didSet { kindOfWhole = nil }
  }
  /// The names of the classes, if the targets are one-hot rows.
  public var classNames: [String]
  /// What the targets stand for, seen from the set that these samples were taken from.
  private var kindOfWhole: TargetKind?

  /// Creates a dataset.
  ///
  /// - Precondition: there are as many targets as inputs, and all rows of each are equally long.
  public init(inputs: [[Double]], targets: [[Double]], classNames: [String] = []) {
    precondition(
      inputs.count == targets.count,
      "expected a row of targets for each row of inputs, got \(inputs.count) rows of inputs and "
        + "\(targets.count) of targets")
    for (name, rows) in [("inputs", inputs), ("targets", targets)] {
      if let odd = rows.firstIndex(where: { $0.count != rows[0].count }) {
        preconditionFailure(
          "expected \(name) of one length, got \(rows[odd].count) numbers in row \(odd) and "
            + "\(rows[0].count) in row 0")
      }
    }
    self.inputs = inputs
    self.targets = targets
    self.classNames = classNames
    kindOfWhole = TargetKind(of: targets)
  }

  /// Samples of another dataset.
  init(_ samples: [Int], of whole: Dataset) {
    inputs = samples.map { whole.inputs[$0] }
    targets = samples.map { whole.targets[$0] }
    classNames = whole.classNames
    kindOfWhole = whole.targetKind
  }

  /// What the targets stand for.
  var targetKind: TargetKind { kindOfWhole ?? TargetKind(of: targets) }

  /// How many samples there are.
  public var count: Int { inputs.count }
}

extension Dataset {
  /// Whether two datasets have the same samples and class names.
  public static func == (a: Dataset, b: Dataset) -> Bool {
    a.inputs == b.inputs && a.targets == b.targets
      && a.classNames.map { ExactName($0) } == b.classNames.map { ExactName($0) }
  }

  /// Feeds the samples and the class names to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(inputs)
    hasher.combine(targets)
    hasher.combine(classNames)
  }
}

extension Dataset {
  private enum CodingKeys: CodingKey { case inputs, targets, classNames, kindOfWhole }

  /// Reads a dataset and checks that it is one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try container.decode([[Double]].self, forKey: .inputs)
    targets = try container.decode([[Double]].self, forKey: .targets)
    classNames = try container.decode([String].self, forKey: .classNames)
    let isRagged = [inputs, targets].contains { rows in
      rows.contains { $0.count != rows[0].count }
    }
    guard inputs.count == targets.count, !isRagged else {
      throw DecodingError.dataCorruptedError(
        forKey: .targets, in: container,
        debugDescription: "expected as many targets as inputs, and rows of equal length")
    }
    // What the targets cannot be part of is not believed.
    let kind = try container.decodeIfPresent(TargetKind.self, forKey: .kindOfWhole)
    kindOfWhole = kind.flatMap { TargetKind(of: targets).joined(with: $0) == $0 ? $0 : nil }
  }
}
