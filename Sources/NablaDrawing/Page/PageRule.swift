// The rule of a kind of gate, for the page: its value and its local gradients as JavaScript and in
// words, from the engine's table with names put in.

import Nabla

/// What a kind of gate computes, and how it differentiates.
struct PageRule: Hashable {
  /// A local gradient of a gate.
  struct Local: Hashable {
    var input: Int
    var passage: String
    var cases: [Case] = []
  }

  /// What a local gradient is where a condition holds.
  struct Case: Hashable {
    var formula: PageFormula
    /// In words; nil for the only case, and for one that holds all but everywhere.
    var condition: PageFormula?
    /// As JavaScript; nil for the only case.
    var test: String?
  }

  /// The value from the inputs, as JavaScript; nil for a rule that only Swift can run.
  var value: String?
  /// The local gradients from the inputs and the result.
  var localGradients: String?
  /// The value in words.
  var formula: PageFormula?
  var locals: [Local]
  /// The lectures' pattern, if it is one.
  var pattern: GradientPattern?
  let operation: Primitive
  let gate: String

  /// The rule in the page.
  var script: String {
    let locals = locals.map { $0.script }.joined(separator: ",\n   ")
    return """
      {value: \(value ?? "null"),
       localGradients: \(localGradients ?? "null"),
       formula: \(formula?.script ?? "null"), operation: \("\(operation)".script), gate: \(gate.script),
       pattern: \(pattern?.rawValue.script ?? "null"),
       locals: [\(locals)]}
      """
  }
}

extension PageRule.Local {
  fileprivate var script: String {
    let cases = cases.map { $0.script }.joined(separator: ",\n    ")
    return "{input: \(input), passage: \(passage.script), cases: [\(cases)]}"
  }
}

extension PageRule.Case {
  fileprivate var script: String {
    let condition = condition.map { ", where: \($0.script)" } ?? ""
    let test = test.map { ", test: \($0)" } ?? ""
    return "{formula: \(formula.script)\(condition)\(test)}"
  }
}

// MARK: - From the table

extension PageRule {
  /// The rule of a gate; the functions that it calls are added to the calls.
  init(of node: Value, _ rule: LocalRule, calls: inout ScriptCalls) {
    formula = rule.value.map { PageFormula($0) }
    operation = rule.operation
    gate = node.gate ?? ""
    pattern = rule.pattern
    let names = Self.names(rule.inputCount)
    let inputs = names.map { Formula(name: $0) }
    locals = rule.inputOrder.compactMap { input in
      rule.passages[input].map { Local(input: input, passage: "\($0)") }
    }
    guard let value = Self.value(of: node, at: inputs),
      let gradients = node.localGradients(at: inputs, out: Formula(name: "out"))
    else { return }
    var writer = ScriptWriter()
    let list = "[\(names.joined(separator: ", "))]"
    self.value = writer.function(list, giving: [value], asList: false)
    let partials = locals.map { local in
      gradients.first { $0.input == local.input }?.partial ?? Formula(0.0)
    }
    localGradients = writer.function("\(list), out", giving: partials, asList: true)
    for place in locals.indices {
      locals[place].cases = rule.cases(locals[place].input).map {
        Case($0, inputs: inputs, parameters: list, writer: &writer)
      }
    }
    calls.formUnion(writer.calls)
  }

  /// The operation itself where the page has a function of that name, or its row.
  private static func value(of node: Value, at inputs: [Formula]) -> Formula? {
    switch node.operation?.scriptSpelling {
    case .row, .softmax:
      node.operation.map { Formula(.call($0, inputs, constant: node.constant ?? 0)) }
    default: node.value(at: inputs)
    }
  }

  /// The table's letters, or numbered ones.
  private static func names(_ count: Int) -> [String] {
    count <= 2 ? Array(["x", "y"].prefix(count)) : (0..<count).map { "x\($0)" }
  }
}

extension PageRule.Case {
  /// A case in words, and its conditions on inputs of these names.
  fileprivate init(
    _ local: FormulaCase, inputs: [Formula], parameters: String, writer: inout ScriptWriter
  ) {
    formula = PageFormula(local.formula)
    let told = local.conditions.filter { !$0.isUsual }
    condition = told.isEmpty ? nil : PageFormula(told)
    guard !local.conditions.isEmpty else { return }
    let conditions = local.conditions.map {
      $0.map { $0.replacingNames { Int($0).map { inputs[$0] } } }
    }
    test = writer.function(parameters, giving: [Formula(allOf: conditions)], asList: false)
  }
}

extension Formula {
  /// 1 where all conditions hold, 0 elsewhere.
  fileprivate init(allOf conditions: [Comparison]) {
    self = conditions.reversed().reduce(Formula(1.0)) { $1.choosing($0) }
  }
}

extension Comparison {
  /// The formula where this comparison holds, 0 elsewhere.
  fileprivate func choosing(_ formula: Formula) -> Formula {
    func choose(_ x: Formula, _ y: Formula, orEqual: Bool, _ then: Formula) -> Formula {
      Formula.select(then, 0, where: Condition(x, isLessThan: y, orEqual: orEqual))
    }
    return switch relation {
    case .less: choose(left, right, orEqual: false, formula)
    case .lessOrEqual: choose(left, right, orEqual: true, formula)
    case .greater: choose(right, left, orEqual: false, formula)
    case .greaterOrEqual: choose(right, left, orEqual: true, formula)
    case .equal: choose(left, right, orEqual: true, choose(right, left, orEqual: true, formula))
    case .notEqual:
      choose(left, right, orEqual: false, formula) + choose(right, left, orEqual: false, formula)
    }
  }
}
