// What a row of the table reads: the inputs and the constant of one node. Plain numbers stand here;
// nodes bring their own inputs, which read their parents without copying (Graph/NodeInputs.swift).

/// The inputs of one node, as the table sees them.
protocol PrimitiveInputs {
  associatedtype Number: RealNumber
  /// How many inputs there are.
  var count: Int { get }
  /// An input. For a dot product: the left factors, the right factors, then the offset if any.
  subscript(_ index: Int) -> Number { get }
  /// The node's constant.
  var constant: Double { get }
  /// How many products a dot product adds up.
  var pairCount: Int { get }
  /// A left factor of a dot product.
  func left(_ index: Int) -> Number
  /// A right factor of a dot product.
  func right(_ index: Int) -> Number
  /// A constant factor of a dot product with numbers.
  func factor(_ index: Int) -> Double
  /// The outputs of a softmax of all inputs.
  func shares() -> [Number]
  /// The value of the user's own primitive.
  func customValue() -> Number
  /// The partials of the user's own primitive.
  func customPartials() -> [Number]
}

extension PrimitiveInputs {
  func left(_ index: Int) -> Number { self[index] }
  func right(_ index: Int) -> Number { self[pairCount + index] }
  func shares() -> [Number] { Number.softmax((0..<count).map { self[$0] }) }
}

/// One or two inputs and a constant.
struct ScalarInputs<Number: RealNumber>: PrimitiveInputs {
  let x: Number
  let y: Number
  let constant: Double

  @inline(__always)
  init(_ x: Number, _ y: Number, constant: Double = 0) {
    self.x = x
    self.y = y
    self.constant = constant
  }

  @inline(__always)
  init(_ x: Number, constant: Double = 0) {
    self.init(x, x, constant: constant)
  }

  var count: Int { 2 }
  subscript(index: Int) -> Number { @inline(__always) get { index == 0 ? x : y } }
  var pairCount: Int { 0 }
  func factor(_ index: Int) -> Double { constant }
  func customValue() -> Number { preconditionFailure("a custom primitive needs its node") }
  func customPartials() -> [Number] { preconditionFailure("a custom primitive needs its node") }
}

/// Any number of inputs: those of a sum, a dot product, a selection.
struct ArrayInputs<Number: RealNumber>: PrimitiveInputs {
  var values: [Number]
  var constant: Double = 0
  var pairCount = 0
  var factors: [Double] = []
  /// The outputs of a softmax of all inputs, where somebody has them already.
  var knownShares: [Number]?
  /// What a user's own primitive computes, where there is one.
  var rule: (value: ([Number]) -> Number, partials: ([Number]) -> [Number])?

  var count: Int { values.count }
  subscript(index: Int) -> Number { values[index] }
  func factor(_ index: Int) -> Double { factors[index] }
  func shares() -> [Number] { knownShares ?? Number.softmax(values) }

  func customValue() -> Number {
    guard let rule else { preconditionFailure("a custom primitive needs its rule") }
    return rule.value(values)
  }
  func customPartials() -> [Number] {
    guard let rule else { preconditionFailure("a custom primitive needs its rule") }
    return rule.partials(values)
  }
}
