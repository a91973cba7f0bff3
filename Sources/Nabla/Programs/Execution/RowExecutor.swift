// Runs groups for a block of rows at a time: each number that differs from row to row is a column of
// `width` doubles, a multiple of eight, worked on eight lanes at a time.
//
// Lanes beyond the last row hold a copy of it, so that they compute nothing strange, and are left out
// of totals.

struct RowExecutor<Functions: LaneFunctions>: FixedLoops {
  typealias Number = Lanes<Functions>

  let plan: PlanPointers
  let same: UnsafePointer<Double>
  let rows: UnsafeMutablePointer<Double>
  /// From a column to the next.
  let width: Int
  /// How many rows of the block are computed, a multiple of eight.
  let active: Int

  func run(_ stretches: Range<Int>) {
    for index in stretches {
      let stretch = plan.stretches[index]
      if stretch.isSteps, stretch.groups < 0 {
        for index in 0..<Int(stretch.count) {
          let step = plan.steps[Int(stretch.first) &+ index].step(rowStart: plan.rowStart)
          let constant = step.operation.hasTwoOperands ? 0 : same[Int(~step.y)]
          run(Group(step, constant: constant))
        }
      } else {
        let first = Int(stretch.isSteps ? stretch.groups : stretch.first)
        for index in 0..<Int(stretch.count) { run(plan.groups[first &+ index]) }
      }
    }
  }

  @inline(__always)
  private func run(_ group: borrowing Group) {
    switch group.opcode {
    case .products:
      if !group.x.isRow, group.y.isRow { weightedSums(group) } else { products(group) }
    case .table(let operation):
      if operation.hasManyOperands { many(operation, group) } else { lanes(operation, group) }
    case .input, .parameter, .constant: break
    }
  }

  // MARK: One or two operands

  /// Whether an operand differs from row to row is asked once for all members.
  @inline(never)
  func loop<Row: FixedPrimitive>(_ row: Row.Type, _ group: borrowing Group) {
    let (x, y, constant) = (group.x, group.y, group.constant)
    let rows = UnsafePointer(rows)
    func compute(_ x: Vector, _ y: Vector) -> Vector {
      Row.operation.value(
        ScalarInputs(Number(vector: x), Number(vector: y), constant: constant)
      ).vector
    }
    var results = column(group.destination)
    var (i, j) = (Int(x.base), Int(y.base))
    for m in 0..<Int(group.count) {
      if x.isList { i = Int(plan.indices[Int(x.base) &+ m]) }
      if y.isList { j = Int(plan.indices[Int(y.base) &+ m]) }
      var row = 0
      if x.isRow, y.isRow {
        let (a, b) = (rows + i &* width, rows + j &* width)
        repeat {
          store(compute(load(a + row), load(b + row)), results, row)
          row &+= 8
        } while row < active
      } else if x.isRow {
        let (a, b) = (rows + i &* width, Vector(repeating: same[j]))
        repeat {
          store(compute(load(a + row), b), results, row)
          row &+= 8
        } while row < active
      } else {
        let (a, b) = (Vector(repeating: same[i]), rows + j &* width)
        repeat {
          store(compute(a, load(b + row)), results, row)
          row &+= 8
        } while row < active
      }
      i &+= Int(x.stride)
      j &+= Int(y.stride)
      results += width
    }
  }

  @inline(never)
  func loop(_ operation: Primitive, _ group: borrowing Group) {
    let (x, y, constant) = (group.x, group.y, group.constant)
    for m in 0..<Int(group.count) {
      let a = operand(x, m)
      let b = operand(y, m)
      let results = column(group.destination &+ Int32(truncatingIfNeeded: m))
      var row = 0
      while row < active {
        let inputs = ScalarInputs(
          Number(vector: a.vector(row)), Number(vector: b.vector(row)), constant: constant)
        store(operation.value(inputs).vector, results, row)
        row &+= 8
      }
    }
  }

  // MARK: Sums of products

  /// Weights that all rows share times numbers that differ: sixteen sums in registers at a time.
  @inline(never)
  private func weightedSums(_ group: borrowing Group) {
    for m in 0..<Int(group.count) {
      let results = column(group.destination &+ Int32(truncatingIfNeeded: m))
      let factors = WeightedColumns(
        weights: same, columns: UnsafePointer(rows), plan: plan, x: group.x, y: group.y,
        member: m, length: Int(group.length), width: width)
      var row = 0
      while row &+ 16 <= active {
        var (low, high) = (start(group, m, row), start(group, m, row &+ 8))
        factors.forEach { weight, column in
          low += weight * load(column + row)
          high += weight * load(column + (row &+ 8))
        }
        finish(group, m, low, results, row)
        finish(group, m, high, results, row &+ 8)
        row &+= 16
      }
      if row < active {
        var sum = start(group, m, row)
        factors.forEach { weight, column in sum += weight * load(column + row) }
        finish(group, m, sum, results, row)
      }
    }
  }

