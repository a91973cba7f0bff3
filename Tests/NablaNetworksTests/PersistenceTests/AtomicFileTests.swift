#if canImport(Glibc) || canImport(Musl) || canImport(Darwin)
import Foundation
import Testing

@testable import NablaNetworks

@Suite("A file is replaced as a whole or not at all")
struct AtomicFileTests {
  static let old = [UInt8]("the old content".utf8)
  static let new = [UInt8](repeating: 0x6e, count: 100_000)

  /// The calls that can fail before the file has its new content.
  enum Step: String, CaseIterable {
    case create, write, secondWrite, synchronize, close, rename
  }

  /// Calls that do their work up to a step; there they fail, and if it is a crash, so do all later ones.
  static func calls(failingAt step: Step, isCrash: Bool) -> FileCalls {
    let real = FileCalls.system
    var writeCount = 0
    var isDead = false
    let noSpace = -ENOSPC
    func fails(_ here: Step) -> Bool {
      if step == here { isDead = isCrash }
      return step == here || isDead
    }
    return FileCalls(
      create: { fails(.create) ? noSpace : real.create($0, $1) },
      duplicate: { isDead ? noSpace : real.duplicate($0) },
      permit: { if !isDead { real.permit($0, $1) } },
      write: { file, bytes in
        writeCount += 1
        if fails(.write) || (writeCount > 1 && fails(.secondWrite)) { return Int(noSpace) }
        // A part only, so that there is a second write.
        return real.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(60_000)))
      },
      synchronize: { fails(.synchronize) ? noSpace : real.synchronize($0) },
      close: {
        // The file is closed in any case: a test should not run out of them.
        let result = real.close($0)
        return fails(.close) ? noSpace : result
      },
      rename: { fails(.rename) ? noSpace : real.rename($0, $1) },
      remove: { isDead ? noSpace : real.remove($0) },
      synchronizeFolder: { isDead ? noSpace : real.synchronizeFolder($0) },
      removeLeftovers: { if !isDead { real.removeLeftovers($0) } })
  }

  @Test("a failure at any step leaves the old file and nothing else", arguments: Step.allCases)
  func failure(step: Step) throws {
    let folder = try TestFolder()
    let path = folder("file")
    try AtomicFile(path: path).write(Self.old)
    let error = #expect(throws: FileError.self) {
      try AtomicFile(path: path, calls: Self.calls(failingAt: step, isCrash: false)).write(Self.new)
    }
    #expect(error?.description.contains("untouched") == true)
    #expect(try [UInt8](contentsOfFile: path) == Self.old)
    #expect(try folder.files == ["file"])
    try AtomicFile(path: path).write(Self.new)
    #expect(try [UInt8](contentsOfFile: path) == Self.new)
  }

  @Test(
    "a crash at any step leaves the old file, and saving works afterwards", arguments: Step.allCases
  )
  func crash(step: Step) throws {
    let folder = try TestFolder()
    let path = folder("file")
    try AtomicFile(path: path).write(Self.old)
    #expect(throws: FileError.self) {
      try AtomicFile(path: path, calls: Self.calls(failingAt: step, isCrash: true)).write(Self.new)
    }
    #expect(try [UInt8](contentsOfFile: path) == Self.old)
    try AtomicFile(path: path).write(Self.new)
    #expect(try [UInt8](contentsOfFile: path) == Self.new)
    // What the crash has left over is gone.
    #expect(try folder.files == ["file"])
  }

  @Test("the steps come in the order that makes them safe")
  func order() throws {
    let folder = try TestFolder()
    var steps: [String] = []
    let real = FileCalls.system
    let calls = FileCalls(
      create: {
        steps.append("create")
        return real.create($0, $1)
      },
      duplicate: {
        steps.append("duplicate")
        return real.duplicate($0)
      },
      permit: {
        steps.append("permit")
        real.permit($0, $1)
      },
      write: {
        steps.append("write")
        return real.write($0, $1)
      },
      synchronize: {
        steps.append("synchronize")
        return real.synchronize($0)
      },
      close: {
        steps.append("close")
        return real.close($0)
      },
      rename: {
        steps.append("rename")
        return real.rename($0, $1)
      },
      remove: {
        steps.append("remove")
        return real.remove($0)
      },
      synchronizeFolder: {
        steps.append("synchronizeFolder")
        return real.synchronizeFolder($0)
      },
      removeLeftovers: {
        steps.append("removeLeftovers")
        real.removeLeftovers($0)
      })
    try AtomicFile(path: folder("file"), calls: calls).write(Self.old)
    // The last one lets go of the lock.
    let ending = ["write", "synchronize", "close", "rename", "synchronizeFolder", "close"]
    #expect(steps == ["removeLeftovers", "create", "duplicate"] + ending)
    steps = []
    try AtomicFile(path: folder("file"), calls: calls).write(Self.old)
    #expect(steps == ["removeLeftovers", "create", "duplicate", "permit"] + ending)
  }

  @Test("a folder that cannot be synchronised is no failure: the file is whole")
  func folderSynchronization() throws {
    let folder = try TestFolder()
    var calls = FileCalls.system
    calls.synchronizeFolder = { _ in -EINVAL }
    try AtomicFile(path: folder("file"), calls: calls).write(Self.new)
    #expect(try [UInt8](contentsOfFile: folder("file")) == Self.new)
  }

  @Test("writes that are interrupted or take a byte at a time come to the end")
  func slowWrites() throws {
    let folder = try TestFolder()
    var calls = FileCalls.system
    var count = 0
    calls.write = { file, bytes in
      count += 1
      if count.isMultiple(of: 3) { return -Int(EINTR) }
      return FileCalls.system.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(1)))
    }
    try AtomicFile(path: folder("file"), calls: calls).write(Self.old)
    #expect(try [UInt8](contentsOfFile: folder("file")) == Self.old)
  }

  #if os(Linux)
  @Test("a full disk is told as such")
  func fullDisk() throws {
    let folder = try TestFolder()
    let path = folder("file")
    try AtomicFile(path: path).write(Self.old)
    var calls = FileCalls.system
    calls.create = { _, _ in open("/dev/full", O_WRONLY | O_CLOEXEC) }
    // The permissions of the old file must not be given to the device.
    calls.permit = { _, _ in }
    let error = #expect(throws: FileError.self) {
      try AtomicFile(path: path, calls: calls).write(Self.new)
    }
    #expect(error?.description.contains("No space left") == true)
    #expect(try [UInt8](contentsOfFile: path) == Self.old)
  }
  #endif

  @Test("a link is followed, a device or a folder is not replaced, permissions are kept")
  func targets() throws {
    let folder = try TestFolder()
    try AtomicFile(path: folder("file")).write(Self.old)
    chmod(folder("file"), 0o640)
    symlink(folder("file"), folder("link"))
    try AtomicFile(path: folder("link")).write(Self.new)
    #expect(try [UInt8](contentsOfFile: folder("file")) == Self.new)
    var status = stat()
    #expect(lstat(folder("link"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(stat(folder("file"), &status) == 0 && status.st_mode & 0o777 == 0o640)
    for path in [folder.path, "/dev/null"] {
      #expect(throws: FileError.self) { try AtomicFile(path: path).write(Self.new) }
    }
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }
}
#endif
