// The neuron 1 / (1 + exp(-(w0 x0 + w1 x1 + w2))), gate by gate as on the CS231n slide.

import Nabla
import Testing

@Suite("Lectures: the sigmoid neuron")
struct SigmoidNeuronTests {
  /// A wire of the slide: what it carries forward and backward, and both as the slide prints them.
  struct Edge {
    let name: String
    let value: Double
    let gradient: Double
    let printed: (value: Double, gradient: Double)
  }

  /// The columns are those of the slide.
  // swift-format-ignore
  static let edges = [
    Edge(name: "w0", value: 2, gradient: -0.19661193324148185, printed: (2.00, -0.20)),
    Edge(name: "x0", value: -1, gradient: 0.3932238664829637, printed: (-1.00, 0.39)),
    Edge(name: "w1", value: -3, gradient: -0.3932238664829637, printed: (-3.00, -0.39)),
    Edge(name: "x1", value: -2, gradient: -0.5898357997244456, printed: (-2.00, -0.59)),
    Edge(name: "w2", value: -3, gradient: 0.19661193324148185, printed: (-3.00, 0.20)),
    Edge(name: "w0 x0", value: -2, gradient: 0.19661193324148185, printed: (-2.00, 0.20)),
    Edge(name: "w1 x1", value: 6, gradient: 0.19661193324148185, printed: (6.00, 0.20)),
    Edge(name: "w0 x0 + w1 x1", value: 4, gradient: 0.19661193324148185, printed: (4.00, 0.20)),
    Edge(name: "z", value: 1, gradient: 0.19661193324148185, printed: (1.00, 0.20)),
    Edge(name: "*-1", value: -1, gradient: -0.19661193324148185, printed: (-1.00, -0.20)),
    Edge(name: "exp", value: 0.36787944117144233, gradient: -0.534446645388523, printed: (0.37, -0.53)),
    Edge(name: "+1", value: 1.3678794411714423, gradient: -0.534446645388523, printed: (1.37, -0.53)),
    Edge(name: "1/x", value: 0.7310585786300049, gradient: 1, printed: (0.73, 1.00)),
  ]

  /// All nodes, in the order of the edges above.
  private func circuit() -> [Value] {
    let w0 = Value(2), x0 = Value(-1), w1 = Value(-3), x1 = Value(-2), w2 = Value(-3)
    let first = w0 * x0
    let second = w1 * x1
    let both = first + second
    let z = both + w2
    let negated = -z
    let power = exp(negated)
    let plusOne = power + 1
    let f = 1 / plusOne
    return [w0, x0, w1, x1, w2, first, second, both, z, negated, power, plusOne, f]
  }

  @Test("all thirteen edges have the value and the gradient of the slide")
  func edges() {
    let nodes = circuit()
    nodes[12].backward()
    #expect(nodes.count == Self.edges.count)
    for (node, edge) in zip(nodes, Self.edges) {
      expectClose(node.data, edge.value, "value of \(edge.name)")
      expectClose(node.gradient, edge.gradient, "gradient of \(edge.name)")
      #expect((node.data * 100).rounded() == (edge.printed.value * 100).rounded())
      #expect((node.gradient * 100).rounded() == (edge.printed.gradient * 100).rounded())
    }
  }

  @Test("the gates are the slide's: constants are part of the gate, not leaves")
  func gates() {
    let nodes = circuit()
    #expect(nodes[5...].map { $0.gate } == ["*", "*", "+", "+", "*-1", "exp", "+1", "1/x"])
    #expect(nodes[12].topologicalOrder().count == 13)
  }

  @Test("each gradient is the local gradient times the upstream gradient")
  func localTimesUpstream() {
    let nodes = circuit()
    nodes[12].backward()
    // In this circuit every node has one use, so nothing is added up and equality is exact.
    for node in nodes {
      for (parent, local) in zip(node.parents, node.localGradients) {
        #expect(parent.gradient == local * node.gradient)
      }
    }
  }

  /// d²f / d(w0, x0, w1, x1, w2)².
  static let secondDerivatives = [
    [
      -0.09085774767294841, 0.37832742858737867, -0.18171549534589682, -0.2725732430188452,
      0.09085774767294841,
    ],
    [
      0.37832742858737867, -0.36343099069179363, 0.36343099069179363, 0.5451464860376904,
      -0.18171549534589682,
    ],
    [
      -0.18171549534589682, 0.36343099069179363, -0.36343099069179363, -0.3485345527962086,
      0.18171549534589682,
    ],
    [
      -0.2725732430188452, 0.5451464860376904, -0.3485345527962086, -0.8177197290565357,
      0.2725732430188452,
    ],
    [
      0.09085774767294841, -0.18171549534589682, 0.18171549534589682, 0.2725732430188452,
      -0.09085774767294841,
    ],
  ]

  @Test("the Hessian is right through the eight gates and through one sigmoid gate")
  func hessians() {
    let point: [Double] = [2, -1, -3, -2, -3]
    let decomposed = hessian(at: point) { v in
      1 / (1 + exp(-(v[0] * v[1] + v[2] * v[3] + v[4])))
    }
    let fused = hessian(at: point) { v in sigmoid(v[0] * v[1] + v[2] * v[3] + v[4]) }
    expectClose(decomposed, Self.secondDerivatives)
    expectClose(fused, Self.secondDerivatives)
  }

  @Test("one sigmoid gate gives the leaves the gradients that the eight gates give")
  func fusedGate() {
    let slopes = gradient(at: [2, -1, -3, -2, -3]) { v in
      sigmoid(dot([v[0], v[2]], [v[1], v[3]], plus: v[4]))
    }
    expectClose(slopes, Self.edges[..<5].map { $0.gradient })
  }
}
