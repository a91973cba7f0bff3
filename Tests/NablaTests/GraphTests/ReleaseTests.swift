// Graphs released in parts, on the small stack of DepthTests.swift: what is let go is gone, what is
// kept still works.

import Nabla
import Testing

/// What is seen of a graph after parts of it have been let go.
private struct Remains: Sendable, Equatable {
  var values: [Double] = []
  /// Whether the nodes that should be gone are.
  var isGone = false
  /// Whether the nodes that should be there are.
  var isThere = false
}

@Suite("Release", .serialized, .tags(.slow))
struct ReleaseTests {
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
          for i in 0..<longChain {
            s = s + 1.0
            if i == longChain / 4 { below = s }
            if i == longChain / 2 { kept = s }
            if i == longChain / 2 + 1 { above = s }
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
    let expected = [2 + Double(longChain / 2 + 1), 1, 3]
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
          for _ in 0..<longChain { stem = stem * 1.0 }
          stemNode = stem
          var l = stem, r = stem
          for _ in 0..<longChain / 2 {
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
        for i in 0..<longChain {
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
        for i in 0..<longChain / 2 { all.append(all[i].map { $0 + x }) }
        last = all[longChain / 2]
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
    let n = Double(longChain / 2)
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
          for _ in 0..<longChain / 2_000 { s = s * 1.0 }
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
          for i in 0..<longChain / 2 {
            all.append(all[i] * 1.0)
            if labels { all[i].label = "n" }
          }
          node = all[longChain / 4]
          let f = sum(all) + logSumExp(all) + dot(all, all.map { $0.data })
          f.backward()
          remains.values.append(x.gradient)
        }
        remains.isGone = remains.isGone && node == nil
      }
      return remains
    }
    let n = Double(longChain / 2 + 1)
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
        for i in 0..<longChain {
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
      for i in 0..<longChain {
        // Every thousandth step starts anew, and a thousand nodes go at once.
        state = i % 1_000 == 0 ? x * 1.0 : state + x
        if i == 1_500 { old = state }
      }
      return old == nil && state.data == Double(1 + (longChain - 1) % 1_000)
    }
    #expect(isGone == true)
  }
}
