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
      (folder("a\0b"), "NUL"), ("", "No such file or directory"),
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
  #endif
}
