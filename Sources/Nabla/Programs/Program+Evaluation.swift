// Evaluating programs: one row, many rows, and totals over them.
//
// Rows are worked on in blocks, as wide as the cache allows, and blocks in chunks. How they are cut
// depends on the program and the number of rows alone, each chunk adds up its rows in their order, and
// the chunks are added up in theirs: so the number of threads does not change a bit of any result.

extension Program {
  /// Evaluates the program for one row.
  ///
  /// - Parameters:
  ///   - inputs: One number for each input.
  ///   - parameters: One number for each parameter.
  /// - Returns: One number for each output.
  public func evaluate(_ inputs: [Double], parameters: [Double] = []) -> [Double] {
    var outputs = [Double](repeating: 0, count: outputCount)
    evaluate(inputs, parameters: parameters, outputs: &outputs, in: makeWorkspace())
    return outputs
  }

  /// Evaluates the program for one row, without allocating memory.
  ///
  /// - Parameters:
  ///   - inputs: One number for each input.
  ///   - parameters: One number for each parameter.
  ///   - outputs: One number for each output, written.
  ///   - workspace: Memory made by ``makeWorkspace()``, for one evaluation at a time.
  public func evaluate(
    _ inputs: [Double], parameters: [Double] = [], outputs: inout [Double],
    in workspace: Workspace
  ) {
    requireCounts(inputs.count, parameters.count)
    requireOwn(workspace)
    precondition(
      outputs.count == outputCount,
      "expected room for \(outputCount) outputs, got \(outputs.count)")
    workspace.reserve(threads: 1, numbers: executable.rowSlotCount)
    let same = workspace.same.start
    let rows = workspace.blocks[0].start
    parameters.withUnsafeBufferPointer { copy($0, to: same + executable.constantCount) }
    inputs.withUnsafeBufferPointer { copy($0, to: rows) }
    runSingle(0..<executable.rowStretches.upperBound, same, rows)
    for index in 0..<outputCount {
      let address = executable.outputs[index]
      outputs[index] = address >= 0 ? rows[Int(address)] : same[Int(~address)]
    }
  }

  /// Evaluates the program for several rows.
  ///
  /// - Parameters:
  ///   - rows: For each row, one number for each input.
  ///   - parameters: One number for each parameter.
  /// - Returns: For each row, one number for each output.
  public func evaluate(rows: [[Double]], parameters: [Double] = []) -> [[Double]] {
    let results = evaluateBatch(rows: rows, parameters: parameters)
    return results.outputs
  }

  /// Evaluates the totals of the program over several rows.
  ///
  /// - Parameters:
  ///   - rows: For each row, one number for each input.
  ///   - parameters: One number for each parameter.
  /// - Returns: One number for each total; sums over no rows are 0, means NaN.
  public func totals(rows: [[Double]], parameters: [Double] = []) -> [Double] {
    evaluateBatch(rows: rows, parameters: parameters).totals
  }

  /// Evaluates outputs and totals of the program over several rows.
  ///
  /// - Parameters:
  ///   - rows: For each row, one number for each input.
  ///   - parameters: One number for each parameter.
  /// - Returns: For each row, one number for each output; and one number for each total.
  public func evaluateBatch(
    rows: [[Double]], parameters: [Double] = []
  ) -> (outputs: [[Double]], totals: [Double]) {
    var flat: [Double] = []
    flat.reserveCapacity(rows.count * inputCount)
    for row in rows {
      requireCounts(row.count, parameters.count)
      flat += row
    }
    var outputs = [Double](repeating: 0, count: rows.count * outputCount)
    var totals = [Double](repeating: 0, count: totalCount)
    flat.withUnsafeBufferPointer { flat in
      parameters.withUnsafeBufferPointer { parameters in
        outputs.withUnsafeMutableBufferPointer { outputs in
          totals.withUnsafeMutableBufferPointer { totals in
            evaluate(
              rowCount: rows.count, rows: flat, parameters: parameters, outputs: outputs,
              totals: totals, in: makeWorkspace())
          }
        }
      }
    }
    let rowOutputs = rows.indices.map {
      Array(outputs[$0 * outputCount..<($0 + 1) * outputCount])
    }
    return (rowOutputs, totals)
  }

