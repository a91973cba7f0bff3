import Nabla

// Neurons are found by their structure: drawings know nothing of networks. Two ways of writing one are
// known:
//
//     tanh(dot(weights, x, plus: bias))          tanh(w1 * x1 + w2 * x2 + b)
//
// The weights are the leaves among the factors. Where both factors are leaves (the first layer) they
// are those on the left; those on the right only if these and the bias are used by nothing else, and
// those on the left are. Parameters that others use too (the same network at several samples) stay
// boxes of their own.

/// Nodes that become one box.
struct NodeGroup {
  enum Kind { case neuron, sum, leaves, user }

  var kind: Kind
  /// What stands in the box.
  var unit: String
  var members: [Int]
  /// The places that others use, in ascending order.
  var outputs: [Int]
  var weights = 0
  var biases = 0
  /// Parents outside that are parameters.
  var sharedParameters: Set<Int> = []
}

extension NodeTable {
  /// The neurons among nodes that are not taken.
  func neurons(taken: [Bool]) -> [NodeGroup] {
    (0..<count).compactMap { place in
      guard let affine = affine(place) else { return nil }
      let neuron = activated(affine)
      return neuron.members.contains { taken[$0] } ? nil : neuron
    }
  }

  /// Sums of many terms, written with pluses, among nodes that are not taken.
  func sums(taken: [Bool]) -> [NodeGroup] {
    (0..<count).compactMap { place in
      guard let (pluses, _) = sum(at: place), pluses.count > 2,
        !pluses.contains(where: { taken[$0] })
      else { return nil }
      return NodeGroup(kind: .sum, unit: "+", members: pluses, outputs: [place])
    }
  }

  /// The leaves that only one node uses, or one of some groups, where these are several; not those
  /// that are taken.
  func leaves(besides groups: [NodeGroup], taken: [Bool]) -> [NodeGroup] {
    var user = onlyUser
    for group in groups {
      for place in group.members where place != group.outputs[0] {
        for parent in parents(place) where user[parent] == place { user[parent] = group.outputs[0] }
      }
    }
    var leaves: [Int: [Int]] = [:]
    for place in 0..<count where isLeaf(place) && user[place] >= 0 && !taken[place] {
      leaves[user[place], default: []].append(place)
    }
    return leaves.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.map {
      NodeGroup(kind: .leaves, unit: "", members: $0, outputs: $0)
    }
  }

  /// The weighted sum that ends in a node, if one does.
  private func affine(_ place: Int) -> NodeGroup? {
    let parents = Array(self.parents(place))
    switch operations[place] {
    case .dot:
      let pairs = parents.count / 2
      let products = zip(parents[..<pairs], parents[pairs..<2 * pairs]).map { ($0, $1) }
      return affine(place, [place], products, bias: Array(parents[(2 * pairs)...]))
    case .dotConstants:
      let leaves = parents.filter(isLeaf)
      return leaves.isEmpty ? nil : group(place, [place], weights: leaves, biases: [])
    case .add, .sum, .addConstant:
      guard let (pluses, terms) = sum(at: place) else { return nil }
      let products = terms.filter { operations[$0] == .multiply && uses[$0] == 1 }
      let rest = terms.filter { operations[$0] != .multiply || uses[$0] != 1 }
      guard rest.count <= 1, rest.allSatisfy(isLeaf) else { return nil }
      return affine(place, pluses + products, products.map(factors), bias: rest)
    default: return nil
    }
  }

  private func factors(_ product: Int) -> (Int, Int) {
    let pair = parents(product)
    return (pair[pair.startIndex], pair[pair.startIndex + 1])
  }

  private func affine(
    _ place: Int, _ members: [Int], _ factors: [(Int, Int)], bias: [Int]
  ) -> NodeGroup? {
    guard !factors.isEmpty, bias.allSatisfy(isLeaf) else { return nil }
    func isOwn(_ place: Int) -> Bool { isLeaf(place) && uses[place] == 1 }
    let prefersRight =
      factors.allSatisfy { isOwn($0.1) } && !factors.allSatisfy { isOwn($0.0) }
      && !bias.isEmpty && bias.allSatisfy(isOwn)
    var weights: [Int] = []
    for (left, right) in factors {
      switch (isLeaf(left), isLeaf(right)) {
      case (false, false): return nil
      case (true, false): weights.append(left)
      case (false, true): weights.append(right)
      case (true, true): weights.append(prefersRight ? right : left)
      }
    }
    return group(place, members, weights: weights, biases: bias)
  }

  private func group(
    _ place: Int, _ members: [Int], weights: [Int], biases: [Int]
  ) -> NodeGroup {
    let own = (weights.filter { uses[$0] == 1 }, biases.filter { uses[$0] == 1 })
    return NodeGroup(
      kind: .neuron, unit: "linear neuron", members: members + own.0 + own.1, outputs: [place],
      weights: own.0.count, biases: own.1.count,
      sharedParameters: Set((weights + biases).filter { uses[$0] > 1 }))
  }

  /// The neuron with the activation that is its only user, if there is one.
  private func activated(_ affine: NodeGroup) -> NodeGroup {
    let user = onlyUser[affine.outputs[0]]
    guard user >= 0, let operation = operations[user], Self.isActivation(operation),
      let gate = nodes[user].gate
    else { return affine }
    var neuron = affine
    neuron.unit = "\(gate) neuron"
    neuron.members.append(user)
    neuron.outputs = [user]
    return neuron
  }

  /// The pluses of the sum that ends in a node, and its terms in their order; nil for a part of a
  /// larger sum, and for no sum at all.
  private func sum(at place: Int) -> (pluses: [Int], terms: [Int])? {
    func isPlus(_ place: Int) -> Bool {
      switch operations[place] {
      case .add, .sum, .addConstant: true
      default: false
      }
    }
    let user = onlyUser[place]
    guard isPlus(place), user < 0 || !isPlus(user) else { return nil }
    var (pluses, terms, stack) = ([Int](), [Int](), [place])
    while let next = stack.popLast() {
      if next == place || isPlus(next) && onlyUser[next] >= 0 {
        pluses.append(next)
        stack += parents(next).reversed()
      } else {
        terms.append(next)
      }
    }
    return (pluses, terms)
  }

  private static func isActivation(_ operation: Primitive) -> Bool {
    switch operation {
    case .tanh, .sigmoid, .logSigmoid, .softplus, .relu, .leakyReLU, .elu, .gelu, .silu: true
    default: false
    }
  }
}
