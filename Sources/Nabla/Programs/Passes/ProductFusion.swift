// Pass: sums of products become one instruction.
//
// An addition whose left side is a sum that nothing else uses goes on with that sum:
//
//     m = a * b;  n = c * d;  s = m + n;  o = e * f;  t = s + o        t = a*b + c*d + e*f
//
// Terms are added in the order in which they were, and each product is rounded before it is added, so
// no bit changes; what is gained is a result kept in a register where there were three in memory, and
// a dense layer in one instruction per neuron.
//
// A run of plain numbers becomes 1 * x + 1 * y + …, which is exact too.
//
// A run of terms is kept in one instruction if its factors are of one kind, so that an executor reads
// them in a loop without asking: both the same for all rows; the first the same for all rows, the
// second not; both different from row to row.

extension Code {
  /// The code with sums of at least this many products in one instruction each.
  func fusingProducts(minimumRun: Int = 3) -> Code {
    var fusion = ProductFusion(code: self, minimumRun: minimumRun)
    return fusion.run()
  }
}

/// A number of the new code, and whether it differs from row to row.
private struct Factor {
  let place: Place
  let differs: Bool
}

/// One summand: a product, or a number alone.
private enum Term {
  case product(Factor, Factor)
  case number(Factor)
}

private struct ProductFusion {
  let code: Code
  let minimumRun: Int
  let uses: [Int32]
  /// Whether a number differs from row to row.
  let depends: [Bool]
  /// Whether a number is a summand of the only instruction that uses it.
  var isAbsorbed: [Bool]
  /// Where each number is in the new code.
  var places: [Place]
  /// Where the number 1 is in the new code, if it is needed.
  var one: Place?

  init(code: Code, minimumRun: Int) {
    self.code = code
    self.minimumRun = minimumRun
    uses = code.useCounts()
    depends = code.rowDependence()
    places = Array(repeating: -1, count: code.instructions.count)
    isAbsorbed = Array(repeating: false, count: code.instructions.count)
    for instruction in code.instructions {
      switch instruction.opcode {
      case .table(.add): absorbSides(of: instruction)
      case .products: absorbTerms(of: instruction)
      default: break
      }
    }
  }

  private func isSingle(_ place: Place, _ operation: Primitive) -> Bool {
    uses[Int(place)] == 1 && code.instructions[Int(place)].opcode == .table(operation)
  }

  /// Whether the number is a sum that can be gone on with.
  private func isOpenSum(_ place: Place) -> Bool {
    uses[Int(place)] == 1
      && (code.instructions[Int(place)].opcode == .table(.add)
        || code.instructions[Int(place)].opcode == .products)
  }

  private mutating func absorbSides(of addition: Instruction) {
    let (left, right) = (addition.x, addition.y)
    let (sum, other) = isOpenSum(left) || !isOpenSum(right) ? (left, right) : (right, left)
    if isOpenSum(sum) || isSingle(sum, .multiply) { isAbsorbed[Int(sum)] = true }
    if sum != other, isSingle(other, .multiply) { isAbsorbed[Int(other)] = true }
  }

  private mutating func absorbTerms(of sum: Instruction) {
    let operands = code.many(sum)
    guard let first = operands.first else { return }
    if sum.hasHead, isOpenSum(first) || isSingle(first, .multiply) { isAbsorbed[Int(first)] = true }
    var at = operands.startIndex + (sum.hasHead ? 1 : 0)
    for _ in 0..<sum.pairCount {
      if code.constant(at: operands[at]) == 1, isSingle(operands[at + 1], .multiply) {
        isAbsorbed[Int(operands[at + 1])] = true
      }
      at += 2
    }
  }

  mutating func run() -> Code {
    var result = Code()
    result.rules = code.rules
    for (place, var instruction) in code.instructions.enumerated() where !isAbsorbed[place] {
      let isSum =
        instruction.opcode == .products
        || instruction.opcode == .table(.add)
          && (isAbsorbed[Int(instruction.x)] || isAbsorbed[Int(instruction.y)])
      if isSum {
        let (start, terms) = terms(of: Place(place))
        var builder = SumBuilder(start: start, minimumRun: minimumRun, one: one)
        places[place] = builder.append(terms, to: &result)
        one = builder.one
        continue
      }
      if instruction.opcode.isMany {
        places[place] = result.append(
          instruction, many: code.many(instruction).map { places[Int($0)] })
        continue
      }
      if case .table(let operation) = instruction.opcode {
        instruction.x = places[Int(instruction.x)]
        if operation.hasTwoOperands { instruction.y = places[Int(instruction.y)] }
      }
      places[place] = result.append(instruction)
    }
    result.outputs = code.outputs.map { places[Int($0)] }
    result.totals = code.totals.map { places[Int($0)] }
    return result
  }

