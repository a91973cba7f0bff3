// The table read as formulas, evaluated, against the engine's numbers.

@testable import Nabla
@testable import NablaDrawing
import Testing

@Suite("Formula")
struct FormulaTests {
  /// x0, x1, … in the order of the parents.
  static func names(_ node: Value) -> [Formula] {
    node.parents.indices.map { Formula(name: "x\($0)") }
  }

  static func number(_ node: Value) -> (String) -> Double {
    { name in
      name == "out" ? node.data : Int(name.dropFirst()).map { node.parents[$0].data } ?? .nan
    }
  }

  @Test("what the table builds computes the engine's local gradients, bit for bit")
  func raw() throws {
    for sample in Sample.all {
      let node = sample.node
      let gradients = try #require(
        node.localGradients(at: Self.names(node), out: Formula(name: "out")))
      for gradient in gradients {
        let found = gradient.partial.value(Self.number(node))
        let expected = node.localGradients[gradient.input]
        #expect(found == expected || (found.isNaN && expected.isNaN), "\(sample)")
      }
    }
  }

  @Test("what the table builds computes the engine's values, bit for bit")
  func value() throws {
    for sample in Sample.all {
      let node = sample.node
      let value = try #require(node.value(at: Self.names(node)))
      #expect(value.value(Self.number(node)) == node.data, "\(sample)")
    }
  }
}
