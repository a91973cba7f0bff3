// A derivative that differences contradict is not yet wrong: differences can be misled, by a constant
// that drowns the function or by a slope that no step resolves. So a suspicion is looked into.
//
//   - A NaN or infinite derivative of a function with a finite slope is wrong.
//   - If the function computes with numbers outside its graph, the graph's derivative is not its own.
//   - A gradient is a product of local gradients, and each of them can be checked alone (Blame.swift).
//     If one is wrong, so is the gradient.
//   - If all are right and their products add up to the gradient, then the differences were misled.
//
// And backward() must come to the same as derivative(withRespectTo:), whatever differences say.

extension GradientCheck {
  /// Checks every derivative, and looks into those that differences contradict.
  func report(_ name: ((Int) -> String)? = nil) -> GradientReport {
    var findings = point.indices.map { i in
      compare(
        name?(i) ?? "df/d\(names[i])", along: .axis(i, of: point), given: gradient[i],
        rounding: chainRule.rounding[i])
    }
    var notes: [String] = []
    var blame: Blame?
    let suspects = point.indices.filter { findings[$0].entry.verdict == .failed }
    if !suspects.isEmpty {
      let nodes = NodeVerdict(on: function(point.map { Value($0) }))
      if case .guilty(let found) = nodes { blame = found }
      for i in suspects where blame == nil && isAcquitted(findings[i], i, nodes) {
        findings[i].entry.verdict = .inconclusive
      }
      if blame == nil { notes.append(words(for: suspects.map { findings[$0].entry })) }
    }
    for i in disagreements {
      findings[i].entry.verdict = .failed
      notes.append(
        """
        \(findings[i].entry.name) is \(gradient[i].reported) by backward() and \
        \(derivatives[i].reported) by derivative(withRespectTo:). Does the rule of a custom \
        primitive use nodes other than those handed to it, or answer differently each time?
        """)
    }
    return GradientReport(entries: findings.map { $0.entry }, blame: blame, notes: notes)
  }

  /// Whether the differences were misled, and not the engine.
  private func isAcquitted(_ finding: Finding, _ input: Int, _ nodes: NodeVerdict) -> Bool {
    let given = finding.entry.given
    let along = LineFunction(.axis(input, of: point), of: function)
    guard value.isFinite, given.isFinite, !along.leavesGraph(),
      chainRule.isSame(given, chainRule.gradient[input], for: input)
    else { return false }
    if case .innocent = nodes { return true }
    // A jump is no evidence against a slope, nor are differences that no others bear out.
    return !finding.isCertain
  }

  private func words(for entries: [GradientReport.Entry]) -> String {
    let failed = entries.filter { $0.verdict == .failed }
    if failed.isEmpty, function(point.map { Value($0) }).stopsGradients {
      return """
        no node's own local gradient is wrong, and they multiply to the gradient given: the function \
        stops gradients, and differences know nothing of that
        """
    }
    if failed.isEmpty {
      return """
        no node's own local gradient is wrong, and they multiply to the gradient given: the function \
        jumps here, or its values are too coarse or change too fast for differences
        """
    }
    if value.isFinite, failed.contains(where: { !$0.given.isFinite }) {
      return "a gradient is not finite where the function has a slope; anomaly() names the node"
    }
    return """
      no node's own local gradient is wrong. Does the function take numbers out of the graph \
      (.data, detached()), or give another value each time?
      """
  }
}

extension Value {
  /// Whether a node of this graph passes no gradient on, as `stopGradient` does.
  fileprivate var stopsGradients: Bool {
    topologicalOrder().contains { $0.operation == .stopGradient }
  }
}
