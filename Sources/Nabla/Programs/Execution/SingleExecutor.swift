// Runs groups for one row, or for what all rows share: each number is one double.
//
// The members of a group are taken eight at a time as lanes; where their operands lie side by side
// that is a load, where all have the same one a broadcast, else eight loads. A few members alone are
// computed as doubles: a chain of single steps must not pay for eight lanes.

struct SingleExecutor<Functions: LaneFunctions>: FixedLoops {
  typealias Number = Lanes<Functions>

  let plan: PlanPointers
  /// What is the same for all rows and, from `rowStart` on, the row.
  let same: UnsafeMutablePointer<Double>
  private var rows: UnsafeMutablePointer<Double> { same + plan.rowStart }

  init(plan: PlanPointers, memory: UnsafeMutablePointer<Double>) {
    self.plan = plan
    same = memory
  }

  /// Fewer members than this are computed one by one.
  private static var fewest: Int { 4 }

  func run(_ stretches: Range<Int>) {
    for index in stretches {
      let stretch = plan.stretches[index]
      let range = Int(stretch.first)..<Int(stretch.first + stretch.count)
      if stretch.isSteps {
        runSteps(range)
      } else {
        for group in range { run(plan.groups[group]) }
      }
    }
  }

  @inline(__always)
  private func run(_ group: borrowing Group) {
    switch group.opcode {
    case .products: products(group)
    case .table(let operation):
      if operation.hasManyOperands {
        many(operation, group)
      } else if group.count < Int32(Self.fewest) {
        few(operation, group)
      } else {
        lanes(operation, group)
      }
    case .input, .parameter, .constant: break
    }
  }

  // MARK: One or two operands

  /// Runs instructions alone, as in a chain; what is frequent there has a jump of its own.
  @inline(never)
  private func runSteps(_ range: Range<Int>) {
    for index in range {
      let step = plan.steps[index]
      let (x, y) = (same[Int(step.x)], same[Int(step.y)])
      let inputs = ScalarInputs(x, y, constant: y)
      let result = same + Int(step.destination)
      switch step.operation {
      case .add: result.pointee = Primitive.add.value(inputs)
      case .multiply: result.pointee = Primitive.multiply.value(inputs)
      case .addConstant: result.pointee = Primitive.addConstant.value(inputs)
      case .multiplyByConstant: result.pointee = Primitive.multiplyByConstant.value(inputs)
      default: result.pointee = value(step.operation, inputs)
      }
    }
  }

  @inline(never)
  private func value(_ operation: Primitive, _ inputs: ScalarInputs<Double>) -> Double {
    operation.value(inputs)
  }

  @inline(never)
  private func few(_ operation: Primitive, _ group: borrowing Group) {
    let (x, y) = (column(group.x), column(group.y))
    let results = self.results(group)
    for m in 0..<Int(group.count) {
      results[m] = operation.value(ScalarInputs(x[m], y[m], constant: group.constant))
    }
  }

  /// Eight members at a time without a question asked, where operands lie side by side.
  @inline(never)
  func loop<Row: FixedPrimitive>(_ row: Row.Type, _ group: borrowing Group) {
    let (x, y) = (column(group.x), column(group.y))
    let results = self.results(group)
    let whole = Int(group.count) & ~7
    let constant = group.constant
    func compute(_ x: Vector, _ y: Vector, _ m: Int) {
      let inputs = ScalarInputs(
        Number(vector: x), Number(vector: y), constant: constant)
      UnsafeMutableRawPointer(results + m).storeBytes(
        of: Row.operation.value(inputs).vector, as: Vector.self)
    }
    var m = 0
    if x.isContiguous, y.isContiguous {
      while m < whole {
        compute(x.load(m), y.load(m), m)
        m &+= 8
      }
    } else if x.isContiguous, y.isConstant {
      let y = Vector(repeating: y.start.pointee)
      while m < whole {
        compute(x.load(m), y, m)
        m &+= 8
      }
    } else if x.isConstant, y.isContiguous {
      let x = Vector(repeating: x.start.pointee)
      while m < whole {
        compute(x, y.load(m), m)
        m &+= 8
      }
    }
    body(Row.operation, group, from: m)
  }

  @inline(never)
  func loop(_ operation: Primitive, _ group: borrowing Group) { body(operation, group, from: 0) }

  @inline(__always)
  private func body(_ operation: Primitive, _ group: borrowing Group, from first: Int) {
    let (x, y) = (column(group.x), column(group.y))
    let results = self.results(group)
    let count = Int(group.count)
    var m = first
    while m < count {
      let left = min(8, count - m)
      let inputs = ScalarInputs(
        Number(vector: x.vector(m, left)), Number(vector: y.vector(m, left)),
        constant: group.constant)
      store(operation.value(inputs).vector, left, to: results + m)
      m += 8
    }
  }

  // MARK: Sums of products

  @inline(never)
  private func products(_ group: borrowing Group) {
    let (x, y) = (column(group.x), column(group.y))
    let results = self.results(group)
    let count = Int(group.count)
    let length = Int(group.length)
    var m = 0
    while m + Self.fewest <= count {
      let left = min(8, count - m)
      var sum = Vector(repeating: group.constant)
      if group.heads >= 0 { sum = gather(Int(group.heads) + m, left) }
      for i in 0..<length {
        sum += x.vector(m, left, i, of: length) * y.vector(m, left, i, of: length)
      }
      if group.tails >= 0 { sum += gather(Int(group.tails) + m, left) }
      store(sum, left, to: results + m)
      m += 8
    }
    while m < count {
      var sum = group.heads >= 0 ? number(Int(group.heads) + m) : group.constant
      x.forEachPair(with: y, m, length) { sum += $0 * $1 }
      if group.tails >= 0 { sum += number(Int(group.tails) + m) }
      results[m] = sum
      m += 1
    }
  }

