// What a label changes and what it does not; a node in words; a node as a key.

import Nabla
import Testing

@Suite("Labels, words and identity")
struct LabelsTests {
  @Test("a label changes nothing but the name", arguments: 0..<7)
  func labelIsOnlyAName(_ kind: Int) {
    func build(label: String?, onUsed: Bool) -> [Double] {
      let x = Value(0.5), y = Value(-2)
      let node: Value
      switch kind {
      case 0: node = x
      case 1: node = sin(x)
      case 2: node = x * y
      case 3: node = dot([x, y], [y, x], plus: x)
      case 4: node = pow(x * y, 3)
      case 5: node = sin(x) * sin(y)
      default: node = sum([x * y, x, sin(x)])
      }
      if !onUsed { node.label = label }
      let f = node * node + exp(node) * x
      if onUsed { node.label = label }
      let parents = node.parents.map { $0.data }
      f.backward()
      x.data = 0.75
      let gradients = [node.gradient, x.gradient, y.gradient]
      f.forward()
      f.zeroGradients()
      f.backward()
      let more = node.localGradients + [node.constant ?? 0, Double(f.topologicalOrder().count)]
      return parents + gradients + [f.data, node.data, x.gradient, y.gradient] + more
    }
    let plain = build(label: nil, onUsed: false)
    #expect(build(label: "name", onUsed: false) == plain)
    #expect(build(label: "name", onUsed: true) == plain)
    #expect(build(label: nil, onUsed: true) == plain)
  }

  @Test("a label can be set, changed and taken away")
  func setAndTaken() {
    let x = Value(1, label: "x")
    let f = x * x
    #expect(x.label == "x")
    #expect(f.label == nil)
    f.label = nil
    #expect(f.label == nil)
    f.label = "f"
    f.label = "g"
    #expect(f.label == "g")
    f.label = nil
    #expect(f.label == nil)
    #expect(f.parents == [x, x])
    #expect(f.labeled("h") === f)
    #expect(f.label == "h")
  }

  @Test("labeled() remembers its line, and so does a labelled leaf")
  func location() {
    let line = #line + 1
    let x = Value(1, label: "x")
    #expect(x.location?.line == line)
    let f = (x + 1).labeled("f")
    #expect(f.location?.line == line + 2)
    #expect((x + 2).location == nil)
  }

  @Test("a description is one line, with the parents by label or number")
  func description() {
    let x = Value(2, label: "x"), y = Value(-3)
    #expect("\(x)" == #"Value(2.0, gradient: 0.0, "x")"#)
    #expect("\(y)" == "Value(-3.0, gradient: 0.0)")
    #expect("\(x * y)" == #"Value(-6.0, gradient: 0.0, "x" * -3.0)"#)
    #expect("\((x * y).labeled("f"))" == #"Value(-6.0, gradient: 0.0, "f" = "x" * -3.0)"#)
    #expect("\(x - 1)" == #"Value(1.0, gradient: 0.0, "x" - 1)"#)
    let long = sum(Array(repeating: x, count: 1_000))
    #expect("\(long)" == #"Value(2000.0, gradient: 0.0, sum("x", "x", "x", "x", …))"#)
  }

  @Test("a NaN is printed as nan, whatever its sign bit is", arguments: [Double.nan, -Double.nan])
  func notANumber(number: Double) throws {
    let x = Value(number)
    x.gradient = number
    #expect("\(x)" == "Value(nan, gradient: nan)")
    #expect("\(log(x))" == "Value(nan, gradient: 0.0, log(nan))")
    #expect("\(x + number)" == "Value(nan, gradient: 0.0, nan + nan)")
    #expect("\(log(Value(-2)))" == "Value(nan, gradient: 0.0, log(-2.0))")
    #expect(!log(x).listing().contains("-nan"))
    let program = try Program(inputs: [], outputs: [x])
    #expect(!"\(program)".contains("-nan"))
  }

  @Test("the listing of the slide")
  func listing() {
    let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
    let f = ((x + y) * z).labeled("f")
    f.backward()
    let lines = Set(f.listing().split(separator: "\n"))
    #expect(lines.count == 5)
    #expect(lines.contains("x = -2.0                   gradient -4.0"))
    #expect(lines.contains("z = -4.0                   gradient 3.0"))
    #expect(lines.contains { $0.contains(" = x + y = 3.0 ") && $0.hasSuffix("gradient -4.0") })
    #expect(lines.contains { $0.hasPrefix("f = #") && $0.contains(" * z = -12.0 ") })
    // Listing uses the gradients' place while it works; they are back afterwards.
    #expect([x.gradient, y.gradient, z.gradient, f.gradient] == [-4, -4, 3, 1])
  }

  @Test("equality is identity")
  func identity() {
    let x = Value(2), y = Value(2)
    #expect(x == x)
    #expect(x != y)
    #expect(Set([x, y, x]).count == 2)
    let names = [x: "x", y: "y"]
    #expect(names[x] == "x" && names[y] == "y")
    // The hash is the node's, not the number's: it survives a change of the number.
    x.data = 7
    #expect(names[x] == "x")
    #expect(x + y != x + y)
  }

  @Test("a detached value is a new leaf with the same number")
  func detached() {
    let x = Value(3, label: "x")
    let q = x * x
    let c = q.detached()
    #expect(c.isLeaf && c.data == 9 && c != q && c.label == nil)
    let f = c * x
    f.backward()
    // x² held fixed: the slope is 9, not 27.
    #expect(x.gradient == 9)
    #expect(c.gradient == 3)
    #expect(q.gradient == 0)
  }
}
