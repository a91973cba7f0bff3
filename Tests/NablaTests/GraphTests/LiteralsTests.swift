// The graph of a formula is the same in debug and release builds: which literals are constants of a gate
// does not depend on when the optimizer hands over the last reference to one.

import Nabla
import Testing

@Suite("Literals")
struct LiteralsTests {
  /// What a graph looks like: its gates and its leaves' numbers.
  private func shape(_ root: Value) -> [String] {
    root.topologicalOrder().map { $0.gate ?? "\($0.data)" }
  }

  private func times(_ x: Value) -> Value {
    let c = Value(3)
    let y = c * x
    return y
  }
  private func minus(_ x: Value) -> Value {
    let c: Value = 3
    let y = x - c
    return y
  }
  private func from(_ x: Value) -> Value {
    let c: Value = 3
    let y = c - x
    return y
  }
  private func over(_ x: Value) -> Value {
    let c: Value = 4
    let y = x / c
    return y
  }
  private func under(_ x: Value) -> Value {
    let c: Value = 4
    let y = c / x
    return y
  }
  private func labeled(_ x: Value) -> Value {
    let c = Value(3)
    let y = (c + x).labeled("y")
    return y
  }

  @Test("a literal that only the graph holds is a constant, in whatever way it was written")
  func unreachable() {
    let x = Value(2, label: "x")
    #expect(shape(times(x)) == ["2.0", "*3"] && times(x).data == 6)
    #expect(shape(minus(x)) == ["2.0", "-3"] && minus(x).data == -1)
    #expect(shape(from(x)) == ["2.0", "3-x"] && from(x).data == 1)
    #expect(shape(over(x)) == ["2.0", "/4"] && over(x).data == 0.5)
    #expect(shape(under(x)) == ["2.0", "4/x"] && under(x).data == 2)
    #expect(shape(labeled(x)) == ["2.0", "+3"])
    #expect(labeled(x).label == "y" && labeled(x).parents == [x] && labeled(x).constant == 3)
    #expect(shape(3 * x) == shape(times(x)) && shape(Value(3) * x) == shape(times(x)))
  }

  @Test("asking the node alone tells the same as walking through the graph")
  func accessors() {
    let x = Value(2)
    #expect(times(x).operation == .multiplyByConstant)
    #expect(times(x).parents == [x])
    #expect(times(x).constant == 3)
    #expect(times(x).gate == "*3")
    #expect(times(x).description == "Value(6.0, gradient: 0.0, 3 * 2.0)")
  }

  @Test("a literal that somebody holds is a leaf with a gradient")
  func reachable() {
    let x = Value(2, label: "x")
    let c: Value = 3
    let y = c * x
    #expect(shape(y) == ["3.0", "2.0", "*"])
    y.backward()
    #expect(c.gradient == 2)
    let named = Value(3, label: "c")
    #expect(shape(named * x) == ["3.0", "2.0", "*"])
  }

  @Test("of two literals neither is the constant of the other, and one used twice is a leaf")
  func literalsAlone() {
    func square() -> Value {
      let c = Value(3)
      return c * c
    }
    #expect(shape(Value(2) * Value(3)) == ["2.0", "3.0", "*"])
    #expect(shape(square()) == ["3.0", "*"])
  }

  @Test("gradients, forward() and derivatives after folding are those from before")
  func folded() {
    let x = Value(2)
    let y = times(x) + under(x)
    _ = y.topologicalOrder()
    y.backward()
    #expect(x.gradient == 3 - 1)
    x.data = 4
    y.forward()
    #expect(y.data == 13)
    #expect(y.derivative(withRespectTo: x).data == 3 - 0.25)
  }
}
