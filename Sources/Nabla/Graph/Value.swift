// A node of a graph.
//
// A node is one allocation of 72 bytes (80 with the C library's bookkeeping): no array for one or two
// parents, no closure context - its local-gradient closure is its row of the table, named by
// `operation`, which captures nothing. What most nodes do not have (a label, more than two parents, a
// user's own rule) lives in `details`.
//
// Ownership runs from a node to its parents and nowhere else:
//
//     x ──┐
//         ├── + ──┐           f owns q and z, q owns x and y;
//     y ──┘       ├── * = f   releasing f releases what nobody else holds.
//     z ──────────┘
//
// The parents are held as unmanaged references, retained here and released in `deinit`, because a
// chain of ordinary references is released by recursion (Value+Release.swift).

/// A node of a graph: a number, how it was computed, and its gradient.
///
///     let x = Value(-2, label: "x")
///     let y = Value(5, label: "y")
///     let z = Value(-4, label: "z")
///     let f = (x + y) * z        // f.data == -12
///     f.backward()               // x.gradient == -4, y.gradient == -4, z.gradient == 3
///
/// Two values are equal if they are the same node. `Value` is not `Sendable`: build, use and release
/// a graph in one isolation domain; different threads may work on different graphs.
public final class Value {
  // Internal stored properties: a public one would pay a dynamic exclusivity check at each access.
  var storedData: Double
  var storedGradient: Double = 0
  /// The next node of the list that a traversal or a release keeps; nil between them.
  var link: Node?
  /// The first parent of a node with one or two; this node owns it.
  private(set) var first: Node?
  /// The second parent's address or the constant's bits, as no operation has both.
  ///
  /// A leaf that was written as a literal has `literalMark`.
  private var secondOrConstant: UInt64
  /// What most nodes do not have.
  var details: Details?
  /// Uses of this node that a traversal has still to come by, or its place in one's order; 0 between.
  var pending: UInt32 = 0
  /// The operation; nil for a leaf.
  private(set) var storedOperation: Operation?
  /// The longest way down to a leaf, at most 255.
  private(set) var height: UInt8
  /// Whether `secondOrConstant` is a parent.
  private let hasSecond: Bool
  /// Whether any gradient has reached this node in the sweep under way.
  var isReached = false

  /// Creates a leaf: a number that has no parents.
  ///
  /// - Parameters:
  ///   - data: The number.
  ///   - label: A name for descriptions and reports.
  ///   - fileID: Where the label stands in the source; reports of a labelled leaf name it.
  ///   - line: The line of it.
  @inline(__always)
  public convenience init(
    _ data: Double, label: String, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(data)
    details = Details(label: label, location: SourceLocation(fileID: fileID, line: line))
  }

  /// Creates a leaf without a label.
  public init(_ data: Double) {
    storedData = data
    first = nil
    secondOrConstant = 0
    hasSecond = false
    storedOperation = nil
    height = 0
  }

  /// A node with one parent.
  @inline(__always)
  init(_ operation: Operation, _ x: consuming Value, constant: Double = 0) {
    let height = x.height
    storedData = operation.value(ScalarInputs(x.storedData, constant: constant))
    secondOrConstant = constant.bitPattern
    hasSecond = false
    storedOperation = operation
    self.height = height == 255 ? 255 : height + 1
    first = Unmanaged.passRetained(x)
  }

  /// A node with two parents, which may be the same.
  @inline(__always)
  init(_ operation: Operation, _ x: consuming Value, _ y: consuming Value) {
    let height = max(x.height, y.height)
    storedData = operation.value(ScalarInputs(x.storedData, y.storedData))
    hasSecond = true
    storedOperation = operation
    self.height = height == 255 ? 255 : height + 1
    first = Unmanaged.passRetained(x)
    secondOrConstant = UInt64(UInt(bitPattern: Unmanaged.passRetained(y).toOpaque()))
  }

  /// A node whose parents are in its details.
  init(_ operation: Operation, _ details: Details, constant: Double = 0) {
    let height = details.parentHeight
    secondOrConstant = constant.bitPattern
    hasSecond = false
    storedOperation = operation
    self.height = height == 255 ? 255 : height + 1
    first = nil
    storedData = details.withInputs(constant: constant) { evaluate(operation, $0) }
    self.details = details
  }

