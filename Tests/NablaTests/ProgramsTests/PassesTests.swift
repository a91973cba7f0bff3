// Each pass alone, on code written out by hand. What comes out is compared as a listing, and the numbers
// by an evaluation of the instructions one by one, which uses no executor.

@testable import Nabla
import Testing

@Suite("Passes of programs")
struct PassesTests {
  /// Code of two inputs, written by a closure that is given their places.
  private func code(_ write: (inout Code, Place, Place) -> [Place]) -> Code {
    var code = Code()
    let x = code.append(Instruction(opcode: .input, x: 0))
    let y = code.append(Instruction(opcode: .input, x: 1))
    code.outputs = write(&code, x, y)
    return code
  }

  /// What the steps compute, in the words of the opcodes.
  private func steps(_ code: Code) -> [String] {
    code.instructions.compactMap { instruction in
      switch instruction.opcode {
      case .input, .parameter, .constant: nil
      case .products: "products \(instruction.pairCount)"
      case .table(let operation): "\(operation)"
      }
    }
  }

  /// The outputs at these inputs: each instruction by the table on plain numbers, in order.
  private func evaluate(_ code: Code, _ inputs: [Double]) -> [Double] {
    var numbers: [Double] = []
    for instruction in code.instructions {
      let many =
        instruction.opcode.isMany ? code.many(instruction).map { numbers[Int($0)] } : []
      let number: Double =
        switch instruction.opcode {
        case .input: inputs[Int(instruction.x)]
        case .parameter: .nan
        case .constant: instruction.constant
        case .products: instruction.sumOfProducts { many[$0] }
        case .table(let operation):
          if operation.hasManyOperands {
            operation.value(ArrayInputs(values: many))
          } else {
            operation.value(
              ScalarInputs(
                numbers[Int(instruction.x)],
                operation.hasTwoOperands ? numbers[Int(instruction.y)] : 0,
                constant: instruction.constant))
          }
        }
      numbers.append(number)
    }
    return code.outputs.map { numbers[Int($0)] }
  }

  /// Numbers that tell signs of zero, infinities and NaN apart.
  private let points: [[Double]] = [
    [3, 5], [-0.0, 0], [0, -0.0], [.infinity, -1], [-1e308, 1e308], [.nan, 2], [0.1, -.infinity],
  ]

  private func expectSame(_ before: Code, _ after: Code, exactly: Bool = true) {
    for point in points {
      for (x, y) in zip(evaluate(before, point), evaluate(after, point)) {
        let isSame =
          exactly
          ? x.bitPattern == y.bitPattern || x.isNaN && y.isNaN
          : x == y || x.isNaN && y.isNaN || abs(x - y) <= 4e-15 * abs(x)
        #expect(isSame, "\(x) became \(y) at \(point)")
      }
    }
  }

  @Test("constants are computed, and nothing else")
  func constants() {
    let before = code { code, x, _ in
      let two = code.append(constant: 2)
      let eight = code.append(.multiply, two, code.append(.add, two, two))
      return [code.append(.multiply, code.append(.sqrt, code.append(.multiply, eight, two)), x)]
    }
    let after = before.foldingConstants().removingDeadCode()
    #expect(steps(after) == ["multiply"])
    #expect(after.instructions.contains { $0.opcode == .constant && $0.constant == 4 })
    expectSame(before, after)
  }