  /// Any factors.
  @inline(never)
  private func products(_ group: borrowing Group) {
    let length = Int(group.length)
    for m in 0..<Int(group.count) {
      let results = column(group.destination + Int32(m))
      var row = 0
      while row < active {
        var sum = start(group, m, row)
        for i in 0..<length {
          let a = operand(isRow: group.x.isRow, slot(group.x, m, i, length))
          let b = operand(isRow: group.y.isRow, slot(group.y, m, i, length))
          sum += a.vector(row) * b.vector(row)
        }
        finish(group, m, sum, results, row)
        row &+= 8
      }
    }
  }

  @inline(__always)
  private func start(_ group: borrowing Group, _ m: Int, _ row: Int) -> Vector {
    if group.heads < 0 { return Vector(repeating: group.constant) }
    return operand(at: Int(group.heads) + m).vector(row)
  }

  @inline(__always)
  private func finish(
    _ group: borrowing Group, _ m: Int, _ sum: Vector, _ results: UnsafeMutablePointer<Double>,
    _ row: Int
  ) {
    if group.tails < 0 { return store(sum, results, row) }
    store(sum + operand(at: Int(group.tails) + m).vector(row), results, row)
  }

  // MARK: Many operands

  @inline(never)
  private func many(_ operation: Primitive, _ group: borrowing Group) {
    let length = Int(group.length)
    for m in 0..<Int(group.count) {
      let first = Int(group.x.base) + m * length
      let results = column(group.destination + Int32(m))
      if operation == .custom {
        let operands = (0..<length).map { operand(at: first + $0) }
        let rule = plan.rule(Int(group.constant))
        for row in 0..<active { results[row] = rule.value(operands.map { $0.number(row) }) }
      } else {
        select(operation, first, results)
      }
    }
  }

  @inline(__always)
  private func select(
    _ operation: Primitive, _ first: Int, _ results: UnsafeMutablePointer<Double>
  ) {
    let (a, b) = (operand(at: first), operand(at: first + 1))
    let (c, d) = (operand(at: first + 2), operand(at: first + 3))
    var row = 0
    while row < active {
      let inputs = FourInputs(
        Number(vector: a.vector(row)), Number(vector: b.vector(row)),
        Number(vector: c.vector(row)), Number(vector: d.vector(row)))
      store(operation.value(inputs).vector, results, row)
      row += 8
    }
  }

  // MARK: Totals

  /// Adds the first rows of the block to totals, each of which is two partial sums, chunk by chunk.
  func addTotals(of rowCount: Int, chunkRows: Int, to totals: UnsafeMutablePointer<SIMD2<Double>>) {
    for first in stride(from: 0, to: rowCount, by: chunkRows) {
      let rows = first..<min(first + chunkRows, rowCount)
      if rows.count.isMultiple(of: 8) {
        addTotals(ofWhole: rows, to: totals)
      } else {
        addTotals(ofAny: rows, to: totals)
      }
    }
  }

  /// Adds a chunk of a multiple of eight rows: lane by lane, then the even and the odd lanes.
  @inline(never)
  private func addTotals(ofWhole rows: Range<Int>, to totals: UnsafeMutablePointer<SIMD2<Double>>) {
    let (first, end) = (rows.lowerBound, rows.upperBound)
    addTotals(to: totals) { vector in
      var sum = vector(first)
      var row = first &+ 8
      while row < end {
        sum += vector(row)
        row &+= 8
      }
      return sum.folded
    }
  }

  /// The same where the lanes beyond the last row are to be left out.
  @inline(never)
  private func addTotals(ofAny rows: Range<Int>, to totals: UnsafeMutablePointer<SIMD2<Double>>) {
    let whole = rows.upperBound & ~7
    let lane = Vector(0, 1, 2, 3, 4, 5, 6, 7)
    let mask = lane.isLess(than: Vector(repeating: Double(rows.upperBound - whole)))
    addTotals(to: totals) { vector in
      var sum = (vector(whole).bits & mask).vector
      for row in stride(from: rows.lowerBound, to: whole, by: 8) { sum += vector(row) }
      return sum.folded
    }
  }