  /// All terms of a sum, from the first added to the last, and what is added to if anything.
  private func terms(of sum: Place) -> (start: Double?, terms: [Term]) {
    var reversed: [Term] = []
    var place = sum
    while true {
      let instruction = code.instructions[Int(place)]
      switch instruction.opcode {
      case .table(.add):
        let (left, right) = (instruction.x, instruction.y)
        let goesRight = !isOpenSum(left) && isOpenSum(right)
        let (next, other) = goesRight ? (right, left) : (left, right)
        reversed.append(term(other))
        if isAbsorbed[Int(next)], isOpenSum(next) {
          place = next
          continue
        }
        reversed.append(term(next))
        return (nil, reversed.reversed())
      case .products:
        let operands = Array(code.many(instruction))
        if instruction.hasTail { reversed.append(.number(factor(operands[operands.count - 1]))) }
        let first = instruction.hasHead ? 1 : 0
        for pair in (0..<instruction.pairCount).reversed() {
          let (a, b) = (operands[first + 2 * pair], operands[first + 2 * pair + 1])
          reversed.append(code.constant(at: a) == 1 ? term(b) : .product(factor(a), factor(b)))
        }
        guard instruction.hasHead else { return (instruction.constant, reversed.reversed()) }
        let head = operands[0]
        if isAbsorbed[Int(head)], isOpenSum(head) {
          place = head
          continue
        }
        reversed.append(term(head))
        return (nil, reversed.reversed())
      default: return (nil, reversed.reversed())
      }
    }
  }

  private func term(_ place: Place) -> Term {
    guard isAbsorbed[Int(place)], isSingle(place, .multiply) else { return .number(factor(place)) }
    let product = code.instructions[Int(place)]
    return .product(factor(product.x), factor(product.y))
  }

  private func factor(_ place: Place) -> Factor {
    Factor(place: places[Int(place)], differs: depends[Int(place)])
  }
}

/// Writes a sum of terms as instructions, each run of products of one kind in one.
private struct SumBuilder {
  /// What the first term is added to, if there is no sum yet.
  let start: Double?
  let minimumRun: Int
  var one: Place?
  private var sum: Place?

  init(start: Double?, minimumRun: Int, one: Place?) {
    self.start = start
    self.minimumRun = minimumRun
    self.one = one
  }

  mutating func append(_ terms: [Term], to code: inout Code) -> Place {
    var next = 0
    while next < terms.count {
      let run = productRun(terms[next...])
      // A dot product starts from 0, so it stays one instruction, however short.
      let isDotProduct = sum == nil && start != nil && !run.isEmpty
      if run.count >= minimumRun || isDotProduct {
        next += run.count
        var tail: Place?
        if next < terms.count, case .number(let number) = terms[next] {
          tail = number.place
          next += 1
        }
        appendRun(run, tail, to: &code)
      } else if sum != nil, let numbers = numberRun(terms[next...]) {
        next += numbers.count
        let one = one ?? code.append(constant: 1)
        self.one = one
        appendRun(numbers.map { (Factor(place: one, differs: false), $0) }, nil, to: &code)
      } else {
        appendTerm(terms[next], to: &code)
        next += 1
      }
    }
    return sum ?? code.append(constant: start ?? 0)
  }

  /// The products of one kind that begin the terms, the factor that is the same for all rows first.
  private func productRun(_ terms: ArraySlice<Term>) -> [(Factor, Factor)] {
    var run: [(Factor, Factor)] = []
    for term in terms {
      guard case .product(var a, var b) = term else { break }
      if a.differs, !b.differs { swap(&a, &b) }
      if let first = run.first, (first.0.differs, first.1.differs) != (a.differs, b.differs) {
        break
      }
      run.append((a, b))
    }
    return run
  }

  /// The plain numbers of one kind that begin the terms, if they are enough for an instruction.
  private func numberRun(_ terms: ArraySlice<Term>) -> [Factor]? {
    var run: [Factor] = []
    for term in terms {
      guard case .number(let number) = term, number.differs == run.first?.differs ?? number.differs
      else { break }
      run.append(number)
    }
    return run.count >= minimumRun ? run : nil
  }

  private mutating func appendRun(
    _ run: [(Factor, Factor)], _ tail: Place?, to code: inout Code
  ) {
    let operands =
      (sum.map { [$0] } ?? []) + run.flatMap { [$0.0.place, $0.1.place] }
      + (tail.map { [$0] } ?? [])
    // -0 + x is x for every x, so a sum that starts with its first product may start from -0.
    let instruction = Instruction(
      opcode: .products, hasHead: sum != nil, hasTail: tail != nil,
      constant: sum == nil ? start ?? -0.0 : 0)
    sum = code.append(instruction, many: operands)
  }

  private mutating func appendTerm(_ term: Term, to code: inout Code) {
    let number =
      switch term {
      case .number(let number): number.place
      case .product(let a, let b): code.append(.multiply, a.place, b.place)
      }
    if let sum {
      self.sum = code.append(.add, sum, number)
    } else if let start {
      sum = code.append(.add, code.append(constant: start), number)
    } else {
      sum = number
    }
  }
}
