// Rows of the table with numbers of any type put in, against nodes and against dual numbers.

import Nabla
import Testing

@Suite("Rows at other numbers")
struct LocalGradientTests {
  @Test("at the parents' numbers they are the node's", arguments: Primitive.allCases)
  func ownNumbers(operation: Primitive) throws {
    for point in operation.samplePoints {
      let node = apply(operation, to: point.inputs.map { Value($0) }, constant: point.constant)
      let inputs = node.parents.map { $0.data }
      #expect(node.value(at: inputs)?.bitPattern == node.data.bitPattern)
      let gradients = try #require(node.localGradients(at: inputs, out: node.data))
      // An input that is not listed has no path, and a local gradient of 0.
      var list = inputs.map { _ in 0.0 }
      for gradient in gradients { list[gradient.input] = gradient.partial }
      #expect(list == node.localGradients)
      #expect(gradients.map { $0.input } == gradients.map { $0.input }.sorted())
    }
  }

  @Test("values and local gradients at other numbers, by hand")
  func otherNumbers() throws {
    let x = Value(3)
    let y = Value(4)
    #expect((x * y).value(at: [5.0, 7.0]) == 35)
    #expect((x * y).localGradients(at: [5.0, 7.0], out: 35)?.map { $0.partial } == [7, 5])
    #expect(pow(x, 3).value(at: [2.0]) == 8)
    #expect(pow(x, 3).localGradients(at: [2.0], out: 8)?.map { $0.partial } == [12])
    let weighted = dot([x, y], [10, 100])
    #expect(weighted.value(at: [1.0, 2.0]) == 210)
    #expect(weighted.localGradients(at: [1.0, 2.0], out: 210)?.map { $0.partial } == [10, 100])
    #expect(x.value(at: [Double]()) == nil)
  }

  @Test("how a gradient passes")
  func passages() throws {
    let (x, y) = (Value(3), Value(4))
    func passages(_ node: Value) throws -> [LocalGradient<Double>.Passage] {
      try #require(node.localGradients(at: node.parents.map { $0.data }, out: node.data))
        .map { $0.passage }
    }
    #expect(try passages(x * y) == [.product, .product])
    #expect(try passages(maximum(x, y)) == [.routed, .routed])
    #expect(try passages(select(x, y, where: x < y)) == [.gated, .gated])
    let branches = try #require(
      select(x, y, where: x < y).localGradients(at: [2, 1, 5, 7.0], out: 7))
    #expect(branches.map { $0.input } == [2, 3])
    #expect(branches.map { $0.partial } == [0, 1])
  }

  @Test("a gate that is NaN lets pass, as in backward()")
  func gateOfNaN() throws {
    let y = Value(.nan)
    let node = Value.route(Value(2), through: y)
    node.backward()
    let gradients = try #require(node.localGradients(at: [2, .nan], out: node.data))
    #expect(gradients.map { $0.partial.isNaN } == [true, false])
    #expect(node.parents[0].gradient.isNaN)
    #expect(node.parents[1].gradient == 2)
  }

  @Test("a number type of one's own: the slope that dual numbers carry through the value row")
  func dualNumbers() throws {
    let node = tanh(Value(0.3))
    let out = try #require(node.value(at: [Dual(0.7, 1.0)]))
    #expect(out.value == Double.tanh(0.7))
    let partial = try #require(node.localGradients(at: [0.7], out: out.value))[0].partial
    // One is 1 - tanh², the other the table's product of two sigmoids: a few units in the last place.
    #expect(abs(partial - out.slope) < 4 * out.slope.ulp)
  }

  @Test("a custom primitive answers in numbers and in values, and not in text")
  func custom() throws {
    let cube = Value.custom(
      "cube", of: [Value(2)], value: { $0[0] * $0[0] * $0[0] },
      localGradient: { [3 * $0[0] * $0[0]] })
    #expect(cube.value(at: [3.0]) == 27)
    #expect(cube.localGradients(at: [3.0], out: 27)?[0].partial == 27)
    let x = Value(5)
    let partial = try #require(cube.localGradients(at: [x], out: cube))[0].partial
    #expect(partial.data == 75)
    #expect(partial.derivative(withRespectTo: x).data == 30)
    #expect(cube.value(at: [Dual(3.0, 1.0)]) == nil)
  }

  @Test("formulas with names")
  func formulas() {
    let (x, y) = (Value(3), Value(4))
    #expect((x + y).formula(of: ["a", "b"]) == "a + b")
    #expect((1 / x).formula(of: ["q"]) == "1 / q")
    #expect(sum([x, y, x]).formula(of: ["a", "b"]) == "sum(a, b, …)")
    #expect(x.formula(of: []) == nil)
  }

  @Test("the value of an operation alone")
  func operations() {
    #expect(Primitive.sigmoid.value(at: [0.0]) == 0.5)
    #expect(Primitive.divideConstant.value(at: [4.0], constant: 2) == 0.5)
    #expect(Primitive.sum.value(at: [1.0, 2, 3]) == 6)
  }

  @Test("a wrong count, and a row that needs its node, say so")
  func wrongInput() async {
    await #expect(processExitsWith: .failure) { _ = sin(Value(1)).value(at: [1.0, 2.0]) }
    await #expect(processExitsWith: .failure) { _ = Primitive.add.value(at: [1.0]) }
    await #expect(processExitsWith: .failure) { _ = Primitive.dot.value(at: [1.0, 2.0]) }
  }
}
