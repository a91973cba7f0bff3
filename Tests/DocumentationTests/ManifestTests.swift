// The manifest that the README gives for a package of the reader's own.

import Foundation
import Testing

@Suite("Manifest")
struct ManifestTests {
  @Test("the README's manifest is read as one, and asks for a product that this package has")
  func manifest() throws {
    func text(_ file: String) throws -> String {
      try String(contentsOf: DocumentedCode.root.appendingPathComponent(file), encoding: .utf8)
    }
    let blocks = try text("README.md").components(separatedBy: "```")
    let manifest = try #require(blocks.first { $0.contains("// swift-tools-version") })
    let start = try #require(manifest.range(of: "//")?.lowerBound)
    guard let toolchain = Toolchain() else {
      print("the manifest of the README was not read: no swiftc on the PATH")
      return
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-manifest-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try String(manifest[start...]).write(
      to: folder.appendingPathComponent("Package.swift"), atomically: false, encoding: .utf8)
    let dump = try run(toolchain.driver, ["package", "dump-package"], in: folder)
    #expect(dump.status == 0, "\(dump.errors.prefix(2000))")
    let package = try JSONDecoder().decode(Package.self, from: Data(dump.output.utf8))
    let products = package.targets.flatMap { $0.dependencies }.flatMap { $0.product ?? [] }
    // The name of a product, then that of its package: the last part of the path above it.
    #expect(products.compactMap { $0 } == ["Nabla", "nabla"])
    #expect(manifest.contains(".package(path: \"../nabla\")"))
    #expect(try text("Package.swift").contains(".library(name: \"Nabla\""))
  }

  private struct Package: Decodable {
    var targets: [Target]
  }

  private struct Target: Decodable {
    var dependencies: [Dependency]
  }

  private struct Dependency: Decodable {
    var product: [String?]?
  }
}
