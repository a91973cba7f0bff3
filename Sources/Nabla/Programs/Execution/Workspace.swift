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
    /// What all rows share.
    let same: Numbers
    /// The memory of each thread.
    private(set) var blocks: [Numbers] = []
    /// The partial sums of each chunk of rows.
    let sums = PartialSums()

    init(_ executable: Executable) {
      self.executable = executable
      let plan = executable.plan
      same = Numbers(count: plan.sameSlotCount)
      for (slot, constant) in plan.constants.enumerated() { same.start[slot] = constant }
      for (slot, constant) in plan.stepConstants { same.start[Int(slot)] = constant }
    }

    /// Memory for some threads with blocks of this many numbers.
    func reserve(threads: Int, numbers: Int) {
      if let block = blocks.first, block.count < numbers { blocks = [] }
      while blocks.count < threads { blocks.append(Numbers(count: numbers)) }
    }
  }

  /// Memory for evaluations of this program.
  public func makeWorkspace() -> Workspace { Workspace(executable) }
}

/// Memory for the sums of chunks.
final class PartialSums {
  private(set) var start = UnsafeMutablePointer<SIMD2<Double>>.allocate(capacity: 1)
  private var count = 1

  func reserve(_ count: Int) {
    guard count > self.count else { return }
    start.deallocate()
    start = .allocate(capacity: count)
    self.count = count
  }

  deinit { start.deallocate() }
}
