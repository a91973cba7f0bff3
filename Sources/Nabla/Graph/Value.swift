// A node of a graph. From a formula to its gradient, a number goes through these files:
//
//     Value+Operators, Value+Functions   what a user writes
//     Value+RealNumber                   makes one node of each primitive,
//     Operations/Primitive+Table         whose row gives the node's number and local gradients
//     Differentiation/Value+Backward     visits each node when its gradient is complete,
//     Differentiation/Node+Gradient      and passes it on to the parents
//
// A node is one object of 56 bytes (64 with the C library's bookkeeping), mostly one that an earlier
// graph has let go (SpareNodes.swift). There is no array for one or two parents and no closure context
// - its local-gradient closure is its row of the table, named by `operation`, which captures nothing.
// What most nodes do not have (a label, more than two parents, a user's own rule) lives in a `Details`,
// in the place of the first parent.
//
// Ownership runs from a node to its parents and nowhere else:
//
//     x ──┐
//         ├── + ──┐           f owns q and z, q owns x and y;
//     y ──┘       ├── * = f   releasing f releases what nobody else holds.
//     z ──────────┘
//
// The parents are held as unmanaged references, retained here and released by hand, because a chain
// of ordinary references is released by recursion (Value+Release.swift).

/// A node of a graph: a number, how it was computed, and its gradient.
///
///     let x = Value(-2, label: "x")
///     let y = Value(5, label: "y")
///     let z = Value(-4, label: "z")
///     let f = (x + y) * z
///     f.backward()
///     print(f.data)                                // -12.0
///     print(x.gradient, y.gradient, z.gradient)    // -4.0 -4.0 3.0
///
/// Two values are equal if they are the same node; a value and a number (`x == 0`) are if the value's
/// number is that number. `Value` is not `Sendable`: build, use and release
/// a graph in one isolation domain; different threads may work on different graphs.
public final class Value {
  // Internal stored properties: a public one would pay a dynamic exclusivity check at each access.
  var storedData: Double
  var storedGradient: Double = 0
  /// The first parent of a node with one or two, or the details of one that has them; owned.
  fileprivate var firstOrDetails: UnsafeMutableRawPointer?
  /// The second parent's address, or the constant's bits.
  fileprivate var secondOrConstant: UInt64 = 0
  /// How often living nodes use this one as a parent; `UInt16.max` stands for itself and more.
  var uses: UInt16 = 0
  /// How many of its uses a sweep has come by, or a mark of another walk; 0 between walks.
  var arrivals: UInt16 = 0
  /// The operation; nil for a leaf.
  fileprivate(set) var storedOperation: Primitive?
  /// What the two words hold.
  fileprivate(set) var shape = Shape.leaf
  /// The highest bit says whether any gradient has reached this node in the sweep under way; the
  /// others are its stamp, or a leaf's thread (LeafChanges.swift).
  var marks: UInt16 = 0

  /// What a node's two words hold.
  enum Shape: UInt8 {
    /// Nothing.
    case leaf
    /// Nothing: a leaf written as a literal, which nobody has named.
    case literal
    /// Details.
    case labeledLeaf
    /// A parent, and the constant.
    case one
    /// Two parents.
    case two
    /// Details, which hold the parents, and the constant.
    case many
  }

  /// Creates a leaf: a number that has no parents.
  ///
  /// - Parameter data: The number.
  public init(_ data: Double) { storedData = data }

  /// Creates a leaf with a label.
  ///
  /// - Parameters:
  ///   - data: The number.
  ///   - label: A name for descriptions and reports.
  ///   - fileID: Where the label stands in the source; reports of a labelled leaf name it.
  ///   - line: The line of it.
  public convenience init(
    _ data: Double, label: String, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(data)
    labeled(label, fileID: fileID, line: line)
  }

  deinit { releaseParents() }
}

// MARK: - Making nodes

// An initializer of a class makes a new object. One of a protocol that the class conforms to may hand
// out an object that there is: here, a spare node. (A leaf that is not a literal is a new object. It is
// mostly held by a variable, and when a variable lets go of an object, Swift deallocates it.)

extension RealNumber where Self == Value {
  /// Creates a leaf from a literal such as `0.5`.
  public init(floatLiteral value: Double) { self = .literal(value) }

  /// Creates a leaf from a literal such as `3`.
  public init(integerLiteral value: Int) { self = .literal(Double(value)) }
}