  // MARK: Many operands

  @inline(never)
  private func many(_ operation: Primitive, _ group: borrowing Group) {
    let results = self.results(group)
    let length = Int(group.length)
    for m in 0..<Int(group.count) {
      let first = Int(group.x.base) + m * length
      if operation == .custom {
        let values = (0..<length).map { number(first + $0) }
        results[m] = plan.rule(Int(group.constant)).value(values)
      } else {
        let inputs = FourInputs(
          number(first), number(first + 1), number(first + 2), number(first + 3))
        results[m] = operation.value(inputs)
      }
    }
  }

  // MARK: Memory

  @inline(__always)
  private func results(_ group: borrowing Group) -> UnsafeMutablePointer<Double> {
    (group.isRow ? rows : same) + Int(group.destination)
  }

  @inline(__always)
  private func column(_ operands: Operands) -> Column {
    let memory = UnsafePointer(operands.isRow ? rows : same)
    return operands.isList
      ? Column(start: memory, indices: plan.indices + Int(operands.base), stride: 0, element: 0)
      : Column(
        start: memory + Int(operands.base), indices: nil, stride: Int(operands.stride),
        element: Int(operands.element))
  }

  /// The number whose address stands at a place in the plan's indices.
  @inline(__always)
  private func number(_ index: Int) -> Double {
    let address = plan.indices[index]
    return address >= 0 ? rows[Int(address)] : same[Int(~address)]
  }

  @inline(__always)
  private func gather(_ index: Int, _ count: Int) -> Vector {
    var result = Vector(repeating: number(index))
    for lane in 1..<max(count, 1) { result[lane] = number(index + lane) }
    return result
  }

  @inline(__always)
  private func store(_ vector: Vector, _ count: Int, to results: UnsafeMutablePointer<Double>) {
    if count == 8 {
      return UnsafeMutableRawPointer(results).storeBytes(of: vector, as: Vector.self)
    }
    for lane in 0..<count { results[lane] = vector[lane] }
  }
}

/// The operands of a group's members, one for each, or several.
private struct Column {
  let start: UnsafePointer<Double>
  let indices: UnsafePointer<Int32>?
  let stride: Int
  let element: Int

  /// Whether the operands of the members lie side by side.
  var isContiguous: Bool { indices == nil && stride == 1 }
  /// Whether all members have the same operand.
  var isConstant: Bool { indices == nil && stride == 0 }

  /// The operands of eight members that lie side by side.
  @inline(__always)
  func load(_ m: Int) -> Vector {
    UnsafeRawPointer(start + m).loadUnaligned(as: Vector.self)
  }

  /// The operand of member m.
  subscript(m: Int) -> Double {
    @inline(__always) get { number(m, 0, of: 1) }
  }

  /// The i-th operand of member m.
  @inline(__always)
  func number(_ m: Int, _ i: Int, of length: Int) -> Double {
    if let indices { return start[Int(indices[m * length + i])] }
    return start[m * stride + i * element]
  }

  /// Calls the body with the factors of each product of member m.
  @inline(__always)
  func forEachPair(with other: Column, _ m: Int, _ length: Int, _ body: (Double, Double) -> Void) {
    guard indices == nil, other.indices == nil else {
      for i in 0..<length { body(number(m, i, of: length), other.number(m, i, of: length)) }
      return
    }
    var (x, y) = (start + m &* stride, other.start + m &* other.stride)
    for _ in 0..<length {
      body(x.pointee, y.pointee)
      x += element
      y += other.element
    }
  }

  /// The operands of up to eight members; lanes beyond repeat the last.
  @inline(__always)
  func vector(_ m: Int, _ count: Int) -> Vector { vector(m, count, 0, of: 1) }

  @inline(__always)
  func vector(_ m: Int, _ count: Int, _ i: Int, of length: Int) -> Vector {
    if indices == nil {
      if stride == 0 { return Vector(repeating: start[i * element]) }
      if stride == 1, count == 8 {
        return UnsafeRawPointer(start + m + i * element).loadUnaligned(as: Vector.self)
      }
    }
    return gathered(m, count, i, of: length)
  }

  @inline(__always)
  private func gathered(_ m: Int, _ count: Int, _ i: Int, of length: Int) -> Vector {
    var result = Vector()
    for lane in 0..<8 { result[lane] = number(m + min(lane, count - 1), i, of: length) }
    return result
  }
}

/// The inputs of a selection.
struct FourInputs<Number: RealNumber>: PrimitiveInputs {
  let first: Number
  let second: Number
  let third: Number
  let fourth: Number

  init(_ first: Number, _ second: Number, _ third: Number, _ fourth: Number) {
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
  }

  var count: Int { 4 }
  var constant: Double { 0 }
  var pairCount: Int { 0 }
  subscript(index: Int) -> Number {
    @inline(__always) get {
      switch index {
      case 0: first
      case 1: second
      case 2: third
      default: fourth
      }
    }
  }
  func factor(_ index: Int) -> Double { 0 }
  func customValue() -> Number { preconditionFailure("a selection has no rule of its own") }
  func customPartials() -> [Number] { preconditionFailure("a selection has no rule of its own") }
}
