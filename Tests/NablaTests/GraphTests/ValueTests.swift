// A number, what made it, and from what: the gates that expressions become.

import Nabla
import Testing

/// An expression in one variable, and the one gate that it is to be.
private struct Gate: Sendable, CustomTestStringConvertible {
  let text: String
  let operation: Primitive
  let constant: Double?
  /// What it computes at 4, and its slope there, by hand.
  let value: Double
  let slope: Double
  let build: @Sendable (Value) -> Value

  init(
    _ text: String, _ operation: Primitive, _ constant: Double?, value: Double, slope: Double,
    _ build: @escaping @Sendable (Value) -> Value
  ) {
    self.text = text
    self.operation = operation
    self.constant = constant
    self.value = value
    self.slope = slope
    self.build = build
  }

  var testDescription: String { text }

  static let literals = [
    Gate("2 * x", .multiplyByConstant, 2, value: 8, slope: 2) { 2 * $0 },
    Gate("x * 2", .multiplyByConstant, 2, value: 8, slope: 2) { $0 * 2 },
    Gate("x * 2.5", .multiplyByConstant, 2.5, value: 10, slope: 2.5) { $0 * 2.5 },
    Gate("x + 1", .addConstant, 1, value: 5, slope: 1) { $0 + 1 },
    Gate("1 + x", .addConstant, 1, value: 5, slope: 1) { 1 + $0 },
    Gate("x - 1", .addConstant, -1, value: 3, slope: 1) { $0 - 1 },
    Gate("5 - x", .subtractFromConstant, 5, value: 1, slope: -1) { 5 - $0 },
    Gate("-x", .negate, nil, value: -4, slope: -1) { -$0 },
    Gate("x / 2", .divideByConstant, 2, value: 2, slope: 0.5) { $0 / 2 },
    Gate("1 / x", .divideConstant, 1, value: 0.25, slope: -0.0625) { 1 / $0 },
    Gate("-2 * x", .multiplyByConstant, -2, value: -8, slope: -2) { -2 * $0 },
  ]

  static let variables: [Gate] = {
    let one = 1.0, two = 2.0, five = 5.0
    return [
      Gate("two * x", .multiplyByConstant, 2, value: 8, slope: 2) { two * $0 },
      Gate("x * two", .multiplyByConstant, 2, value: 8, slope: 2) { $0 * two },
      Gate("x + one", .addConstant, 1, value: 5, slope: 1) { $0 + one },
      Gate("one + x", .addConstant, 1, value: 5, slope: 1) { one + $0 },
      Gate("x - one", .addConstant, -1, value: 3, slope: 1) { $0 - one },
      Gate("five - x", .subtractFromConstant, 5, value: 1, slope: -1) { five - $0 },
      Gate("x / two", .divideByConstant, 2, value: 2, slope: 0.5) { $0 / two },
      Gate("one / x", .divideConstant, 1, value: 0.25, slope: -0.0625) { one / $0 },
    ]
  }()

  static let assignments: [Gate] = {
    let two = 2.0
    /// Assigns to a variable that stands for the value.
    @Sendable func assigning(
      _ body: @escaping @Sendable (inout Value) -> Void
    ) -> @Sendable (Value) -> Value {
      { x in
        var variable = x
        body(&variable)
        return variable
      }
    }
    return [
      Gate("x += 2", .addConstant, 2, value: 6, slope: 1, assigning { $0 += 2 }),
      Gate("x -= 2", .addConstant, -2, value: 2, slope: 1, assigning { $0 -= 2 }),
      Gate("x *= 2", .multiplyByConstant, 2, value: 8, slope: 2, assigning { $0 *= 2 }),
      Gate("x /= 2", .divideByConstant, 2, value: 2, slope: 0.5, assigning { $0 /= 2 }),
      Gate("x += two", .addConstant, 2, value: 6, slope: 1, assigning { $0 += two }),
      Gate("x -= two", .addConstant, -2, value: 2, slope: 1, assigning { $0 -= two }),
      Gate("x *= two", .multiplyByConstant, 2, value: 8, slope: 2, assigning { $0 *= two }),
      Gate("x /= two", .divideByConstant, 2, value: 2, slope: 0.5, assigning { $0 /= two }),
    ]
  }()
}

@Suite("Value")
struct ValueTests {
  @Test("(x + y) z at (-2, 5, -4) has the gradients of the slide")
  func slide() {
    let x = Value(-2), y = Value(5), z = Value(-4)
    let f = (x + y) * z
    f.backward()
    #expect(f.data == -12)
    #expect([x.gradient, y.gradient, z.gradient] == [-4, -4, 3])
  }

