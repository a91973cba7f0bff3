// What is drawn: boxes and the lines into them. Unfolded, a box is a node; folded, it stands for several.
//
// Boxes are in an order in which each comes after those that it is fed by, so that every walk over
// them is a loop.

/// A line from one box to another.
struct Link: Hashable {
  /// The box it comes from.
  var source: Int
  /// The node it leads to, by place, and which of that node's inputs it is; of a bundle the first.
  var place: Int
  var input: Int
  /// How many edges of the graph it stands for.
  var count = 1
  /// Whether it brings a parameter that several neurons share.
  var isParameter = false
}

/// A node of the picture.
struct Box: Hashable {
  enum Kind: Hashable { case leaf, gate, fold }

  var kind: Kind
  /// The node that it stands for, by place; of several, the first that others use.
  var place: Int
  /// What stands in the shape: the gate's text, or a leaf's label.
  var text: String
  /// A second line, of folded ones.
  var detail = ""
  /// The label of an interior node.
  var name = ""
  /// The forward numbers of the nodes that leave it: lowest and highest.
  var values: Spread
  /// Their gradients.
  var gradients: Spread
  /// The lines into it, in the order of the inputs.
  var links: [Link] = []
  /// Whether the lines must keep that order, as those of a difference.
  var keepsOrder = false
  /// How many nodes of the graph it stands for.
  var count = 1
  /// How many of these are leaves.
  var leaves = 0
  /// What there are copies of: `tanh neuron`, `relu`; empty for leaves.
  var unit = ""
  var copies = 1
  var isNeuron = false
  /// Whether it stands for several leaves.
  var isLeaves = false
  /// The parameters of neurons.
  var weights = 0
  var biases = 0
}

/// A number, or the lowest and highest of several.
struct Spread: Hashable {
  var low: Double
  var high: Double
  var isSingle: Bool

  init(_ number: Double) {
    low = number
    high = number
    isSingle = true
  }

  /// Takes another in; a number that is none stays to be seen.
  mutating func include(_ other: Spread) {
    isSingle = false
    low = low.isNaN || other.low.isNaN ? .nan : min(low, other.low)
    high = high.isNaN || other.high.isNaN ? .nan : max(high, other.high)
  }

  func text(_ style: NumberStyle) -> String {
    let (first, last) = (style.text(low), style.text(high))
    return first == last ? first : "\(first) … \(last)"
  }

  static func == (x: Spread, y: Spread) -> Bool {
    x.low.bitPattern == y.low.bitPattern && x.high.bitPattern == y.high.bitPattern
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(low.bitPattern)
    hasher.combine(high.bitPattern)
  }
}

/// Boxes and lines.
struct BoxGraph {
  var boxes: [Box]
  /// How many nodes the graph has.
  let nodeCount: Int

  /// The boxes that each box leads to, once for each line.
  var users: [[Int]] {
    var users = [[Int]](repeating: [], count: boxes.count)
    for (index, box) in boxes.enumerated() {
      for link in box.links { users[link.source].append(index) }
    }
    return users
  }

  var linkCount: Int { boxes.reduce(0) { $0 + $1.links.count } }
}
