// The bytes of a whole file, from the platform's own calls: no library on top, and an error that
// keeps the system's reason. Platforms without these calls read through Foundation.
//
// The file is read until it ends, in growing steps: what it claims about its size is a hint only. What is
// no regular file is refused: a device may never end, and a pipe may never begin.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#elseif canImport(Darwin)
import Darwin
#elseif canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc) || canImport(Musl) || canImport(Android) || canImport(Darwin)

extension [UInt8] {
  /// The bytes of a file.
  init(contentsOfFile path: String) throws(FileError) {
    if let fault = FileError.fault(inPath: path) { throw .unreadable(path: path, reason: fault) }
    // Without waiting for the other end, if it is a pipe.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { throw .unreadable(path: path, reason: FileError.systemReason()) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else {
      throw .unreadable(path: path, reason: FileError.systemReason())
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw .unreadable(
        path: path, reason: isFolder ? "it is a folder" : "it is a device or a pipe, not a file")
    }
    self = []
    var step = 1 << 16
    while true {
      var failure: String?
      let piece = [UInt8](unsafeUninitializedCapacity: step) { buffer, count in
        var got = read(file, buffer.baseAddress, step)
        while got < 0, errno == EINTR { got = read(file, buffer.baseAddress, step) }
        if got < 0 { failure = FileError.systemReason() }
        count = Swift.max(got, 0)
      }
      if let failure { throw .unreadable(path: path, reason: failure) }
      if piece.isEmpty { return }
      self += piece
      step = Swift.min(step * 2, 1 << 24)
    }
  }
}

extension FileError {
  /// What the system says about the call that has just failed.
  static func systemReason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
}

#else

extension [UInt8] {
  /// The bytes of a file.
  init(contentsOfFile path: String) throws(FileError) {
    if let fault = FileError.fault(inPath: path) { throw .unreadable(path: path, reason: fault) }
    do {
      self = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}

#endif
