// A graph as the page's script knows it: nodes by place, rules, words, and the order of both parts.

import Nabla

/// What the page knows of a graph.
struct PageGraph {
  /// A node of the graph.
  struct Node {
    var name: String
    var value: Double
    /// What stands in its gate; nil for a leaf.
    var gate: String?
    var parents: [Int]
    /// Which rule computes it.
    var rule: Int?
    /// The local gradients of a gate whose rule the page cannot run.
    var localGradients: [Double]?
    /// Whether its number cannot change in the page.
    var isFixed: Bool
    var isLeaf: Bool { gate == nil }
  }

  private(set) var nodes: [Node] = []
  private(set) var rules: [PageRule] = []
  private(set) var calls = ScriptCalls()
  /// How often each node is used.
  private let uses: [Int]
  /// The gates in the order of the backward pass.
  private let order: [Int]

  init(_ nodes: [Value], _ record: WalkthroughRecord) {
    uses = record.parents.joined().reduce(into: Array(repeating: 0, count: nodes.count)) {
      $0[$1] += 1
    }
    order = record.order
    var places: [PageRule: Int] = [:]
    for (place, node) in nodes.enumerated() {
      var entry = Node(
        name: record.names[place], value: node.data, gate: node.gate,
        parents: record.parents[place], isFixed: node.operation == .custom)
      if let local = record.rule(place) {
        let rule = PageRule(of: node, local, calls: &calls)
        let index = places[rule] ?? rules.count
        if index == rules.count { rules.append(rule) }
        places[rule] = index
        entry.rule = index
        if rule.value == nil {
          let numbers = node.localGradients
          entry.localGradients = rule.locals.map { numbers[$0.input] }
        }
      }
      self.nodes.append(entry)
    }
    fixWhatFeedsCustomRules()
  }

  /// The page knows no rule that was written in Swift: what such a gate was computed from must stay.
  private mutating func fixWhatFeedsCustomRules() {
    for place in nodes.indices.reversed() where nodes[place].isFixed {
      for parent in nodes[place].parents { nodes[parent].isFixed = true }
    }
  }

  /// Why some leaves cannot be changed, if so.
  var notes: [String] {
    var gates: [String] = []
    for node in nodes where node.localGradients != nil {
      if let gate = node.gate, !gates.contains(gate) { gates.append(gate) }
    }
    return gates.map {
      """
      The rule of “\($0)” is written in Swift, which this page cannot run: the leaves that lead into \
      it stay as they are.
      """
    }
  }

  // MARK: - In the page

  /// The data and the functions of the graph, before the page's own script.
  var script: String {
    """
    \(calls.script)
    const RULES = [
    \(rules.map { $0.script }.joined(separator: ",\n"))
    ];
    const GRAPH = {
    uses: \(uses),
    order: \(order),
    nodes: [
    \(nodes.map { $0.script }.joined(separator: ",\n"))
    ]};
    """
  }
}

extension PageGraph.Node {
  fileprivate var script: String {
    let gate = gate?.script ?? "null"
    let rule = rule.map { "\($0)" } ?? "null"
    let locals = localGradients.map { list in
      ", localGradients: [\(list.map { $0.script }.joined(separator: ", "))]"
    }
    return """
      {name: \(name.script), value: \(value.script), gate: \(gate), parents: \(parents), \
      rule: \(rule)\(locals ?? "")}
      """
  }
}