extension Value {
  @inline(__always)
  fileprivate static func literal(_ data: Double) -> Value {
    let literal = spare(SpareNodes.ofThisThread)
    literal.begin(.literal, nil, data, 0)
    return literal
  }

  /// A node with one parent.
  @inline(__always)
  static func node(_ operation: Primitive, _ x: consuming Value, constant: Double = 0) -> Value {
    let thread = SpareNodes.ofThisThread
    let node = spare(thread)
    node.become(operation, of: x, constant: constant, thread)
    return node
  }

  /// A node with two parents, which may be the same.
  @inline(__always)
  static func node(_ operation: Primitive, _ x: consuming Value, _ y: consuming Value) -> Value {
    let thread = SpareNodes.ofThisThread
    let node = spare(thread)
    let stamp = stamp(thread)
    node.begin(
      .two, operation, operation.value(ScalarInputs(x.storedData, y.storedData)),
      x.bears(stamp) && y.bears(stamp) ? stamp.now : 0)
    x.countUse()
    y.countUse()
    node.firstOrDetails = Node.passRetained(x).toOpaque()
    node.secondOrConstant = UInt64(UInt(bitPattern: Node.passRetained(y).toOpaque()))
    return node
  }

  /// A node whose parents are in its details.
  static func node(_ operation: Primitive, _ details: Details, constant: Double = 0) -> Value {
    let data = evaluate(operation, details.inputs(constant: constant))
    return node(operation, details, constant: constant, data: data)
  }

  /// A node whose number is known already.
  static func node(
    _ operation: Primitive, _ details: Details, constant: Double, data: Double
  ) -> Value {
    let thread = SpareNodes.ofThisThread
    let node = spare(thread)
    let stamp = stamp(thread)
    node.begin(.many, operation, data, details.allBear(stamp) ? stamp.now : 0)
    node.secondOrConstant = constant.bitPattern
    // Where all are leaves they are not counted: no sweep waits for a leaf.
    details.forEachInteriorParent { $0.countUse() }
    node.setDetails(details, .many)
    return node
  }

  /// Turns a leaf that nothing else refers to into a gate on x.
  @inline(__always)
  func become(
    _ operation: Primitive, of x: consuming Value, constant: Double,
    _ thread: UnsafeMutablePointer<SpareNodes>?
  ) {
    let stamp = Self.stamp(thread)
    begin(
      .one, operation, operation.value(ScalarInputs(x.storedData, constant: constant)),
      x.bears(stamp) ? stamp.now : 0)
    secondOrConstant = constant.bitPattern
    x.countUse()
    firstOrDetails = Node.passRetained(x).toOpaque()
  }

  /// A node without parents, to begin with.
  @inline(__always)
  private static func spare(_ thread: UnsafeMutablePointer<SpareNodes>?) -> Value {
    thread?.pointee.take() ?? allocated()
  }

  /// A node from the allocator.
  @inline(never)
  static func allocated() -> Value { Value(.nan as Double) }

  /// Makes a node without parents as good as new, whatever it has been before.
  @inline(__always)
  private func begin(
    _ shape: Shape, _ operation: Primitive?, _ data: Double, _ stamp: UInt16
  ) {
    storedData = data
    storedGradient = 0
    uses = 0
    arrivals = 0
    storedOperation = operation
    self.shape = shape
    marks = stamp
  }

  /// Turns a node of two values into a gate on one of them; it is the last to hold the other.
  func become(_ gate: Primitive, _ constant: Double, of x: Node, without literal: Node) {
    if let details {
      let gateDetails = Details(notes: details.notes, values: [x.takeUnretainedValue()])
      Unmanaged.passUnretained(details).release()
      setDetails(gateDetails, .many)
    } else {
      shape = .one
      firstOrDetails = x.toOpaque()
      literal.release()
    }
    storedOperation = gate
    secondOrConstant = constant.bitPattern
  }

  fileprivate func setDetails(_ details: Details, _ shape: Shape) {
    self.shape = shape
    firstOrDetails = Unmanaged.passRetained(details).toOpaque()
  }

  /// Gives up what the two words hold, which somebody else has taken over or released.
  @inline(__always)
  func forgetParents() {
    shape = .leaf
    firstOrDetails = nil
  }

  @inline(__always)
  func countUse() {
    if uses != .max { uses += 1 }
  }
}

// MARK: - The two words

