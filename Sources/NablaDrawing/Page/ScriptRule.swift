// The rules of a graph in JavaScript: for each kind of gate its value and its local gradients, from
// the engine's table with names put in.

import Nabla

/// The value and the local gradients of a kind of gate, as JavaScript.
struct ScriptRule: Hashable {
  /// From the inputs.
  let value: String
  /// From the inputs and the result.
  let localGradients: String
  /// Which input each local gradient belongs to.
  let inputs: [Int]
  /// How a gradient passes each.
  let passages: [String]

  /// The rule in the page.
  var script: String {
    let passages = inputs == Array(inputs.indices) && Set(self.passages) == ["product"]
      ? "" : ", inputs: \(inputs), passages: \(self.passages.script)"
    return "{value: \(value), localGradients: \(localGradients)\(passages)}"
  }
}

extension ScriptRule {
  /// The rule of a node; nil for a leaf, and for a custom primitive, which only Swift can run.
  init?(of node: Value, calls: inout ScriptCalls) {
    let names = Self.names(node.parents.count)
    let inputs = names.map { Formula(name: $0) }
    guard let value = Self.value(of: node, at: inputs),
      let gradients = node.localGradients(at: inputs, out: Formula(name: "out"))
    else { return nil }
    var writer = ScriptWriter()
    let list = "[\(names.joined(separator: ", "))]"
    self.value = writer.function(list, giving: [value], asList: false)
    localGradients = writer.function(
      "\(list), out", giving: gradients.map { $0.partial }, asList: true)
    self.inputs = gradients.map { $0.input }
    passages = gradients.map { "\($0.passage)" }
    calls.formUnion(writer.calls)
  }

  /// The operation itself where the page has a function of that name, or its row.
  private static func value(of node: Value, at inputs: [Formula]) -> Formula? {
    switch node.operation?.scriptSpelling {
    case .row, .softmax:
      node.operation.map { Formula(.call($0, inputs, constant: node.constant ?? 0)) }
    default: node.value(at: inputs)
    }
  }

  /// The table's letters, or numbered ones.
  private static func names(_ count: Int) -> [String] {
    count <= 2 ? Array(["x", "y"].prefix(count)) : (0..<count).map { "x\($0)" }
  }
}
