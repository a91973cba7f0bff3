// A file is replaced as a whole or not at all. The bytes go into a new file beside the old one, are forced
// to the disk, and the new file takes the old name in one step, which POSIX promises to be atomic. So a
// crash, a full disk or a power cut at any moment leaves the old file or the new one, both whole; at
// worst a file called `.nabla-….partial` is left over, which nothing reads.
//
// (T. S. Pillai et al., "All file systems are not created equal: on the complexity of crafting
// crash-consistent applications", OSDI 2014, shows why each of the steps is needed.)
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

#if canImport(Glibc) || canImport(Musl) || canImport(Android) || canImport(Darwin)

/// A file that is replaced as a whole or not at all.
struct AtomicFile {
  let path: String
  var calls = FileCalls.system

  /// Replaces the content of the file; if that fails, the file is what it was.
  func write(_ bytes: [UInt8]) throws(FileError) {
    let target = try target()
    let folder = Self.folder(of: target)
    let partial = folder + "/.nabla-\(String(UInt64.random(in: 0 ... .max), radix: 36)).partial"
    let file = calls.create(partial)
    guard file >= 0 else { throw error(file) }
    do throws(FileError) {
      try fill(file, with: bytes, like: target)
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
    _ file: Int32, with bytes: [UInt8], like target: String
  ) throws(FileError) {
    var status = stat()
    if stat(target, &status) == 0 { fchmod(file, status.st_mode & 0o7777) }
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

  /// What is to be replaced: the file at the end of all links.
  private func target() throws(FileError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unwritable(path: path, reason: "it is a folder or a device, not a file")
    }
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func check(_ result: Int32) throws(FileError) {
    if result < 0 { throw error(result) }
  }

  private func error(_ result: Int32) -> FileError {
    .unwritable(path: path, reason: FileError.systemReason(-result))
  }
}

// The calls that have the names of closures below.
private let systemWrite = write
private let systemClose = close
private let systemRename = rename

/// The system's calls, one by one, so that a test can let any of them fail.
///
/// Each gives a number that is not negative, or the negated error number of the system.
struct FileCalls {
  var create: (_ path: String) -> Int32
  var write: (_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
  var synchronize: (_ file: Int32) -> Int32
  var close: (_ file: Int32) -> Int32
  var rename: (_ from: String, _ to: String) -> Int32
  var remove: (_ path: String) -> Int32
  var synchronizeFolder: (_ path: String) -> Int32

  /// The calls themselves.
  static var system: FileCalls {
    FileCalls(
      create: { negated(open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)) },
      write: { file, bytes in
        let count = systemWrite(file, bytes.baseAddress, bytes.count)
        return count < 0 ? -Int(errno) : count
      },
      synchronize: { file in
        #if canImport(Darwin)
        // fsync leaves the bytes in the cache of the disk there.
        if fcntl(file, F_FULLFSYNC) == 0 { return 0 }
        #endif
        return negated(fsync(file))
      },
      close: { negated(systemClose($0)) },
      rename: { negated(systemRename($0, $1)) },
      remove: { negated(unlink($0)) },
      synchronizeFolder: { path in
        let folder = open(path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return negated(folder) }
        let result = negated(fsync(folder))
        _ = systemClose(folder)
        return result
      })
  }

  private static func negated(_ result: Int32) -> Int32 { result < 0 ? -errno : result }
}

#else

/// A file that is replaced as a whole or not at all.
struct AtomicFile {
  let path: String

  /// Replaces the content of the file; if that fails, the file is what it was.
  func write(_ bytes: [UInt8]) throws(FileError) {
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
