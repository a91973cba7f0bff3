/// What is wrong with a checkpoint; nothing has been changed.
public enum CheckpointError: Error, Hashable, Sendable {
  /// The file could not be read or written.
  case file(FileError)
  /// The file is something else.
  case notCheckpoint
  /// The file was written by a version that this one does not know.
  case version(Int, supported: ClosedRange<Int>)
  /// The file is not as it was written, with the first thing that is wrong.
  case damaged(String)
  /// The file is whole, but what it holds as the state of a training is not of the type asked for.
  case state(String)
  /// The state of the training could not be written as JSON.
  case unencodable(String)
  /// The parameters do not fit the model.
  case parameters(RestoreError)
}

extension CheckpointError: CustomStringConvertible {
  /// What is wrong, and what to do next.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .notCheckpoint: "not a checkpoint of Nabla; check the path"
    case .version(let version, let supported):
      version > supported.upperBound
        ? "the checkpoint has version \(version), this reads up to \(supported.upperBound); update "
          + "Nabla"
        : "the checkpoint has version \(version), this reads from \(supported.lowerBound) on; load it "
          + "with an older Nabla and save its parameters as safetensors"
    case .damaged(let reason):
      "the checkpoint is damaged or was changed by hand: \(reason); use an earlier one"
    case .state(let reason):
      "the checkpoint holds the state of another kind of training: \(reason); load it with the type "
        + "that it was saved with, or only its parameters with Checkpoint<NoState>"
    case .unencodable(let reason): "the state of the training cannot be saved: \(reason)"
    case .parameters(let error): "\(error)"
    }
  }
}