  /// Adds to each total what a function makes of its vectors, each of eight rows: two partial sums.
  @inline(__always)
  private func addTotals(
    to totals: UnsafeMutablePointer<SIMD2<Double>>,
    _ partialSums: (_ vector: (_ row: Int) -> Vector) -> SIMD2<Double>
  ) {
    var total = totals
    for index in 0..<plan.totalRunCount {
      let run = plan.totals[index]
      guard let y = run.y else {
        let x = operand(run.x)
        total.pointee += partialSums { x.vector($0) }
        total += 1
        continue
      }
      var (a, b) = (UnsafePointer(column(run.x)), UnsafePointer(column(y)))
      for _ in 0..<run.count {
        total.pointee += partialSums { load(a + $0) * load(b + $0) }
        total += 1
        a += Int(run.xStep) &* width
        b += Int(run.yStep) &* width
      }
    }
  }

  // MARK: Memory

  @inline(__always)
  private func column(_ slot: Int32) -> UnsafeMutablePointer<Double> { rows + Int(slot) &* width }

  @inline(__always)
  private func slot(_ operands: Operands, _ m: Int, _ i: Int, _ length: Int) -> Int32 {
    operands.isList
      ? plan.indices[Int(operands.base) &+ m &* length &+ i]
      : operands.base &+ Int32(truncatingIfNeeded: m) &* operands.stride
        &+ Int32(truncatingIfNeeded: i) &* operands.element
  }

  @inline(__always)
  private func operand(_ operands: Operands, _ m: Int) -> RowOperand {
    operand(isRow: operands.isRow, slot(operands, m, 0, 1))
  }

  @inline(__always)
  private func operand(isRow: Bool, _ slot: Int32) -> RowOperand {
    operand(isRow ? slot : ~slot)
  }

  @inline(__always)
  private func operand(at index: Int) -> RowOperand { operand(plan.indices[index]) }

  @inline(__always)
  private func operand(_ address: Address) -> RowOperand {
    address >= 0
      ? RowOperand(column: UnsafePointer(rows) + Int(address) &* width, constant: Vector())
      : RowOperand(column: nil, constant: Vector(repeating: same[Int(~address)]))
  }

  @inline(__always)
  private func load(_ column: UnsafePointer<Double>) -> Vector {
    UnsafeRawPointer(column).load(as: Vector.self)
  }

  @inline(__always)
  private func store(_ vector: Vector, _ results: UnsafeMutablePointer<Double>, _ row: Int) {
    UnsafeMutableRawPointer(results + row).assumingMemoryBound(to: Vector.self).pointee = vector
  }
}

extension Vector {
  /// The sums of the even lanes and of the odd ones.
  fileprivate var folded: SIMD2<Double> {
    @inline(__always) get {
      let half = lowHalf + highHalf
      return half.lowHalf + half.highHalf
    }
  }
}

/// The factors of a sum of products: numbers that all rows share, and columns.
private struct WeightedColumns {
  let weights: UnsafePointer<Double>
  let columns: UnsafePointer<Double>
  let plan: PlanPointers
  let x: Operands
  let y: Operands
  let member: Int
  let length: Int
  let width: Int

  @inline(__always)
  func forEach(_ body: (Double, UnsafePointer<Double>) -> Void) {
    if !x.isList, !y.isList {
      var weight = weights + (Int(x.base) &+ member &* Int(x.stride))
      var column = columns + ((Int(y.base) &+ member &* Int(y.stride)) &* width)
      let step = Int(y.element) &* width
      for _ in 0..<length {
        body(weight.pointee, column)
        weight += Int(x.element)
        column += step
      }
      return
    }
    for i in 0..<length {
      let place = member &* length &+ i
      let weight =
        x.isList
        ? Int(plan.indices[Int(x.base) &+ place])
        : Int(x.base) &+ member &* Int(x.stride) &+ i &* Int(x.element)
      let column =
        y.isList
        ? Int(plan.indices[Int(y.base) &+ place])
        : Int(y.base) &+ member &* Int(y.stride) &+ i &* Int(y.element)
      body(weights[weight], columns + column &* width)
    }
  }
}

/// An operand of a block of rows: a column, or one number for all.
private struct RowOperand {
  let column: UnsafePointer<Double>?
  let constant: Vector

  @inline(__always)
  func vector(_ row: Int) -> Vector {
    guard let column else { return constant }
    return UnsafeRawPointer(column + row).load(as: Vector.self)
  }

  @inline(__always)
  func number(_ row: Int) -> Double { column.map { $0[row] } ?? constant[0] }
}
