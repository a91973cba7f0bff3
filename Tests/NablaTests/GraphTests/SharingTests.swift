// Graphs that share nodes with other graphs.
//
// The sweep visits a node when it has come by all its uses, and sorts what is left where a use lies
// outside the graph that is swept. Both ways must give the same gradients, so each test here has
// users outside: other losses, outputs that nobody asked for, random passers-by.

import Nabla
import Testing

@Suite("Sharing")
struct SharingTests {
  @Test("two losses on shared nodes add up in the leaves; interior gradients are the last sweep's")
  func twoLosses() {
    let x = Value(3), y = Value(-2)
    let q = x * y, r = q + x
    let first = q * r, second = r * 5
    first.backward()
    // f = xy (xy + x): q = -6, r = -3; df/dq = r + q = -9, df/dr = q = -6.
    #expect([q.gradient, r.gradient] == [-9, -6])
    // dq/dx = y, dr/dx = 1 beside q: -9 * -2 - 6 = 12, and -9 * 3 = -27.
    #expect([x.gradient, y.gradient] == [12, -27])
    second.backward()
    // g = 5 (xy + x): dg/dx = 5 (y + 1) = -5, dg/dy = 5 x = 15.
    #expect([q.gradient, r.gradient] == [5, 5])
    #expect([x.gradient, y.gradient] == [7, -12])
    #expect([first.gradient, second.gradient] == [1, 1])
  }

  @Test("sweeping a loss again and again gives the same contribution each time")
  func repeated() {
    let x = Value(2)
    let q = x * x
    let f = q * q, outsider = q + 1
    for sweep in 1...5 {
      f.backward()
      // d x^4 / dx = 32, and 2 q = 8 for the shared node.
      #expect(x.gradient == 32 * Double(sweep))
      #expect(q.gradient == 8)
    }
    #expect(outsider.gradient == 0)
  }

  @Test("an interior node is swept as a root while nodes above it live")
  func interiorRoot() {
    let x = Value(2)
    let q = x * x
    let r = q * 3 + q
    let f = r * r
    q.backward()
    #expect(x.gradient == 4)
    r.backward(seed: 2)
    // 2 * d 4x²/dx = 32 more.
    #expect(x.gradient == 36)
    #expect([q.gradient, r.gradient, f.gradient] == [8, 2, 0])
  }

  @Test("of ten softmax outputs one is used, and the other nine live on")
  func softmaxOutputs() {
    let x = (0..<10).map { Value(Double($0) / 4) }
    let scaled = x.map { $0 * 2 }
    let outputs = softmax(scaled)
    outputs[3].backward()
    let total = scaled.reduce(0) { $0 + exp($1.data) }
    for i in x.indices {
      // d p3 / d x_i = 2 p3 ([i = 3] - p_i).
      let p = exp(scaled[i].data) / total, p3 = exp(scaled[3].data) / total
      let expected = 2 * p3 * ((i == 3 ? 1 : 0) - p)
      // A handful of roundings each of 2^-53 on numbers below 1.
      #expect(abs(x[i].gradient - expected) <= 16 * 0x1p-53)
    }
    #expect(outputs.indices.allSatisfy { outputs[$0].gradient == ($0 == 3 ? 1 : 0) })
  }

  @Test("an outsider that is let go between two sweeps changes nothing")
  func outsiderReleased() {
    let x = Value(0.5)
    let q = sin(x), f = q * q + q
    var outsider: Value? = exp(q) * q
    f.backward()
    let shared = x.gradient
    // d(sin² + sin) = (2 sin + 1) cos, within a few roundings.
    #expect(abs(shared - (2 * sin(0.5) + 1) * cos(0.5)) <= 8 * 0x1p-53)
    outsider = nil
    x.gradient = 0
    f.backward()
    #expect(x.gradient == shared)
    outsider = q + f
    x.gradient = 0
    f.backward()
    #expect(x.gradient == shared)
    #expect(outsider?.gradient == 0)
  }