  /// Evaluates the program for rows that follow each other in one array, without allocating memory.
  ///
  /// - Parameters:
  ///   - rows: The inputs, row after row.
  ///   - parameters: One number for each parameter.
  ///   - outputs: The outputs, row after row, written.
  ///   - totals: The totals, written.
  ///   - workspace: Memory made by ``makeWorkspace()``, for one evaluation at a time; it grows the
  ///     first time.
  public func evaluate(
    rows: [Double], parameters: [Double] = [], outputs: inout [Double], totals: inout [Double],
    in workspace: Workspace
  ) {
    precondition(inputCount > 0, "rows of a program without inputs cannot be counted")
    precondition(
      rows.count.isMultiple(of: inputCount),
      "expected rows of \(inputCount) numbers, got \(rows.count) numbers")
    rows.withUnsafeBufferPointer { rows in
      parameters.withUnsafeBufferPointer { parameters in
        outputs.withUnsafeMutableBufferPointer { outputs in
          totals.withUnsafeMutableBufferPointer { totals in
            evaluate(
              rowCount: rows.count / inputCount, rows: rows, parameters: parameters,
              outputs: outputs, totals: totals, in: workspace)
          }
        }
      }
    }
  }

  /// Evaluates the program for rows that follow each other in memory, without allocating any.
  ///
  /// - Parameters:
  ///   - rowCount: How many rows there are.
  ///   - rows: The inputs, row after row.
  ///   - parameters: One number for each parameter.
  ///   - outputs: The outputs, row after row, written.
  ///   - totals: The totals, written.
  ///   - workspace: Memory made by ``makeWorkspace()``, for one evaluation at a time; it grows the
  ///     first time.
  public func evaluate(
    rowCount: Int, rows: UnsafeBufferPointer<Double>, parameters: UnsafeBufferPointer<Double>,
    outputs: UnsafeMutableBufferPointer<Double>, totals: UnsafeMutableBufferPointer<Double>,
    in workspace: Workspace
  ) {
    requireCounts(inputCount, parameters.count)
    requireOwn(workspace)
    precondition(
      rows.count == rowCount * inputCount,
      "expected \(rowCount) rows of \(inputCount) numbers, got \(rows.count) numbers")
    precondition(
      outputs.count == rowCount * outputCount,
      "expected room for \(rowCount * outputCount) outputs, got \(outputs.count)")
    precondition(
      totals.count == totalCount, "expected room for \(totalCount) totals, got \(totals.count)")
    copy(parameters, to: workspace.same.start + executable.constantCount)
    runSingle(executable.sameStretches, workspace.same.start, workspace.same.start)
    let cut = Cut(executable, rowCount: rowCount, options: options)
    workspace.reserve(threads: cut.threadCount, numbers: executable.rowSlotCount * cut.width)
    workspace.sums.reserve(cut.chunkCount * totalCount)
    runChunks(cut, rows, outputs, workspace)
    addChunks(cut, workspace, to: totals)
  }

  /// Adds up what the chunks have added up, in their order.
  private func addChunks(
    _ cut: Cut, _ workspace: Workspace, to totals: UnsafeMutableBufferPointer<Double>
  ) {
    guard let totals = totals.baseAddress else { return }
    let sums = workspace.sums.start
    for index in 0..<totalCount { totals[index] = 0 }
    for chunk in 0..<cut.chunkCount {
      let sums = sums + chunk &* totalCount
      for index in 0..<totalCount { totals[index] += sums[index][0] + sums[index][1] }
    }
    let count = Double(cut.rowCount)
    if isMeanAlone {
      for index in 0..<totalCount { totals[index] /= count }
    } else {
      for index in 0..<totalCount where areMeans[index] { totals[index] /= count }
    }
  }

  private func requireCounts(_ inputs: Int, _ parameters: Int) {
    precondition(inputs == inputCount, "expected \(inputCount) inputs, got \(inputs)")
    precondition(
      parameters == parameterCount, "expected \(parameterCount) parameters, got \(parameters)")
  }

  /// Another program's memory has other sizes, and other constants in it.
  private func requireOwn(_ workspace: Workspace) {
    precondition(
      workspace.executable === executable,
      "expected a workspace made by this program's makeWorkspace(), got another program's")
  }

  private func copy(
    _ numbers: UnsafeBufferPointer<Double>, to place: UnsafeMutablePointer<Double>
  ) {
    guard let start = numbers.baseAddress else { return }
    place.update(from: start, count: numbers.count)
  }

  private func runSingle(
    _ stretches: Range<Int>, _ same: UnsafeMutablePointer<Double>,
    _ rows: UnsafeMutablePointer<Double>
  ) {
    let pointers = executable.pointers
    if options.isExact {
      SingleExecutor<LibmFunctions>(plan: pointers, same: same, rows: rows).run(stretches)
    } else {
      SingleExecutor<FastFunctions>(plan: pointers, same: same, rows: rows).run(stretches)
    }
  }
}

