#if os(Linux)
import Foundation
import NablaNetworks
import Testing

// The tests start themselves again as another process that saves without end, and kill it: SIGKILL
// leaves no time to tidy up.

@Suite("Killed while saving", .serialized)
struct KilledSaveTests {
  static let variable = "NABLA_SAVE_WITHOUT_END"
  static let endless = ProcessInfo.processInfo.environment[variable]

  /// A checkpoint in which all numbers are the same, so that a mixture of two would show.
  private func checkpoint(_ number: Int) -> Checkpoint<Int> {
    let values = [Double](repeating: Double(number) + 0.5, count: 5_000)
    return Checkpoint(
      parameters: [SavedParameters(name: "w", shape: [5_000], values: values)], state: number)
  }

  @Test("saves without end, to be killed", .enabled(if: endless != nil, "run by the test below"))
  func savesWithoutEnd() throws {
    let path = try #require(Self.endless)
    for number in 0..<100_000 { try checkpoint(number).save(to: path) }
  }

  @Test("whenever the process is killed, the file is whole", .enabled(if: endless == nil))
  func killed() throws {
    let folder = try TestFolder()
    var generator = SeededGenerator(seed: 31)
    var numbers: [Int] = []
    for _ in 0..<5 {
      try checkpoint(-1).save(to: folder("checkpoint"))
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = ["--testing-library", "swift-testing", "--filter", "savesWithoutEnd"]
      process.environment = ProcessInfo.processInfo.environment
        .merging([Self.variable: folder("checkpoint")]) { $1 }
      (process.standardOutput, process.standardError) =
        (FileHandle.nullDevice, FileHandle.nullDevice)
      try process.run()
      // Wait until it has saved so many times; no clock, because the machine may be busy.
      let count = Int(generator.uniform(in: 0..<20))
      while process.isRunning, try Checkpoint<Int>.load(from: folder("checkpoint")).state < count {
        Thread.sleep(forTimeInterval: 0.001)
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
      let loaded = try Checkpoint<Int>.load(from: folder("checkpoint"))
      #expect(loaded == checkpoint(loaded.state), "seed 31")
      numbers.append(loaded.state)
      // Whatever it has left over is removed by the next save.
      try checkpoint(-2).save(to: folder("checkpoint"))
      #expect(try folder.files == ["checkpoint"])
    }
    // The process did save, each time.
    #expect(numbers.allSatisfy { $0 >= 0 }, "\(numbers)")
  }
}
#endif
