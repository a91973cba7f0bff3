// A program's instructions as statements, cut into parts where there are many.
//
//     const double v7 = v3 * v5;          a row of the table
//     double v8 = x0 * p2;                a sum of products, in the order of its terms
//     v8 += x1 * p3;
//
// The names are those of the program's listing. A part is a function of its own; a number that a later
// part needs is stored in memory that the parts share, and a place there is used again after the last
// part that reads it.

struct SourceFile {
  /// A function has about as many statements at most.
  private static var longestPart: Int { 1000 }
  /// So many shared numbers fit on the stack; more of them are static in C.
  private static var stackLimit: Int { 4096 }

  private let program: Program
  private let code: Code
  private let language: Program.SourceLanguage
  private let name: String
  private var writer: SourceWriter
  private let differs: [Bool]

  init(_ program: Program, language: Program.SourceLanguage, name: String) {
    self.program = program
    code = program.code
    self.language = language
    self.name = name
    writer = SourceWriter(language: language, name: name)
    differs = code.rowDependence()
  }

  /// The whole file.
  mutating func text() -> String {
    var parts = SourceParts(code, longestPart: Self.longestPart)
    parts.shareNumbers()
    let isCut = parts.ranges.count > 1
    var functions = ""
    for part in parts.ranges.indices {
      let name = isCut ? "\(name)_part\(part)" : name
      functions += language.head(of: name, isPart: isCut) + "\n"
      for line in statements(of: part, parts) { functions += "  \(line)\n" }
      functions += "}\n\n"
    }
    if isCut { functions += callOfParts(parts) }
    while functions.hasSuffix("\n\n") { functions.removeLast() }
    return comment(parts) + language.prelude + "\n" + writer.functions + functions
  }

  // MARK: Statements

  private mutating func statements(of part: Int, _ parts: SourceParts) -> [String] {
    var lines = arguments(of: part, parts)
    for place in parts.ranges[part] {
      lines += statements(of: Place(place))
      if let slot = parts.slots[Place(place)] {
        lines.append(language.statement("shared[\(slot)] = \(name(of: Place(place)))"))
      }
    }
    for (index, place) in parts.outputs[part] {
      lines.append(language.statement("outputs[\(index)] = \(operandText(place))"))
    }
    return lines
  }

  /// The statements that name what is read from memory.
  private func arguments(of part: Int, _ parts: SourceParts) -> [String] {
    var lines: [String] = []
    var isRead = (inputs: false, parameters: false)
    for place in parts.reads[part] {
      let instruction = code.instructions[Int(place)]
      let source: String
      switch instruction.opcode {
      case .input:
        isRead.inputs = true
        source = "inputs[\(instruction.x)]"
      case .parameter:
        isRead.parameters = true
        source = "parameters[\(instruction.x)]"
      default: source = "shared[\(parts.slots[place] ?? 0)]"
      }
      lines.append(language.declaration(name(of: place), source))
    }
    guard language == .c else { return lines }
    let unread = [
      isRead.inputs ? nil : "(void)inputs;", isRead.parameters ? nil : "(void)parameters;",
      parts.outputs[part].isEmpty ? "(void)outputs;" : nil,
    ].compactMap { $0 }
    return (unread.isEmpty ? [] : [unread.joined(separator: " ")]) + lines
  }

  private mutating func statements(of place: Place) -> [String] {
    let instruction = code.instructions[Int(place)]
    switch instruction.opcode {
    case .input, .parameter, .constant: return []
    case .products: return sum(instruction, named: name(of: place))
    case .table(let operation):
      var operands: [SourceText] = []
      code.forEachOperand(of: instruction) { operands.append(operand($0)) }
      let number = operation.sourceFormula(of: operands, constant: instruction.constant)
      return [language.declaration(name(of: place), writer.text(of: number))]
    }
  }

  /// One term a line: compilers take long for long formulas.
  private mutating func sum(_ instruction: Instruction, named name: String) -> [String] {
    let operands = code.many(instruction).map { operand($0) }
    let first = instruction.hasHead ? 1 : 0
    var terms: [SourceText] = []
    if instruction.hasHead {
      terms.append(operands[0])
    } else if instruction.constant.sign == .plus || instruction.pairCount == 0 {
      // What starts from -0 may start from its first product.
      terms.append(SourceText(instruction.constant))
    }
    for pair in 0..<instruction.pairCount {
      terms.append(product(operands[first + 2 * pair], operands[first + 2 * pair + 1]))
    }
    if instruction.hasTail { terms.append(operands[operands.count - 1]) }
    var lines: [String] = []
    for (index, term) in terms.enumerated() {
      let text = writer.text(of: term)
      lines.append(
        index == 0
          ? language.declaration(name, text, isVariable: terms.count > 1)
          : language.statement("\(name) += \(text)"))
    }
    return lines
  }