  deinit { releaseParents() }

  private static var literalMark: UInt64 { 1 }

  /// Creates a leaf from a literal such as `0.5`.
  public convenience init(floatLiteral value: Double) {
    self.init(value)
    secondOrConstant = Self.literalMark
  }

  /// Creates a leaf from a literal such as `3`.
  public convenience init(integerLiteral value: Int) {
    self.init(floatLiteral: Double(value))
  }

  /// Whether this is a leaf written as a literal, and nobody has named it since.
  var isLiteral: Bool {
    @inline(__always) get { storedOperation == nil && secondOrConstant == Self.literalMark }
  }

  /// Turns a literal that nothing else refers to into a gate on x with that constant.
  @inline(__always)
  func become(_ operation: Operation, of x: consuming Value, constant: Double) {
    height = x.height == 255 ? 255 : x.height + 1
    storedData = operation.value(ScalarInputs(x.storedData, constant: constant))
    secondOrConstant = constant.bitPattern
    storedOperation = operation
    first = Unmanaged.passRetained(x)
  }

  /// The second parent of a node with two; this node owns it.
  var second: Node? {
    @inline(__always) get {
      guard hasSecond else { return nil }
      return UnsafeRawPointer(bitPattern: UInt(truncatingIfNeeded: secondOrConstant))
        .map { Node.fromOpaque($0) }
    }
  }

  /// The constant of an operation that has one; 0 for others.
  var storedConstant: Double {
    @inline(__always) get { hasSecond ? 0 : Double(bitPattern: secondOrConstant) }
  }
}

/// The value of a row whose inputs are in arrays; one copy of the code for all of them.
@inline(never)
func evaluate(_ operation: Operation, _ inputs: ManyInputs) -> Double {
  operation.value(inputs)
}

// MARK: - Numbers

extension Value {
  /// The number of this node: given for a leaf, computed for every other.
  ///
  /// - Precondition: only a leaf's number can be set. ``forward()`` then recomputes a graph.
  public var data: Double {
    get { storedData }
    set {
      precondition(
        isLeaf, "data can be set on a leaf only; this node is computed by \(shortDescription)")
      storedData = newValue
    }
  }

  /// The derivative of the root with respect to this node, after the root's ``backward(seed:)``.
  ///
  /// On leaves, sweeps add up until ``zeroGradients()``.
  public var gradient: Double {
    get { storedGradient }
    set { storedGradient = newValue }
  }

  /// A leaf with the same number: what is computed from it does not lead back to this node.
  public func detached() -> Value { Value(storedData) }
}

// MARK: - Structure

extension Value {
  /// Whether this node has no operation.
  public var isLeaf: Bool { storedOperation == nil }

  /// The primitive that made this node, or nil for a leaf.
  public var operation: Operation? { storedOperation }

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
    if let first {
      let x = first.takeUnretainedValue()
      return second.map { [x, $0.takeUnretainedValue()] } ?? [x]
    }
    return details?.parents ?? []
  }
}

// MARK: - Labels

extension Value {
  /// The name given to this node, if any.
  public var label: String? {
    get { details?.label }
    set {
      if isLiteral { secondOrConstant = 0 }
      if details == nil, newValue != nil { details = Details() }
      details?.label = newValue
    }
  }

  /// Names this node, and returns it.
  ///
  ///     let q = (x + y).labeled("q")
  @discardableResult
  public func labeled(
    _ label: String, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Value {
    self.label = label
    details?.location = SourceLocation(fileID: fileID, line: line)
    return self
  }

  /// Where this node was labelled or, for a custom primitive, made; nil if it is not known.
  public var location: SourceLocation? { details?.location }
}

/// A place in the source text.
public struct SourceLocation: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The module and file.
  public let fileID: String
  /// The line, counted from 1.
  public let line: Int

  init(fileID: StaticString, line: UInt) {
    self.fileID = fileID.description
    self.line = Int(line)
  }

  /// The file and line, as compilers write them.
  public var description: String { "\(fileID):\(line)" }
}

// MARK: - Identity

extension Value: Hashable {
  /// Whether both are the same node; compare `data` to compare numbers.
  public static func == (x: Value, y: Value) -> Bool { x === y }

  /// Hashes the node's identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