  @Test("identities that hold to the last bit are used, others are not")
  func identities() {
    let kept = code { code, x, y in
      let zero = code.append(constant: 0)
      return [
        code.append(.add, x, zero), code.append(.multiply, zero, x),
        code.append(.negate, code.append(.subtract, x, y)), code.append(.divide, x, x),
      ]
    }
    #expect(steps(kept.applyingIdentities()) == steps(kept))

    let used = code { code, x, y in
      let one = code.append(constant: 1)
      let negative = code.append(.negate, y)
      return [
        code.append(.multiply, one, x), code.append(.divide, x, one),
        code.append(.add, x, code.append(constant: -0.0)),
        code.append(.subtract, x, code.append(constant: 0)),
        code.append(.negate, code.append(.negate, x)),
        code.append(.powerConstant, x, constant: 1), code.append(.powerConstant, x, constant: 0),
        code.append(.add, x, negative), code.append(.subtract, x, negative),
        code.append(.add, negative, x), code.append(.abs, negative),
        code.append(.divideByConstant, x, constant: 4),
        code.append(.multiplyByConstant, negative, constant: 3),
        code.append(.powerConstant, x, constant: 3),
      ]
    }
    let after = used.applyingIdentities().removingDeadCode()
    #expect(
      steps(after) == [
        "subtract", "add", "subtract", "abs", "multiply", "multiply", "multiply", "multiply",
      ])
    expectSame(used, after)
  }

  @Test("equal instructions are merged, whichever way round a sum or product is written")
  func commonSubexpressions() {
    let before = code { code, x, y in
      let a = code.append(.add, x, y)
      let b = code.append(.add, y, x)
      let c = code.append(.subtract, x, y)
      let d = code.append(.subtract, y, x)
      return [code.append(.multiply, a, b), c, d, code.append(.sin, a), code.append(.sin, b)]
    }
    let after = before.mergingCommonSubexpressions()
    #expect(steps(after) == ["add", "subtract", "subtract", "multiply", "sin"])
    expectSame(before, after)
    // Zeros of different signs are different constants.
    let zeros = code { code, _, _ in [code.append(constant: 0), code.append(constant: -0.0)] }
    #expect(zeros.mergingCommonSubexpressions().instructions.count == 4)
  }

  @Test("what nothing needs is left out")
  func deadCode() {
    let before = code { code, x, y in
      let used = code.append(.exp, x)
      _ = code.append(.log, code.append(.add, used, y))
      _ = code.append(Instruction(opcode: .products), many: [x, y])
      return [used]
    }
    let after = before.removingDeadCode()
    #expect(steps(after) == ["exp"] && after.instructions.count == 2)
    expectSame(before, after)
  }

  @Test("sums of products become one instruction, with every bit as it was")
  func products() {
    let before = code { code, x, y in
      // ((x*y + x*x) + y*y) + x, then a sum that is used twice and must stay.
      let first = code.append(.add, code.append(.multiply, x, y), code.append(.multiply, x, x))
      let second = code.append(.add, first, code.append(.multiply, y, y))
      let third = code.append(.add, second, x)
      let shared = code.append(.add, code.append(.multiply, x, y), y)
      return [third, code.append(.multiply, shared, shared)]
    }
    let after = before.fusingProducts()
    #expect(steps(after) == ["products 3", "multiply", "add", "multiply"])
    expectSame(before, after)
  }

  @Test("a long sum is one instruction, made in linear time")
  func longSums() {
    let before = code { code, x, y in
      var sum = x
      for i in 0..<20_000 {
        let term = code.append(.powerConstant, y, constant: 1 / Double(i + 4))
        sum = code.append(.add, sum, term)
      }
      return [sum]
    }
    let after = before.fusingProducts()
    #expect(steps(after).filter { $0 == "add" }.isEmpty)
    #expect(steps(after).filter { $0.hasPrefix("products") } == ["products 20000"])
    expectSame(before, after)
  }

  @Test("a sigmoid times its mirror image takes one exponential")
  func logisticPairs() {
    let before = code { code, x, y in
      let s = code.append(.sigmoid, x)
      let slope = code.append(.multiply, s, code.append(.sigmoid, code.append(.negate, x)))
      let two = code.append(constant: 2), minusTwo = code.append(constant: -2)
      let left = code.append(.sigmoid, code.append(.multiply, two, y))
      let right = code.append(.sigmoid, code.append(.multiply, minusTwo, y))
      let four = code.append(.multiply, code.append(constant: 4), left)
      // Not a pair: sigmoid(x) sigmoid(-2y).
      return [slope, code.append(.multiply, four, right), code.append(.multiply, s, right)]
    }
    let after = before.sharingLogisticExponentials().removingDeadCode()
    #expect(steps(after).filter { $0 == "sigmoid" }.count == 2)
    #expect(steps(after).filter { $0 == "exp" }.count == 2)
    expectSame(before, after, exactly: false)
  }

  @Test("passes on random graphs change no bit, one by one")
  func randomGraphs() throws {
    for seed in UInt64(1)...40 {
      let expression = RandomExpression(seed: seed)
      let leaves = expression.point.map { Value($0) }
      let output = expression.value(at: leaves)
      let recording = try Recording(
        inputs: leaves, parameters: [],
        outputs: [output] + output.derivatives(withRespectTo: leaves), totals: [])
      let passes: [(String, (Code) -> Code)] = [
        ("constants", { $0.foldingConstants() }), ("identities", { $0.applyingIdentities() }),
        ("common", { $0.mergingCommonSubexpressions() }), ("dead", { $0.removingDeadCode() }),
        ("products", { $0.fusingProducts() }),
      ]
      let expected = evaluate(recording.code, expression.point)
      var code = recording.code
      for (name, pass) in passes {
        code = pass(code)
        let numbers = evaluate(code, expression.point)
        let isSame = zip(expected, numbers).allSatisfy { $0.bitPattern == $1.bitPattern }
        #expect(isSame && numbers.count == 4, "seed \(seed), after \(name)")
      }
    }
  }

  @Test("every slot is written before it is read, and no result is overwritten while it is needed")
  func schedule() throws {
    for seed in UInt64(1)...40 {
      let expression = RandomExpression(seed: seed)
      let leaves = expression.point.map { Value($0) }
      let output = expression.value(at: leaves)
      let program = try Program(
        inputs: Array(leaves.dropFirst()), parameters: [leaves[0]],
        outputs: [output] + output.derivatives(withRespectTo: leaves),
        options: Program.Options(isExact: true))
      #expect(program.plan.instructionCount == program.code.stepCount)
      // Numbers by the listing against numbers by the plan, which reuses slots.
      let point = expression.point
      let byPlan = program.evaluate(Array(point.dropFirst()), parameters: [point[0]])
      #expect(byPlan[0].bitPattern == output.data.bitPattern)
    }
  }

  /// Instructions, other than users' own, whose operands are all constants.
  private func unfolded(_ code: Code) -> [Opcode] {
    code.instructions.filter { instruction in
      var operands: [Place] = []
      code.forEachOperand(of: instruction) { operands.append($0) }
      return !operands.isEmpty && instruction.opcode != .table(.custom)
        && operands.allSatisfy { code.constant(at: $0) != nil }
    }.map { $0.opcode }
  }

  @Test("no instruction is left on constants alone, also where an identity made them constants")
  func nothingOnConstants() throws {
    for seed in 1...300 as ClosedRange<UInt64> {
      let expression = RandomExpression(seed: seed)
      let x = Value(expression.point[0])
      // One input, a constant, and one that turns out to be a constant.
      let inputs = [
        x, Value(expression.point[1]), pow(x, 0.0) * expression.point[2],
      ]
      let f = expression.value(at: inputs)
      let outputs = [f] + f.derivatives(withRespectTo: [x])
      let recording = try Recording(inputs: [x], parameters: [], outputs: outputs, totals: [])
      let simplified = recording.code.foldingConstants().applyingIdentities()
      #expect(unfolded(simplified) == [], "seed \(seed): \(expression)")
      for isExact in [true, false] {
        let program = try Program(
          inputs: [x], outputs: outputs, options: .init(isExact: isExact))
        // A sum that is cut anew may begin with constants.
        let rounded: Set<Opcode> = [.products, .table(.add), .table(.multiply)]
        #expect(Set(unfolded(program.code)).isSubset(of: rounded), "seed \(seed): \(expression)")
        guard isExact else { continue }
        #expect(program.evaluate([x.data])[0].bitPattern == f.data.bitPattern, "seed \(seed)")
      }
    }
  }
}
