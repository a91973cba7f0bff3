// Different threads may work on different graphs. Run these under the thread sanitizer too:
//
//     swift test --sanitize=thread --filter ThreadsTests --scratch-path .build-tsan

import Nabla
import Testing

@Suite("Threads")
struct ThreadsTests {
  /// Builds, sweeps, differentiates and releases graphs of every kind of node; all from the seed.
  private static func work(_ seed: Int) -> [Double] {
    var numbers: [Double] = []
    for i in 0..<50 {
      let w = (0..<6).map { Value(Double(($0 * 7 + seed + i) % 11) / 11, label: "w\($0)") }
      var layer = w
      for _ in 0..<3 {
        layer = layer.indices.map { j in
          tanh(dot(layer, w, plus: layer[j]) * 0.25).labeled("h")
        }
      }
      var state = layer[0]
      for _ in 0..<300 { state = sin(state * 0.5) + layer[1] }
      let own = Value.custom(
        "cube", of: [state], value: { $0[0] * $0[0] * $0[0] },
        localGradient: { (v: [Value]) in [3 * v[0] * v[0]] })
      let loss = logSumExp(softmax(layer)) + select(own, state, where: layer[2] < layer[3])
      loss.backward()
      numbers.append(loss.data)
      numbers += w.map { $0.gradient }
      numbers.append(sum(layer).derivative(withRespectTo: w[0]).data)
      numbers.append(Double(loss.listing().count))
    }
    return numbers
  }

  @Test("graphs on four threads at once give the numbers that one thread gives")
  func fourAtOnce() async {
    let alone = (0..<4).map(Self.work)
    let together = await withTaskGroup(of: (Int, [Double]).self) { group in
      for seed in 0..<4 { group.addTask { (seed, Self.work(seed)) } }
      var results = Array(repeating: [Double](), count: 4)
      for await (seed, numbers) in group { results[seed] = numbers }
      return results
    }
    #expect(together == alone)
    #expect(alone[0] != alone[1])
    #expect(alone.joined().allSatisfy { $0.isFinite })
  }
}