  /// A product; 1 * x is x.
  private func product(_ x: SourceText, _ y: SourceText) -> SourceText {
    if case .constant(1) = x.formula.form { return y }
    return x * y
  }

  // MARK: Names

  private func name(of place: Place) -> String {
    let instruction = code.instructions[Int(place)]
    switch instruction.opcode {
    case .input: return "x\(instruction.x)"
    case .parameter: return "p\(instruction.x)"
    default: return "\(differs[Int(place)] ? "v" : "u")\(place)"
    }
  }

  private func operand(_ place: Place) -> SourceText {
    code.constant(at: place).map { SourceText($0) } ?? SourceText(name: name(of: place))
  }

  private func operandText(_ place: Place) -> String {
    code.constant(at: place).map { language.text(of: $0) } ?? name(of: place)
  }

  // MARK: The function itself

  /// The function that calls the parts one after the other.
  private func callOfParts(_ parts: SourceParts) -> String {
    let count = max(parts.slotCount, 1)
    var lines = [language.head(of: name, isPart: false)]
    let calls = parts.ranges.indices.map {
      language.statement("\(name)_part\($0)(inputs, parameters, outputs, shared)")
    }
    switch language {
    case .c:
      lines.append("  \(count > Self.stackLimit ? "static " : "")double shared[\(count)];")
      lines += calls.map { "  \($0)" }
    case .swift:
      lines.append(
        "  withUnsafeTemporaryAllocation(of: Double.self, capacity: \(count)) { memory in")
      lines.append("    guard let shared = memory.baseAddress else { return }")
      lines.append("    shared.initialize(repeating: 0, count: \(count))")
      lines += calls.map { "    \($0)" }
      lines.append("  }")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// What a reader of the file must know, in its first lines.
  private func comment(_ parts: SourceParts) -> String {
    var lines = [
      "Written by Nabla from a program. Computes one row; needs libm and nothing else.", "",
      "inputs      \(Self.count(program.inputCount)), which differ from row to row",
      "parameters  \(Self.count(program.parameterCount)), which are the same for all rows",
      "outputs     \(Self.count(program.outputCount + program.totalCount)), written; must not overlap the others",
    ]
    if program.totalCount > 0 {
      let first = program.outputCount
      for (index, isMean) in program.areMeans.enumerated() {
        lines.append(
          "            outputs[\(first + index)] is this row's part of a \(isMean ? "mean" : "sum") over the rows"
        )
      }
    }
    lines += [
      "",
      "Bit for bit the numbers of the program with the option isExact, where libm is the same and a",
      "double is an IEEE double at every step.",
    ]
    if language == .c {
      lines += [
        "C99. Compile with -ffp-contract=off, which the pragmas below ask for as well, and without",
        "-ffast-math. What the file refuses is what compilers tell of themselves. It cannot see:",
        "  - that Clang is given -ffp-contract=fast, which overrides the pragma, or the parts of",
        "    -ffast-math one by one where it ignores the pragma against them (wasm, 32-bit ARM);",
        "  - that it is linked with -ffast-math, or that the program sets the rounding mode or",
        "    flushes subnormal numbers to zero;",
        "  - that a compiler knows an argument and computes the function itself (-fno-builtin",
        "    forbids it): Clang does, with the C library of the machine that it runs on.",
        "The pragmas hold to the end of the file that this is pasted into.",
      ]
      if parts.slotCount > Self.stackLimit {
        lines.append("Keeps numbers in a static array: one call at a time.")
      }
    } else {
      lines.append("Call it with arrays, \(name)([...], [...], &outputs), or with pointers.")
    }
    return lines.map { $0.isEmpty ? "//" : "// \($0)" }.joined(separator: "\n") + "\n\n"
  }

  private static func count(_ number: Int) -> String {
    number == 1 ? "1 number" : "\(number) numbers"
  }
}
