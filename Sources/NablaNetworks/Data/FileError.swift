/// A file that could not be read or written.
public enum FileError: Error, Hashable, Sendable {
  /// The file could not be read, with the reason that the system gives.
  case unreadable(path: String, reason: String)
  /// The file could not be written; what was there before is untouched.
  case unwritable(path: String, reason: String)
}

extension FileError: CustomStringConvertible {
  /// What happened, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "cannot read \(path): \(reason); check the path and the permissions"
    case .unwritable(let path, let reason):
      "cannot write \(path): \(reason); what was there before is untouched: make room, "
        + "or choose a folder that you may write to"
    }
  }
}
