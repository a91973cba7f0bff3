// A file is replaced as a whole or not at all. The bytes go into a new file beside the old one, are forced
// to the disk, and the new file takes the old name in one step, which POSIX promises to be atomic. So a
// crash, a full disk or a power cut at any moment leaves the old file or the new one, both whole. What a
// killed save leaves over, a file called `.nabla-….partial`, is removed by the next save into that folder.
//
// (T. S. Pillai et al., "All file systems are not created equal: on the complexity of crafting
// crash-consistent applications", OSDI 2014, shows why each of the steps is needed.)
//
// Links are followed, also those that lead to no file yet: what they point to is replaced or made. What is
// no regular file is not touched. The new file has the owner, the group and the permissions of the old
// one before it has any content, and fewer permissions where the group cannot be kept; access control
// lists and other extended attributes are not copied, and other hard links keep the old content.

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

#if canImport(Glibc) || canImport(Musl) || canImport(Android) || canImport(Darwin)

/// A file that is replaced as a whole or not at all.
struct AtomicFile {
  let path: String
  var calls = FileCalls.system

  /// Replaces the content of the file; if that fails, the file is what it was.
  func write(_ bytes: [UInt8]) throws(FileError) {
    let (target, old) = try target()
    let folder = Self.folder(of: target)
    calls.removeLeftovers(folder)
    let partial = folder + "/" + FileCalls.partialName(UInt64.random(in: 0 ... .max))
    // Never wider than the old file, not even before it is written to.
    let file = calls.create(partial, old.map { mode_t($0.st_mode & 0o700) } ?? 0o666)
    guard file >= 0 else { throw error(file) }
    // Holds the lock that tells other saves that this one is alive, until the file has its name.
    let lock = calls.duplicate(file)
    defer { if lock >= 0 { _ = calls.close(lock) } }
    do throws(FileError) {
      try fill(file, with: bytes, like: old)
      try check(calls.rename(partial, target))
    } catch {
      _ = calls.remove(partial)
      throw error
    }
    // The new name itself must reach the disk. Where folders cannot be synchronised, the file is whole
    // all the same, so a failure here is none.
    _ = calls.synchronizeFolder(folder)
  }

  /// Writes and synchronises the new file, and closes it in any case.
  private func fill(
    _ file: Int32, with bytes: [UInt8], like old: stat?
  ) throws(FileError) {
    if let old { calls.permit(file, old) }
    let failure = writeAll(bytes, to: file)
    let synchronized = failure < 0 ? failure : calls.synchronize(file)
    let closed = calls.close(file)
    try check(synchronized)
    // Some network file systems tell only now that the disk is full.
    try check(closed)
  }

  /// Writes all bytes, however few at a time the system takes; 0, or the failure.
  private func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = calls.write(file, UnsafeRawBufferPointer(rebasing: buffer[written...]))
        if count == -Int(EINTR) { continue }
        if count <= 0 { return count == 0 ? -ENOSPC : Int32(count) }
        written += count
      }
      return 0
    }
  }

  /// What is to be replaced, and what it is now: the file at the end of all links, or nil if there is
  /// none yet.
  private func target() throws(FileError) -> (path: String, old: stat?) {
    if let fault = FileError.fault(inPath: path) { throw .unwritable(path: path, reason: fault) }
    var place = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      var status = stat()
      guard lstat(place, &status) == 0 else {
        if errno == ENOENT { return (place, nil) }
        throw error(-errno)
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG: return (place, status)
      case S_IFLNK: place = try destination(ofLink: place)
      case S_IFDIR: throw .unwritable(path: path, reason: "it is a folder")
      default: throw .unwritable(path: path, reason: "it is a device or a pipe, not a file")
      }
    }
    throw error(-ELOOP)
  }

  private func destination(ofLink link: String) throws(FileError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &buffer, buffer.count)
    guard count >= 0 else { throw error(-errno) }
    let bytes = buffer[..<count].map { UInt8(truncatingIfNeeded: $0) }
    guard UTF8Check.firstInvalidByte(in: bytes) == nil else {
      throw .unwritable(path: path, reason: "it is a link to a name that is not UTF-8")
    }
    let destination = String(decoding: bytes, as: UTF8.self)
    return destination.utf8.first == UInt8(ascii: "/")
      ? destination : Self.folder(of: link) + "/" + destination
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func check(_ result: Int32) throws(FileError) {
    if result < 0 { throw error(result) }
  }

  private func error(_ result: Int32) -> FileError {
    .unwritable(path: path, reason: FileError.systemReason(-result))
  }
}

#else

/// A file that is replaced as a whole or not at all.
struct AtomicFile {
  let path: String

  /// Replaces the content of the file; if that fails, the file is what it was.
  func write(_ bytes: [UInt8]) throws(FileError) {
    if let fault = FileError.fault(inPath: path) { throw .unwritable(path: path, reason: fault) }
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
      throw .unwritable(path: path, reason: "\(error)")
    }
    #if canImport(WASILibc)
    throw .unwritable(path: path, reason: "the new file could not take its name")
    #endif
  }
}

#endif
