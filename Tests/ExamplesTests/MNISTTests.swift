import Foundation
import Testing

/// A debug build learns from 200 images for 2 epochs.
@Suite("Example mnist")
struct MNISTTests {
  #if DEBUG
  static let isFull = false
  #else
  static let isFull = true
  #endif

  @Test("runs out of the box: the loss falls, and the time of each epoch is told")
  func shipped() throws {
    let output = try ExampleOutput(running: "mnist")
    #expect(
      output.lines.contains("1000 images to learn from, 500 to be asked about; one of them:"))
    // 784 * 32 + 32 + 32 * 10 + 10.
    #expect(output.lines.contains("25450 parameters, 25450 of them trainable"))
    let training = try output.section("Training")
    let first = try training.numbers(after: "1 ")
    let last = try training.numbers(after: Self.isFull ? "10 " : "2 ")
    try #require(first.count == 3 && last.count == 3)
    #expect(last[0] < first[0] && last[1] > first[1])
    #expect(first[2] > 0 && last[2] > 0)
    // A guess is right once in ten times; 200 images twice over are enough for half, 1,000 ten times
    // for 0.86 to 0.88 with seeds 1 to 5.
    let end = try #require(output.lines.first { $0.contains("right, accuracy") })
    let accuracy = try #require(end.split(separator: " ").last.flatMap { Double($0) })
    #expect(accuracy >= (Self.isFull ? 0.85 : 0.4))
  }

  /// The shipped images under the names of the full MNIST, one of them with a dot.
  @Test("takes the folder of the full MNIST", .enabled(if: !isFull))
  func folder() throws {
    try withFolder { folder in
      try copy("mnist1000-train-images-idx3-ubyte", to: folder, as: "train-images-idx3-ubyte")
      try copy("mnist1000-train-labels-idx1-ubyte", to: folder, as: "train-labels-idx1-ubyte")
      // The smaller part twice would be a mistake that the counts show.
      try copy("mnist500-test-images-idx3-ubyte", to: folder, as: "t10k-images.idx3-ubyte")
      try copy("mnist500-test-labels-idx1-ubyte", to: folder, as: "t10k-labels-idx1-ubyte")
      let output = try ExampleOutput(running: "mnist", [folder.path])
      #expect(
        output.lines.contains("1000 images to learn from, 500 to be asked about; one of them:"))
    }
  }

  @Test("a folder that is not there: a message and a failure")
  func noFolder() throws {
    let output = try ExampleOutput(running: "mnist", ["no/such/folder"], expectedStatus: 1)
    #expect(
      output.lines.contains { $0.hasPrefix("mnist: there is no folder no/such/folder; give") })
  }

  @Test("a folder without the files: their names and a failure")
  func emptyFolder() throws {
    try withFolder { folder in
      let output = try ExampleOutput(running: "mnist", [folder.path], expectedStatus: 1)
      #expect(
        output.lines.contains { $0.contains("holds none of train-images-idx3-ubyte, train-images") }
      )
    }
  }

  @Test("a damaged file: which part, what is wrong, and a failure")
  func damaged() throws {
    try withFolder { folder in
      for name in ["train-images-idx3-ubyte", "t10k-images-idx3-ubyte"] {
        // Claims 1000 images of 28 x 28 and holds none.
        try Data([0, 0, 8, 3, 0, 0, 3, 232, 0, 0, 0, 28, 0, 0, 0, 28])
          .write(to: folder.appendingPathComponent(name))
      }
      for name in ["train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte"] {
        try copy("mnist500-test-labels-idx1-ubyte", to: folder, as: name)
      }
      let output = try ExampleOutput(running: "mnist", [folder.path], expectedStatus: 1)
      // 16 bytes of header and 1000 * 784 pixels.
      #expect(
        output.lines.contains {
          $0.hasPrefix("mnist: the images to learn from:") && $0.contains("784016 bytes")
        })
    }
  }

  @Test("two folders: what it takes, and a failure")
  func usage() throws {
    let output = try ExampleOutput(running: "mnist", ["a", "b"], expectedStatus: 1)
    #expect(output.lines.contains { $0.hasPrefix("mnist: expected nothing,") })
  }

  // MARK: - Folders

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-mnist-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func copy(_ name: String, to folder: URL, as copy: String) throws {
    let data = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Examples/Data")
    try FileManager.default.copyItem(
      at: data.appendingPathComponent(name), to: folder.appendingPathComponent(copy))
  }
}
