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

/// An instruction of one or two operands alone, as in a chain, where each waits for the one before.
///
/// Sixteen bytes, as a chain of a million is read from main memory once in each evaluation.
struct Step {
  var operation: Primitive
  var destination: Address
  var x: Address
  /// The second operand, or where the operation's constant is.
  var y: Address
}

/// What executors run one after the other: groups that follow each other in the plan, or steps.
struct Stretch {
  var isSteps: Bool
  var first: Int32
  var count: Int32
  /// Of steps: where the same instructions begin as groups of one, or -1.
  var groups: Int32 = -1
}

extension Group {
  /// A step as a group of one.
  init(_ step: Step, constant: Double) {
    let isRow = step.destination >= 0
    self.init(opcode: .table(step.operation), isRow: isRow)
    destination = isRow ? step.destination : ~step.destination
    x = Operands(step.x)
    if step.operation.hasTwoOperands { y = Operands(step.y) } else { self.constant = constant }
  }
}

extension Operands {
  /// One operand.
  fileprivate init(_ address: Address) {
    self.init(isRow: address >= 0, base: address >= 0 ? address : ~address)
  }
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
  var steps: [Step] = []
  /// The order in which groups and steps are run.
  var stretches: [Stretch] = []
  /// How many of the stretches compute what is the same for all rows; they come first.
  var sameStretchCount = 0
  var indices: [Int32] = []
  /// The numbers that the memory of what is the same for all rows begins with.
  var constants: [Double] = []
  /// The constants of steps' operations, by the slots where they stand in the memory of what is the
  /// same for all rows.
  var stepConstants: [Int32: Double] = [:]
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

  /// How many instructions there are.
  var instructionCount: Int { groups.reduce(steps.count) { $0 + Int($1.count) } }

  /// The constant of a step's operation, if it has one.
  func constant(of step: Step) -> Double { stepConstants[~step.y] ?? 0 }

  /// Adds a group at the end.
  mutating func append(_ group: Group) {
    groups.append(group)
    extend(isSteps: false, place: groups.count - 1)
  }

  /// Adds a step at the end.
  mutating func append(_ step: Step) {
    steps.append(step)
    extend(isSteps: true, place: steps.count - 1)
  }

  /// Begins a new stretch, so that what comes now can be run without what came before.
  mutating func cutStretch() { sameStretchCount = stretches.count }

  private mutating func extend(isSteps: Bool, place: Int) {
    let last = stretches.count - 1
    if last >= sameStretchCount, stretches[last].isSteps == isSteps {
      stretches[last].count += 1
    } else {
      stretches.append(Stretch(isSteps: isSteps, first: Int32(place), count: 1))
    }
  }
}

/// A user's own primitive in a program.
///
/// Its closure must be a function of its inputs alone, as graphs and checks expect of it too. An
/// evaluation calls it on the thread that evaluates and on no other.
struct Rule: @unchecked Sendable {
  let rule: CustomRule

  func value(_ inputs: [Double]) -> Double { rule.value(inputs) }
}