  @Test(
    "a constant beside a value makes one unary gate",
    arguments: Gate.literals + Gate.variables + Gate.assignments)
  private func unaryGate(_ gate: Gate) {
    let x = Value(4)
    let f = gate.build(x)
    #expect(f.operation == gate.operation)
    #expect(f.constant == gate.constant)
    #expect(f.parents == [x])
    #expect(f.topologicalOrder() == [x, f])
    #expect(f.data == gate.value)
    #expect(f.localGradients == [gate.slope])
    f.backward()
    #expect(x.gradient == gate.slope)
    // The operand is the same leaf as before.
    #expect(x.isLeaf && x.data == 4)
  }

  @Test("a literal that a variable stands for is a leaf with a gradient")
  func namedLiteral() {
    let c: Value = 3
    let x = Value(2)
    let f = c * x + c
    f.backward()
    #expect(c.isLeaf)
    #expect([c.gradient, x.gradient] == [3, 3])
    #expect(Set(f.topologicalOrder().filter { $0.isLeaf }) == [c, x])
    #expect(c.data == 3)
  }

  @Test("a literal at its last use becomes a constant; a labelled one stays a leaf")
  func literalAtItsLastUse() {
    // Nobody can ask for w afterwards: it is handed over, as the literal itself would be.
    func unnamed() -> Value {
      let w: Value = 0.5
      let q = sin(Value(2, label: "x"))
      return w * q
    }
    #expect(unnamed().topologicalOrder().count == 3)
    func named() -> Value {
      let w = Value(0.5, label: "w")
      let q = sin(Value(2, label: "x"))
      return w * q
    }
    #expect(named().topologicalOrder().count == 4)
  }

  @Test("arithmetic of number literals stays arithmetic of numbers")
  func numberLiterals() {
    // Beside `import Nabla` these were ambiguous once: 4 could be a Double or a Value.
    let (a, b, c, d) = (4 * 0.5, 2 + 0.5, 1 / 4.0, 1 - 0.5)
    #expect([a, b, c, d] == [2, 2.5, 0.25, 0.5])
  }

  @Test("a literal in an array or from a function is not changed under its holder's eyes")
  func heldLiteral() {
    let row: [Value] = [2, 3]
    let x = Value(5)
    let f = row[0] * x + x * row[1]
    f.backward()
    #expect(row.allSatisfy { $0.isLeaf })
    #expect(row.map { $0.data } == [2, 3])
    #expect(row.map { $0.gradient } == [5, 5])
    #expect(x.gradient == 5)
  }

  // The type checker gave up on it where += was known from the protocol alone.
  @Test("a long right-hand side of a compound assignment compiles")
  func longCompoundAssignment() {
    let x = [-1.2, 1, 0.5].map { Value($0) }
    var f: Value = 0
    for i in 0..<2 { f += 100 * pow(x[i + 1] - pow(x[i], 2), 2) + pow(1 - x[i], 2) }
    f.backward()
    // 100 (1 - 1.44)^2 + 2.2^2 + 100 (0.5 - 1)^2 + 0; df/dx0 = -400 x0 (x1 - x0^2) - 2 (1 - x0).
    // Forty units in the last place: a dozen roundings, magnified by the square of a difference.
    #expect(abs(f.data - 49.2) < 40 * f.data.ulp)
    #expect(abs(x[0].gradient - -215.6) < 40 * x[0].gradient.ulp)
  }

  @Test("the product of two literals has two parents")
  func twoLiterals() {
    let f = Value(2) * Value(3)
    #expect(f.operation == .multiply)
    #expect(f.parents.map { $0.data } == [2, 3])
    f.backward()
    #expect(f.parents.map { $0.gradient } == [3, 2])
  }

  @Test("binary operations list their inputs in order, and one listed twice as two")
  func binary() {
    let x = Value(6), y = Value(3)
    let table: [(Value, Primitive, Double, [Double])] = [
      (x + y, .add, 9, [1, 1]), (x - y, .subtract, 3, [1, -1]), (x * y, .multiply, 18, [3, 6]),
      (x / y, .divide, 2, [1.0 / 3, -6.0 / 9]), (maximum(x, y), .maximum, 6, [1, 0]),
      (minimum(x, y), .minimum, 3, [0, 1]),
    ]
    for (f, operation, value, locals) in table {
      #expect(f.operation == operation)
      #expect(f.parents == [x, y])
      #expect(f.data == value)
      for (local, expected) in zip(f.localGradients, locals) {
        // Two roundings may separate the forms of a quotient's slope.
        #expect(abs(local - expected) <= 0x1p-52, "\(operation)")
      }
    }
    let square = x * x
    #expect(square.parents == [x, x])
    #expect(square.localGradients == [6, 6])
    #expect(square.topologicalOrder() == [x, square])
  }

