// Boxes that become one. A group never contains a way out of it and back: neurons of a layer share
// their inputs, and what is alike shares its users, so a way from one to another would have to be a
// circle before.

extension Box {
  /// Lines from the same box become one: all lines into a folded box, into others those from several
  /// boxes that have become one.
  mutating func joinLinks(from isSeveral: (Int) -> Bool = { _ in false }) {
    var first: [Int: Int] = [:]
    var joined: [Link] = []
    for link in links {
      if let index = first[link.source], kind == .fold || isSeveral(link.source) {
        joined[index].count += link.count
        joined[index].isParameter = joined[index].isParameter && link.isParameter
      } else {
        first[link.source] = joined.count
        joined.append(link)
      }
    }
    links = joined
  }

  /// Says in words how many there are of what.
  mutating func describeCopies() {
    func counted(_ count: Int, _ one: String, _ many: String) -> String {
      "\(count) \(count == 1 ? one : many)"
    }
    if isNeuron {
      text = copies == 1 ? unit : "\(copies) × \(unit)"
      var parts: [String] = []
      if weights > 0 { parts.append(counted(weights, "weight", "weights")) }
      if biases > 0 { parts.append(counted(biases, "bias", "biases")) }
      if links.contains(where: { $0.isParameter }) {
        parts.append(parts.isEmpty ? "shared parameters" : "others shared")
      }
      detail = parts.joined(separator: ", ")
    } else if isLeaves {
      text = unit.isEmpty ? "\(copies) leaves" : "\(copies) \(unit)s"
    } else if copies > 1 {
      text = "\(copies) × \(unit)"
    } else {
      detail = counted(count, "node", "nodes")
    }
  }
}

extension BoxGraph {
  /// The graph in which neurons of one kind that see the same inputs are one box.
  func withLayers() -> BoxGraph {
    struct Key: Hashable {
      let unit: String
      let inputs: [Int]
    }
    var groups = Array(boxes.indices)
    var first: [Key: Int] = [:]
    for (index, box) in boxes.enumerated() where box.isNeuron {
      let inputs = Set(box.links.filter { !$0.isParameter }.map { groups[$0.source] })
      let key = Key(unit: box.unit, inputs: inputs.sorted())
      groups[index] = first[key, default: index]
      if first[key] == nil { first[key] = index }
    }
    return merged(groups)
  }

  /// The graph in which boxes that are alike and lead to the same boxes are one.
  func withAlikeJoined() -> BoxGraph {
    struct Key: Hashable {
      let kind: Box.Kind
      let unit: String
      let users: [Int]
    }
    let users = users
    var joined = BoxGraph(boxes: boxes, nodeCount: nodeCount)
    for (index, isParameter) in parameters.enumerated() {
      if boxes[index].copies > 1 { joined.boxes[index].becomeUnit() }
      if isParameter { joined.boxes[index].unit = "parameter" }
    }
    var groups = Array(boxes.indices)
    var first: [Key: Int] = [:]
    for index in boxes.indices.dropLast().reversed() {
      let box = joined.boxes[index]
      let key = Key(
        kind: box.kind, unit: box.unit, users: Set(users[index].map { groups[$0] }).sorted())
      groups[index] = first[key, default: index]
      if first[key] == nil { first[key] = index }
    }
    return joined.merged(keepingNames(groups))
  }

  /// The groups without those of a few leaves with names.
  private func keepingNames(_ groups: [Int]) -> [Int] {
    var sizes = [Int](repeating: 0, count: boxes.count)
    for group in groups { sizes[group] += 1 }
    return groups.enumerated().map { index, group in
      let isNamed = boxes[index].kind == .leaf && !boxes[group].text.isEmpty
      return isNamed && sizes[group] <= 4 ? index : group
    }
  }

  /// For each box whether it is a leaf that is a parameter wherever it leads.
  private var parameters: [Bool] {
    var parameters = boxes.map { $0.kind == .leaf }
    for box in boxes {
      for link in box.links where !link.isParameter { parameters[link.source] = false }
    }
    return parameters
  }

  /// The graph in which boxes of one group are one; a group is named by one of its members.
  private func merged(_ groups: [Int]) -> BoxGraph {
    var boxOf = [Int](repeating: -1, count: boxes.count)
    var merged: [Box] = []
    for (index, group) in groups.enumerated() {
      if boxOf[group] < 0 {
        boxOf[group] = merged.count
        merged.append(boxes[index])
      } else {
        merged[boxOf[group]].take(boxes[index])
      }
    }
    let copies = merged.map { $0.copies }
    for index in merged.indices {
      for link in merged[index].links.indices {
        merged[index].links[link].source = boxOf[groups[merged[index].links[link].source]]
      }
      merged[index].joinLinks { copies[$0] > 1 }
      if copies[index] > 1 { merged[index].describeCopies() }
    }
    let root = boxOf[groups[boxes.count - 1]]
    let graph = BoxGraph(boxes: merged, nodeCount: nodeCount)
    // Only a caller's group that takes in a shared parameter can make a circle here: then no layers.
    return graph.sorted(root: root) ?? self
  }

  /// The graph with its boxes in the order of the expression, each after those that feed it; nil if
  /// there is a circle.
  func sorted(root: Int) -> BoxGraph? {
    var order: [Int] = []
    // 0 new, 1 on the way, 2 done.
    var state = [UInt8](repeating: 0, count: boxes.count)
    var stack = [(box: root, next: 0)]
    state[root] = 1
    while let (box, next) = stack.popLast() {
      guard next < boxes[box].links.count else {
        state[box] = 2
        order.append(box)
        continue
      }
      stack.append((box, next + 1))
      let source = boxes[box].links[next].source
      if state[source] == 1 { return nil }
      if state[source] == 0 {
        state[source] = 1
        stack.append((source, 0))
      }
    }
    var place = [Int](repeating: -1, count: boxes.count)
    for (new, old) in order.enumerated() { place[old] = new }
    let sorted = order.map { index in
      var box = boxes[index]
      for link in box.links.indices { box.links[link].source = place[box.links[link].source] }
      return box
    }
    return BoxGraph(boxes: sorted, nodeCount: nodeCount)
  }
}

extension Box {
  /// A layer is from here on one thing, of which there may be several.
  fileprivate mutating func becomeUnit() {
    unit = text
    copies = 1
  }

  /// Takes another in, of the same kind.
  fileprivate mutating func take(_ other: Box) {
    isLeaves = isLeaves || kind == .leaf
    kind = .fold
    keepsOrder = false
    copies += other.copies
    count += other.count
    leaves += other.leaves
    weights += other.weights
    biases += other.biases
    name = ""
    values.include(other.values)
    gradients.include(other.gradients)
    links += other.links
  }
}
