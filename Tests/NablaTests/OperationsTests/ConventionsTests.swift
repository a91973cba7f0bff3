// Every convention that the facts state, at the point where it matters: kinks, ties, poles and edges
// of domains. A convention without a row here fails the first test.

@testable import Nabla
import Testing

/// What an operation gives at one point of a stated convention.
struct ConventionRow: Sendable, CustomTestStringConvertible {
  let operation: Primitive
  let convention: String
  let inputs: [Double]
  let constant: Double
  let value: Double
  /// The expected partials; nil where the convention says nothing of them.
  let partials: [Double]?

  init(
    _ operation: Primitive, _ convention: String, _ inputs: [Double], c: Double = 0,
    value: Double, partials: [Double]? = nil
  ) {
    self.operation = operation
    self.convention = convention
    self.inputs = inputs
    constant = c
    self.value = value
    self.partials = partials
  }

  var testDescription: String { "\(operation)\(inputs): \(convention)" }
}

@Suite("Conventions")
struct ConventionsTests {
  @Test("every stated convention has a row here", arguments: Primitive.allCases)
  func complete(operation: Primitive) {
    let tested = Set(
      conventionRows.filter { $0.operation == operation }.map { $0.convention })
    // A user's primitive and the branch not taken have suites of their own.
    let elsewhere: Set = [
      "as the user says", "the branch not taken contributes nothing, not even NaN",
    ]
    #expect(tested == Set(operation.facts.conventions).subtracting(elsewhere))
  }

  @Test("a convention holds, eagerly and as a graph", arguments: conventionRows)
  func holds(row: ConventionRow) {
    let x = row.inputs.map { Value($0) }
    let f = apply(row.operation, to: x, constant: row.constant)
    #expect(same(f.data, row.value), "value \(f.data)")
    guard let partials = row.partials else { return }
    let graphs = f.derivatives(withRespectTo: x)
    f.backward()
    for i in x.indices {
      #expect(same(x[i].gradient, partials[i]), "d/dx\(i) is \(x[i].gradient)")
      #expect(same(graphs[i].data, partials[i]), "d/dx\(i) as a graph is \(graphs[i].data)")
    }
  }

  @Test(
    "outside its domain an operation gives NaN, and so does its derivative",
    arguments: [
      (Primitive.sqrt, -1.0, 0.0), (.sqrt, -.infinity, 0), (.log, -1, 0), (.log2, -1, 0),
      (.log10, -1, 0), (.logOnePlus, -2, 0), (.asin, 2, 0), (.asin, -2, 0), (.acos, 2, 0),
      (.acos, .infinity, 0), (.acosh, 0.5, 0), (.acosh, -2, 0), (.atanh, 2, 0), (.atanh, -2, 0),
      (.powerConstant, -2, 0.5), (.powerConstant, -2, -1.5), (.sin, .infinity, 0),
      (.cos, .infinity, 0), (.tan, .infinity, 0), (.polygamma, -.infinity, 0),
    ])
  func outside(operation: Primitive, x: Double, constant: Double) {
    let x = Value(x)
    let f = apply(operation, to: [x], constant: constant)
    f.backward()
    #expect(f.data.isNaN)
    #expect(x.gradient.isNaN)
    #expect(f.derivative(withRespectTo: x).data.isNaN)
  }

  @Test("NaN in, NaN out", arguments: Primitive.allCases)
  func undefined(operation: Primitive) {
    for (inputs, constant) in operation.samplePoints {
      for i in inputs.indices {
        var x = inputs
        x[i] = .nan
        let value = apply(operation, to: x, constant: constant)
        switch operation {
        // NaN compares false, and the branch not taken does not count.
        case .selectLess, .selectLessOrEqual:
          let taken = x[0] < x[1] ? 2 : 3
          #expect(value.isNaN == (i == taken))
        // x^0 is 1 of every x, and so are what multiplies it and what is left of it after another.
        case .powerPartial where x[0].isNaN && x[1] <= constant && x[1] == x[1].rounded(): break
        default: #expect(value.isNaN, "\(operation)\(x) is \(value)")
        }
      }
    }
  }

  @Test("the power 0 is 1 of every number, also of a NaN that signals")
  func powerOfZero() throws {
    for x in [.nan, .signalingNaN, .infinity, 0, -2] as [Double] {
      let leaf = Value(x)
      let powers = [pow(leaf, 0), pow(leaf, 0.0), pow(leaf, Value(0))]
      #expect(powers.map { $0.data } == [1, 1, 1], "\(x)")
      for isExact in [true, false] {
        let program = try Program(
          inputs: [leaf], outputs: powers, options: Program.Options(isExact: isExact))
        #expect(program.evaluate([x]) == [1, 1, 1], "\(x)")
        #expect(program.evaluate(rows: [[x], [x]]) == [[1, 1, 1], [1, 1, 1]], "\(x)")
      }
    }
  }

  private func same(_ x: Double, _ y: Double) -> Bool { x == y || x.isNaN && y.isNaN }
}
