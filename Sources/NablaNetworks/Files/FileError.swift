/// A file that could not be read or written.
///
/// Files are regular ones, at the end of whatever links: folders, devices and pipes are refused, and so is a
/// path with a NUL character in it.
public enum FileError: Error, Hashable, Sendable {
  /// The file could not be read, with the reason that the system gives.
  case unreadable(path: String, reason: String)
  /// The file could not be written; what was there before is untouched.
  case unwritable(path: String, reason: String)

  /// Why a path cannot be that of a file, if it cannot.
  static func fault(inPath path: String) -> String? {
    // The system would take what comes before it for the path.
    if path.utf8.contains(0) { return "the path contains a NUL character" }
    return path.isEmpty ? "the path is empty" : nil
  }
}

extension FileError: CustomStringConvertible {
  /// What happened, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "cannot read \(path.shown(upTo: 400)): \(reason); check the path and the permissions"
    case .unwritable(let path, let reason):
      "cannot write \(path.shown(upTo: 400)): \(reason); what was there before is untouched: make room, "
        + "or choose a folder that you may write to"
    }
  }
}
