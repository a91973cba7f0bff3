// Groups like, independent instructions, so that one dispatch serves them all, and gives each number
// a slot.
//
// List scheduling: an instruction is ready when its operands are computed. Ready instructions wait in
// buckets of one kind each; the bucket with the instruction that has the longest way to go is emptied
// into a group. So a chain is walked along first, and what waits beside it (the cosines that the
// backward half needs of the sines of the forward half) gathers into one large group.
//
// Like is told from unlike by what an instruction and the four levels below it compute: the ready
// multiplications of a layer are one group, those that happen to be ready at the same time another. Kinds
// of which there are few share a group.
//
// Members of a group are sorted by where their operands lie, so that operands of one group that were
// results of another are read side by side too.

/// Makes a plan of code.
struct Scheduler {
  private let code: Code
  private let depends: [Bool]
  /// The longest way from each instruction to the end.
  private let heights: [Int32]
  /// What each instruction computes, four levels deep.
  private let kinds: [UInt32]
  private let users: Users
  /// How many operands of each instruction are not computed yet.
  private var pending: [Int32]
  private var buckets = Buckets()
  private var slots: SlotAllocator
  private var plan = Plan()
  /// Where the constants of steps stand.
  private var stepConstants: [UInt64: Int32] = [:]
  /// Products that are only added up over the rows, which are not stored.
  private var isInTotals: [Bool]

  /// The plan of some code.
  static func plan(_ code: Code, inputCount: Int, parameterCount: Int) -> Plan {
    var scheduler = Scheduler(code, inputCount: inputCount, parameterCount: parameterCount)
    scheduler.run()
    return scheduler.plan
  }

  private init(_ code: Code, inputCount: Int, parameterCount: Int) {
    self.code = code
    depends = code.rowDependence()
    heights = code.heights()
    kinds = code.kinds(depth: 4)
    users = Users(code)
    pending = Array(repeating: 0, count: code.instructions.count)
    isInTotals = Array(repeating: false, count: code.instructions.count)
    slots = SlotAllocator(count: code.instructions.count)
    plan.inputCount = inputCount
    plan.parameterCount = parameterCount
    plan.rules = code.rules
  }

  private mutating func run() {
    placeLeaves()
    listTotals()
    countUses()
    for (place, instruction) in code.instructions.enumerated() {
      code.forEachOperand(of: instruction) { _ in pending[place] += 1 }
    }
    let isReady = pending.map { $0 == 0 }
    for place in code.instructions.indices where isReady[place] {
      if code.instructions[place].isLeaf { release(Place(place)) } else { enqueue(Place(place)) }
    }
    while let members = buckets.next(differing: false) { scheduleByKind(members) }
    plan.cutStretch()
    while let members = buckets.next(differing: true) { scheduleByKind(members) }
    plan.outputs = code.outputs.map { address($0) }
    plan.totalCount = code.totals.count
    for place in code.totals {
      let total = total(place)
      let isTaken = plan.totals.isEmpty ? false : plan.totals[plan.totals.count - 1].append(total)
      if !isTaken { plan.totals.append(total) }
    }
    plan.workPerRow += plan.totalCount
    plan.sameSlotCount = slots.sameCount
    plan.rowSlotCount = slots.rowCount
  }

  /// Gives the leaves their slots.
  private mutating func placeLeaves() {
    var constants: [UInt64: Int32] = [:]
    for (place, instruction) in code.instructions.enumerated()
    where instruction.opcode == .constant {
      let bits = instruction.constant.bitPattern
      if constants[bits] == nil {
        constants[bits] = Int32(plan.constants.count)
        plan.constants.append(instruction.constant)
      }
      slots.slots[place] = constants[bits] ?? 0
    }
    for (place, instruction) in code.instructions.enumerated() {
      switch instruction.opcode {
      case .input: slots.slots[place] = instruction.x
      case .parameter: slots.slots[place] = Int32(plan.constants.count) + instruction.x
      default: break
      }
    }
    slots.sameCount = plan.constants.count + plan.parameterCount
    slots.rowCount = plan.inputCount
  }

  /// Finds the products that only a total needs.
  private mutating func listTotals() {
    let uses = code.useCounts()
    for place in code.totals {
      let instruction = code.instructions[Int(place)]
      isInTotals[Int(place)] =
        instruction.opcode == .table(.multiply) && uses[Int(place)] == 1
        && depends[Int(instruction.x)] && depends[Int(instruction.y)]
    }
  }

  /// Counts what keeps each number alive; outputs and what totals read stay to the end.
  private mutating func countUses() {
    for instruction in code.instructions {
      code.forEachOperand(of: instruction) { slots.uses[Int($0)] += 1 }
    }
    for place in code.outputs + code.totals { slots.uses[Int(place)] += 1 }
  }

  private func total(_ place: Place) -> RowTotal {
    guard isInTotals[Int(place)] else { return RowTotal(x: address(place)) }
    let product = code.instructions[Int(place)]
    return RowTotal(x: address(product.x), y: address(product.y))
  }

