// `x == 0` compares numbers; two values are equal if they are the same node.

import Nabla
import Testing

@Suite("Comparing values with numbers")
struct ComparisonTests {
  private func sinc(_ x: Value) -> Value { x == 0 ? 1 - x * x / 6 : sin(x) / x }

  @Test("== and != with a number compare numbers, from both sides")
  func numbers() {
    let x = Value(2), zero = Value(-0.0), undefined = Value(.nan)
    let two = 2.0
    #expect(x == 2 && 2 == x && x == 2.0 && x == two && two == x)
    #expect(!(x == 3) && x != 3 && 3 != x && !(x != 2) && !(2 != x))
    // As IEEE says: the two zeros are equal, and NaN is to nothing.
    #expect(zero == 0 && 0 == zero)
    #expect(!(undefined == .nan) && undefined != .nan && undefined != 1)
  }

  @Test("arithmetic of literals is a number, too")
  func arithmetic() {
    let x = Value(2), two = 2.0
    #expect(x == 1 + 1 && x == 1.5 + 0.5 && x == 2 * 1.0 && x == two * 1)
    #expect(x == -(-2) && x == +2 && x == (2) && x == -(-2.0))
    #expect(!(x != 1 + 1) && x != 1 - 1)
    #expect(x - 1 == 1 && x * x == 2 * two && 3 * x != 7)
  }

  @Test("a value that there may be none of")
  func optional() {
    let values = [Value(0), Value(1)]
    #expect(values.first == 0 && values.last != 0 && values.last == 1.0)
    let none = values.prefix(0).first
    #expect(!(none == 0) && none != 0 && none == nil)
  }

  @Test("a case of a switch compares numbers")
  func cases() {
    func sign(_ x: Value) -> Int {
      switch x {
      case 0: 0
      case 1.5: 15
      default: x > 0 ? 1 : -1
      }
    }
    #expect([Value(0), Value(1.5), Value(7), Value(-7)].map(sign) == [0, 15, 1, -1])
  }

  @Test("two values are equal if they are the same node, also in a dictionary")
  func identity() {
    let x = Value(2), y = Value(2)
    #expect(x == x && x != y && !(x == y))
    #expect([x: 1][y] == nil)
    let unknown: Value? = nil
    #expect(unknown == nil)
  }

  @Test("sums of Doubles stay Doubles beside it")
  func doubles() {
    let numbers = [1.0, 2]
    #expect(numbers.reduce(0, +) == 3)
    #expect(4 * 0.5 == 2)
    #expect(numbers.first == 1 && numbers.map { 2 * $0 } == [2, 4])
    #expect(numbers[0] - numbers[1] == -1)
    #expect(sum(numbers) == 3 && maximum(1.0, 2.0) == 2 && numbers[0] == 4 / 4)
  }

  @Test("a formula that is guarded at 0 has its value and derivative there")
  func guarded() {
    #expect(sinc(0).data == 1)
    #expect(derivative(at: 0) { sinc($0) } == 0)
    // (x cos x - sin x) / x² at 2, by hand.
    #expect(abs(derivative(at: 2) { sinc($0) } - -0.435397774979992) <= 1e-15)
  }

  @Test("a compiled function takes the other way where == comes out differently")
  func compiledFunction() {
    let function = compiled { v in sinc(v[0]) }
    for _ in 1...2 {
      #expect(function.valueWithGradient(at: [0]) == (1, [0]))
      #expect(abs(function([2]) - 0.45464871341284085) <= 1e-15)
      #expect(abs(function([-2]) - 0.45464871341284085) <= 1e-15)
    }
    #expect(function.recordingCount == 2)
    let other = compiled { v in v[0] != 1 ? 3 * v[0] : v[0] }
    #expect([0.5, 1, 2].map { other.gradient(at: [$0])[0] } == [3, 1, 3])
  }
}
