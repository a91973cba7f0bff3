// What a file keeps of a model: names, shapes and numbers. Which parameters are frozen is not kept: that
// is a choice of a training, not of what was learned.

/// An array of parameters as numbers: what is saved of a `ParameterArray`.
public struct SavedParameters: Hashable, Sendable, Codable {
  /// The name, such as `layers.0.weight`.
  public let name: String
  /// The lengths of the axes, outermost first.
  public let shape: [Int]
  /// The numbers, row by row.
  public let values: [Double]

  /// Creates an array from its numbers.
  ///
  /// - Precondition: there are as many numbers as the shape says.
  public init(name: String, shape: [Int], values: [Double]) {
    precondition(
      Self.count(of: shape) == values.count,
      "\(name): the shape \(shape) does not have \(values.count) values")
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// The numbers that an array of a model has now.
  public init(_ array: ParameterArray) {
    self.init(name: array.name, shape: array.shape, values: array.values.map { $0.data })
  }

  /// How many numbers a shape has: nil if a length is negative, or if there are too many to count.
  static func count(of shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    if shape.contains(0) { return 0 }
    var count = 1
    for length in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      if overflows { return nil }
      count = product
    }
    return count
  }
}

extension SavedParameters {
  /// Whether two arrays have the same name, scalar by scalar, the same shape and the same numbers.
  public static func == (one: SavedParameters, other: SavedParameters) -> Bool {
    ExactName(one.name) == ExactName(other.name) && one.shape == other.shape
      && one.values == other.values
  }

  /// Feeds the name, the shape and the numbers to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactName(name))
    hasher.combine(shape)
    hasher.combine(values)
  }
}

extension SavedParameters {
  private enum CodingKeys: CodingKey { case name, shape, values }

  /// Reads an array and checks that its shape and its numbers agree.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    shape = try container.decode([Int].self, forKey: .shape)
    values = try container.decode([Double].self, forKey: .values)
    guard Self.count(of: shape) == values.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container,
        debugDescription:
          "\(name.quotedBriefly) has \(values.count.of("value")), which the shape \(shape.shapeText) does not "
          + "have"
      )
    }
  }
}

extension [SavedParameters] {
  /// The parameters of a model.
  ///
  /// - Precondition: no two arrays have the same name.
  init(of model: some Model) {
    self = model.parameterArrays.map { SavedParameters($0) }
    if let name = repeatedName {
      preconditionFailure("two arrays of parameters are called \(name)")
    }
  }

  /// A name that two arrays have, if there is one.
  var repeatedName: String? { NameIndex(lazy.map { ExactName($0.name) }).firstRepeated?.text }

  /// Puts all numbers into the model; if any does not fit, none.
  func restore(
    into model: some Model, renaming rename: (String) -> String?
  ) throws(RestoreError) {
    let arrays = model.parameterArrays
    let renamed = compactMap { saved in rename(saved.name).map { (name: $0, saved: saved) } }
    let places = NameIndex(renamed.lazy.map { ExactName($0.name) })
    if let name = places.firstRepeated { throw .repeated(name.text) }
    let found = arrays.filter { places[ExactName($0.name)] != nil }
    let missing = arrays.filter { places[ExactName($0.name)] == nil }.untied(to: found)
      .map { $0.name }
    guard missing.isEmpty else { throw .missing(missing) }
    let known = NameIndex(arrays.lazy.map { ExactName($0.name) })
    let unknown = renamed.map { $0.name }.filter { known[ExactName($0)] == nil }
    guard unknown.isEmpty else { throw .unknown(unknown) }
    var fitting: [(array: ParameterArray, saved: SavedParameters)] = []
    for array in arrays {
      guard let place = places[ExactName(array.name)] else { continue }
      let saved = renamed[place].saved
      guard saved.shape == array.shape else {
        throw .shape(array.name, expected: array.shape, found: saved.shape)
      }
      if let index = saved.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(array.name, index: index)
      }
      fitting.append((array, saved))
    }
    try checkTies(of: fitting)
    for (array, saved) in fitting {
      for (leaf, value) in zip(array.values, saved.values) { leaf.data = value }
    }
  }
}

/// Saved parameters that do not fit a model; the model is what it was.
public enum RestoreError: Error, Hashable, Sendable {
  /// The model has arrays of parameters that were not saved.
  case missing([String])
  /// There are saved arrays that the model does not have.
  case unknown([String])
  /// Several saved arrays have this name after renaming.
  case repeated(String)
  /// An array has another shape in the model.
  case shape(String, expected: [Int], found: [Int])
  /// A saved number is NaN or infinite: the training had failed.
  case notFinite(String, index: Int)
  /// Two arrays share numbers in the model, and different ones were saved for them.
  case tied(String, String)
}

extension RestoreError: CustomStringConvertible {
  /// What does not fit, and what to do next.
  public var description: String {
    switch self {
    case .missing(let names):
      "there are no saved parameters \(names.listedBriefly); build the model as it was when it was "
        + "saved, or give the names that it has by restore(into:renaming:)"
    case .unknown(let names):
      "the model has no parameters \(names.listedBriefly); build the model as it was when it was "
        + "saved, or rename them or leave them out by restore(into:renaming:)"
    case .repeated(let name):
      "several saved arrays are called \(name.quotedBriefly) after renaming; leave out all but one"
    case .shape(let name, let expected, let found):
      "\(name.quotedBriefly) has the shape \(expected.shapeText) in the model, \(found.shapeText) was "
        + "saved; build the model as it was when it was saved"
    case .notFinite(let name, let index):
      "number \(index) of \(name.quotedBriefly) is not finite: the training had failed before this was "
        + "saved; use an earlier one"
    case .tied(let name, let other):
      "\(name.quotedBriefly) and \(other.quotedBriefly) share numbers in the model, and different ones "
        + "were saved for them; build the model as it was when it was saved"
    }
  }
}
