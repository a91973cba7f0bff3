// Formulas as text, and the functions that they call.
//
// A formula that is used in several places is given a name first, so that nothing is computed twice
// and a function grows no longer than the formula has parts.

/// Writes formulas, and remembers the functions that they call.
struct SourceWriter {
  let language: Program.SourceLanguage
  /// What the names of all functions begin with.
  let name: String
  /// The functions written so far, each after those that it calls.
  private(set) var functions = ""
  private var written: Set<SourceFunction> = []

  init(language: Program.SourceLanguage, name: String) {
    self.language = language
    self.name = name
  }

  /// The text of a formula; the functions that it calls are written.
  mutating func text(of number: SourceText) -> String {
    text(of: number.formula, [:]).text
  }

  // MARK: Functions

  /// The name of a function, written if it is not yet.
  private mutating func callee(_ function: SourceFunction, suffix: String) -> String {
    let callee = "\(name)_\(suffix)"
    guard written.insert(function).inserted else { return callee }
    if let wrapper = language.wrapper(of: function, named: callee) {
      functions += wrapper + "\n\n"
    } else if let (parameters, number) = function.body() {
      let lines = body(number.formula)
      functions += language.head(of: callee, parameters) + "\n"
      for line in lines { functions += "  \(line)\n" }
      functions += "}\n\n"
    }
    return callee
  }

  /// The statements that compute a formula.
  private mutating func body(_ formula: SourceFormula) -> [String] {
    var lines: [String] = []
    var names: [ObjectIdentifier: String] = [:]
    for part in sharedParts(of: formula) {
      let name = "t\(names.count)"
      lines.append(language.declaration(name, text(of: part, names).text))
      names[ObjectIdentifier(part)] = name
    }
    lines.append(language.statement("return \(text(of: formula, names).text)"))
    return lines
  }

  /// The parts that are used more than once, each after its own parts.
  private func sharedParts(of formula: SourceFormula) -> [SourceFormula] {
    var uses: [ObjectIdentifier: Int] = [:]
    var order: [SourceFormula] = []
    func visit(_ part: SourceFormula) {
      uses[ObjectIdentifier(part), default: 0] += 1
      guard uses[ObjectIdentifier(part)] == 1 else { return }
      part.parts.forEach(visit)
      if !part.isAtom { order.append(part) }
    }
    visit(formula)
    return order.filter { uses[ObjectIdentifier($0), default: 0] > 1 }
  }

  // MARK: Formulas

  /// How tightly a text holds together; what is looser than its place needs goes into parentheses.
  private enum Binding: Int {
    case choice, sum, product, sign, whole
  }

  private mutating func text(of formula: SourceFormula, _ names: [ObjectIdentifier: String])
    -> (text: String, binding: Binding)
  {
    if let name = names[ObjectIdentifier(formula)] { return (name, .whole) }
    switch formula.form {
    case .name(let name): return (name, .whole)
    case .constant(let c): return (language.text(of: c), c.sign == .minus ? .sign : .whole)
    case .negative(let x): return ("-" + text(of: x, names, atLeast: .whole), .sign)
    case .infix(let sign, let x, let y): return infix(sign, x, y, names)
    case .call(let function, let arguments): return (call(function, arguments, names), .whole)
    case .choice(let condition, let a, let b):
      let comparison = text(of: condition, names)
      let chosen = text(of: a, names, atLeast: .sum)
      let other = text(of: b, names).text
      return ("\(comparison) ? \(chosen) : \(other)", .choice)
    }
  }

  private mutating func text(
    of formula: SourceFormula, _ names: [ObjectIdentifier: String], atLeast binding: Binding
  ) -> String {
    let part = text(of: formula, names)
    return part.binding.rawValue < binding.rawValue ? "(\(part.text))" : part.text
  }

  /// A comparison, a constant on its right.
  private mutating func text(
    of condition: Condition<SourceText>, _ names: [ObjectIdentifier: String]
  ) -> String {
    let left = text(of: condition.left.formula, names, atLeast: .sum)
    let right = text(of: condition.right.formula, names, atLeast: .sum)
    let equal = condition.allowsEqual ? "=" : ""
    if case .constant = condition.left.formula.form { return "\(right) >\(equal) \(left)" }
    return "\(left) <\(equal) \(right)"
  }

  /// Operators group from the left: a right side must hold together more tightly.
  private mutating func infix(
    _ sign: Character, _ x: SourceFormula, _ y: SourceFormula,
    _ names: [ObjectIdentifier: String]
  ) -> (text: String, binding: Binding) {
    let isSum = sign == "+" || sign == "-"
    let left = text(of: x, names, atLeast: isSum ? .sum : .product)
    // x + (-c) is x - c, bit for bit.
    if sign == "+", case .constant(let c) = y.form, c < 0 {
      return ("\(left) - \(language.text(of: -c))", .sum)
    }
    let right = text(of: y, names, atLeast: .whole)
    let looseRight = isSum ? text(of: y, names, atLeast: .product) : right
    return (
      "\(left) \(sign) \(looseRight.hasPrefix("-") ? right : looseRight)", isSum ? .sum : .product
    )
  }

  private mutating func call(
    _ function: SourceFunction, _ arguments: [SourceFormula], _ names: [ObjectIdentifier: String]
  ) -> String {
    if let suffix = function.suffix {
      let name = callee(function, suffix: suffix)
      return "\(name)(\(list(arguments, names)))"
    }
    switch (language, function) {
    case (.swift, .abs): return text(of: arguments[0], names, atLeast: .whole) + ".magnitude"
    case (.swift, .sqrt): return text(of: arguments[0], names, atLeast: .whole) + ".squareRoot()"
    case (.swift, .round): return text(of: arguments[0], names, atLeast: .whole) + ".rounded()"
    case (.swift, .multiplyAdd):
      let sum = text(of: arguments[2], names, atLeast: .whole)
      return "\(sum).addingProduct(\(list(Array(arguments.prefix(2)), names)))"
    case (.c, .abs): return "fabs(\(list(arguments, names)))"
    case (.c, .multiplyAdd): return "fma(\(list(arguments, names)))"
    case (_, .libm(let name)): return "\(name)(\(list(arguments, names)))"
    default: return "\(function)(\(list(arguments, names)))"
    }
  }

  private mutating func list(
    _ arguments: [SourceFormula], _ names: [ObjectIdentifier: String]
  ) -> String {
    arguments.map { text(of: $0, names).text }.joined(separator: ", ")
  }
}
