// Programs as people use them: rows, totals, buffers, threads, errors.

@testable import Nabla
import Testing

@Suite("Programs")
struct ProgramTests {
  @Test("inputs, parameters and constants, in the order given")
  func roles() throws {
    let x = Value(1), w = Value(2), c = Value(10)
    let program = try Program(inputs: [x], parameters: [w], outputs: [w * x + c, w * w])
    #expect(program.evaluate([3], parameters: [5]) == [25, 25])
    #expect(program.evaluate(rows: [[1], [2]], parameters: [3]) == [[13, 9], [16, 9]])
    #expect(program.evaluate(rows: [], parameters: [3]) == [])
    c.data = 0
    #expect(program.evaluate([3], parameters: [5]) == [25, 25])
  }

  @Test("an output may be an input, a parameter, a constant, or listed twice")
  func trivialOutputs() throws {
    let x = Value(1), w = Value(2), c = Value(10)
    let program = try Program(inputs: [x], parameters: [w], outputs: [x, w, c, x, x + w])
    #expect(program.evaluate([3], parameters: [5]) == [3, 5, 10, 3, 8])
    #expect(
      program.evaluate(rows: [[3], [4]], parameters: [5]) == [[3, 5, 10, 3, 8], [4, 5, 10, 4, 9]])
  }

  @Test("a program without inputs has one row; an unused input is read and ignored")
  func noInputs() throws {
    let c = Value(4)
    #expect(try Program(inputs: [], outputs: [sqrt(c)]).evaluate([]) == [2])
    #expect(try Program(inputs: [Value(0), c], outputs: [sqrt(c)]).evaluate([7, 9]) == [3])
    #expect(try Program(inputs: [c], outputs: []).evaluate([7]) == [])
  }

  @Test("totals are sums and means over the rows, whatever their number")
  func totals() throws {
    let x = Value(0), w = Value(0)
    let error = pow(w * x - 1, 2)
    let program = try Program(
      inputs: [x], parameters: [w], outputs: [w * x],
      totals: [
        .mean(error), .mean(error.derivative(withRespectTo: w)), .sum(w), .sum(x), .mean(x * x),
      ])
    for count in [1, 2, 7, 8, 9, 16, 63, 64, 65, 200, 1000] {
      let rows = (0..<count).map { [Double($0) - 3] }
      let numbers = rows.map { $0[0] }
      let n = Double(count)
      // All numbers are integers or eighths below 2^53, so the sums are exact.
      let (outputs, totals) = program.evaluateBatch(rows: rows, parameters: [0.5])
      #expect(outputs == numbers.map { [0.5 * $0] })
      #expect(totals[0] == numbers.reduce(0) { $0 + (0.5 * $1 - 1) * (0.5 * $1 - 1) } / n)
      #expect(totals[1] == numbers.reduce(0) { $0 + 2 * (0.5 * $1 - 1) * $1 } / n)
      #expect(totals[2] == 0.5 * n)
      #expect(totals[3] == numbers.reduce(0, +))
      #expect(totals[4] == numbers.reduce(0) { $0 + $1 * $1 } / n)
    }
    let none = program.totals(rows: [], parameters: [0.5])
    #expect(none[2] == 0 && none[0].isNaN)
  }

  @Test(
    "infinities and NaN in one row stay in its own results, and lanes beyond the last add nothing")
  func specialRows() throws {
    let x = Value(0)
    let program = try Program(inputs: [x], outputs: [1 / x], totals: [.sum(1 / x)])
    let (outputs, totals) = program.evaluateBatch(rows: [[1], [2], [4]])
    #expect(outputs == [[1], [0.5], [0.25]])
    #expect(totals == [1.75])
    #expect(program.evaluate(rows: [[1], [0], [4]]) == [[1], [.infinity], [0.25]])
    #expect(program.totals(rows: [[1], [0], [4]]) == [.infinity])
  }

  @Test("results do not depend on the number of threads")
  func threads() throws {
    let count = 20_000
    var generator = SplitMix(state: 3)
    let rows = (0..<count).map { _ in
      (0..<3).map { _ in Double.random(in: -2...2, using: &generator) }
    }
    let results = try [1, 2, 3, 8].map { threads in
      let expression = RandomExpression(seed: 5)
      let leaves = expression.point.map { Value($0) }
      let output = expression.value(at: leaves)
      let program = try Program(
        inputs: leaves, outputs: [output],
        totals: [.mean(output)] + output.derivatives(withRespectTo: leaves).map { .sum($0) },
        options: Program.Options(maximumThreads: threads))
      return program.evaluateBatch(rows: rows)
    }
    for result in results {
      #expect(
        result.outputs.map { $0[0].bitPattern } == results[0].outputs.map { $0[0].bitPattern })
      #expect(result.totals.map { $0.bitPattern } == results[0].totals.map { $0.bitPattern })
    }
  }

  @Test(
    "a batch in training is shared by threads, and gives the same bits",
    arguments: [64, 65, 100, 200, 300])
  func sharedBatch(rowCount: Int) throws {
    var generator = SplitMix(state: 7)
    let weights = (0..<20).map { _ in
      (0..<30).map { _ in Value(Double.random(in: -0.3...0.3, using: &generator)) }
    }
    let x = (0..<30).map { _ in Value(0) }
    let loss = logSumExp(weights.map { tanh(dot($0, x)) })
    let parameters = weights.flatMap { $0 }
    let numbers = parameters.map { $0.data }
    let rows = (0..<rowCount).map { _ in
      (0..<30).map { _ in Double.random(in: -1...1, using: &generator) }
    }
    let results = try [1, 2, 3, 8].map { threads in
      let program = try Program(
        inputs: x, parameters: parameters, outputs: [loss],
        totals: [.mean(loss)] + loss.derivatives(withRespectTo: parameters).map { .sum($0) },
        options: Program.Options(maximumThreads: threads))
      let cut = Cut(program.executable, rowCount: rowCount, options: program.options)
      #expect((cut.threadCount > 1) == (threads > 1))
      // Again and again, as brief work is shared with threads that are still awake.
      let results = (0..<20).map { _ in program.evaluateBatch(rows: rows, parameters: numbers) }
      for result in results { #expect(result == results[0]) }
      return results[0]
    }
    for result in results {
      #expect(
        result.outputs.map { $0[0].bitPattern } == results[0].outputs.map { $0[0].bitPattern })
      #expect(result.totals.map { $0.bitPattern } == results[0].totals.map { $0.bitPattern })
    }
    // Against graphs, one for each row: a sum of as many roundings as there are rows.
    var total = 0.0
    for row in rows {
      for (leaf, number) in zip(x, row) { leaf.data = number }
      loss.forward()
      total += loss.data
    }
    let mean = total / Double(rowCount)
    #expect(abs(results[0].totals[0] - mean) <= 1e-13 * abs(mean))
  }

  @Test(
    "how rows are cut into chunks does not depend on the threads, and pieces cover them",
    arguments: [0, 1, 8, 9, 16, 17, 64, 65, 127, 128, 129, 1000, 4096, 4097, 100_000])
  func cut(rowCount: Int) throws {
    let x = (0..<40).map { _ in Value(0) }
    let program = try Program(
      inputs: x, outputs: [], totals: [.sum(sum(x.map { tanh($0) * exp($0) }))])
    let cuts = [1, 2, 7, 100].map { threads in
      Cut(
        program.executable, rowCount: rowCount,
        options: Program.Options(maximumThreads: threads))
    }
    for (cut, threads) in zip(cuts, [1, 2, 7, 100]) {
      #expect(cut.chunkRows == cuts[0].chunkRows)
      #expect(1...threads ~= cut.threadCount)
      #expect(cut.pieceCount * cut.pieceRows >= rowCount)
      #expect((cut.pieceCount - 1) * cut.pieceRows < rowCount)
      #expect(cut.width.isMultiple(of: 8) && cut.width <= 64)
      #expect(cut.pieceRows.isMultiple(of: min(cut.chunkRows, cut.width)) || cut.pieceCount <= 1)
      #expect(cut.sumCount == 1 || cut.sumCount == cut.pieceCount)
      #expect(cut.sumCount == 1 || cut.pieceRows == cut.chunkRows)
    }
  }

  @Test("several threads share out batches at once")
  func concurrentBatches() async throws {
    let x = (0..<40).map { _ in Value(0) }
    let f = logSumExp(x.map { tanh($0) })
    let program = try Program(
      inputs: x, outputs: [f], totals: f.derivatives(withRespectTo: x).map { .sum($0) },
      options: Program.Options(maximumThreads: 3))
    let rows = (0..<200).map { row in (0..<40).map { Double((row + $0) % 11) / 7 } }
    let expected = program.evaluateBatch(rows: rows)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask { (0..<50).allSatisfy { _ in program.evaluateBatch(rows: rows) == expected } }
      }
      for await isRight in group { #expect(isRight) }
    }
    // Against one thread alone.
    let alone = try Program(
      inputs: x, outputs: [f], totals: f.derivatives(withRespectTo: x).map { .sum($0) },
      options: Program.Options(maximumThreads: 1))
    #expect(alone.evaluateBatch(rows: rows) == expected)
  }

  @Test("one program serves several threads at once")
  func concurrent() async throws {
    let x = Value(0)
    let program = try Program(inputs: [x], outputs: [sin(x) * x])
    let expected = (0..<500).map { program.evaluate([Double($0)]) }
    await withTaskGroup(of: [[Double]].self) { group in
      for _ in 0..<4 {
        group.addTask { (0..<500).map { program.evaluate([Double($0)]) } }
      }
      for await results in group { #expect(results == expected) }
    }
  }

  @Test("the caller's buffers are written, again and again with one workspace")
  func buffers() throws {
    let x = Value(0), y = Value(0), w = Value(0)
    let program = try Program(
      inputs: [x, y], parameters: [w], outputs: [x + w * y, x * y], totals: [.sum(w * x * y)])
    let workspace = program.makeWorkspace()
    var outputs = [Double](repeating: 0, count: 4)
    var totals = [0.0]
    program.evaluate(
      rows: [1, 2, 3, 4], parameters: [10], outputs: &outputs, totals: &totals, in: workspace)
    #expect(outputs == [21, 2, 43, 12] && totals == [140])
    program.evaluate(
      rows: [1, 1, 0, 0], parameters: [1], outputs: &outputs, totals: &totals, in: workspace)
    #expect(outputs == [2, 1, 0, 0] && totals == [1])
    var single = [0.0, 0.0]
    program.evaluate([5, 6], parameters: [2], outputs: &single, in: workspace)
    #expect(single == [17, 30])
  }

  @Test("an interior node cannot be an input, and a leaf is listed once")
  func badInputs() {
    let x = Value(2, label: "x")
    #expect(throws: ProgramError.self) { try Program(inputs: [x * 2], outputs: [x]) }
    let error = #expect(throws: ProgramError.self) {
      try Program(inputs: [x], parameters: [x], outputs: [x])
    }
    #expect(error?.description.contains("x") == true)
    // Gradients are as they were after an error.
    #expect(x.gradient == 0)
  }

  @Test("numbers and gradients of the graph stay as they are")
  func graphUntouched() throws {
    let x = Value(3)
    let f = x * x
    f.backward()
    _ = try Program(inputs: [x], outputs: [f, f.derivative(withRespectTo: x)]).evaluate([10])
    #expect(x.data == 3 && f.data == 9 && x.gradient == 6 && f.gradient == 1)
  }

  @Test("a neural layer is a few groups, and a softmax shares its exponentials")
  func layers() throws {
    let x = (0..<8).map { _ in Value(0.5) }
    let w = (0..<16).map { _ in (0..<8).map { _ in Value(0.1) } }
    let b = (0..<16).map { _ in Value(0.2) }
    let hidden = zip(w, b).map { tanh(dot($0, x, plus: $1)) }
    let program = try Program(
      inputs: x, parameters: w.flatMap { $0 } + b, outputs: softmax(hidden))
    // 16 dot products and 16 tanh are a group each; the softmax unfolds to a scan of 16.
    let exponentials = program.code.instructions.filter { $0.opcode == .table(.exp) }.count
    #expect(exponentials <= 2 * 15 + 16)
    let groups = program.plan.groups
    #expect(groups.contains { $0.opcode == .products && $0.count == 16 && $0.length == 8 })
    #expect(groups.contains { $0.opcode == .table(.tanh) && $0.count == 16 })
  }

  @Test("the listing names every instruction and the counts of the passes")
  func listing() throws {
    let x = Value(1), y = Value(2)
    let f = (x + y) * (y + x) + 1 * x
    let text = try Program(inputs: [x, y], outputs: [f]).description
    #expect(
      text.hasPrefix(
        """
        program of 2 inputs, 0 parameters, 1 outputs, 0 totals
        recorded 5, constants folded 5, identities 4, common subexpressions 3, logistic pairs 3, dead code 3, products fused 3
        """))
    #expect(text.contains("= x0 + x1"))
    #expect(text.contains("output 0 = "))
  }

  @Test("the listing writes sums of products and functions as formulas, and names the totals")
  func listingOfSums() throws {
    let x = [Value(1), Value(2), Value(3)]
    let f = exp(-dot([x[0], x[1]], [x[1], x[2]]))
    let text = try Program(inputs: x, outputs: [f], totals: [.mean(x[0] * x[0])]).description
    #expect(text.contains("x0 * x1 + x1 * x2"))
    #expect(text.contains("exp("))
    #expect(text.contains("mean 0 = "))
  }

  @Test("deep graphs compile: a chain of 30,000 nodes and its derivative")
  func deep() throws {
    let x = Value(0.5)
    var s = x
    for _ in 0..<10_000 { s = sin(s) + 0.5 * s }
    let program = try Program(inputs: [x], outputs: [s, s.derivative(withRespectTo: x)])
    s.backward()
    let result = program.evaluate([0.5])
    // Chains forget errors: the map contracts, so each rounding of 1e-16 fades.
    #expect(abs(result[0] - s.data) <= 1e-13 * abs(s.data))
    #expect(abs(result[1] - x.gradient) <= 1e-13 * abs(x.gradient) + 1e-300)
    // Three slots for a running state and the numbers that the derivative needs of each step.
    #expect(program.plan.rowSlotCount < 50_000)
  }
}
