// A drawing's file is there whole or not at all. The text goes into a new file beside it, is forced to the
// disk, and takes the name in one step, which POSIX promises to be atomic. So a reader never sees half a
// page, and a full disk leaves the page that was there.
//
// A link is followed: what it points to is replaced. What is no regular file is not touched.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#elseif canImport(Darwin)
import Darwin
#elseif canImport(WASILibc)
import FoundationEssentials
import WASILibc
#else
import Foundation
#endif

/// A file of text that is replaced as a whole or not at all.
struct TextFile {
  let path: String

  /// Replaces the content of the file; if that fails, the file is what it was.
  func write(_ text: String) throws(DrawingError) {
    // The system would take the part before it for the path.
    if path.utf8.contains(0) { throw error("a path cannot hold the character NUL") }
    try replace(Array(text.utf8))
  }

  private func error(_ reason: String) -> DrawingError { .unwritable(path: path, reason: reason) }
}

#if canImport(Glibc) || canImport(Musl) || canImport(Android) || canImport(Darwin)

extension TextFile {
  private func replace(_ bytes: [UInt8]) throws(DrawingError) {
    let (target, rights) = try target()
    let partial = Self.folder(of: target) + "/.nabla-\(UInt64.random(in: 0 ... .max)).partial"
    let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, rights ?? 0o666)
    guard file >= 0 else { throw systemError() }
    // The user's mask may have taken rights away that the old file has.
    if let rights { fchmod(file, rights) }
    var failure = Self.fill(file, with: bytes) ? nil : systemError()
    // Some network file systems tell only now that the disk is full.
    if close(file) < 0, failure == nil { failure = systemError() }
    if failure == nil, rename(partial, target) < 0 { failure = systemError() }
    guard let failure else { return }
    unlink(partial)
    throw failure
  }

  /// Writes all bytes, however few at a time the system takes, and forces them to the disk.
  private static func fill(_ file: Int32, with bytes: [UInt8]) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        systemWrite(file, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      if count == 0 { errno = ENOSPC }
      guard count > 0 else { return false }
      written += count
    }
    return fsync(file) == 0
  }

  /// What is to be replaced, which is the file at the end of all links, and its rights.
  private func target() throws(DrawingError) -> (path: String, rights: mode_t?) {
    var status = stat()
    guard stat(path, &status) == 0 else { return (path, nil) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw error("it is a folder or a device, not a file")
    }
    let rights = status.st_mode & 0o7777
    guard let resolved = realpath(path, nil) else { return (path, rights) }
    defer { free(resolved) }
    return (String(cString: resolved), rights)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func systemError() -> DrawingError { error(String(cString: strerror(errno))) }
}

// The call that has the name of a method above.
private let systemWrite = write

#else

extension TextFile {
  private func replace(_ bytes: [UInt8]) throws(DrawingError) {
    do {
      #if canImport(WASILibc)
      // Foundation has no atomic writing there; the new file takes the old name in one step all the same.
      let partial = path + ".partial"
      try Data(bytes).write(to: URL(fileURLWithPath: partial))
      if rename(partial, path) == 0 { return }
      unlink(partial)
      #else
      return try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
      #endif
    } catch {
      throw self.error("\(error)")
    }
    #if canImport(WASILibc)
    throw error("the new file could not take its name")
    #endif
  }
}

#endif
