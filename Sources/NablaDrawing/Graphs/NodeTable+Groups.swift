import Nabla

extension NodeTable {
  /// The group of the caller's: its outputs and all that only they use.
  ///
  /// - Precondition: the outputs are nodes of this graph.
  func group(_ fold: GraphFold, taken: [Bool]) -> NodeGroup {
    let kept = Set(fold.kept.map { ObjectIdentifier($0) })
    let outputs = Set(fold.outputs.map { ObjectIdentifier($0) })
    var inner = [Int](repeating: 0, count: count)
    var group = NodeGroup(kind: .user, unit: fold.name.visible, members: [], outputs: [])
    for place in (0..<count).reversed() where !taken[place] {
      let identity = ObjectIdentifier(nodes[place])
      let isOutput = outputs.contains(identity)
      let isInner = uses[place] > 0 && inner[place] == uses[place] && !kept.contains(identity)
      guard isOutput || isInner else { continue }
      group.members.append(place)
      if isOutput { group.outputs.append(place) }
      for parent in parents(place) { inner[parent] += 1 }
    }
    precondition(
      !group.outputs.isEmpty,
      "GraphFold '\(NodeNames.word(fold.name))': its outputs are not part of the graph, or of an earlier fold"
    )
    group.outputs.reverse()
    return group
  }

  /// The boxes of the graph, each group one, each other node another.
  func boxes(_ groups: [NodeGroup]) throws(DrawingError) -> BoxGraph {
    guard !groups.isEmpty else { return boxes }
    var owner = [Int](repeating: -1, count: count)
    for (index, group) in groups.enumerated() {
      for place in group.members { owner[place] = index }
    }
    var boxOf = [Int](repeating: -1, count: count)
    var boxes: [Box] = []
    for place in 0..<count where owner[place] < 0 {
      boxOf[place] = boxes.count
      boxes.append(box(place))
    }
    for group in groups {
      for place in group.members { boxOf[place] = boxes.count }
      boxes.append(box(group, links: links(into: group, owner)))
    }
    for index in boxes.indices {
      for link in boxes[index].links.indices {
        boxes[index].links[link].source = boxOf[boxes[index].links[link].source]
      }
      boxes[index].joinLinks()
    }
    let graph = BoxGraph(boxes: boxes, nodeCount: count)
    guard let sorted = graph.sorted(root: boxOf[count - 1]) else {
      throw .foldLoops(name: groups.first { $0.kind == .user }?.unit ?? "")
    }
    return sorted
  }

  /// The lines that come into a group from outside, still from places.
  private func links(into group: NodeGroup, _ owner: [Int]) -> [Link] {
    let own = owner[group.outputs[0]]
    return group.members.sorted().flatMap { place in
      parents(place).enumerated().compactMap { input, parent in
        guard owner[parent] != own else { return nil }
        return Link(
          source: parent, place: place, input: input,
          isParameter: group.sharedParameters.contains(parent))
      }
    }
  }

  private func box(_ group: NodeGroup, links: [Link]) -> Box {
    let outputs = group.outputs.map { nodes[$0] }
    var box = Box(
      kind: .fold, place: group.outputs[0], text: group.unit,
      name: outputs.count == 1 ? (outputs[0].label ?? "").visible : "",
      values: Spread(outputs[0].data),
      gradients: Spread(outputs[0].gradient), links: links)
    for output in outputs.dropFirst() {
      box.values.include(Spread(output.data))
      box.gradients.include(Spread(output.gradient))
    }
    box.unit = group.unit
    box.isNeuron = group.kind == .neuron
    box.weights = group.weights
    box.biases = group.biases
    box.count = group.members.count
    box.leaves = group.members.reduce(0) { $0 + (isLeaf($1) ? 1 : 0) }
    box.isLeaves = group.kind == .leaves
    box.copies = box.isLeaves ? outputs.count : 1
    box.describeCopies()
    if group.kind == .sum {
      let constants = group.members.count { operations[$0] == .addConstant }
      box.detail = "\(links.count + constants) terms"
    }
    return box
  }
}
