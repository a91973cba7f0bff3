// What the executors run: groups of like instructions, and where their numbers lie in memory.
//
// There are two memories. One holds what is the same for all rows: constants, parameters, and what is
// computed from them alone, once. The other holds what differs from row to row; an executor gives it
// as many rows as it works on at a time. A slot is a place in one of them.
//
//     same:   [ constants | parameters | computed ... ]
//     rows:   [ inputs | computed ... ]                     each slot as wide as a block of rows
//
// A slot is written again when nothing needs its number any more, so that the working set stays in
// the cache.

/// A slot of either memory: of the rows' if it is not negative, else the bitwise complement of one that
/// is the same for all rows.
typealias Address = Int32

/// Where the operands of the members of a group lie.
struct Operands {
  /// Whether they differ from row to row.
  var isRow = false
  /// Whether `base` is where their slots begin in the plan's indices, member after member.
  var isList = false
  /// The slot of the first member's first operand.
  var base: Int32 = 0
  /// From a member to the next.
  var stride: Int32 = 0
  /// From an operand of a member to the next.
  var element: Int32 = 0
}

/// Instructions of one kind that do not depend on each other.
///
/// Their results lie side by side.
struct Group {
  var opcode: Opcode
  /// Whether the results differ from row to row.
  var isRow: Bool
  /// How many instructions there are.
  var count: Int32 = 1
  /// The slot of the first result.
  var destination: Int32 = 0
  /// The first operands; of sums of products the first factors; of others with many, all of them, as
  /// addresses in the plan's indices.
  var x = Operands()
  /// The second operands or factors.
  var y = Operands()
  /// How many products a sum has, or how many operands there are.
  var length: Int32 = 0
  /// Where the addresses of the heads begin in the plan's indices, or -1.
  var heads: Int32 = -1
  /// Where the addresses of the tails begin in the plan's indices, or -1.
  var tails: Int32 = -1
  /// The constant of the operation, or what a sum without a head starts from.
  var constant: Double = 0
}

/// What is added up over the rows: numbers, or products that are not stored, of one row of totals.
///
/// The derivatives of a layer by its weights are such products: one factor is the gradient of a neuron,
/// the other goes from input to input.
struct RowTotal {
  var x: Address
  var y: Address?
  /// From a total to the next.
  var xStep: Int32 = 0
  var yStep: Int32 = 0
  var count: Int32 = 1

  /// Takes the next total in, if it is a product at the same distance.
  mutating func append(_ next: RowTotal) -> Bool {
    guard let y, let nextY = next.y else { return false }
    let last = count - 1
    let (xStep, yStep) =
      count == 1
      ? (next.x - x, nextY - y) : (self.xStep, self.yStep)
    guard next.x == x + last * xStep + xStep, nextY == y + last * yStep + yStep else {
      return false
    }
    (self.xStep, self.yStep) = (xStep, yStep)
    count += 1
    return true
  }
}

/// A program as the executors see it.
struct Plan: Sendable {
  var groups: [Group] = []
  /// How many of the groups compute what is the same for all rows; they come first.
  var sameGroupCount = 0
  var indices: [Int32] = []
  /// The numbers that the memory of what is the same for all rows begins with.
  var constants: [Double] = []
  var parameterCount = 0
  var inputCount = 0
  /// How many slots each memory has.
  var sameSlotCount = 0
  var rowSlotCount = 0
  /// How many multiplications a row costs, roughly.
  var workPerRow = 0
  var outputs: [Address] = []
  var totals: [RowTotal] = []
  var totalCount = 0
  var rules: [Rule] = []
}

/// A user's own primitive in a program.
///
/// Its closure must be a function of its inputs alone, as graphs and checks expect of it too. An
/// evaluation calls it on the thread that evaluates and on no other.
struct Rule: @unchecked Sendable {
  let rule: CustomRule

  func value(_ inputs: [Double]) -> Double { rule.value(inputs) }
}
