// Evaluating programs: one row, many rows, and totals over them (Execution/RowsWork.swift).

extension Program {
  /// Evaluates the program for one row.
  ///
  /// ``evaluate(rows:parameters:)`` may give the same row other last bits, except with the option
  /// `isExact`: it has functions of several lanes also where there is one of a kind.
  ///
  /// - Parameters:
  ///   - inputs: One number for each input.
  ///   - parameters: One number for each parameter.
  /// - Returns: One number for each output.
  /// - Precondition: there are as many inputs and parameters as the program has.
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
  /// - Precondition: each array has the count said here, and the workspace is this program's.
  public func evaluate(
    _ inputs: [Double], parameters: [Double] = [], outputs: inout [Double],
    in workspace: Workspace
  ) {
    requireCounts(inputs.count, parameters.count)
    requireOwn(workspace)
    precondition(
      outputs.count == outputCount,
      "expected room for \(outputCount) outputs, got \(outputs.count)")
    let same = workspace.same.start
    let rows = same + executable.rowStart
    parameters.withUnsafeBufferPointer { copy($0, to: same + executable.constantCount) }
    inputs.withUnsafeBufferPointer { copy($0, to: rows) }
    runSingle(0..<executable.rowStretches.upperBound, in: workspace)
    for index in 0..<outputCount {
      let address = executable.outputs[index]
      outputs[index] = address >= 0 ? rows[Int(address)] : same[Int(~address)]
    }
  }

  /// Evaluates the program for several rows.
  ///
  /// What a row gives does not depend on the others, nor on how many there are; but
  /// ``evaluate(_:parameters:)`` may give it other last bits, except with the option `isExact`.
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
    requireParameters(parameters.count)
    for (index, row) in rows.enumerated() {
      precondition(
        row.count == inputCount, "row \(index): expected \(inputCount) inputs, got \(row.count)")
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
  /// Several threads that share the rows need some hundred bytes.
  ///
  /// - Parameters:
  ///   - rows: The inputs, row after row.
  ///   - parameters: One number for each parameter.
  ///   - outputs: The outputs, row after row, written.
  ///   - totals: The totals, written.
  ///   - workspace: Memory made by ``makeWorkspace()``, for one evaluation at a time; it grows the
  ///     first time.
  /// - Precondition: each array has the count said here, and the workspace is this program's.
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
  /// Several threads that share the rows need some hundred bytes.
  ///
  /// - Parameters:
  ///   - rowCount: How many rows there are.
  ///   - rows: The inputs, row after row.
  ///   - parameters: One number for each parameter.
  ///   - outputs: The outputs, row after row, written.
  ///   - totals: The totals, written.
  ///   - workspace: Memory made by ``makeWorkspace()``, for one evaluation at a time; it grows the
  ///     first time.
  /// - Precondition: each array has the count said here, and the workspace is this program's.
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
    runSingle(executable.sameStretches, in: workspace)
    let cut = Cut(executable, rowCount: rowCount, options: options)
    workspace.reserve(
      threads: cut.threadCount, numbers: executable.rowSlotCount * cut.width,
      chunks: cut.sumCount)
    let work = RowsWork(
      executable: executable, cut: cut, rows: rows, outputs: outputs, workspace: workspace)
    if options.isExact { work.run(LibmFunctions.self) } else { work.run(FastFunctions.self) }
    addChunks(cut, workspace, to: totals)
  }

  /// Adds up the totals of the chunks, in their order.
  private func addChunks(
    _ cut: Cut, _ workspace: Workspace, to totals: UnsafeMutableBufferPointer<Double>
  ) {
    guard let totals = totals.baseAddress else { return }
    guard cut.rowCount > 0 else {
      for index in 0..<totalCount { totals[index] = areMeans[index] ? .nan : 0 }
      return
    }
    let sums = workspace.sums.start
    for chunk in 1..<cut.sumCount {
      let next = sums + chunk * totalCount
      for index in 0..<totalCount { sums[index] += next[index] }
    }
    for index in 0..<totalCount { totals[index] = sums[index][0] + sums[index][1] }
    let count = Double(cut.rowCount)
    if isMeanAlone {
      for index in 0..<totalCount { totals[index] /= count }
    } else {
      for index in 0..<totalCount where areMeans[index] { totals[index] /= count }
    }
  }

  private func requireCounts(_ inputs: Int, _ parameters: Int) {
    precondition(inputs == inputCount, "expected \(inputCount) inputs, got \(inputs)")
    requireParameters(parameters)
  }

  private func requireParameters(_ count: Int) {
    precondition(
      count == parameterCount, "expected \(parameterCount) parameters, got \(count)")
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

  private func runSingle(_ stretches: Range<Int>, in workspace: Workspace) {
    let (plan, memory) = (executable.pointers, workspace.same.start)
    if options.isExact {
      SingleExecutor<LibmFunctions>(plan: plan, memory: memory).run(stretches)
    } else {
      SingleExecutor<FastFunctions>(plan: plan, memory: memory).run(stretches)
    }
  }
}
