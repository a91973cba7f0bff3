import Foundation
import Testing

@testable import Nabla
@testable import NablaDrawing

@Suite("The table in JavaScript")
struct ScriptRuleTests {
  /// A node of each operation at each of its sample points.
  static func nodes() -> [Value] {
    Primitive.allCases.flatMap { operation -> [Value] in
      let facts = operation.facts
      let constants = facts.constants.isEmpty ? [0] : facts.constants
      return constants.flatMap { c in
        (facts.samples + special(facts)).compactMap { node(operation, $0.map { Value($0) }, c) }
      }
    }
  }

  /// Points where formulas are decided by convention.
  static func special(_ facts: PrimitiveFacts) -> [[Double]] {
    let subnormal = Double.leastNormalMagnitude / 256
    let points: [Double] = [
      0, -0.0, 1, -1, 1e-300, subnormal, -subnormal, -1e300, .infinity, -.infinity, .nan,
    ]
    let few: [Double] = [0, -1, 1e300, .infinity, .nan]
    switch facts.arity {
    case .one: return points.map { [$0] }
    case .two: return few.flatMap { x in few.map { [x, $0] } }
    case .many: return [[1, 1, 1, 1], [0, 0, .infinity, .nan]]
    }
  }

  /// A node with that operation on these parents; nil for what is tested elsewhere.
  static func node(_ operation: Primitive, _ x: [Value], _ c: Double) -> Value? {
    switch operation {
    case .custom: nil
    case .selectLess: select(x[2], x[3], where: x[0] < x[1])
    case .selectLessOrEqual: select(x[2], x[3], where: x[0] <= x[1])
    case .dot: dot(Array(x.prefix(x.count / 2)), Array(x.suffix(x.count / 2)))
    case .dotConstants: dot(x, x.indices.map { Double($0) - 0.7 })
    case .softmax: Int(c) < x.count ? softmax(x)[Int(c)] : nil
    case .logSumExp: logSumExp(x)
    case .sum: sum(x)
    case .power: pow(x[0], x[1])
    case .powerConstant: pow(x[0], c)
    case .directionCosine: Value.directionCosine(x[0], x[1], radius: 0)
    case .powerPartial: Value.powerPartial(PowerOrder(c), x[0], x[1], power: 0)
    default: operation.value(at: x, constant: c)
    }
  }

  @Test(
    "values and local gradients of every row equal the engine's",
    .enabled(if: Browser.path != nil, "\(Browser.absence)"))
  func everyRow() throws {
    var calls = ScriptCalls()
    var rules: [PageRule] = []
    let nodes = Self.nodes()
    var entries: [String] = []
    for node in nodes {
      let record = walkthrough(of: node).record
      let rule = try #require(record.rule(record.rootPlace))
      let made = PageRule(of: node, rule, calls: &calls)
      let inputs = node.parents.map { $0.data.script }.joined(separator: ", ")
      entries.append(
        "[\(rules.firstIndex(of: made) ?? rules.count), [\(inputs)], \(node.data.script)]")
      if !rules.contains(made) { rules.append(made) }
    }
    let result = try Browser.open(
      """
      <!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><pre id="report"></pre><script>
      \(calls.script)
      const RULES = [\(rules.map { $0.script }.joined(separator: ",\n"))];
      const all = [\(entries.joined(separator: ",\n"))].map(([rule, inputs, out]) =>
        [RULES[rule].value(inputs), ...RULES[rule].localGradients(inputs, out)].map(String));
      document.getElementById("report").textContent = encodeURIComponent(JSON.stringify(all));
      </script></body></html>
      """)
    #expect(result.console.isEmpty, "\(result.console)")
    let report = try #require(result.report)
    let numbers = try JSONDecoder().decode([[String]].self, from: Data(report.utf8))
    #expect(numbers.count == nodes.count)
    for (node, row) in zip(nodes, numbers) where node.operation != nil {
      let name = "\(node.operation.map { "\($0)" } ?? "") at \(node.parents.map { $0.data })"
      #expect(Self.near(number(row[0]), node.data), "\(name): \(row[0]), engine \(node.data)")
      let record = walkthrough(of: node).record
      let rule = try #require(record.rule(record.rootPlace))
      let inputs = rule.inputOrder.filter { rule.passages[$0] != nil }
      for (input, text) in zip(inputs, row.dropFirst()) {
        let local = node.localGradients[input]
        #expect(
          Self.near(number(text), local), "\(name), input \(input): \(text), engine \(local)")
      }
    }
  }

  private func number(_ text: String) -> Double {
    switch text {
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    case "NaN": .nan
    default: Double(text) ?? 12345.678
    }
  }

  /// Both C libraries and browsers promise an ulp or two of each function; a formula of a few adds up
  /// to some 1e-14, and far out in a tail the exponential magnifies its argument's rounding to 1e-13.
  static func near(_ x: Double, _ y: Double) -> Bool {
    if x == y || (x.isNaN && y.isNaN) { return true }
    return abs(x - y) <= 2e-13 * abs(y)
  }
}
