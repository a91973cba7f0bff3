// Short lives here, long ones by `.ci/stress`, which sets the seed and the number of steps.

import Foundation
import Testing

@Suite("Random lives of graphs")
struct GraphLifeTests {
  private static func variable(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  private static let firstSeed = variable("NABLA_STRESS_SEED") ?? 1
  private static let steps = variable("NABLA_STRESS_STEPS") ?? 4000

  @Test(
    "a graph and its shadow agree on numbers, gradients and what is alive",
    arguments: firstSeed..<firstSeed + 4)
  func life(seed: Int) throws {
    var life = GraphLife(seed: UInt64(seed))
    try life.live(Self.steps)
    #expect(life.builtCount > Self.steps / 3 && life.comparisonCount > Self.steps / 50)
    // The numbers do not run away: most nodes have gradients to compare.
    #expect(life.gradientCount > Self.steps / 50)
  }
}
