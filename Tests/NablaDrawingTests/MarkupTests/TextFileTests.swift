// Files of drawings: there whole or not at all, and an error in plain words.

import Foundation
import Nabla
import Testing

@testable import NablaDrawing

@Suite("Files of drawings")
struct TextFileTests {
  /// A folder of its own for each test, with what is in it.
  private struct Folder {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-drawing-\(UUID().uuidString)").path

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
    var names: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
  }

  private let svg = SVG(width: 1, height: 1, title: "t", appearance: .light, content: [])

  @Test("a file is written, and replaced, as a whole")
  func writes() throws {
    let folder = try Folder()
    defer { folder.remove() }
    try "old".write(toFile: folder("a.svg"), atomically: false, encoding: .utf8)
    for name in ["a.svg", "b \u{E9}\u{1F393}.svg"] {
      try svg.write(to: folder(name))
      #expect(try String(contentsOfFile: folder(name), encoding: .utf8) == svg.description)
    }
    #expect(folder.names.count == 2)
  }

  @Test("what cannot be written is said in plain words, and nothing is left over")
  func fails() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let paths = [
      (folder("none/a.svg"), "No such file or directory"),
      (folder.path, "it is a folder or a device"),
      // The new file is there when the name is refused.
      (folder(String(repeating: "n", count: 300)), "File name too long"),
      (folder("a\0b"), "NUL"), ("", "the path is empty"),
    ]
    let page = try SteppingPage(of: Value(1) * 2)
    for (path, reason) in paths {
      for write in [{ try svg.write(to: path) }, { try page.write(to: path) }] {
        let error = try #require(throws: DrawingError.self) { try write() }
        guard case .unwritable(path, let words) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(words.contains(reason))
        #expect(error.description.hasPrefix("cannot write "))
        #expect(error.description.hasSuffix("choose a folder that you may write to"))
        #expect(!error.description.contains("Error Domain") && !error.description.contains("\0"))
      }
    }
    #expect(folder.names.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: ".nabla"))
  }

  #if !os(Windows) && !os(WASI)
  @Test("a link is followed, rights are kept, and a pipe stays a pipe")
  func kinds() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let files = FileManager.default
    try "old".write(toFile: folder("real"), atomically: false, encoding: .utf8)
    try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder("real"))
    try files.createSymbolicLink(atPath: folder("link"), withDestinationPath: folder("real"))
    try svg.write(to: folder("link"))
    #expect(try files.destinationOfSymbolicLink(atPath: folder("link")) == folder("real"))
    #expect(try String(contentsOfFile: folder("real"), encoding: .utf8) == svg.description)
    let rights = try files.attributesOfItem(atPath: folder("real"))[.posixPermissions] as? Int
    #expect(rights == 0o640)
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    #expect(throws: DrawingError.self) { try svg.write(to: folder("pipe")) }
    #expect(folder.names == ["link", "pipe", "real"])
  }

  @Test("a link to a file that is not there yet is followed, one that leads nowhere is an error")
  func links() throws {
    let folder = try Folder()
    defer { folder.remove() }
    for (link, destination) in [
      ("first", "second"), ("second", "new"), ("loop", "loop"), ("deep", "none/new"),
    ] { symlink(destination, folder(link)) }
    try svg.write(to: folder("first"))
    #expect(try String(contentsOfFile: folder("new"), encoding: .utf8) == svg.description)
    for (name, reason) in [("loop", "symbolic links"), ("deep", "No such file or directory")] {
      let error = try #require(throws: DrawingError.self) { try svg.write(to: folder(name)) }
      #expect(error.description.contains(reason))
    }
    #expect(folder.names == ["deep", "first", "loop", "new", "second"])
    for name in ["first", "second", "loop", "deep"] {
      #expect(throws: Never.self) {
        try FileManager.default.destinationOfSymbolicLink(atPath: folder(name))
      }
    }
  }

  @Test(
    "leftovers of killed saves are removed, saves under way are not, and rights are never wider")
  func leftovers() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let (dead, alive) = (".nabla-123.partial", ".nabla-abc.partial")
    for name in [dead, alive, "a.partial", ".nabla-1", "a.svg"] {
      try "old".write(toFile: folder(name), atomically: false, encoding: .utf8)
    }
    let lock = open(folder(alive), O_WRONLY)
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    for mode in [0o600, 0o640, 0o444, 0o777] as [mode_t] {
      chmod(folder("a.svg"), mode)
      try svg.write(to: folder("a.svg"))
      var status = stat()
      #expect(stat(folder("a.svg"), &status) == 0 && status.st_mode & 0o7777 == mode)
    }
    #expect(folder.names == [".nabla-1", alive, "a.partial", "a.svg"])
    close(lock)
    try svg.write(to: folder("a.svg"))
    #expect(folder.names == [".nabla-1", "a.partial", "a.svg"])
  }

  @Test("saves into one folder do not disturb each other")
  func together() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let (svg, errors) = (svg, Errors())
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for _ in 0..<25 {
        do { try svg.write(to: folder("\(thread % 4)")) } catch { errors.append("\(error)") }
      }
    }
    #expect(errors.all == [])
    #expect(folder.names == ["0", "1", "2", "3"])
  }

  /// What several threads say.
  private final class Errors: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var all: [String] = []
    func append(_ error: String) { lock.withLock { all.append(error) } }
  }
  #endif
}
