// A drawing's file is there whole or not at all. The text goes into a new file beside it, is forced to the
// disk, and takes the name in one step, which POSIX promises to be atomic. So a reader never sees half a
// page, and a full disk leaves the page that was there.
//
// Links are followed, also one to a file that is not there yet: what they point to is replaced or made. What
// is no regular file is not touched.

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
    if path.isEmpty { throw error("the path is empty") }
    try replace(Array(text.utf8))
  }

  private func error(_ reason: String) -> DrawingError { .unwritable(path: path, reason: reason) }
}

#if canImport(Glibc) || canImport(Musl) || canImport(Android) || canImport(Darwin)

extension TextFile {
  private func replace(_ bytes: [UInt8]) throws(DrawingError) {
    let (target, old) = try target()
    guard let partial = PartialFile(in: Self.folder(of: target), like: old) else {
      throw systemError()
    }
    // The lock ends with it, when the file has its name.
    defer { close(partial.file) }
    if Self.fill(partial.file, with: bytes), rename(partial.path, target) == 0 { return }
    let failure = systemError()
    unlink(partial.path)
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

  /// What is to be replaced, and what it is now: the file at the end of all links, or nil if there is
  /// none yet.
  private func target() throws(DrawingError) -> (path: String, old: stat?) {
    var place = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      var status = stat()
      guard lstat(place, &status) == 0 else {
        if errno == ENOENT { return (place, nil) }
        throw systemError()
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG: return (place, status)
      case S_IFLNK: place = try destination(ofLink: place)
      default: throw error("it is a folder or a device, not a file")
      }
    }
    throw error(String(cString: strerror(ELOOP)))
  }

  private func destination(ofLink link: String) throws(DrawingError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &buffer, buffer.count)
    guard count >= 0 else { throw systemError() }
    let bytes = buffer[..<count].map { UInt8(truncatingIfNeeded: $0) }
    let destination = String(decoding: bytes, as: UTF8.self)
    guard destination.utf8.elementsEqual(bytes) else {
      throw error("it is a link to a name that is not UTF-8")
    }
    return bytes.first == UInt8(ascii: "/")
      ? destination : Self.folder(of: link) + "/" + destination
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
