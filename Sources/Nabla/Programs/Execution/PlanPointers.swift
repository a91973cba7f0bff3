// A plan with its arrays in memory of its own, and the memory that it runs in: an executor reads a group
// for every few nanoseconds of work, so it must not pay for bounds checks and reference counts.

/// A plan as the executors read it.
///
/// It is never written after it has been made, so threads may share it.
final class Executable: @unchecked Sendable {
  let plan: Plan
  let groups: UnsafeMutablePointer<Group>
  let steps: UnsafeMutablePointer<PlacedStep>
  let stretches: UnsafeMutablePointer<Stretch>
  let indices: UnsafeMutablePointer<Int32>
  let totals: UnsafeMutablePointer<RowTotal>
  let outputs: UnsafeMutablePointer<Address>
  let outputCount: Int
  let totalCount: Int
  /// How many runs the totals are in.
  let totalRunCount: Int
  let inputCount: Int
  let constantCount: Int
  let rowSlotCount: Int
  /// Where the numbers of a single row begin, behind those that are the same for all rows.
  let rowStart: Int
  let workPerRow: Int
  /// Whether there are users' own primitives.
  let hasRules: Bool
  /// The stretches that compute what all rows share.
  let sameStretches: Range<Int>
  /// The stretches that compute what differs from row to row.
  let rowStretches: Range<Int>

  init(_ plan: Plan) {
    self.plan = plan
    outputs = Self.copy(plan.outputs)
    outputCount = plan.outputs.count
    totalCount = plan.totalCount
    totalRunCount = plan.totals.count
    inputCount = plan.inputCount
    constantCount = plan.constants.count
    rowSlotCount = plan.rowSlotCount
    let rowStart = (plan.sameSlotCount + 7) & ~7
    self.rowStart = rowStart
    workPerRow = plan.workPerRow
    hasRules = !plan.rules.isEmpty
    sameStretches = 0..<plan.sameStretchCount
    rowStretches = plan.sameStretchCount..<plan.stretches.count
    let (groups, stretches) = Self.withShortStepsAsGroups(plan)
    self.groups = Self.copy(groups)
    self.stretches = Self.copy(stretches)
    steps = Self.copy(plan.steps.lazy.map { PlacedStep($0, rowStart: rowStart) })
    indices = Self.copy(plan.indices)
    totals = Self.copy(plan.totals)
  }

  /// A few steps between groups are there as groups too: over a block of rows a group is quicker to read,
  /// in a single evaluation a step.
  private static func withShortStepsAsGroups(_ plan: Plan) -> ([Group], [Stretch]) {
    var groups = plan.groups
    let stretches = plan.stretches.map { stretch in
      guard stretch.isSteps, stretch.count < 64 else { return stretch }
      var stretch = stretch
      stretch.groups = Int32(groups.count)
      for step in plan.steps[Int(stretch.first)...].prefix(Int(stretch.count)) {
        groups.append(Group(step, constant: plan.constant(of: step)))
      }
      return stretch
    }
    return (groups, stretches)
  }

  private static func copy<T>(_ elements: some Collection<T>) -> UnsafeMutablePointer<T> {
    let copy = UnsafeMutablePointer<T>.allocate(capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() { (copy + index).initialize(to: element) }
    return copy
  }

  deinit {
    groups.deallocate()
    steps.deallocate()
    stretches.deallocate()
    indices.deallocate()
    totals.deallocate()
    outputs.deallocate()
  }

  var pointers: PlanPointers {
    PlanPointers(
      groups: groups, steps: steps, stretches: stretches, indices: indices, totals: totals,
      totalRunCount: totalRunCount, rowStart: rowStart, executable: .passUnretained(self))
  }
}

/// A step with places in the memory of a single row, so that an executor need not ask which of the two
/// memories an address is in.
struct PlacedStep {
  let operation: Primitive
  let destination: Int32
  let x: Int32
  let y: Int32

  init(_ step: Step, rowStart: Int) {
    func place(_ address: Address) -> Int32 { address >= 0 ? address + Int32(rowStart) : ~address }
    operation = step.operation
    destination = place(step.destination)
    x = place(step.x)
    y = place(step.y)
  }

  /// The step with addresses again.
  @inline(__always)
  func step(rowStart: Int) -> Step {
    func address(_ place: Int32) -> Address {
      place >= rowStart ? place &- Int32(truncatingIfNeeded: rowStart) : ~place
    }
    return Step(
      operation: operation, destination: address(destination), x: address(x), y: address(y))
  }
}

/// The arrays of a plan, valid while the executable lives.
struct PlanPointers {
  let groups: UnsafeMutablePointer<Group>
  let steps: UnsafeMutablePointer<PlacedStep>
  let stretches: UnsafeMutablePointer<Stretch>
  let indices: UnsafeMutablePointer<Int32>
  let totals: UnsafeMutablePointer<RowTotal>
  let totalRunCount: Int
  let rowStart: Int
  let executable: Unmanaged<Executable>

  /// A user's own primitive.
  func rule(_ number: Int) -> Rule { executable._withUnsafeGuaranteedRef { $0.plan.rules[number] } }
}

/// Memory for numbers, on the boundaries that vectors want.
final class Numbers {
  let start: UnsafeMutablePointer<Double>
  let count: Int

  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Double>.stride
    start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Double.self, capacity: max(count, 1))
    start.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { start.deallocate() }
}
