// Graphs that nobody thought of: every operation that is defined on all numbers, shared nodes, nodes
// used twice by one other, branches, many inputs.

import Nabla

enum RandomGraph {
  static func make(seed: UInt64, size: Int) -> Value {
    var generator = TestGenerator(state: seed)
    func random(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
    var nodes = (0..<4).map { Value(Double(random(41)) / 10 - 2, label: "x\($0)") }
    func any() -> Value { nodes[max(0, nodes.count - 1 - random(8))] }
    for place in 0..<size {
      let x = any()
      let y = any()
      let node = make(random(20), x, y, any(), any())
      if random(3) == 0 { node.label = "n\(place % 7)" }
      nodes.append(node)
    }
    // Everything leads to the root: what is used elsewhere too is added up in another order.
    return sum(nodes)
  }

  private static func make(
    _ choice: Int, _ x: Value, _ y: Value, _ z: Value, _ w: Value
  ) -> Value {
    switch choice {
    case 0: x + y
    case 1: x - y
    case 2: x * y
    case 3: x / (y * y + 1)
    case 4: -x
    case 5: 2 * x
    case 6: tanh(x)
    case 7: sigmoid(x)
    case 8: relu(x)
    case 9: maximum(x, y)
    case 10: minimum(x, y)
    case 11: select(x, y, where: z < w)
    case 12: sum([x, y, z, x])
    case 13: dot([x, y, x], [z, w, z], plus: x)
    case 14: dot([x, y], [0.5, -1.5])
    case 15: softmax([x, y, z])[1]
    case 16: logSumExp([x, y, z])
    case 17: leakyReLU(x) + abs(y)
    case 18: sin(x) * cos(y)
    default:
      Value.custom(
        "twice", of: [x], value: { 2 * $0[0] }, localGradient: { (_: [Double]) in [2] })
    }
  }
}
