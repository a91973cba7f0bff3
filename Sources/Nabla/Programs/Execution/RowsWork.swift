// Many rows: how they are cut, and who computes which.
//
//     rows      all of them
//     chunks    added up by themselves, then to the totals one after the other
//     blocks    as many rows as fit the cache, a column of numbers for each slot
//     pieces    what a thread takes at a time: a chunk or, if it is alone, a block of several chunks
//
// How rows are cut into chunks depends on the program and their number alone, so the number of threads
// does not change a bit of any result. Every thread has a block of its own: what lies side by side in
// memory is fetched together, and must not be written by two cores.

/// How rows are cut.
struct Cut {
  let rowCount: Int
  /// The rows of a block, a multiple of eight.
  let width: Int
  /// The rows of a chunk: a part of a block, or one or more blocks.
  let chunkRows: Int
  let pieceRows: Int
  let pieceCount: Int
  let threadCount: Int
  /// Whether a thread that has to be woken would come too late.
  let isBrief: Bool
  /// How many sets of totals are kept apart: one for each piece, or one that all are added to.
  let sumCount: Int

  init(_ plan: Executable, rowCount: Int, options: Program.Options) {
    func parts(_ count: Int, of size: Int) -> Int { (count + size - 1) / size }
    self.rowCount = rowCount
    // As many rows as keep all columns in about 128 KB, in powers of two from 8 to 64.
    var widest = 64
    while widest > 8, widest * plan.rowSlotCount > 16384 { widest /= 2 }
    // Below some 40 microseconds another thread costs more than it brings.
    let work = rowCount * plan.workPerRow
    let isWorthSharing = work > 100_000 && rowCount > 8
    isBrief = work < 1_000_000
    // Eight or more chunks, if the rows are enough to give each the sixteen that sums of products take at
    // a time, and at most 64: enough to share out, few enough to add up.
    var rows = isWorthSharing ? min(16, widest) : widest
    while rows < widest, rowCount > 8 * rows { rows *= 2 }
    if rows == widest { rows *= max(1, parts(rowCount, of: 64 * widest)) }
    chunkRows = rows
    let chunkCount = parts(rowCount, of: rows)
    let limit = isWorthSharing && !plan.hasRules ? options.maximumThreads ?? Spread.coreCount : 1
    threadCount = max(1, min(limit, chunkCount))
    // One thread alone adds chunk after chunk to the same totals, and so may take several at a time. Of
    // chunks that are several blocks each has totals of its own, as with several threads.
    let isOneSum = threadCount == 1 && rows <= widest
    sumCount = isOneSum ? 1 : chunkCount
    pieceRows = isOneSum ? widest : rows
    pieceCount = parts(rowCount, of: pieceRows)
    width = min(widest, pieceRows, (rowCount + 7) & ~7)
  }
}

/// The evaluation of rows that is under way.
struct RowsWork {
  let executable: Executable
  let cut: Cut
  let rows: UnsafeBufferPointer<Double>
  let outputs: UnsafeMutableBufferPointer<Double>
  let workspace: Program.Workspace

  func run<Functions: LaneFunctions>(_ functions: Functions.Type) {
    if cut.threadCount == 1 {
      for piece in 0..<cut.pieceCount { compute(functions, piece, thread: 0) }
    } else {
      Spread.run(cut.pieceCount, threads: cut.threadCount, isBrief: cut.isBrief) { piece, thread in
        compute(functions, piece, thread: thread)
      }
    }
  }

  /// Computes a piece, block by block.
  private func compute<Functions: LaneFunctions>(
    _ functions: Functions.Type, _ piece: Int, thread: Int
  ) {
    let block = workspace.blocks[thread].start
    let sums = workspace.sums.start + (cut.sumCount == 1 ? 0 : piece) * executable.totalCount
    if piece == 0 || cut.sumCount > 1 {
      sums.update(repeating: SIMD2(), count: executable.totalCount)
    }
    let start = piece * cut.pieceRows
    let end = min(start + cut.pieceRows, cut.rowCount)
    for first in stride(from: start, to: end, by: cut.width) {
      let count = min(cut.width, end - first)
      readInputs(first, count, to: block)
      let executor = RowExecutor<Functions>(
        plan: executable.pointers, same: workspace.same.start, rows: block, width: cut.width,
        active: (count + 7) & ~7)
      executor.run(executable.rowStretches)
      writeOutputs(first, count, from: block)
      executor.addTotals(of: count, chunkRows: cut.chunkRows, to: sums)
    }
  }

  /// Turns rows into columns; lanes beyond the last row repeat it.
  private func readInputs(_ first: Int, _ count: Int, to block: UnsafeMutablePointer<Double>) {
    let inputCount = executable.inputCount
    guard inputCount > 0, let start = rows.baseAddress else { return }
    let padded = (count + 7) & ~7
    for input in 0..<inputCount {
      let column = block + input * cut.width
      var source = start + first * inputCount + input
      for row in 0..<count {
        column[row] = source.pointee
        source += inputCount
      }
      for row in count..<padded { column[row] = column[count - 1] }
    }
  }

  private func writeOutputs(_ first: Int, _ count: Int, from block: UnsafeMutablePointer<Double>) {
    guard let start = outputs.baseAddress else { return }
    let outputCount = executable.outputCount
    for index in 0..<outputCount {
      let address = executable.outputs[index]
      var target = start + first * outputCount + index
      if address >= 0 {
        let column = block + Int(address) * cut.width
        for row in 0..<count {
          target.pointee = column[row]
          target += outputCount
        }
      } else {
        for _ in 0..<count {
          target.pointee = workspace.same.start[Int(~address)]
          target += outputCount
        }
      }
    }
  }
}
