// Depth is data: nothing that is done with a graph may recurse over it.
//
// Everything here runs on a thread with a stack of 512 KB. A recursion of one frame a node needs some
// 100 bytes a node at the least, so a chain of 200,000 overflows it forty times over.

import Nabla
import Testing

extension Tag {
  /// Takes more than a second in a debug build.
  @Tag static var slow: Self
}

#if DEBUG
private let longest = 200_000
/// A chain that a recursion does not survive.
let longChain = 200_000
#else
private let longest = 10_000_000
let longChain = 1_000_000
#endif

/// A way to build a node on a node that keeps the value and has a slope of exactly 1, so that the
/// gradient at the other end of any chain of such nodes is exactly 1.
private enum Link: String, CaseIterable, Sendable {
  case sum, dot, dotConstants, dotPlus, select, custom, customOnNumbers, logSumExp, softmax
  case labeledUnary, labeledBinary, labeledAfterwards, binary, binaryAndUnary, ladder, product

  /// Where the chain starts: a number that every step below computes without rounding.
  var start: Double {
    switch self {
    case .select: -1
    default: 1
    }
  }

  func extend(_ s: Value, _ one: Value) -> Value {
    switch self {
    case .sum: return Nabla.sum([s, s]) * 0.5
    // s² / 2 + 1 / 2 has its fixed point at 1, where its slope is s = 1.
    case .dot: return Nabla.dot([s], [s]) * 0.5 + 0.5
    case .dotConstants: return Nabla.dot([s], [2.0]) * 0.5
    case .dotPlus: return Nabla.dot([s, one], [one, one], plus: one) - 2
    case .select: return Nabla.select(s, s + 1, where: s < 0)
    case .custom:
      return Value.custom(
        "same", of: [s], value: { $0[0] }, localGradient: { (_: [Value]) in [1] })
    case .customOnNumbers:
      return Value.custom(
        "same", of: [s], value: { $0[0] }, localGradient: { (_: [Double]) in [1] })
    case .logSumExp: return Nabla.logSumExp([s])
    case .softmax: return Nabla.dot(Nabla.softmax([s, s]), [s, s])
    case .labeledUnary: return (s * 1).labeled("a")
    case .labeledBinary: return (s * one).labeled("a")
    case .labeledAfterwards:
      let node = (s + s) * 0.5
      node.parents[0].label = "late"
      return node
    case .binary: return (s + s) * 0.5
    case .binaryAndUnary: return s * 0.5 + s * 0.5
    case .ladder:
      let left = s * 2, right = s * -1
      return left + right
    case .product: return s * one
    }
  }
}

@Suite("Depth", .serialized, .tags(.slow))
struct DepthTests {
  @Test("a chain of unary gates is built, swept and released on a small stack")
  func unaryChain() {
    let (gradient, isGone) =
      onSmallStack {
        let x = Value(1)
        weak var last: Value?
        do {
          var s = x
          for _ in 0..<longest { s = s * 1.0 }
          s.backward()
          last = s
        }
        return (x.gradient, last == nil)
      } ?? (.nan, false)
    #expect(gradient == 1)
    #expect(isGone)
  }

  @Test("a chain of binary gates is built, swept and released on a small stack")
  func binaryChain() {
    let gradients: [Double]? =
      onSmallStack {
        let x = Value(3), one = Value(1)
        do {
          var s = x
          for _ in 0..<longest { s = s * one }
          s.backward()
        }
        return [x.gradient, one.gradient]
      }
    // d(x * 1^n)/dx = 1 and d(x c^n)/dc = n x at c = 1: whole numbers below 2^53.
    #expect(gradients == [1, 3 * Double(longest)])
  }

  @Test("a chain through every kind of node", arguments: Link.allCases)
  private func everyKind(_ link: Link) {
    let numbers: [Double]? =
      onSmallStack {
        let x = Value(link.start)
        weak var first: Value?
        var result: [Double] = []
        do {
          let one = Value(1)
          var s = x
          for i in 0..<longChain / 8 {
            s = link.extend(s, one)
            if i == 0 { first = s }
          }
          s.backward()
          result = [s.data, x.gradient]
          x.data = link.start
          s.forward()
          result.append(s.data)
        }
        return result + [first == nil ? 0 : 1]
      }
    #expect(numbers == [link.start, 1, link.start, 0], "chain through \(link)")
  }

  @Test("derivatives of a long chain agree with the recurrences of a loop")
  func derivativeGraph() throws {
    let steps = longChain
    let (slope, sweptSlope, curvature) = try #require(
      onSmallStack {
        let x = Value(1)
        var s = x
        for _ in 0..<steps { s = sin(s) }
        let slope = s.derivative(withRespectTo: x)
        s.backward()
        let swept = x.gradient
        x.gradient = 0
        slope.backward()
        return (slope.data, swept, x.gradient)
      })
    // Forward through s -> sin s: s' -> cos(s) s', s'' -> cos(s) s'' - sin(s) s'^2.
    var value = 1.0, first = 1.0, second = 0.0
    for _ in 0..<steps {
      second = cos(value) * second - sin(value) * first * first
      first *= cos(value)
      value = sin(value)
    }
    // A product of n factors in another order: n roundings of 2^-53 each way.
    let tolerance = 2 * Double(steps) * 0x1p-53
    #expect(abs(slope / first - 1) <= tolerance)
    #expect(abs(sweptSlope / first - 1) <= tolerance)
    // The second derivative adds up n terms of one sign, each such a product.
    #expect(abs(curvature / second - 1) <= 4 * tolerance)
  }

  @Test("the listing of a long chain has a line for each node; a description stays one line")
  func listing() {
    let steps = longChain / 4
    let (lines, description, count) =
      onSmallStack {
        let x = Value(1, label: "x")
        var s = x
        for _ in 0..<steps { s = s * 2.0 * 0.5 }
        let text = s.listing()
        return (text.utf8.count { $0 == 10 }, s.description, s.topologicalOrder().count)
      } ?? (0, "", 0)
    #expect(lines == 2 * steps + 1)
    #expect(count == 2 * steps + 1)
    #expect(description == "Value(1.0, gradient: 0.0, 0.5 * 2.0)")
  }

  @Test("anomaly() finds the one bad gate at the far end of a long chain")
  func anomaly() {
    let text =
      onSmallStack {
        let x = Value(-1, label: "x")
        var s = log(x)
        for _ in 0..<longChain / 4 { s = s + 1.0 }
        return s.anomaly()?.operation
      } ?? nil
    #expect(text == "log")
  }
}