  @Test("an operation on an array is one node, and lists its inputs in order")
  func many() {
    let x = [Value(1), Value(2)], y = [Value(3), Value(4)], b = Value(5)
    let table: [(Value, [Value], Double, [Double])] = [
      (sum(x), x, 3, [1, 1]),
      (dot(x, y), x + y, 11, [3, 4, 1, 2]),
      (dot(x, y, plus: b), x + y + [b], 16, [3, 4, 1, 2, 1]),
      (dot(x, [3.0, 4.0]), x, 11, [3, 4]),
      (dot([3.0, 4.0], x), x, 11, [3, 4]),
      (dot(x, [3.0, 4.0], plus: b), x + [b], 16, [3, 4, 1]),
      (select(x[0], x[1], where: y[0] < y[1]), [y[0], y[1], x[0], x[1]], 1, [0, 0, 1, 0]),
      (select(x[0], x[1], where: y[0] > y[1]), [y[1], y[0], x[0], x[1]], 2, [0, 0, 0, 1]),
      (
        Value.custom(
          "weigh", of: [x[1], b, x[0]], value: { $0[0] + 10 * $0[1] + 100 * $0[2] },
          localGradient: { (_: [Double]) in [1, 10, 100] }),
        [x[1], b, x[0]], 152, [1, 10, 100]
      ),
    ]
    for (f, parents, value, locals) in table {
      #expect(f.parents == parents, "\(f)")
      #expect(f.data == value, "\(f)")
      #expect(f.localGradients == locals, "\(f)")
      #expect(f.topologicalOrder().count == parents.count + 1, "\(f)")
    }
    #expect(mean(x).parents.first?.operation == .sum)
  }

  @Test("a neuron is two nodes")
  func neuron() {
    let w = (0..<3).map { Value(Double($0)) }, x = [1.0, 0.5, -1], b = Value(0.25)
    let n = tanh(dot(w, x, plus: b))
    let interior = n.topologicalOrder().filter { !$0.isLeaf }
    #expect(interior.count == 2)
    #expect(interior.last == n)
    n.backward()
    // 0 + 0.5 - 2 + 0.25 = -1.25, and tanh' = 1 - tanh².
    let s: Double = -1.25
    let slope = 1 - tanh(s) * tanh(s)
    // 1 - t² may also be computed as (1 - t) (1 + t): some roundings of numbers below 1.
    let tolerance = 0x1p-51
    #expect(abs(b.gradient - slope) <= tolerance)
    for (w, x) in zip(w, x) { #expect(abs(w.gradient - x * slope) <= tolerance) }
  }

  @Test("a leaf has no operation, no parents and no local gradients")
  func leaf() {
    for leaf in [Value(2), 2.5, Value(2, label: "x")] {
      #expect(leaf.isLeaf)
      #expect(leaf.operation == nil)
      #expect(leaf.gate == nil)
      #expect(leaf.constant == nil)
      #expect(leaf.parents.isEmpty)
      #expect(leaf.localGradients.isEmpty)
      #expect(leaf.topologicalOrder() == [leaf])
    }
  }

  @Test("gates are written as on a blackboard")
  func gates() {
    let x = Value(2), y = Value(3)
    #expect((x + y).gate == "+")
    #expect((x * y).gate == "*")
    #expect((-x).gate == "*-1")
    #expect((x + 1).gate == "+1")
    #expect((x - 1).gate == "-1")
    #expect((2.5 * x).gate == "*2.5")
    #expect((1 / x).gate == "1/x")
    #expect(exp(x).gate == "exp")
    let own = Value.custom(
      "bump", of: [x], value: { $0[0] }, localGradient: { (_: [Double]) in [1] })
    #expect(own.gate == "bump")
  }

  @Test("the constant of an operation that has one, nil of any other")
  func constant() {
    let x = Value(2), y = Value(3)
    #expect(pow(x, 3).constant == 3)
    #expect(leakyReLU(x, slope: 0.125).constant == 0.125)
    #expect((x - 7).constant == -7)
    #expect((x * y).constant == nil)
    #expect(exp(x).constant == nil)
    #expect((x * 5).labeled("f").constant == 5)
  }
}
