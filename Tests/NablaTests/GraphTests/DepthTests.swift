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
private let long = 200_000
#else
private let longest = 10_000_000
private let long = 1_000_000
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
          for i in 0..<long / 8 {
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
    let steps = long
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
    let steps = long / 4
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
        for _ in 0..<long / 4 { s = s + 1.0 }
        return s.anomaly()?.operation
      } ?? nil
    #expect(text == "log")
  }
}

// MARK: - Released in parts

/// What is seen of a graph after parts of it have been let go.
private struct Remains: Sendable, Equatable {
  var values: [Double] = []
  /// Whether the nodes that should be gone are.
  var isGone = false
  /// Whether the nodes that should be there are.
  var isThere = false
}

@Suite("Depth: released in parts", .serialized, .tags(.slow))
struct PartialReleaseTests {
  @Test("a chain of 100,000 nodes does not overflow the stack when its last node goes")
  func plainChain() {
    // Other ports of micrograd to Swift hold parents in an array or a set and die here.
    let remains = onSmallStack {
      let x = Value(1)
      weak var middle: Value?
      var root: Value? = x
      for i in 0..<100_000 {
        root = root.map { $0 + 0.0 }
        if i == 50_000 { middle = root }
      }
      root?.backward()
      root = nil
      return Remains(values: [x.gradient], isGone: middle == nil, isThere: true)
    }
    #expect(remains == Remains(values: [1], isGone: true, isThere: true))
  }

  @Test("an interior node that is kept keeps what is below it, and nothing above")
  func middleKept() {
    let remains = onSmallStack {
      var remains = Remains()
      weak var above: Value?
      weak var below: Value?
      weak var leaf: Value?
      do {
        var kept: Value?
        do {
          let x = Value(2)
          leaf = x
          var s = x
          for i in 0..<long {
            s = s + 1.0
            if i == long / 4 { below = s }
            if i == long / 2 { kept = s }
            if i == long / 2 + 1 { above = s }
          }
          s.backward()
        }
        remains.isGone = above == nil
        remains.isThere = below != nil && leaf != nil
        remains.values = [kept?.data ?? .nan, kept?.gradient ?? .nan]
        leaf?.gradient = 0
        kept?.backward(seed: 3)
        remains.values.append(leaf?.gradient ?? .nan)
        kept = nil
      }
      remains.isGone = remains.isGone && below == nil && leaf == nil
      return remains
    }
    // 2 and one for each of the first half's steps; then 1 from the first sweep, 3 from the second.
    let expected = [2 + Double(long / 2 + 1), 1, 3]
    #expect(remains == Remains(values: expected, isGone: true, isThere: true))
  }

  @Test("of two graphs on one stem, the other still works when one goes")
  func halfKept() {
    let remains = onSmallStack {
      let x = Value(1)
      weak var stemNode: Value?
      weak var gone: Value?
      var values: [Double] = []
      var isThere = false
      do {
        var left: Value?
        var right: Value?
        do {
          var stem = x
          for _ in 0..<long { stem = stem * 1.0 }
          stemNode = stem
          var l = stem, r = stem
          for _ in 0..<long / 2 {
            l = l * 1.0
            r = r + r - r
          }
          (left, right) = (l * 5.0, r * 7.0)
          gone = l
        }
        left?.backward()
        values.append(x.gradient)
        left = nil
        isThere = gone == nil && stemNode != nil
        right?.backward()
        values.append(x.gradient)
        right = nil
      }
      return Remains(values: values, isGone: stemNode == nil, isThere: isThere)
    }
    // 5, and 7 more: leaves add up.
    #expect(remains == Remains(values: [5, 12], isGone: true, isThere: true))
  }

  @Test("a leaf that is kept keeps its gradient, and no node")
  func leafKept() {
    let remains = onSmallStack {
      let x = Value(1)
      weak var first: Value?
      do {
        var s = x
        for i in 0..<long {
          s = s - 1.0
          if i == 0 { first = s }
        }
        s.backward(seed: -2)
      }
      return Remains(values: [x.gradient], isGone: first == nil, isThere: true)
    }
    #expect(remains == Remains(values: [-2], isGone: true, isThere: true))
  }

