import Foundation
import Testing

@Suite("Example pictures")
struct PicturesTests {
  /// The folder of the pictures that are part of the repository.
  private static let gallery = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Examples/13-pictures/Gallery")

  private static func pictures(in folder: URL) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".svg") }
    return try names.reduce(into: [:]) { files, name in
      files[name] = try Data(contentsOf: folder.appendingPathComponent(name))
    }
  }

  /// Makes all pictures anew, in a folder of their own.
  ///
  /// The error of a difference quotient is rounding, which another C library's sine may do differently
  /// in the last digit: there only the names are compared.
  @Test("the gallery is what the code draws, byte for byte")
  func gallery() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-pictures-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = try ExampleOutput(running: "pictures", [folder.path])
    let made = try Self.pictures(in: folder)
    let kept = try Self.pictures(in: Self.gallery)
    #expect(
      made.keys.sorted() == kept.keys.sorted(),
      "`swift run pictures` makes the gallery anew; a picture that it no longer makes is to be deleted"
    )
    #expect(output.lines.count { $0.hasPrefix("wrote ") } == made.count)
    #if canImport(Glibc)
    for (name, data) in made.sorted(by: { $0.key < $1.key }) {
      #expect(kept[name] == data, "\(name) has changed: look at it, and `swift run pictures`")
    }
    #endif
    // One of the charts is printed too.
    #expect(output.lines.contains { $0.hasPrefix("Error of df/dx") })
    #expect(
      output.lines.contains { $0.hasPrefix("The derivative by backward() is 12.49799466809") })
  }
}