extension Value {
  /// The first parent; the shape must be `one` or `two`.
  var x: Node {
    @inline(__always) get { Node.fromOpaque(firstOrDetails.unsafelyUnwrapped) }
  }

  /// The second parent; the shape must be `two`.
  var y: Node {
    @inline(__always) get {
      Node.fromOpaque(
        UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: secondOrConstant))
          .unsafelyUnwrapped)
    }
  }

  /// The constant, if the operation has one; the shape must be `one` or `many`.
  var c: Double {
    @inline(__always) get { Double(bitPattern: secondOrConstant) }
  }

  /// The details of a node that has them.
  var unmanagedDetails: Unmanaged<Details>? {
    @inline(__always) get {
      guard shape == .many || shape == .labeledLeaf else { return nil }
      return firstOrDetails.map { Unmanaged.fromOpaque($0) }
    }
  }

  /// The details of a node that has them.
  var details: Details? { unmanagedDetails?.takeUnretainedValue() }

  /// What people gave this node, if anything.
  var notes: Notes? { unmanagedDetails?._withUnsafeGuaranteedRef { $0.notes } }

  /// The constant of an operation that has one; 0 for others.
  var storedConstant: Double { shape == .one || shape == .many ? c : 0 }

  /// Gives a node details: those of a labelled one hold its parents too.
  func makeDetails() -> Details {
    if let details { return details }
    let details = Details(values: parents)
    let constant = storedConstant
    // The parents are held and counted by the details from here on.
    releaseParents()
    details.forEachInteriorParent { $0.countUse() }
    setDetails(details, isLeaf ? .labeledLeaf : .many)
    secondOrConstant = constant.bitPattern
    return details
  }
}

/// The value of a row whose inputs are in arrays; one copy of the code for all of them.
@inline(never)
func evaluate(_ operation: Primitive, _ inputs: ManyInputs) -> Double {
  operation.value(inputs)
}

// MARK: - Numbers

extension Value {
  /// The number of this node: given for a leaf, computed for every other.
  ///
  /// - Precondition: only a leaf's number can be set. ``forward()`` then recomputes a graph.
  public var data: Double {
    get {
      if Trials.areUnderWay { RuleScope.noteReading() }
      return storedData
    }
    set {
      precondition(
        isLeaf,
        "data can be set on a leaf only; this node is computed by \(shortDescription): set its "
          + "leaves and call forward(), or start from detached()")
      storedData = newValue
      stopFollowing()
      noteChange()
    }
  }

  /// The derivative of the root with respect to this node, after the root's ``backward(seed:)``.
  ///
  /// On leaves, sweeps add up until ``zeroGradients()``. It can be set: the next sweep adds to a
  /// leaf's, and overwrites that of every other node.
  public var gradient: Double {
    get { storedGradient }
    set { storedGradient = newValue }
  }

}

// MARK: - Structure

extension Value {
  /// Whether this node has no operation.
  public var isLeaf: Bool { storedOperation == nil }

  /// The primitive that made this node, or nil for a leaf.
  public var operation: Primitive? {
    foldLiteral()
    return storedOperation
  }

  /// The constant that belongs to this node's operation: the 2 in `2 * x`, the exponent in
  /// `pow(x, 3)`; nil if it has none.
  public var constant: Double? {
    guard let operation, operation.facts.hasConstant else { return nil }
    return storedConstant
  }

  /// The nodes that this one is computed from, in the order of the operation's inputs.
  ///
  /// A dot product lists its left factors, its right factors and then its offset; a selection the
  /// two numbers compared, the branch for true and the branch for false.
  public var parents: [Value] {
    foldLiteral()
    return switch shape {
    case .one: [x.takeUnretainedValue()]
    case .two: [x.takeUnretainedValue(), y.takeUnretainedValue()]
    case .many: details?.parents ?? []
    case .leaf, .literal, .labeledLeaf: []
    }
  }
}

// MARK: - Identity

extension Value: Hashable {
  // Disfavoured: or a sum of Doubles compared with a literal, `numbers.reduce(0, +) == 1`, would be made
  // of values, and compare two nodes.
  /// Whether both are the same node.
  ///
  /// Compare `data` to compare the numbers of two values. With a number, `x == 0`, it is numbers that
  /// are compared.
  @_disfavoredOverload
  public static func == (x: Value, y: Value) -> Bool { x === y }

  /// Hashes the node's identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
