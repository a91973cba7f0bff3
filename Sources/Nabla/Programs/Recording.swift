// From a graph to a list of instructions: the nodes in topological order, one instruction each.
//
// Two kinds of nodes become several. A sum or dot product is written as one sum of products. What the
// table composes of many steps (logSumExp, softmax, partials of powers and radii) is unfolded by evaluating
// the table's own row on fresh leaves: so that the ten outputs of a softmax share their exponentials,
// and a power and its partials their powers and logarithms, once common subexpressions are found.

/// Records graphs as a list of instructions.
struct Recording {
  private(set) var code = Code()
  private var softmaxes: [Softmax: [Place]] = [:]

  /// The inputs of a softmax, which its outputs have in common.
  private struct Softmax: Hashable {
    let operands: [Place]
  }

  /// Records what the outputs and totals are computed from.
  init(inputs: [Value], parameters: [Value], outputs: [Value], totals: [Value])
    throws(ProgramError)
  {
    for leaf in inputs + parameters where !leaf.isLeaf {
      throw .notALeaf(leaf.description)
    }
    let roots = inputs + parameters + outputs + totals
    let places = try Value.withPlaces(below: roots) { nodes, _ throws(ProgramError) in
      guard nodes.count < Int(Place.max) else { throw .tooLarge(count: nodes.count) }
      var places = [Place](repeating: -1, count: nodes.count)
      try listLeaves(inputs, .input, &places)
      try listLeaves(parameters, .parameter, &places)
      // What was detached from an input follows it.
      let listed = Dictionary(
        uniqueKeysWithValues: (inputs + parameters).map {
          ($0, places[Node.passUnretained($0).place])
        })
      code.instructions.reserveCapacity(nodes.count + nodes.count / 4)
      for (index, node) in nodes.enumerated() where places[index] < 0 {
        if case .computedNode = node.origin {
          throw .detached(node.takeUnretainedValue().name)
        }
        if case .leaf(let leaf) = node.origin {
          places[index] = listed[leaf] ?? code.append(constant: leaf.storedData)
          continue
        }
        places[index] = record(node) { places[$0.place] }
      }
      return roots.map { places[Node.passUnretained($0).place] }
    }
    let results = places.dropFirst(inputs.count + parameters.count)
    code.outputs = Array(results.prefix(outputs.count))
    code.totals = Array(results.suffix(totals.count))
  }

  private mutating func listLeaves(
    _ leaves: [Value], _ opcode: Opcode, _ places: inout [Place]
  ) throws(ProgramError) {
    for (number, leaf) in leaves.enumerated() {
      let place = Node.passUnretained(leaf).place
      guard places[place] < 0 else { throw .listedTwice(leaf.name) }
      places[place] = code.append(Instruction(opcode: opcode, x: Int32(number)))
    }
  }

  /// Adds the instructions of one node.
  private mutating func record(_ node: Node, _ placeOf: (Node) -> Place) -> Place {
    guard let operation = node.operation else { return code.append(constant: node.data) }
    if operation == .stopGradient {
      var place: Place = -1
      node.forEachParent { place = placeOf($0) }
      return place
    }
    if let details = node.details?.takeUnretainedValue() {
      return recordMany(operation, node.takeUnretainedValue(), details, placeOf)
    }
    if operation == .directionCosine {
      return unfold(operation, [placeOf(node.x), placeOf(node.y)], constant: 0)
    }
    let instruction = Instruction(
      opcode: .table(operation), x: placeOf(node.x),
      y: node.shape == .two ? placeOf(node.y) : 0, constant: node.shape == .one ? node.c : 0)
    return code.append(instruction)
  }

  private mutating func recordMany(
    _ operation: Primitive, _ node: Value, _ details: Details, _ placeOf: (Node) -> Place
  ) -> Place {
    var parents: [Place] = []
    details.forEachParent { parents.append(placeOf($0)) }
    switch operation {
    case .sum:
      let one = code.append(constant: 1)
      return products(parents.dropFirst().flatMap { [one, $0] }, head: parents.first)
    case .dot:
      let n = details.pairCount
      return products((0..<n).flatMap { [parents[$0], parents[n + $0]] }, tailOf: parents, 2 * n)
    case .dotConstants:
      let n = details.pairCount
      let factors = details.constantFactors.map { code.append(constant: $0) }
      return products((0..<n).flatMap { [factors[$0], parents[$0]] }, tailOf: parents, n)
    case .softmax:
      return softmax(of: parents)[Int(node.storedConstant)]
    case .logSumExp:
      return unfold(parents) { leaves in [operation.value(ArrayInputs(values: leaves))] }[0]
    case .directionCosine, .powerPartial:
      return unfold(operation, parents, constant: node.storedConstant)
    case .custom:
      guard let rule = details.notes?.rule else { return code.append(constant: .nan) }
      code.rules.append(Rule(rule: rule))
      return code.append(
        Instruction(opcode: .table(.custom), constant: Double(code.rules.count - 1)), many: parents)
    default:
      guard operation.hasManyOperands else {
        // A labelled node of one or two parents.
        let y = parents.count > 1 ? parents[1] : 0
        return code.append(operation, parents[0], y, constant: node.storedConstant)
      }
      return code.append(Instruction(opcode: .table(operation)), many: parents)
    }
  }

  private mutating func products(_ pairs: [Place], head: Place?) -> Place {
    guard let head else { return code.append(constant: 0) }
    let instruction = Instruction(opcode: .products, hasHead: true)
    return code.append(instruction, many: [head] + pairs)
  }

  private mutating func products(_ pairs: [Place], tailOf parents: [Place], _ count: Int) -> Place {
    let tail = parents[count...]
    let instruction = Instruction(opcode: .products, hasTail: !tail.isEmpty)
    return code.append(instruction, many: pairs + tail)
  }

  private mutating func softmax(of parents: [Place]) -> [Place] {
    let key = Softmax(operands: parents)
    if let places = softmaxes[key] { return places }
    let places = unfold(parents) { Primitive.softmax(ArrayInputs(values: $0)) }
    softmaxes[key] = places
    return places
  }

  /// Records the row of an operation of two inputs in simpler ones.
  private mutating func unfold(
    _ operation: Primitive, _ operands: [Place], constant: Double
  ) -> Place {
    unfold(operands) { leaves in
      [operation.value(ScalarInputs(leaves[0], leaves[1], constant: constant))]
    }[0]
  }

  /// Records the graph that a function makes of fresh leaves, which stand for numbers recorded.
  private mutating func unfold(_ operands: [Place], _ function: ([Value]) -> [Value]) -> [Place] {
    let leaves = operands.map { _ in Value(0) }
    let results = function(leaves)
    return Value.withPlaces(below: leaves + results) { nodes, _ in
      var places = [Place](repeating: -1, count: nodes.count)
      for (leaf, operand) in zip(leaves, operands) {
        places[Node.passUnretained(leaf).place] = operand
      }
      for (index, node) in nodes.enumerated() where places[index] < 0 {
        places[index] = record(node) { places[$0.place] }
      }
      return results.map { places[Node.passUnretained($0).place] }
    }
  }
}
