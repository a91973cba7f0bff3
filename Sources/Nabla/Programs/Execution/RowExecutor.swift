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

  func run(_ groups: Range<Int>) {
    for index in groups { run(plan.groups[index]) }
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
  func loop<Row: FixedOperation>(_ row: Row.Type, _ group: borrowing Group) {
    let (x, y, constant) = (group.x, group.y, group.constant)
    let rows = UnsafePointer(rows)
    func compute(_ x: Vector, _ y: Vector) -> Vector {
      Row.operation.value(
        ScalarInputs(Number(vector: x), Number(vector: y), constant: constant)
      ).vector
    }
    for m in 0..<Int(group.count) {
      let results = column(group.destination &+ Int32(truncatingIfNeeded: m))
      let (i, j) = (Int(slot(x, m, 0, 1)), Int(slot(y, m, 0, 1)))
      var row = 0
      if x.isRow, y.isRow {
        let (a, b) = (rows + i &* width, rows + j &* width)
        while row < active {
          store(compute(load(a + row), load(b + row)), results, row)
          row &+= 8
        }
      } else if x.isRow {
        let (a, b) = (rows + i &* width, Vector(repeating: same[j]))
        while row < active {
          store(compute(load(a + row), b), results, row)
          row &+= 8
        }
      } else {
        let (a, b) = (Vector(repeating: same[i]), rows + j &* width)
        while row < active {
          store(compute(a, load(b + row)), results, row)
          row &+= 8
        }
      }
    }
  }

  @inline(never)
  func loop(_ operation: Operation, _ group: borrowing Group) {
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
    let length = Int(group.length)
    for m in 0..<Int(group.count) {
      let results = column(group.destination + Int32(m))
      var row = 0
      while row < active {
        let isWide = row + 16 <= active
        var low = start(group, m, row)
        var high = isWide ? start(group, m, row + 8) : low
        if !group.x.isList, !group.y.isList {
          var weight = same + Int(group.x.base + Int32(m) * group.x.stride)
          let firstColumn = Int(group.y.base + Int32(m) * group.y.stride)
          var column = UnsafePointer(rows) + firstColumn * width + row
          let weightStep = Int(group.x.element)
          let columnStep = Int(group.y.element) * width
          if isWide {
            for _ in 0..<length {
              low += weight.pointee * load(column)
              high += weight.pointee * load(column + 8)
              weight += weightStep
              column += columnStep
            }
          } else {
            for _ in 0..<length {
              low += weight.pointee * load(column)
              weight += weightStep
              column += columnStep
            }
          }
        } else {
          for i in 0..<length {
            let weight = same[Int(slot(group.x, m, i, length))]
            let column = UnsafePointer(rows) + Int(slot(group.y, m, i, length)) * width + row
            low += weight * load(column)
            if isWide { high += weight * load(column + 8) }
          }
        }
        finish(group, m, low, results, row)
        if isWide { finish(group, m, high, results, row + 8) }
        row &+= 16
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
  private func many(_ operation: Operation, _ group: borrowing Group) {
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
    _ operation: Operation, _ first: Int, _ results: UnsafeMutablePointer<Double>
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

  /// Adds the first rows of the block to totals, of which each is two partial sums.
  func addTotals(_ count: Int, rowCount: Int, to sums: UnsafeMutablePointer<SIMD2<Double>>) {
    let whole = rowCount & ~7
    let lane = Vector(0, 1, 2, 3, 4, 5, 6, 7)
    let mask = lane.isLess(than: Vector(repeating: Double(rowCount - whole)))
    func kept(_ vector: Vector) -> Vector { (vector.bits & mask).vector }
    let rows = UnsafePointer(rows)
    for index in 0..<count {
      let total = plan.totals[index]
      var sum = Vector()
      if let y = total.y {
        let (a, b) = (rows + Int(total.x) * width, rows + Int(y) * width)
        var row = 0
        while row < whole {
          sum += load(a + row) * load(b + row)
          row &+= 8
        }
        if row < rowCount { sum += kept(load(a + row) * load(b + row)) }
      } else {
        let x = operand(total.x)
        for row in stride(from: 0, to: whole, by: 8) { sum += x.vector(row) }
        if whole < rowCount { sum += kept(x.vector(whole)) }
      }
      let half = sum.lowHalf + sum.highHalf
      sums[index] += half.lowHalf + half.highHalf
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