  @Test("an array of all nodes is released from its front, from its back and at once")
  func arrays() {
    let remains = onSmallStack {
      var remains = Remains(isGone: true, isThere: true)
      for way in 0..<3 {
        let x = Value(1)
        weak var last: Value?
        var all: [Value?] = [x]
        for i in 0..<long / 2 { all.append(all[i].map { $0 + x }) }
        last = all[long / 2]
        last?.backward()
        remains.values.append(x.gradient)
        if way == 0 { for i in all.indices { all[i] = nil } }
        if way == 1 { while !all.isEmpty { all.removeLast() } }
        all = []
        remains.isGone = remains.isGone && last == nil
      }
      return remains
    }
    // The last node is (1 + n) x.
    let n = Double(long / 2)
    let expected = [n + 1, n + 1, n + 1]
    #expect(remains == Remains(values: expected, isGone: true, isThere: true))
  }

  @Test("the parents' array that the user keeps keeps the parents when the node goes")
  func parentsArrayKept() {
    let remains = onSmallStack {
      let x = Value(1)
      weak var root: Value?
      weak var member: Value?
      var values: [Double] = []
      var isThere = false
      do {
        var row: [Value] = []
        var s = x
        for _ in 0..<1_000 {
          for _ in 0..<long / 2_000 { s = s * 1.0 }
          row.append(s)
        }
        do {
          let f = sum(row) + dot(row, row)
          f.backward()
          root = f
        }
        member = row[500]
        isThere = root == nil && member != nil
        values.append(x.gradient)
        // The rows' own gradients were left by the sweep, and a new graph on them works.
        x.gradient = 0
        sum(row).backward()
        values.append(x.gradient)
      }
      return Remains(values: values, isGone: member == nil, isThere: isThere)
    }
    // A thousand times 1 + 2 s at s = 1; then a thousand times 1.
    #expect(remains == Remains(values: [3_000, 1_000], isGone: true, isThere: true))
  }

  @Test("a node over all nodes of a chain is released, whatever it holds them in")
  func overAll() {
    let remains = onSmallStack {
      var remains = Remains(isGone: true, isThere: true)
      for labels in [false, true] {
        let x = Value(1)
        weak var node: Value?
        do {
          var all = [x]
          for i in 0..<long / 2 {
            all.append(all[i] * 1.0)
            if labels { all[i].label = "n" }
          }
          node = all[long / 4]
          let f = sum(all) + logSumExp(all) + dot(all, all.map { $0.data })
          f.backward()
          remains.values.append(x.gradient)
        }
        remains.isGone = remains.isGone && node == nil
      }
      return remains
    }
    let n = Double(long / 2 + 1)
    // sum and dot give 1 each for every node, and logSumExp shares 1 out among them: n + n + 1, the
    // shares being n times 1/n as rounded. Each addition rounds by 2^-53 of the sum, of n terms.
    for value in remains?.values ?? [0] {
      #expect(abs(value / (2 * n + 1) - 1) <= 2 * n * 0x1p-53)
    }
    #expect(remains?.isGone == true)
  }

  @Test("labelling the middle of a chain changes how it holds its parents, and no gradient")
  func labelledLate() {
    let remains = onSmallStack {
      let x = Value(1)
      weak var stem: Value?
      var values: [Double] = []
      do {
        var s = x
        var tall: [Value] = []
        for i in 0..<long {
          s = i % 2 == 0 ? s + s : s * 0.5
          if i % 1_000 < 2 { tall.append(s) }
        }
        for node in tall { node.label = "tall" }
        stem = tall[1]
        s.backward()
        values = [x.gradient]
      }
      return Remains(values: values, isGone: stem == nil, isThere: true)
    }
    #expect(remains == Remains(values: [1], isGone: true, isThere: true))
  }

  @Test("a variable that is overwritten a million times holds only what it needs")
  func overwritten() {
    let isGone = onSmallStack {
      let x = Value(1)
      var state = x
      weak var old: Value?
      for i in 0..<long {
        // Every thousandth step starts anew, and a thousand nodes go at once.
        state = i % 1_000 == 0 ? x * 1.0 : state + x
        if i == 1_500 { old = state }
      }
      return old == nil && state.data == Double(1 + (long - 1) % 1_000)
    }
    #expect(isGone == true)
  }
}
