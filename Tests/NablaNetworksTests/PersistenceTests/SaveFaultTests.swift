#if canImport(Glibc) || canImport(Musl) || canImport(Darwin)
import Foundation
import Testing

@testable import NablaNetworks

// Faults as SQLite injects them: the first call of a save fails, then the second, and so on until a save
// comes to its end without meeting the fault; once with that call alone, once with all after it too.

/// The calls of a save, of which some fail.
private final class FailingCalls {
  let firstFault: Int
  let isLasting: Bool
  let code: Int32
  private(set) var count = 0
  private(set) var openCount = 0
  private(set) var failed: [String] = []

  init(firstFault: Int, isLasting: Bool, code: Int32) {
    self.firstFault = firstFault
    self.isLasting = isLasting
    self.code = code
  }

  /// Does the work of a call, or fails in its place.
  private func result(_ name: String, _ work: () -> Int32) -> Int32 {
    count += 1
    guard count == firstFault || (isLasting && count > firstFault) else { return work() }
    failed.append(name)
    return -code
  }

  private func opened(_ file: Int32) -> Int32 {
    if file >= 0 { openCount += 1 }
    return file
  }

  var calls: FileCalls {
    let real = FileCalls.system
    return FileCalls(
      create: { path, mode in self.opened(self.result("create") { real.create(path, mode) }) },
      duplicate: { file in self.opened(self.result("duplicate") { real.duplicate(file) }) },
      permit: { file, old in
        _ = self.result("permit") {
          real.permit(file, old)
          return 0
        }
      },
      write: { file, bytes in
        // A part at a time, so that a later one fails when some of it is written.
        Int(
          self.result("write") {
            Int32(real.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(40_000))))
          })
      },
      synchronize: { file in self.result("synchronize") { real.synchronize(file) } },
      close: { file in
        // A file is closed even if the system tells of a failure.
        _ = real.close(file)
        self.openCount -= 1
        return self.result("close") { 0 }
      },
      rename: { from, to in self.result("rename") { real.rename(from, to) } },
      remove: { path in self.result("remove") { real.remove(path) } },
      synchronizeFolder: { path in
        self.result("synchronizeFolder") { real.synchronizeFolder(path) }
      },
      removeLeftovers: { folder in
        _ = self.result("removeLeftovers") {
          real.removeLeftovers(folder)
          return 0
        }
      })
  }
}

@Suite("Any call of a save may fail")
struct SaveFaultTests {
  static let old = [UInt8]("the old content".utf8)
  static let new = [UInt8](repeating: 0x6e, count: 100_000)

  @Test("whichever call fails, the file is old or new, and nothing is left open or over")
  func everyCall() throws {
    // The disk is full, the disk is broken, the quota is used up, there are too many files, no right.
    for code in [ENOSPC, EIO, EDQUOT, EMFILE, EACCES] {
      for isLasting in [false, true] {
        var tolerated: Set<String> = []
        var fatal: Set<String> = []
        for firstFault in 1...100 {
          let folder = try TestFolder()
          let path = folder("file")
          try AtomicFile(path: path).write(Self.old)
          let failing = FailingCalls(firstFault: firstFault, isLasting: isLasting, code: code)
          do throws(FileError) {
            try AtomicFile(path: path, calls: failing.calls).write(Self.new)
            #expect(try [UInt8](contentsOfFile: path) == Self.new)
            tolerated.formUnion(failing.failed)
          } catch {
            #expect(error == .unwritable(path: path, reason: String(cString: strerror(code))))
            #expect(try [UInt8](contentsOfFile: path) == Self.old, "\(firstFault)")
            fatal.insert(failing.failed[0])
          }
          #expect(failing.openCount == 0, "\(firstFault), \(failing.failed)")
          if !failing.failed.contains("remove") { #expect(try folder.files == ["file"]) }
          try AtomicFile(path: path).write(Self.new)
          #expect(try [UInt8](contentsOfFile: path) == Self.new)
          #expect(try folder.files == ["file"])
          if failing.failed.isEmpty { break }
          #expect(firstFault < 100)
        }
        // With all later calls failing, hardly any fault is tolerated; of faults that come alone, those
        // that leave the new file whole. A closed file has let go of the lock, and there it does not matter.
        #expect(fatal.isSuperset(of: ["create", "write", "synchronize", "close", "rename"]))
        if !isLasting {
          #expect(
            tolerated == [
              "removeLeftovers", "duplicate", "permit", "synchronizeFolder", "close",
            ])
        }
      }
    }
  }

  @Test("a new file has the permissions that any new file has")
  func newFile() throws {
    let folder = try TestFolder()
    try AtomicFile(path: folder("saved")).write(Self.old)
    close(open(folder("other"), O_WRONLY | O_CREAT, 0o666))
    #expect(try folder.mode("saved") == folder.mode("other"))
  }

  @Test(
    "at no moment has the new file wider permissions than the old one",
    arguments: [0o600, 0o640, 0o400, 0o200, 0o444, 0o604, 0o666, 0o000] as [mode_t])
  func permissions(mode: mode_t) throws {
    let folder = try TestFolder()
    let path = folder("file")
    try AtomicFile(path: path).write(Self.old)
    chmod(path, mode)
    let real = FileCalls.system
    var calls = real
    var modes: [mode_t] = []
    func note(_ file: Int32) {
      var status = stat()
      fstat(file, &status)
      modes.append(status.st_mode & 0o777)
    }
    calls.create = {
      let file = real.create($0, $1)
      note(file)
      return file
    }
    calls.permit = {
      real.permit($0, $1)
      note($0)
    }
    calls.write = {
      note($0)
      return real.write($0, $1)
    }
    try AtomicFile(path: path, calls: calls).write(Self.new)
    #expect(modes.count == 3 && modes.allSatisfy { $0 & ~mode == 0 }, "\(modes)")
    #expect(try folder.mode("file") == mode)
  }

  @Test(
    "the owner and the group stay, where the user may give files away",
    .enabled(if: geteuid() == 0, "needs the rights of root"))
  func owner() throws {
    let folder = try TestFolder()
    try AtomicFile(path: folder("file")).write(Self.old)
    chown(folder("file"), 12, 34)
    chmod(folder("file"), 0o640)
    try AtomicFile(path: folder("file")).write(Self.new)
    var status = stat()
    #expect(stat(folder("file"), &status) == 0 && status.st_uid == 12 && status.st_gid == 34)
    #expect(status.st_mode & 0o777 == 0o640)
  }
}

extension TestFolder {
  /// The permissions of a file.
  func mode(_ name: String) throws -> mode_t {
    var status = stat()
    try #require(stat(self(name), &status) == 0)
    return status.st_mode & 0o777
  }
}
#endif
