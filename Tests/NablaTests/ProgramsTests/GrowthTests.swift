// How the work of compiling grows: counted, not timed.

import Testing

@testable import Nabla

@Suite("Growth of compilation")
struct GrowthTests {
  /// Comparisons of buckets while so many instructions, each of a kind of its own, are taken out.
  private func comparisons(kinds: Int, height: (Int) -> Int) -> Int {
    var buckets = Buckets()
    for kind in 0..<kinds {
      let key = Buckets.Key(
        opcode: .table(.powerConstant), differs: kind.isMultiple(of: 2),
        constantBits: UInt64(kind))
      buckets.insert(Place(kind), height: Int32(height(kind)), key: key)
    }
    var taken = 0
    for differing in [false, true] {
      while let members = buckets.next(differing: differing) { taken += members.count }
    }
    #expect(taken == kinds)
    return buckets.comparisonCount
  }

  @Test(
    "many kinds of instructions are scheduled in n log n steps",
    arguments: [{ _ in 1 }, { $0 }, { -$0 }, { $0 &* 7919 % 10_007 }] as [@Sendable (Int) -> Int])
  func kinds(height: @Sendable (Int) -> Int) {
    for n in [1_000, 64_000] {
      // Inserting into a heap takes at most one comparison a level, removing two.
      let levels = Int.bitWidth - n.leadingZeroBitCount
      #expect(comparisons(kinds: n) { height($0) + n } <= 3 * n * levels)
    }
  }

  @Test("the bucket with the longest way to go is emptied first, of several the one filled first")
  func order() {
    var buckets = Buckets()
    func key(_ kind: Int) -> Buckets.Key {
      Buckets.Key(opcode: .table(.exp), differs: true, constantBits: UInt64(kind))
    }
    buckets.insert(0, height: 3, key: key(0))
    buckets.insert(1, height: 3, key: key(1))
    buckets.insert(2, height: 2, key: key(2))
    // It overtakes all, by a member that comes later.
    buckets.insert(3, height: 5, key: key(2))
    #expect(buckets.next(differing: false) == nil)
    #expect(buckets.next(differing: true) == [2, 3])
    // Filled again, it is the youngest of its height.
    buckets.insert(4, height: 3, key: key(2))
    buckets.insert(5, height: 1, key: key(1))
    #expect(buckets.next(differing: true) == [0])
    #expect(buckets.next(differing: true) == [1, 5])
    #expect(buckets.next(differing: true) == [4])
    #expect(buckets.next(differing: true) == nil)
  }

  @Test("instructions that differ in one number are spread over the table of common subexpressions")
  func hashes() {
    let n = 1 << 16
    // Constants that are whole numbers, nearly equal, or powers of two; operands of one kind and of two.
    let families: [(Int) -> Instruction] = [
      { Instruction(opcode: .constant, constant: Double($0)) },
      { Instruction(opcode: .constant, constant: Double(bitPattern: 0x3ff0 << 48 + UInt64($0))) },
      { Instruction(opcode: .constant, constant: Double($0) * 0x1p-1000) },
      { Instruction(opcode: .table(.powerConstant), x: 7, constant: Double($0) / 8) },
      { Instruction(opcode: .table(.sin), x: Int32($0)) },
      { Instruction(opcode: .table(.multiply), x: 3, y: Int32($0)) },
      { Instruction(opcode: .table(.multiply), x: Int32($0), y: Int32($0 + 1)) },
    ]
    for (number, make) in families.enumerated() {
      let code = Code()
      var counts = [Int](repeating: 0, count: 2 * n)
      for i in 0..<n { counts[Int(truncatingIfNeeded: code.hash(make(i))) & (2 * n - 1)] += 1 }
      // Thrown at random, n balls into 2n places hit some place a dozen times once in 10,000 trials; a
      // hash that loses bits puts hundreds into one.
      #expect(counts.max() ?? 0 <= 24, "family \(number)")
    }
  }
}
