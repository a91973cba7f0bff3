#if canImport(Glibc) || canImport(Musl) || canImport(Darwin)
import Foundation
import Testing

@testable import NablaNetworks

// What a path may lead to: links, folders, devices, pipes, nothing, or another path than it says.

@Suite("Paths")
struct PathTests {
  static let content = [UInt8]("content".utf8)

  /// What every reader and every writer of the module says about a path.
  static func errors(_ path: String) -> [String] {
    func error(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch {
        return "\(error)"
      }
    }
    let checkpoint = Checkpoint(parameters: [], state: NoState())
    return [
      error { _ = try Table(csvFile: path) }, error { _ = try IDXArray(file: path) },
      error { _ = try Checkpoint<NoState>.load(from: path) },
      error { _ = try Safetensors.load(from: path) }, error { try checkpoint.save(to: path) },
      error { try Safetensors(parameters: []).save(to: path) },
    ]
  }

  @Test("a NUL in a path is refused: the system would take what comes before it for the path")
  func nul() throws {
    let folder = try TestFolder()
    try AtomicFile(path: folder("file")).write(Self.content)
    for path in [folder("file\0"), folder("file\0.csv"), folder("\0file"), "\0"] {
      for error in Self.errors(path) {
        #expect(error.contains("the path contains a NUL character"), "\(error)")
        #expect(error.contains("\\0") && !error.utf8.contains(0))
      }
    }
    #expect(try [UInt8](contentsOfFile: folder("file")) == Self.content)
    #expect(try folder.files == ["file"])
    for error in Self.errors("") { #expect(error.contains("\"\": the path is empty")) }
  }

  @Test("folders, devices and pipes are refused at once, and are what they were")
  func special() throws {
    let folder = try TestFolder()
    try #require(mkfifo(folder("pipe"), 0o600) == 0)
    symlink(folder("pipe"), folder("link"))
    symlink("/dev/zero", folder("zero"))
    for path in [folder("pipe"), folder("link"), folder("zero"), "/dev/zero", "/dev/null"] {
      for error in Self.errors(path) {
        #expect(error.contains("it is a device or a pipe, not a file"), "\(error)")
      }
    }
    for path in [folder.path, folder.path + "/"] {
      for error in Self.errors(path) { #expect(error.contains("it is a folder"), "\(error)") }
    }
    var status = stat()
    #expect(lstat(folder("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(try folder.files == ["link", "pipe", "zero"])
  }

  @Test("links are followed, also in chains, relative ones, and those to a file that is yet to be")
  func links() throws {
    let folder = try TestFolder()
    let other = try TestFolder()
    symlink("second", folder("first"))
    let sibling = try #require(other.path.split(separator: "/").last)
    symlink("../\(sibling)/file", folder("second"))
    symlink(other("absolute"), folder("third"))
    for content in [[1, 2], [3]] as [[UInt8]] {
      for name in ["first", "third"] {
        try AtomicFile(path: folder(name)).write(content)
        #expect(try [UInt8](contentsOfFile: folder(name)) == content)
      }
      #expect(try other.files == ["absolute", "file"])
      #expect(try [UInt8](contentsOfFile: other("file")) == content)
      #expect(try folder.files == ["first", "second", "third"])
      for name in ["first", "second", "third"] {
        var status = stat()
        #expect(lstat(folder(name), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      }
    }
  }

  @Test("links that lead nowhere are refused")
  func endless() throws {
    let folder = try TestFolder()
    symlink("b", folder("a"))
    symlink("a", folder("b"))
    symlink("no/such/folder/file", folder("c"))
    for name in ["a", "b", "c"] {
      for error in Self.errors(folder(name)) { #expect(error.hasPrefix("cannot "), "\(error)") }
    }
    #expect(try folder.files == ["a", "b", "c"])
  }

  @Test("a slash is one even if an accent comes after it")
  func accent() throws {
    let folder = try TestFolder()
    let path = folder("\u{301}e")
    try AtomicFile(path: path).write(Self.content)
    #expect(try [UInt8](contentsOfFile: path) == Self.content)
    #expect(try folder.files.count == 1)
  }

  @Test("what a terminal would obey is spelled out")
  func hostilePath() {
    for error in Self.errors("/no/\u{1b}[31m/\u{202e}x") {
      #expect(error.contains("\"/no/\\u{1B}[31m/\\u{202E}x\""), "\(error)")
      #expect(!error.unicodeScalars.contains("\u{1b}"))
    }
  }

  @Test("leftovers of dead saves are removed, those of living ones and other files not")
  func leftovers() throws {
    let folder = try TestFolder()
    let dead = [".nabla-0.partial", ".nabla-3w5e11264sgsf.partial"]
    for name in dead + [".nabla-x", "nabla-1.partial", "x.partial"] {
      try Data(Self.content).write(to: URL(fileURLWithPath: folder(name)))
    }
    let file = FileCalls.system.create(folder(".nabla-1.partial"), 0o600)
    symlink(folder("x.partial"), folder(".nabla-2.partial"))
    mkfifo(folder(".nabla-3.partial"), 0o600)
    mkdir(folder(".nabla-4.partial"), 0o700)
    try AtomicFile(path: folder("saved")).write(Self.content)
    let kept = [".nabla-2.partial", ".nabla-3.partial", ".nabla-4.partial", ".nabla-x"]
    let others = ["nabla-1.partial", "saved", "x.partial"]
    #expect(try folder.files == [".nabla-1.partial"] + kept + others)
    close(file)
    try AtomicFile(path: folder("saved")).write(Self.content)
    #expect(try folder.files == kept + others)
  }

  @Test("saves at the same time, to one file and to several, do not take each other for dead")
  func simultaneous() throws {
    let folder = try TestFolder()
    let (failures, place) = (Failures(), folder.path)
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      for number in 0..<40 {
        let path = place + (worker < 4 ? "/common" : "/file\(worker)")
        do {
          try AtomicFile(path: path).write([UInt8](repeating: UInt8(number), count: 5000))
        } catch {
          failures.add("\(error)")
        }
      }
    }
    #expect(failures.all == [])
    #expect(try folder.files == ["common", "file4", "file5", "file6", "file7"])
    let common = try [UInt8](contentsOfFile: folder("common"))
    #expect(common.count == 5000 && Set(common).count == 1)
  }
}

/// What went wrong on other threads.
private final class Failures: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []

  func add(_ text: String) { lock.withLock { texts.append(text) } }

  var all: [String] { lock.withLock { texts } }
}
#endif
