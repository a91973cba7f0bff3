// One table, many readers: whatever way a number is asked for, the same bits come out.

@testable import Nabla
import Testing

@Suite("Agreement of numbers and graphs, bit for bit")
struct AgreementTests {
  @Test(
    "a value's number is what the function gives on Double", arguments: Primitive.allCases)
  func value(operation: Primitive) {
    forEachReference(of: operation) { inputs, constant in
      let x = inputs.map { Value($0) }
      let f = apply(operation, to: x, constant: constant)
      #expect(f.operation == operation)
      #expect(same(f.data, apply(operation, to: inputs, constant: constant)), "\(inputs)")
    }
  }

  @Test(
    "local gradients, backward() and the derivative graph agree",
    arguments: Primitive.allCases)
  func firstOrder(operation: Primitive) {
    forEachReference(of: operation) { inputs, constant in
      let x = inputs.map { Value($0) }
      let f = apply(operation, to: x, constant: constant)
      let graphs = f.derivatives(withRespectTo: x).map { $0.data }
      f.backward()
      for i in x.indices {
        #expect(same(graphs[i], x[i].gradient), "\(inputs), input \(i)")
        #expect(same(f.localGradients[i], x[i].gradient), "\(inputs), input \(i)")
      }
    }
  }

  @Test(
    "backward() through a derivative graph agrees with its derivative graph",
    arguments: Primitive.allCases)
  func secondOrder(operation: Primitive) {
    var different: [String] = []
    forEachReference(of: operation) { inputs, constant in
      let x = inputs.map { Value($0) }
      let first = apply(operation, to: x, constant: constant).derivatives(withRespectTo: x)
      for i in x.indices {
        let second = first[i].derivatives(withRespectTo: x).map { $0.data }
        for leaf in x { leaf.gradient = 0 }
        first[i].backward()
        for j in x.indices where !nearlySame(second[j], x[j].gradient) {
          different.append("\(inputs), d2/dx\(i)dx\(j): \(x[j].gradient), graph \(second[j])")
        }
      }
    }
    #expect(different == [])
  }

  @Test(
    "forward() at new inputs gives what a new graph gives, value and both derivatives",
    arguments: Primitive.allCases)
  func replay(operation: Primitive) {
    forEachReference(of: operation) { inputs, constant in
      let start =
        operation == .softmax || operation == .sum ? inputs.map { _ in 0.5 } : inputs.map { -$0 }
      let x = start.map { Value($0) }
      let f = apply(operation, to: x, constant: constant)
      let slope = f.derivative(withRespectTo: x[x.count - 1])
      for (leaf, number) in zip(x, inputs) { leaf.data = number }
      f.forward()
      slope.forward()
      let fresh = inputs.map { Value($0) }
      let g = apply(operation, to: fresh, constant: constant)
      g.backward()
      #expect(same(f.data, g.data), "\(inputs)")
      #expect(same(slope.data, fresh[fresh.count - 1].gradient), "\(inputs)")
    }
  }

  /// The two walk a graph in different orders, so that three contributions to a node may be added
  /// in another order: a unit in the last place of the largest, eight times to be safe.
  private func nearlySame(_ x: Double, _ y: Double) -> Bool {
    same(x, y) || abs(x - y) <= 8 * max(abs(x), abs(y)).ulp
  }

  private func same(_ x: Double, _ y: Double) -> Bool {
    // A sum that starts at +0 and a product differ in the sign of zero, and in nothing else.
    x.bitPattern == y.bitPattern || x.isNaN && y.isNaN || x == 0 && y == 0
  }

  private func forEachReference(
    of operation: Primitive, _ body: ([Double], Double) -> Void
  ) {
    for point in operation.samplePoints { body(point.inputs, point.constant) }
    for reference in Reference.extremes where reference.operation == operation {
      body(reference.inputs, reference.constant)
    }
  }
}
