// The new file beside the old one, and the lock by which saves know each other.
//
// A save locks its new file as long as it lives; the system lets go of the lock when the process ends,
// however it ends. So a `.nabla-….partial` that can be locked is left over from a save that was killed, and
// the next save into that folder removes it. Checkpoints use the same names and locks: a save of theirs may
// run in the same folder at the same moment.

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#elseif canImport(Darwin)
import Darwin
#endif

#if canImport(Glibc) || canImport(Musl) || canImport(Android) || canImport(Darwin)

/// A new file that is to take the name of another, locked until it is closed.
struct PartialFile {
  private static let prefix = ".nabla-"
  private static let suffix = ".partial"

  let path: String
  let file: Int32

  /// Makes the file, which is as private as the one that it is to replace; nil, with the reason in `errno`,
  /// if it cannot.
  init?(in folder: String, like old: stat?) {
    Self.removeLeftovers(of: folder)
    let number = String(UInt64.random(in: 0 ... .max), radix: 36)
    path = folder + "/" + Self.prefix + number + Self.suffix
    // Never wider than the old file, not even before it is written to.
    let mode = old.map { mode_t($0.st_mode & 0o700) } ?? 0o666
    while true {
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      guard file >= 0 else { return nil }
      _ = flock(file, LOCK_EX | LOCK_NB)
      // Another save may have taken it for a leftover before it was locked; then begin anew.
      var status = stat()
      if fstat(file, &status) != 0 || status.st_nlink > 0 {
        self.file = file
        break
      }
      close(file)
    }
    if let old { permit(like: old) }
  }

  /// Gives the file the owner, the group and the permissions of another, as far as possible.
  private func permit(like old: stat) {
    var mode = mode_t(old.st_mode & 0o777)
    var new = stat()
    if fstat(file, &new) == 0, new.st_gid != old.st_gid || new.st_uid != old.st_uid,
      fchown(file, old.st_uid, old.st_gid) != 0, new.st_gid != old.st_gid,
      fchown(file, .max, old.st_gid) != 0
    {
      // Another group: it may do what everybody may.
      mode = mode & ~0o070 | (mode & 0o007) << 3 & mode
    }
    _ = fchmod(file, mode)
  }

  /// Removes what killed saves have left in a folder.
  private static func removeLeftovers(of folder: String) {
    guard let entries = opendir(folder) else { return }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
        name.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name.hasPrefix(prefix), name.hasSuffix(suffix) { removeUnlocked(folder + "/" + name) }
    }
  }

  /// Removes a file that no save has locked.
  private static func removeUnlocked(_ path: String) {
    // Without waiting for the other end, if it is a pipe.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), flock(file, LOCK_EX | LOCK_NB) == 0
    else { return }
    unlink(path)
  }
}

#endif