// MARK: - Blocks and chunks

/// How rows are cut into blocks and chunks.
private struct Cut {
  let rowCount: Int
  /// The rows of a block, a multiple of eight.
  let width: Int
  /// The rows of a chunk, a multiple of the width.
  let chunkRows: Int
  let chunkCount: Int
  let threadCount: Int

  init(_ plan: Executable, rowCount: Int, options: Program.Options) {
    self.rowCount = rowCount
    // As many rows as keep all columns in about 128 KB, between 8 and 64.
    let fitting = 16384 / max(plan.rowSlotCount, 1) & ~7
    width = min(max(8, min(64, fitting)), (rowCount + 7) & ~7)
    let blockCount = width == 0 ? 0 : (rowCount + width - 1) / width
    // At most 64 chunks: enough to share out, few enough to add up.
    chunkRows = max(1, (blockCount + 63) / 64) * width
    chunkCount = chunkRows == 0 ? 0 : (rowCount + chunkRows - 1) / chunkRows
    // Below some 100 microseconds of work another thread costs more than it brings.
    let isWorthIt = rowCount * plan.workPerRow > 200_000
    let limit = options.maximumThreads ?? Spread.coreCount
    threadCount = isWorthIt && !plan.hasRules ? max(1, min(limit, chunkCount)) : 1
  }
}

extension Program {
  private func runChunks(
    _ cut: Cut, _ rows: UnsafeBufferPointer<Double>,
    _ outputs: UnsafeMutableBufferPointer<Double>, _ workspace: Workspace
  ) {
    Spread.run(cut.threadCount) { thread in
      for chunk in stride(from: thread, to: cut.chunkCount, by: cut.threadCount) {
        let first = chunk * cut.chunkRows
        let run = BlockRun(
          executable: executable, same: workspace.same.start,
          block: workspace.blocks[thread].start, width: cut.width, rows: rows, outputs: outputs,
          sums: workspace.sums.start + chunk * totalCount)
        let range = first..<min(first + cut.chunkRows, cut.rowCount)
        if options.isExact {
          run.run(LibmFunctions.self, range)
        } else {
          run.run(FastFunctions.self, range)
        }
      }
    }
  }
}

/// One thread's way through a chunk, block by block.
private struct BlockRun {
  let executable: Executable
  let same: UnsafePointer<Double>
  let block: UnsafeMutablePointer<Double>
  let width: Int
  let rows: UnsafeBufferPointer<Double>
  let outputs: UnsafeMutableBufferPointer<Double>
  let sums: UnsafeMutablePointer<SIMD2<Double>>

  func run<Functions: LaneFunctions>(_ functions: Functions.Type, _ range: Range<Int>) {
    let pointers = executable.pointers
    let totalCount = executable.totalCount
    sums.update(repeating: SIMD2(), count: totalCount)
    var first = range.lowerBound
    while first < range.upperBound {
      let count = min(width, range.upperBound - first)
      readInputs(first, count)
      let executor = RowExecutor<Functions>(
        plan: pointers, same: same, rows: block, width: width, active: (count + 7) & ~7)
      executor.run(executable.rowStretches)
      executor.addTotals(executable.totalRunCount, rowCount: count, to: sums)
      writeOutputs(first, count)
      first += width
    }
  }

  /// Turns rows into columns; lanes beyond the last row repeat it.
  private func readInputs(_ first: Int, _ count: Int) {
    let inputCount = executable.inputCount
    guard inputCount > 0, let start = rows.baseAddress else { return }
    let padded = (count + 7) & ~7
    for input in 0..<inputCount {
      let column = block + input * width
      var source = start + first * inputCount + input
      for row in 0..<count {
        column[row] = source.pointee
        source += inputCount
      }
      for row in count..<padded { column[row] = column[count - 1] }
    }
  }

  private func writeOutputs(_ first: Int, _ count: Int) {
    guard let start = outputs.baseAddress else { return }
    let outputCount = executable.outputCount
    for index in 0..<outputCount {
      let address = executable.outputs[index]
      var target = start + first * outputCount + index
      if address >= 0 {
        let column = block + Int(address) * width
        for row in 0..<count {
          target.pointee = column[row]
          target += outputCount
        }
      } else {
        for _ in 0..<count {
          target.pointee = same[Int(~address)]
          target += outputCount
        }
      }
    }
  }
}