  private func address(_ place: Place) -> Address {
    let slot = slots.slots[Int(place)]
    return depends[Int(place)] ? slot : ~slot
  }

  /// Makes ready the instructions that waited for this number last.
  private mutating func release(_ place: Place) {
    for user in users.users(of: place) {
      pending[Int(user)] -= 1
      if pending[Int(user)] == 0 { enqueue(user) }
    }
  }

  private mutating func enqueue(_ place: Place) {
    if isInTotals[Int(place)] { return }
    let instruction = code.instructions[Int(place)]
    buckets.insert(place, height: heights[Int(place)], key: key(instruction, place))
  }

  private func key(_ instruction: Instruction, _ place: Place) -> Buckets.Key {
    var key = Buckets.Key(opcode: instruction.opcode, differs: depends[Int(place)])
    switch instruction.opcode {
    case .products:
      let first = Int(instruction.x) + (instruction.hasHead ? 1 : 0)
      key.length = Int32(instruction.pairCount)
      key.hasHead = instruction.hasHead
      key.hasTail = instruction.hasTail
      if key.length > 0 {
        key.xDiffers = depends[Int(code.operands[first])]
        key.yDiffers = depends[Int(code.operands[first + 1])]
      }
    case .table(let operation) where operation.hasManyOperands:
      key.length = instruction.y
    case .table(let operation):
      key.xDiffers = depends[Int(instruction.x)]
      key.yDiffers = operation.hasTwoOperands && depends[Int(instruction.y)]
    case .input, .parameter, .constant: break
    }
    key.constantBits = instruction.constant.bitPattern
    return key
  }

  // MARK: Groups

  /// Makes a group of each kind that has eight members, and one of the others.
  private mutating func scheduleByKind(_ ready: [Place]) {
    guard ready.count >= 16 else { return schedule(ready) }
    var members: [UInt32: [Place]] = [:]
    var order: [UInt32] = []
    for place in ready {
      let kind = kinds[Int(place)]
      if members[kind] == nil { order.append(kind) }
      members[kind, default: []].append(place)
    }
    var others: [Place] = []
    for kind in order {
      let places = members[kind] ?? []
      if places.count >= 8 { schedule(places) } else { others += places }
    }
    if !others.isEmpty { schedule(others) }
  }

  private mutating func schedule(_ ready: [Place]) {
    if ready.count == 1, !code.instructions[Int(ready[0])].opcode.isMany {
      return scheduleStep(ready[0])
    }
    let members = sorted(ready)
    let first = code.instructions[Int(members[0])]
    let differs = depends[Int(members[0])]
    var group = Group(opcode: first.opcode, isRow: differs)
    group.count = Int32(members.count)
    group.constant = first.constant
    placeOperands(of: members, first, in: &group)
    group.destination = slots.allocate(members, inRows: differs)
    for member in members {
      code.forEachOperand(of: code.instructions[Int(member)]) {
        slots.giveUp($0, inRows: depends[Int($0)])
      }
    }
    plan.append(group)
    if differs { plan.workPerRow += members.count * max(Int(group.length), group.opcode.work) }
    for member in members { release(member) }
  }

  private mutating func scheduleStep(_ place: Place) {
    let instruction = code.instructions[Int(place)]
    guard case .table(let operation) = instruction.opcode else { return }
    let x = address(instruction.x)
    let y =
      operation.hasTwoOperands
      ? address(instruction.y) : stepConstant(instruction.constant)
    let differs = depends[Int(place)]
    let slot = slots.allocate(place, inRows: differs)
    code.forEachOperand(of: instruction) { slots.giveUp($0, inRows: depends[Int($0)]) }
    plan.append(
      Step(operation: operation, destination: differs ? slot : ~slot, x: x, y: y))
    if differs { plan.workPerRow += instruction.opcode.work }
    release(place)
  }

  /// Where the constant of a step stands.
  private mutating func stepConstant(_ constant: Double) -> Address {
    if let slot = stepConstants[constant.bitPattern] { return ~slot }
    let slot = Int32(slots.sameCount)
    slots.sameCount += 1
    stepConstants[constant.bitPattern] = slot
    plan.stepConstants[slot] = constant
    return ~slot
  }

  private mutating func placeOperands(
    of members: [Place], _ first: Instruction, in group: inout Group
  ) {
    let code = code
    switch first.opcode {
    case .products:
      let skip = first.hasHead ? 1 : 0
      let length = first.pairCount
      group.length = Int32(length)
      group.x = operands(members, length) { code.operand(skip + 2 * $1, of: $0) }
      group.y = operands(members, length) { code.operand(skip + 2 * $1 + 1, of: $0) }
      if first.hasHead { group.heads = list(members) { code.operand(0, of: $0) } }
      if first.hasTail { group.tails = list(members) { code.operand(skip + 2 * length, of: $0) } }
    case .table(let operation) where operation.hasManyOperands:
      let length = Int(first.y)
      group.length = Int32(length)
      group.x.isList = true
      group.x.base = Int32(plan.indices.count)
      for member in members {
        for i in 0..<length { plan.indices.append(address(code.operand(i, of: member))) }
      }
    case .table(let operation):
      group.x = operands(members, 1) { member, _ in code.instructions[Int(member)].x }
      if operation.hasTwoOperands {
        group.y = operands(members, 1) { member, _ in code.instructions[Int(member)].y }
      }
    case .input, .parameter, .constant: break
    }
  }

