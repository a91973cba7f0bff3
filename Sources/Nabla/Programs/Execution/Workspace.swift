// The memory of evaluations, kept from one to the next.

extension Program {
  /// Memory that a program runs in, for those who evaluate often and do not want to allocate.
  ///
  ///     let x = Value(0)
  ///     let program = try Program(inputs: [x], outputs: [x * x])
  ///     let workspace = program.makeWorkspace()
  ///     var outputs = [0.0]
  ///     for row in [[1.0], [2.0], [3.0]] { program.evaluate(row, outputs: &outputs, in: workspace) }
  ///     print(outputs)      // [9.0]
  ///
  /// One evaluation at a time may use it.
  public final class Workspace {
    /// Whose memory this is.
    let executable: Executable
    /// What all rows share, and behind it a single row.
    let same: Numbers
    /// The memory of each thread.
    private(set) var blocks: [Numbers] = []
    /// The totals of rows that are added up by themselves, each as two partial sums.
    private(set) var sums = PartialSums(count: 0)

    init(_ executable: Executable) {
      self.executable = executable
      let plan = executable.plan
      same = Numbers(count: executable.rowStart + executable.rowSlotCount)
      for (slot, constant) in plan.constants.enumerated() { same.start[slot] = constant }
      for (slot, constant) in plan.stepConstants { same.start[Int(slot)] = constant }
    }

    /// Memory for some threads with blocks of this many numbers, and for the totals of some chunks.
    func reserve(threads: Int, numbers: Int, chunks: Int) {
      if let block = blocks.first, block.count < numbers { blocks = [] }
      while blocks.count < threads { blocks.append(Numbers(count: numbers)) }
      let count = chunks * executable.totalCount
      if sums.count < count { sums = PartialSums(count: count) }
    }
  }

  /// Memory for evaluations of this program.
  public func makeWorkspace() -> Workspace { Workspace(executable) }
}

/// Memory for totals: the sum over the even rows and the one over the odd rows.
final class PartialSums {
  let start: UnsafeMutablePointer<SIMD2<Double>>
  let count: Int

  init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
  }

  deinit { start.deallocate() }
}
