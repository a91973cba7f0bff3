// Every operation against mathematics: value, first and second partials at the samples of the facts
// and in the far corners of the domain, all from formulas and digits that are not ours.

@testable import Nabla
import Testing

@Suite("Operations against references")
struct ReferencesTests {
  /// The references of one operation.
  func references(_ operation: Primitive) -> [Reference] {
    (Reference.samples + Reference.extremes).filter { $0.operation == operation }
  }

  @Test("every sample with every constant has a reference", arguments: Primitive.allCases)
  func complete(operation: Primitive) {
    for point in operation.samplePoints {
      #expect(
        Reference.samples.contains {
          $0.operation == operation && $0.inputs == point.inputs && $0.constant == point.constant
        }, "run references.py: nothing for \(operation)\(point.inputs)")
    }
    #expect(operation == .custom || !operation.facts.samples.isEmpty)
  }

  @Test("the value is right to the last digits", arguments: Primitive.allCases)
  func value(operation: Primitive) {
    var wrong = Mismatches(order: 0)
    for reference in references(operation) {
      let value = apply(operation, to: reference.inputs, constant: reference.constant)
      wrong.compare(value, reference.value, "value", reference)
    }
    #expect(wrong.list == [])
  }

  @Test("first partials are right to the last digits", arguments: Primitive.allCases)
  func partials(operation: Primitive) {
    var wrong = Mismatches(order: 1)
    for reference in references(operation) {
      let x = reference.inputs.map { Value($0) }
      apply(operation, to: x, constant: reference.constant).backward()
      for i in x.indices {
        wrong.compare(x[i].gradient, reference.partials[i], "d/dx\(i)", reference)
      }
    }
    #expect(wrong.list == [])
  }

  @Test("second partials are right, and symmetric", arguments: Primitive.allCases)
  func secondPartials(operation: Primitive) {
    var wrong = Mismatches(order: 2)
    for reference in references(operation) where !reference.isBeyondSecondOrder {
      let x = reference.inputs.map { Value($0) }
      let first = apply(operation, to: x, constant: reference.constant).derivatives(
        withRespectTo: x)
      var expected = reference.secondPartials[...]
      for i in x.indices {
        for j in i..<x.count {
          let number = expected.popFirst() ?? .nan
          let upper = first[i].derivative(withRespectTo: x[j]).data
          let lower = first[j].derivative(withRespectTo: x[i]).data
          wrong.compare(upper, number, "d2/dx\(i)dx\(j)", reference)
          if i != j { wrong.compare(lower, number, "d2/dx\(j)dx\(i)", reference) }
        }
      }
    }
    #expect(wrong.list == [])
  }
}

/// What was out of tolerance, in words, so that one failure shows all of an operation's.
private struct Mismatches {
  let order: Int
  var list: [String] = []

  init(order: Int) { self.order = order }

  mutating func compare(
    _ number: Double, _ expected: Double, _ what: String, _ reference: Reference
  ) {
    guard !Tolerance(order: order, of: reference).accepts(number, for: expected) else { return }
    list.append(
      """
      \(what) of \(reference.testDescription): expected \(expected), got \(number), \
      \(ulps(number, from: expected)) units in the last place apart
      """)
  }
}

extension Reference {
  /// Whether the second partial, made of the table's first ones, is lost on the way.
  ///
  /// By cancellation, or because a factor leaves the range of a Double that the result is in. Values and first
  /// partials are right there too.
  fileprivate var isBeyondSecondOrder: Bool {
    switch operation {
    // The square of y/r is below the normal numbers where y²/r³ may be none, and 1/r overflows.
    case .hypot:
      let (small, large) = (inputs.map(abs).min() ?? 0, inputs.map(abs).max() ?? 0)
      return small < 1e-150 * large && small > 0 || large < 1e-300
    // 2x / (1 + x²)²: the square of the square overflows, and the quotient is 0 where it is 1e-300.
    case .atan: return abs(inputs[0]) > 1e77
    // 1 / r² overflows.
    case .atan2: return hypot(inputs[0], inputs[1]) < 1e-154
    // x^(y - 1) is 1e161, and log x times it more; and x^y may be 0 where its derivative is not.
    case .power: return inputs[0] < 1e-307 || Double.pow(inputs[0], inputs[1]) == 0
    // -2x overflows before it meets exp(-x²) = 0.
    case .erf, .erfc: return abs(inputs[0]) > 9e307
    default: return false
    }
  }
}