  @Test("a node may be used 100,000 times, more often than a use counter of 16 bits counts")
  func manyUses() {
    let x = Value(3)
    let q = x * 2
    var uses: [Value] = []
    for i in 0..<100_000 { uses.append(q * Double(i % 3)) }
    let f = sum(uses)
    f.backward()
    // 0 + 1 + 2 over and over: 33,333 times 3, and a 0 at the end. Whole numbers are exact.
    #expect(q.gradient == 99_999)
    #expect(x.gradient == 199_998)
    // Uses that go are not missed: the counter that once was full still gives the right gradients.
    uses = Array(uses.prefix(10))
    let g = sum(uses) + q
    x.gradient = 0
    g.backward()
    #expect([q.gradient, x.gradient] == [10, 20])
  }

  @Test("a node that one array lists 70,000 times gets a share for each place")
  func manyPlaces() {
    let x = Value(1)
    let q = x + 1
    let f = sum(Array(repeating: q, count: 70_000)) * q
    f.backward()
    // f = 70,000 q² with q = 2.
    #expect(q.gradient == 280_000)
    #expect(x.gradient == 280_000)
    let below = dot([x, q], [q, x])
    x.gradient = 0
    below.backward()
    // 2 x (x + 1) has the slope 4 x + 2.
    #expect(x.gradient == 6)
  }

  @Test("the jacobian of outputs that share all their nodes")
  func jacobianOfSharedOutputs() {
    let rows = jacobian(at: [2, 3]) { v in
      let p = v[0] * v[1], q = p + v[0]
      return [p, q, p * q, v[1], q * q]
    }
    // p = xy = 6, q = xy + x = 8; dp = (3, 2), dq = (4, 2); d(pq) = q dp + p dq; d(q²) = 2 q dq.
    #expect(rows == [[3, 2], [4, 2], [48, 28], [0, 1], [64, 32]])
  }

  @Test(
    "a branch not taken passes nothing on, with users outside and without",
    arguments: [false, true])
  func branchNotTaken(withOutsider: Bool) {
    let x = Value(-1)
    let q = x + 1
    let safe = select(log(q) * q, q * 2, where: q > 0)
    let outsider = withOutsider ? exp(q) + q : nil
    safe.backward()
    // log's slope at 0 is infinite, but it is behind the branch not taken.
    #expect(x.gradient == 2)
    #expect((outsider?.gradient ?? 0) == 0)
  }

  @Test("gradients left by another sweep do not leak in", arguments: 0..<4)
  func staleGradients(_ seed: Int) {
    let x = Value(2)
    let a = x * 3, b = a + x, c = a * b
    let outsiders = [a + 1, b + 1, c + 1]
    for node in [a, b, c] { node.gradient = .nan }
    if seed > 0 { outsiders[seed - 1].backward() }
    x.gradient = 0
    c.backward()
    // c = 3 x * 4 x = 12 x², slope 24 x.
    #expect(x.gradient == 48)
    // dc/db = a, dc/da = b + a, as b is a + x.
    #expect([a.gradient, b.gradient] == [8 + 6, 6])
    #expect(outsiders.map { $0.gradient } == (1...3).map { $0 == seed ? 1 : 0 })
  }
}

// MARK: - Random graphs

/// A random graph of smooth, tame nodes: every operation keeps numbers of about 1.
private struct RandomGraph {
  let leaves: [Value]
  let root: Value
  /// Nodes that use some of the graph's nodes and are not part of it.
  var outsiders: [Value] = []

