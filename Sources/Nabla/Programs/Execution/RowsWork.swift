// Many rows: how they are cut, and who computes which.
//
//     rows      all of them
//     chunks    what is added up by itself: one or more blocks
//     blocks    as many rows as fit the cache, a column of numbers for each slot
//     pieces    of a block: rows that one thread computes, a multiple of eight
//
// How rows are cut into chunks and blocks depends on the program and their number alone, so the number
// of threads does not change a bit of any result. Several chunks are shared out among the threads. A
// single one - a batch in training - is computed in two stages: each thread some of its rows, then
// each thread some of the totals over all of them.

/// How rows are cut.
struct Cut {
  let rowCount: Int
  /// The rows of a block, a multiple of eight.
  let width: Int
  /// The rows of a chunk, a multiple of the width.
  let chunkRows: Int
  let chunkCount: Int
  let threadCount: Int
  /// Whether the threads share the rows of one chunk.
  let isShared: Bool

  init(_ plan: Executable, rowCount: Int, options: Program.Options) {
    self.rowCount = rowCount
    // As many rows as keep all columns in about 128 KB, between 8 and 64.
    let fitting = 16384 / max(plan.rowSlotCount, 1) & ~7
    let width = min(max(8, min(64, fitting)), (rowCount + 7) & ~7)
    let blockCount = width == 0 ? 0 : (rowCount + width - 1) / width
    // At most 64 chunks: enough to share out, few enough to add up.
    chunkRows = max(1, (blockCount + 63) / 64) * width
    chunkCount = chunkRows == 0 ? 0 : (rowCount + chunkRows - 1) / chunkRows
    // A chunk of one block is cut into pieces, one of several blocks is not.
    let isOneBlock = chunkCount == 1 && blockCount == 1
    // Below some 200 microseconds of work another thread costs more than it brings.
    let isWorthIt =
      rowCount * plan.workPerRow > (isOneBlock ? options.leastSharedWork : 600_000)
    let limit = isWorthIt && !plan.hasRules ? options.maximumThreads ?? Spread.coreCount : 1
    threadCount = max(1, min(limit, isOneBlock ? (rowCount + 15) / 16 : chunkCount))
    isShared = isOneBlock && threadCount > 1
    // Rows by sixteen, which sums of products take at a time.
    self.width = isShared ? ((rowCount + threadCount - 1) / threadCount + 15) & ~15 : width
  }

  /// How many pieces of memory there are, which grow by themselves.
  var memoryCount: Int { isShared ? 1 : threadCount }
  /// How many blocks follow each other in a piece of memory.
  var blocksInMemory: Int { isShared ? threadCount : 1 }
}

/// The evaluation of rows that is under way.
struct RowsWork {
  let executable: Executable
  let cut: Cut
  let rows: UnsafeBufferPointer<Double>
  let outputs: UnsafeMutableBufferPointer<Double>
  let workspace: Program.Workspace

  func run<Functions: LaneFunctions>(_ functions: Functions.Type) {
    if cut.isShared { return runShared(functions) }
    Spread.run(cut.threadCount) { thread in
      for chunk in stride(from: thread, to: cut.chunkCount, by: cut.threadCount) {
        let first = chunk * cut.chunkRows
        let range = first..<min(first + cut.chunkRows, cut.rowCount)
        run(functions, range, block: workspace.blocks[thread].start, sums: sums(chunk))
      }
    }
  }

  private func sums(_ chunk: Int) -> UnsafeMutablePointer<SIMD2<Double>> {
    workspace.sums.start + chunk * executable.totalCount
  }

  /// Computes a chunk, block by block.
  private func run<Functions: LaneFunctions>(
    _ functions: Functions.Type, _ range: Range<Int>, block: UnsafeMutablePointer<Double>,
    sums: UnsafeMutablePointer<SIMD2<Double>>
  ) {
    sums.update(repeating: SIMD2(), count: executable.totalCount)
    var first = range.lowerBound
    while first < range.upperBound {
      let count = min(cut.width, range.upperBound - first)
      let executor = compute(functions, first, count, to: block)
      executor.addTotals(0..<executable.totalRunCount, rowCount: count, to: sums)
      first += cut.width
    }
  }

  /// Computes the only chunk on several threads.
  ///
  /// Each has a block of its own for its rows: what lies side by side in memory is fetched together, and
  /// must not be written by two cores.
  private func runShared<Functions: LaneFunctions>(_ functions: Functions.Type) {
    let block = workspace.blocks[0].start
    let sums = sums(0)
    let parts = cut.threadCount
    let stride = executable.rowSlotCount * cut.width
    Spread.run(parts) { part in
      let first = part * cut.width
      guard first < cut.rowCount else { return }
      let count = min(cut.width, cut.rowCount - first)
      _ = compute(functions, first, count, to: block + part * stride)
    } then: { part in
      let runs = executable.totalRuns(part, of: parts)
      let count = executable.totalStarts[runs.upperBound] - executable.totalStarts[runs.lowerBound]
      let start = sums + executable.totalStarts[runs.lowerBound]
      start.update(repeating: SIMD2(), count: count)
      executor(functions, block, active: 0)
        .addTotals(runs, rowCount: cut.rowCount, from: stride, to: start)
    }
  }

  private func executor<Functions: LaneFunctions>(
    _ functions: Functions.Type, _ block: UnsafeMutablePointer<Double>, active: Int
  ) -> RowExecutor<Functions> {
    RowExecutor<Functions>(
      plan: executable.pointers, same: workspace.same.start, rows: block, width: cut.width,
      active: active)
  }

  /// Computes some rows, from their inputs to their outputs.
  private func compute<Functions: LaneFunctions>(
    _ functions: Functions.Type, _ first: Int, _ count: Int, to block: UnsafeMutablePointer<Double>
  ) -> RowExecutor<Functions> {
    readInputs(first, count, to: block)
    let executor = executor(functions, block, active: (count + 7) & ~7)
    executor.run(executable.rowStretches)
    writeOutputs(first, count, from: block)
    return executor
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
