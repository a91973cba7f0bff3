// CONTRIBUTING names files, and .ci/sanitize names suites: both must be there.

import Foundation
import Testing

@Suite("CONTRIBUTING")
struct ContributingTests {
  let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test("the files it names are there")
  func files() throws {
    let marked = try text(".github/CONTRIBUTING.md").split(separator: "`").map(String.init)
    let folders = ["Sources/", "Tests/", ".ci/"]
    let paths = marked.filter { path in
      folders.contains { path.hasPrefix($0) } && !path.contains(" ")
    }
    #expect(paths.count > 8)
    for path in paths {
      let file = root.appendingPathComponent(path)
      #expect(FileManager.default.fileExists(atPath: file.path), "\(path)")
    }
  }

  @Test("the suites that run under a sanitizer are there")
  func suites() throws {
    let tests = try FileManager.default.subpathsOfDirectory(
      atPath: root.appendingPathComponent("Tests").path)
    let lists = try text(".ci/sanitize").split(separator: "\n").filter {
      $0.contains("suites+=") || $0.contains("suites=")
    }
    #expect(lists.count == 4)
    for list in lists {
      let names = list.split(separator: "(")[1].split(separator: ")")[0].split(separator: "|")
      for name in names {
        #expect(tests.contains { $0.hasSuffix("/\(name)Tests.swift") }, "\(name)")
      }
    }
  }
}
