// All that a training needs to go on: the parameters and whatever state the training names (optimizer,
// generator, epoch), as one file of JSON.
//
//     {"format":"nabla-checkpoint","version":1,"checksum":"cbf43926","content":{
//       "parameters":[{"name":"layers.0.weight","shape":[2,3],"values":[0.1,…]}],"state":{…}}}
//
// Numbers are written with the fewest digits that give back the same bits, so resuming is exact. JSON has
// no words for what is not finite: those are the strings "nan", "inf" and "-inf". So a training that
// failed can be saved and looked into, but `restore` refuses its parameters. The checksum is the CRC-32
// of the content's bytes: it tells a file that was damaged or edited from one that was saved.
//
// Foundation is needed for one thing: turning a `Codable` state into JSON and back.

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The parameters of a model and the state of its training, as numbers that can be saved.
///
///     var generator = SeededGenerator(seed: 42)
///     let model = MLP(inputs: 2, hidden: [4], outputs: 1, using: &generator)
///     try Checkpoint(model, state: generator).save(to: "model.checkpoint")
///     let checkpoint = try Checkpoint<SeededGenerator>.load(from: "model.checkpoint")
///     try checkpoint.restore(into: model)
///     print(checkpoint.state == generator)      // true
public struct Checkpoint<State: Codable> {
  /// The parameters, in the order of the model.
  public let parameters: [SavedParameters]
  /// The state of the training: what its optimizer, its generator and its counters need to go on.
  public let state: State

  /// Captures the parameters of a model and the state of its training.
  ///
  /// - Precondition: no two arrays of parameters have the same name.
  public init(_ model: some Model, state: State) {
    parameters = [SavedParameters](of: model)
    self.state = state
  }

  /// Creates a checkpoint from parameters.
  ///
  /// - Precondition: no two arrays of parameters have the same name.
  public init(parameters: [SavedParameters], state: State) {
    if let name = parameters.repeatedName {
      preconditionFailure("two arrays of parameters are called \(name)")
    }
    self.parameters = parameters
    self.state = state
  }

  /// Puts the parameters into a model; if any name, shape or number does not fit, changes nothing.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - rename: The name in the model of an array that was saved, or nil to leave the array out.
  /// - Throws: ``CheckpointError/parameters(_:)`` with the array that does not fit.
  public func restore(
    into model: some Model, renaming rename: (String) -> String? = { $0 }
  ) throws(CheckpointError) {
    do throws(RestoreError) {
      try parameters.restore(into: model, renaming: rename)
    } catch {
      throw .parameters(error)
    }
  }

  /// Writes the checkpoint to a file: at every moment the file is the old one or the new one, whole.
  ///
  /// Links are followed, and permissions kept. The folder must be one that new files can be made in; what
  /// killed saves have left over in it (`.nabla-….partial`) is removed.
  ///
  /// - Throws: ``CheckpointError/unencodable(_:)`` if the state cannot be written as JSON,
  ///   ``CheckpointError/file(_:)`` if the file cannot be written.
  public func save(to path: String) throws(CheckpointError) {
    let bytes = try bytes()
    do throws(FileError) {
      try AtomicFile(path: path).write(bytes)
    } catch {
      throw .file(error)
    }
  }

  /// Reads the checkpoint in a file.
  ///
  /// - Throws: ``CheckpointError`` if the file cannot be read, is no checkpoint, is damaged or newer, or
  ///   holds another type of state.
  public static func load(from path: String) throws(CheckpointError) -> Checkpoint {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try [UInt8](contentsOfFile: path)
    } catch {
      throw .file(error)
    }
    return try Checkpoint(bytes: bytes)
  }
}

extension Checkpoint: Sendable where State: Sendable {}
extension Checkpoint: Equatable where State: Equatable {}
extension Checkpoint: Hashable where State: Hashable {}

/// The state of a checkpoint of parameters alone; also reads those that have more.
public struct NoState: Codable, Hashable, Sendable {
  /// Creates the empty state.
  public init() {}
}

extension Checkpoint where State == NoState {
  /// Captures the parameters of a model, without the state of a training.
  ///
  /// - Precondition: no two arrays of parameters have the same name.
  public init(_ model: some Model) { self.init(model, state: NoState()) }
}

// MARK: - Bytes

extension Checkpoint {
  /// The versions that can be read; the last is the one that is written.
  static var versions: ClosedRange<Int> { 1...1 }

  /// The file that `save` writes.
  ///
  /// - Throws: ``CheckpointError/unencodable(_:)`` if the state cannot be written as JSON.
  public func bytes() throws(CheckpointError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      let content = try encoder.encode(CheckpointContent(parameters: parameters, state: state))
      return CheckpointEnvelope.bytes(around: [UInt8](content), version: Self.versions.upperBound)
    } catch {
      throw .unencodable(error.reason)
    }
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: ``CheckpointError`` if they are no checkpoint, are damaged or newer, or hold another type
  ///   of state.
  public init(bytes: [UInt8]) throws(CheckpointError) {
    let envelope = try CheckpointEnvelope(bytes)
    guard Self.versions.contains(envelope.version) else {
      throw .version(envelope.version, supported: Self.versions)
    }
    let content = Data(try envelope.checkedContent())
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let parameters: [SavedParameters]
    do {
      parameters = try decoder.decode(CheckpointParameters.self, from: content).parameters
    } catch {
      throw .damaged(error.reason)
    }
    if let name = parameters.repeatedName {
      throw .damaged("two arrays of parameters are called \(name.quotedBriefly)")
    }
    self.parameters = parameters
    do {
      state = try decoder.decode(CheckpointState<State>.self, from: content).state
    } catch {
      throw .state(error.reason)
    }
  }
}

private struct CheckpointContent<State: Encodable>: Encodable {
  let parameters: [SavedParameters]
  let state: State
}

// The two parts are read apart, to tell damaged parameters from the state of another training.
private struct CheckpointParameters: Decodable {
  let parameters: [SavedParameters]
}

private struct CheckpointState<State: Decodable>: Decodable {
  let state: State
}

extension Error {
  /// What a coder says, and where: `parameters.0.shape: …`.
  fileprivate var reason: String {
    let context: (context: DecodingError.Context, key: String?)? =
      switch self as? DecodingError {
      case .dataCorrupted(let context): (context, nil)
      case .keyNotFound(let key, let context): (context, key.stringValue)
      case .typeMismatch(_, let context), .valueNotFound(_, let context): (context, nil)
      default: nil
      }
    guard let (context, key) = context else { return "\(self)".shortened(to: 400) }
    let path = (context.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue } + [key])
      .compactMap { $0 }.joined(separator: ".")
    // Both may quote the file, which may hold texts of any length.
    return (path.isEmpty ? "" : "\(path.shown(upTo: 200)): ")
      + context.debugDescription.shortened(to: 400)
  }
}