  private mutating func list(_ members: [Place], _ operand: (Place) -> Place) -> Int32 {
    let start = Int32(plan.indices.count)
    for member in members { plan.indices.append(address(operand(member))) }
    return start
  }

  /// Where operands lie: at even distances if they do, else in a list.
  private mutating func operands(
    _ members: [Place], _ length: Int, _ operand: (Place, Int) -> Place
  ) -> Operands {
    guard length > 0 else { return Operands() }
    let slots = slots.slots
    func slot(_ m: Int, _ i: Int) -> Int32 { slots[Int(operand(members[m], i))] }
    var result = Operands()
    result.isRow = depends[Int(operand(members[0], 0))]
    result.base = slot(0, 0)
    result.stride = members.count > 1 ? slot(1, 0) - slot(0, 0) : 0
    result.element = length > 1 ? slot(0, 1) - slot(0, 0) : 0
    for m in members.indices {
      for i in 0..<length
      where slot(m, i) != result.base + Int32(m) * result.stride + Int32(i) * result.element {
        return listed(members, length, isRow: result.isRow, slot)
      }
    }
    return result
  }

  private mutating func listed(
    _ members: [Place], _ length: Int, isRow: Bool, _ slot: (Int, Int) -> Int32
  ) -> Operands {
    var result = Operands()
    result.isRow = isRow
    result.isList = true
    result.base = Int32(plan.indices.count)
    for m in members.indices {
      for i in 0..<length { plan.indices.append(slot(m, i)) }
    }
    return result
  }

  /// The members in the order of where their operands lie.
  private func sorted(_ members: [Place]) -> [Place] {
    guard members.count > 1 else { return members }
    let keyed = members.map { (key: order($0), place: $0) }
    let isSorted = zip(keyed, keyed.dropFirst()).allSatisfy { $0.key <= $1.key }
    if isSorted { return members }
    return keyed.sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map { $0.place }
  }

  private func order(_ member: Place) -> UInt64 {
    let instruction = code.instructions[Int(member)]
    func slot(_ place: Place) -> UInt64 { UInt64(UInt32(bitPattern: slots.slots[Int(place)])) }
    guard instruction.opcode.isMany else {
      guard case .table(let operation) = instruction.opcode, operation.hasTwoOperands else {
        return slot(instruction.x)
      }
      return slot(instruction.x) << 32 | slot(instruction.y)
    }
    guard instruction.y > 0 else { return 0 }
    // The first factors of a sum, or the first two operands.
    let first = Int(instruction.x) + (instruction.hasHead ? 1 : 0)
    let last = Int(instruction.x + instruction.y) - 1
    return slot(code.operands[min(first, last)]) << 32 | slot(code.operands[min(first + 1, last)])
  }
}

extension Opcode {
  /// How many multiplications an instruction costs, roughly.
  fileprivate var work: Int {
    switch self {
    case .table(.add), .table(.subtract), .table(.multiply), .table(.negate), .table(.abs),
      .table(.relu), .table(.step), .table(.route), .products:
      1
    default: 10
    }
  }
}

extension Instruction {
  /// Whether the number is there before anything is computed.
  fileprivate var isLeaf: Bool {
    switch opcode {
    case .input, .parameter, .constant: true
    case .products, .table: false
    }
  }
}

extension Code {
  fileprivate func operand(_ index: Int, of member: Place) -> Place {
    operands[Int(instructions[Int(member)].x) + index]
  }

  /// A number for what each instruction computes, down to so many levels below it: equal for like
  /// instructions, and hardly ever for others.
  fileprivate func kinds(depth: Int) -> [UInt32] {
    var kinds = instructions.map { instruction in
      let number = instruction.opcodeNumber ^ instruction.constant.bitPattern
      return UInt32(truncatingIfNeeded: (number &* 0x9e37_79b9_7f4a_7c15) >> 32)
    }
    for _ in 0..<depth {
      let below = kinds
      for (place, instruction) in instructions.enumerated() {
        var kind = below[place]
        forEachOperand(of: instruction) { kind = (kind ^ below[Int($0)]) &* 0x9e37_79b1 }
        kinds[place] = kind ^ kind >> 15
      }
    }
    return kinds
  }

  /// The longest way from each instruction to one that nothing uses.
  fileprivate func heights() -> [Int32] {
    var heights = [Int32](repeating: 0, count: instructions.count)
    for place in instructions.indices.reversed() {
      let height = heights[place] + 1
      forEachOperand(of: instructions[place]) { heights[Int($0)] = max(heights[Int($0)], height) }
    }
    return heights
  }
}
