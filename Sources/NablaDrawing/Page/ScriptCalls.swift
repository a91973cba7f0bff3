// The functions that the code of a page calls: those of the table, and those that JavaScript lacks.

import Nabla

/// A set of functions, and how they are written.
struct ScriptCalls {
  private var libraries: Set<ScriptLibrary> = []
  private var rows: Set<Primitive> = []
  private var softmaxes: Set<Int> = []

  mutating func use(library name: String) {
    guard let part = ScriptLibrary(function: name) else { return }
    libraries.insert(part)
    libraries.formUnion(part.needs)
  }

  mutating func use(row operation: Primitive) { rows.insert(operation) }

  mutating func use(softmaxOf count: Int) { softmaxes.insert(count) }

  mutating func formUnion(_ others: ScriptCalls) {
    libraries.formUnion(others.libraries)
    rows.formUnion(others.rows)
    softmaxes.formUnion(others.softmaxes)
  }

  /// The functions, with those that they call themselves.
  var script: String {
    var all = self
    var functions: [(place: Int, script: String)] = []
    var written: ScriptCalls = ScriptCalls()
    // A row calls others, which call others: until no new one comes up.
    while let next = all.first(after: written) {
      let (script, calls) = next.definition
      functions.append((next.place, script))
      all.formUnion(calls)
      written.formUnion(next.asCalls)
    }
    let rows = functions.sorted { $0.place < $1.place }.map { $0.script }
    let parts = ScriptLibrary.allCases.filter { all.libraries.contains($0) }.map { $0.script }
    return (parts + rows).joined(separator: "\n")
  }

  /// A function that is made from a row.
  private enum Function {
    case row(Primitive)
    case softmax(Int)

    var asCalls: ScriptCalls {
      var calls = ScriptCalls()
      switch self {
      case .row(let operation): calls.use(row: operation)
      case .softmax(let count): calls.use(softmaxOf: count)
      }
      return calls
    }

    /// Where it stands among the others, whatever the order in which they came up.
    var place: Int {
      switch self {
      case .row(let operation): Int(operation.rawValue)
      case .softmax(let count): 1000 + count
      }
    }

    /// The function, and what it calls.
    var definition: (script: String, calls: ScriptCalls) {
      var writer = ScriptWriter()
      let (name, names, formulas): (String, [String], [Formula])
      switch self {
      case .row(let operation):
        names = operation.facts.arity == .one ? ["x"] : ["x", "y"]
        name = "\(operation)"
        formulas = [operation.value(at: names.map { Formula(name: $0) })]
      case .softmax(let count):
        names = (0..<count).map { "x\($0)" }
        name = "softmax\(count)"
        let inputs = names.map { Formula(name: $0) }
        formulas = (0..<count).map { Primitive.softmax.value(at: inputs, constant: Double($0)) }
      }
      var isList = false
      if case .softmax = self { isList = true }
      let function = writer.function(
        names.joined(separator: ", "), giving: formulas, asList: isList)
      return ("const \(name) = \(function);", writer.calls)
    }
  }

  private func first(after written: ScriptCalls) -> Function? {
    if let row = rows.subtracting(written.rows).min(by: { $0.rawValue < $1.rawValue }) {
      return .row(row)
    }
    return softmaxes.subtracting(written.softmaxes).min().map { .softmax($0) }
  }
}
