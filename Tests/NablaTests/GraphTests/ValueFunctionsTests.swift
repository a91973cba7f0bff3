// The free functions of values that no other test calls by name. (The table's tests reach them through
// their generic twins.)

import Nabla
import Testing

@Suite("Functions of values by name")
struct ValueFunctionsTests {
  @Test("each is one node of its operation, with the number of its twin on Double")
  func oneNode() {
    let x = Value(0.3), y = Value(1.7)
    let functions: [(Value, Primitive, Double)] = [
      (log2(y), .log2, log2(1.7)), (log(onePlus: x), .logOnePlus, log(onePlus: 0.3)),
      (asin(x), .asin, asin(0.3)), (acos(x), .acos, acos(0.3)), (atan(x), .atan, atan(0.3)),
      (atan2(y: x, x: y), .atan2, atan2(y: 0.3, x: 1.7)), (sinh(x), .sinh, sinh(0.3)),
      (asinh(x), .asinh, asinh(0.3)), (acosh(y), .acosh, acosh(1.7)),
      (atanh(x), .atanh, atanh(0.3)), (logSigmoid(x), .logSigmoid, logSigmoid(0.3)),
    ]
    for (value, operation, expected) in functions {
      #expect(value.operation == operation && value.data == expected, "\(operation)")
    }
  }

  @Test("compound assignment on any number type")
  func compound() {
    func walk<N: RealNumber>(_ start: N, _ step: N) -> N {
      var x = +start
      x += step
      x *= step
      x -= start
      x /= step
      let c = 3.0
      x += c
      x *= c
      x -= 0.5 * c
      x /= c
      return x
    }
    // ((2 + 4) 4 - 2) / 4 = 5.5; ((5.5 + 3) 3 - 1.5) / 3 = 8
    #expect(walk(2.0, 4.0) == 8)
    #expect(walk(Value(2), Value(4)).data == 8)
  }
}
