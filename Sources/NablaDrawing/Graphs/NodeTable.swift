import Nabla

/// A graph as tables: the nodes by place, and for each the places of its parents.
///
/// It is read once, with the engine's public names; everything after works on places.
struct NodeTable {
  /// The nodes, each after its parents.
  let nodes: [Value]
  let operations: [Primitive?]
  /// The places of all parents, node after node; a node's begin at its `start`.
  private let parents: [Int]
  private let starts: [Int]
  /// How often each node is a parent.
  let uses: [Int]
  /// For each node the node that uses it, if it is used once; otherwise -1.
  let onlyUser: [Int]

  private final class Work { var lines = 0 }
  private let work = Work()

  var count: Int { nodes.count }

  init(_ nodes: [Value]) {
    self.nodes = nodes
    operations = nodes.map { $0.operation }
    var places = [ObjectIdentifier: Int](minimumCapacity: nodes.count)
    var parents: [Int] = []
    var starts = [0]
    var uses = [Int](repeating: 0, count: nodes.count)
    var onlyUser = [Int](repeating: -1, count: nodes.count)
    parents.reserveCapacity(nodes.count)
    starts.reserveCapacity(nodes.count + 1)
    for (place, node) in nodes.enumerated() {
      places[ObjectIdentifier(node)] = place
      for parent in node.parents {
        let parent = places[ObjectIdentifier(parent)] ?? 0
        parents.append(parent)
        uses[parent] += 1
        onlyUser[parent] = uses[parent] == 1 ? place : -1
      }
      starts.append(parents.count)
    }
    self.parents = parents
    self.starts = starts
    self.uses = uses
    self.onlyUser = onlyUser
  }

  /// The places of a node's parents, in the order of its inputs.
  func parents(_ place: Int) -> ArraySlice<Int> {
    let lines = starts[place]..<starts[place + 1]
    work.lines += lines.count
    return parents[lines]
  }

  /// How many lines have been walked so far, some several times: the tests' measure of work.
  var walkedLines: Int { work.lines }

  func isLeaf(_ place: Int) -> Bool { operations[place] == nil }

  /// The box of a single node, its words cleaned, its lines still from places.
  func box(_ place: Int) -> Box {
    let node = nodes[place]
    let label = (node.label ?? "").visible
    let links = parents(place).enumerated().map { Link(source: $1, place: place, input: $0) }
    guard let gate = node.gate?.visible else {
      return Box(
        kind: .leaf, place: place, text: label, values: Spread(node.data),
        gradients: Spread(node.gradient), leaves: 1)
    }
    return Box(
      kind: .gate, place: place, text: gate, name: label, values: Spread(node.data),
      gradients: Spread(node.gradient), links: links,
      keepsOrder: operations[place].map(Self.keepsOrder) ?? false, unit: gate)
  }

  /// A box for each node.
  var boxes: BoxGraph { BoxGraph(boxes: nodes.indices.map(box), nodeCount: count) }

  /// Whether a reader must be able to tell the first input from the second.
  private static func keepsOrder(_ operation: Primitive) -> Bool {
    switch operation {
    case .add, .multiply, .hypot, .minimum, .maximum, .sum, .dot, .dotConstants, .logSumExp,
      .softmax:
      false
    default: true
    }
  }
}
