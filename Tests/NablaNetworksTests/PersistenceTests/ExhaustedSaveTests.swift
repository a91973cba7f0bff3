#if os(Linux)
import Foundation
import Testing

@testable import NablaNetworks

// Limits that the system itself keeps, in a process of their own: no memory, no room in the file. Swift ends
// a process that gets no memory; what it was about to save must not be lost for that.

@Suite("Saves that the system refuses or ends")
struct ExhaustedSaveTests {
  static let old = [UInt8]("the old content".utf8)

  private static func limit(_ resource: __rlimit_resource, to size: Int) {
    var limit = rlimit(rlim_cur: rlim_t(size), rlim_max: rlim_t(size))
    setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
  }

  /// Checks that a file is the old one, and that the next save replaces it and removes what is left over.
  private func expectOld(_ folder: TestFolder) throws {
    #expect(try [UInt8](contentsOfFile: folder("file")) == Self.old)
    try AtomicFile(path: folder("file")).write([1, 2, 3])
    #expect(try [UInt8](contentsOfFile: folder("file")) == [1, 2, 3])
    #expect(try folder.files == ["file"])
  }

  @Test("a process that gets no memory leaves the old file", arguments: [0, 1 << 20, 1 << 22])
  func noMemory(rest: Int) async throws {
    let folder = try TestFolder()
    try AtomicFile(path: folder("file")).write(Self.old)
    await #expect(processExitsWith: .failure) { [path = folder("file") as String, rest] in
      // Their text takes more than the rest of the memory many times over.
      let values = (0..<500_000).map { 1 / Double($0 + 1) }
      let checkpoint = Checkpoint(
        parameters: [SavedParameters(name: "w", shape: [500_000], values: values)],
        state: NoState())
      let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        .split(separator: " ").first
      let used = try #require(pages.flatMap { Int($0) }) * Int(getpagesize())
      Self.limit(RLIMIT_AS, to: used + rest)
      try checkpoint.save(to: path)
    }
    try expectOld(folder)
  }

  @Test(
    "a process that may not write on is ended by the system, or told so", arguments: [false, true])
  func noRoom(isTold: Bool) async throws {
    let folder = try TestFolder()
    try AtomicFile(path: folder("file")).write(Self.old)
    let path = folder("file")
    if isTold {
      await #expect(processExitsWith: .success) { [path = path as String] in
        signal(SIGXFSZ, SIG_IGN)
        Self.limit(RLIMIT_FSIZE, to: 10_000)
        do throws(FileError) {
          try AtomicFile(path: path).write([UInt8](repeating: 1, count: 100_000))
          exit(EXIT_FAILURE)
        } catch {
          exit("\(error)".contains("File too large") ? EXIT_SUCCESS : EXIT_FAILURE)
        }
      }
      #expect(try folder.files == ["file"])
    } else {
      await #expect(processExitsWith: .signal(SIGXFSZ)) { [path = path as String] in
        // Whoever has started this process, or this thread, may have shut the signal out.
        signal(SIGXFSZ, SIG_DFL)
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        Self.limit(RLIMIT_FSIZE, to: 10_000)
        try AtomicFile(path: path).write([UInt8](repeating: 1, count: 100_000))
      }
      // The part that was written.
      #expect(try folder.files.count == 2)
    }
    try expectOld(folder)
  }
}
#endif
