// A formula of the table as JavaScript.
//
//     out * sigmoid(-x)        ([x], out) => [out * sigmoid(-x)]
//
// The formula is a graph: what is used twice is computed once, under a name of its own. It is walked
// with a stack, since a sum of many inputs is as deep as it is long.

import Nabla

/// Writes formulas as statements and expressions, and remembers which functions they call.
struct ScriptWriter {
  /// The functions that have been called, by name.
  private(set) var calls = ScriptCalls()
  private var statements: [String] = []
  private var texts: [ObjectIdentifier: Text] = [:]
  /// The names of what is computed once, by how it is computed.
  private var named: [String: String] = [:]
  private var meanings: [ObjectIdentifier: Formula] = [:]
  private var uses: [ObjectIdentifier: Int] = [:]

  /// An expression, and whether it can stand beside an operator as it is.
  private struct Text {
    var code: String
    var isTight: Bool
    var operand: String { isTight ? code : "(\(code))" }
  }

  /// A function of these parameters that gives one formula, or a list of them.
  mutating func function(
    _ parameters: String, giving formulas: [Formula], asList: Bool
  ) -> String {
    (statements, texts, named, meanings, uses) = ([], [:], [:], [:], [:])
    let order = order(of: formulas)
    for formula in order { texts[formula.id] = name(text(of: formula), of: formula) }
    let results = formulas.map { texts[$0.id]?.code ?? "" }.joined(separator: ", ")
    let result = asList ? "[\(results)]" : results
    if statements.isEmpty { return "(\(parameters)) => \(result)" }
    let lines = statements + ["return \(result);"]
    return "(\(parameters)) => {\n" + lines.map { "  \($0)\n" }.joined() + "}"
  }

  /// The formulas and all that they are made of, each once and after its parts.
  private mutating func order(of formulas: [Formula]) -> [Formula] {
    var order: [Formula] = []
    var seen: Set<ObjectIdentifier> = []
    var stack = formulas.reversed().map { (formula: $0, isReady: false) }
    while let (formula, isReady) = stack.popLast() {
      if isReady {
        order.append(formula)
        continue
      }
      uses[formula.id, default: 0] += 1
      guard seen.insert(formula.id).inserted else { continue }
      stack.append((formula, true))
      stack += parts(of: formula).reversed().map { ($0, false) }
    }
    return order
  }

  private mutating func parts(of formula: Formula) -> [Formula] {
    switch formula.content {
    case .name, .constant: return []
    case .select(let a, let b, let condition): return [condition.left, condition.right, a, b]
    case .call(let operation, let inputs, let constant):
      guard case .expanded = operation.scriptSpelling else { return inputs }
      let meaning = operation.value(at: inputs, constant: constant)
      meanings[formula.id] = meaning
      return [meaning]
    }
  }

  /// The expression, or a name for it where it is used again or long.
  private mutating func name(_ text: Text, of formula: Formula) -> Text {
    switch formula.content {
    case .name, .constant: return text
    default: if text.code.allSatisfy({ $0.isLetter || $0.isNumber }) { return text }
    }
    guard uses[formula.id, default: 0] > 1 || text.code.utf8.count > 70 else { return text }
    return Text(code: name(for: text.code), isTight: true)
  }

  private mutating func name(for code: String) -> String {
    if let name = named[code] { return name }
    let name = "t\(named.count + 1)"
    named[code] = name
    statements.append("const \(name) = \(code);")
    return name
  }

  // MARK: One part

  private func written(_ formula: Formula) -> Text {
    texts[formula.id] ?? Text(code: "NaN", isTight: true)
  }

  private mutating func text(of formula: Formula) -> Text {
    switch formula.content {
    case .name(let name): return Text(code: name, isTight: true)
    case .constant(let constant): return number(constant)
    case .select(let a, let b, let condition):
      let sign = condition.allowsEqual ? "<=" : "<"
      let test = "\(written(condition.left).operand) \(sign) \(written(condition.right).operand)"
      return Text(
        code: "\(test) ? \(written(a).operand) : \(written(b).operand)", isTight: false)
    case .call(let operation, let inputs, let constant):
      return call(operation, inputs, constant, meaning: meanings[formula.id])
    }
  }

  private func number(_ constant: Double) -> Text {
    Text(code: constant.script, isTight: constant.sign == .plus)
  }

  private mutating func call(
    _ operation: Primitive, _ inputs: [Formula], _ constant: Double, meaning: Formula?
  ) -> Text {
    let x = inputs.first.map { written($0).operand } ?? ""
    switch operation.scriptSpelling {
    case .infix(let sign):
      return Text(code: "\(x) \(sign) \(written(inputs[1]).operand)", isTight: false)
    case .beforeConstant(let sign):
      return Text(code: "\(x) \(sign) \(number(constant).operand)", isTight: false)
    case .afterConstant(let sign):
      return Text(code: "\(number(constant).operand) \(sign) \(x)", isTight: false)
    case .negative: return Text(code: "-\(x)", isTight: false)
    case .math(let name): return function("Math.\(name)", inputs, nil)
    case .library(let name):
      calls.use(library: name)
      return function(name, inputs, operation.facts.hasConstant ? constant : nil)
    case .row(let name):
      calls.use(row: operation)
      return function(name, inputs, nil)
    case .softmax:
      calls.use(softmaxOf: inputs.count)
      let all = function("softmax\(inputs.count)", inputs, nil).code
      return Text(code: "\(name(for: all))[\(Int(constant))]", isTight: true)
    case .expanded: return meaning.map { written($0) } ?? number(.nan)
    }
  }

  private func function(_ name: String, _ inputs: [Formula], _ constant: Double?) -> Text {
    let arguments = inputs.map { written($0).code } + (constant.map { [$0.script] } ?? [])
    return Text(code: "\(name)(\(arguments.joined(separator: ", ")))", isTight: true)
  }
}