  /// The graph of a seed, at leaves that are the seed's too, times a factor.
  init(seed: UInt64, leavesTimes factor: Double = 1) {
    var generator = SplitMix(state: seed)
    leaves = (0..<4).map { _ in Value(factor * Double.random(in: -1...1, using: &generator)) }
    var nodes = leaves
    func pick() -> Value { nodes[Int.random(in: 0..<nodes.count, using: &generator)] }
    for _ in 0..<Int.random(in: 5...60, using: &generator) {
      let x = pick(), y = pick(), z = pick()
      let node: Value =
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: (x + y) * 0.5
        case 1: x * y
        case 2: sin(x)
        case 3: tanh(x) - y * 0.5
        case 4: dot([x, y], [y, z], plus: x) * 0.25
        case 5: dot([x, z], [0.5, -0.25])
        case 6: logSumExp([x, y, z]) - 1
        case 7: select(x * y, z, where: x < y)
        case 8: softmax([x, y, z])[1]
        case 9: (x * x).labeled("square")
        case 10: sum([x, x, y]) / 3
        default:
          Value.custom(
            "product", of: [x, y], value: { $0[0] * $0[1] },
            localGradient: { (v: [Value]) in [v[1], v[0]] })
        }
      nodes.append(node)
    }
    root = sum(Array(nodes.suffix(3))) * 1
    outsiders = (0..<8).map { _ in exp(pick()) * pick() }
  }

  /// Gradients by another algorithm: memory by node, plain recursion from the leaves up.
  ///
  /// df/dn = sum over the uses m of n of df/dm times the local gradient of that place.
  func recursiveGradients() -> [Double] {
    var uses: [Value: [(user: Value, place: Int)]] = [:]
    var seen: Set<Value> = []
    func visit(_ node: Value) {
      guard seen.insert(node).inserted else { return }
      for (place, parent) in node.parents.enumerated() {
        uses[parent, default: []].append((node, place))
        visit(parent)
      }
    }
    visit(root)
    var known: [Value: Double] = [root: 1]
    func gradient(of node: Value) -> Double {
      if let gradient = known[node] { return gradient }
      let gradient = (uses[node] ?? []).reduce(0) {
        $0 + gradient(of: $1.user) * $1.user.localGradients[$1.place]
      }
      known[node] = gradient
      return gradient
    }
    return leaves.map { gradient(of: $0) }
  }
}

@Suite("Sharing: random graphs")
struct RandomSharingTests {
  @Test("backward() agrees with derivative graphs and with a recursion, with outsiders and without")
  func agree() {
    for seed in 1...400 as ClosedRange<UInt64> {
      var graph = RandomGraph(seed: seed)
      let expected = graph.recursiveGradients()
      graph.root.backward()
      let shared = graph.leaves.map { $0.gradient }
      let derived = graph.root.derivatives(withRespectTo: graph.leaves).map { $0.data }
      let order = graph.root.topologicalOrder()
      let interior = order.filter { !$0.isLeaf }.map { $0.gradient }
      graph.outsiders = []
      for leaf in graph.leaves { leaf.gradient = 0 }
      graph.root.backward()
      let alone = graph.leaves.map { $0.gradient }
      let interiorAlone = order.filter { !$0.isLeaf }.map { $0.gradient }
      // Sums of the same terms in other orders: the terms are of size 1 but may cancel, so the
      // error is that of some 100 roundings of numbers as large as the largest partial sum; graphs
      // whose gradients grow are judged relative to the largest gradient in them.
      let size = interior.reduce(1) { max($0, abs($1)) }
      let tolerance = 1_000 * 0x1p-53 * size
      for i in expected.indices {
        #expect(abs(shared[i] - expected[i]) <= tolerance, "seed \(seed), leaf \(i)")
        #expect(abs(derived[i] - expected[i]) <= tolerance, "seed \(seed), leaf \(i)")
        #expect(abs(alone[i] - expected[i]) <= tolerance, "seed \(seed), leaf \(i)")
      }
      for (x, y) in zip(interior, interiorAlone) {
        #expect(abs(x - y) <= tolerance, "seed \(seed)")
      }
    }
  }

  @Test("forward() after new leaves computes what building anew computes")
  func forwardAgrees() {
    for seed in 1...100 as ClosedRange<UInt64> {
      let graph = RandomGraph(seed: seed)
      let anew = RandomGraph(seed: seed, leavesTimes: -0.5)
      for (leaf, new) in zip(graph.leaves, anew.leaves) { leaf.data = new.data }
      #expect(graph.root.data != anew.root.data, "seed \(seed)")
      graph.root.forward()
      #expect(graph.root.data == anew.root.data, "seed \(seed)")
    }
  }
}
