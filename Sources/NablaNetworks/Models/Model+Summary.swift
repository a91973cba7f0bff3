// A model as a table: what it consists of, and how much of it is learned.

extension Model {
  /// How many parameters there are; tied weights count once.
  public var parameterCount: Int { parameters.count }

  /// How many of them training changes.
  public var trainableParameterCount: Int {
    DistinctParameters(of: parameterArrays).moving.count
  }

  /// A table of the parameter arrays, and the counts.
  ///
  /// ```text
  /// name             shape    count
  /// layers.0.weight  [4, 2]       8
  /// layers.0.bias    [4]          4  frozen
  /// 12 parameters, 8 of them trainable
  /// ```
  ///
  /// Of an array that holds leaves of an earlier one it says which: `tied to layers.0.weight`.
  public func summary() -> String {
    var notes = SummaryNotes()
    return SummaryTable.text(
      ["name", "shape", "count", ""],
      parameterArrays.map {
        [$0.name, "\($0.shape)", "\($0.values.count)", notes.note(on: $0)]
      }) + counts
  }

  fileprivate var counts: String {
    "\(parameterCount) parameters, \(trainableParameterCount) of them trainable\n"
  }
}

extension LayeredModel {
  /// A table of the layers and their parameter arrays, and the counts.
  ///
  ///     var generator = SeededGenerator(seed: 42)
  ///     let model = MLP(
  ///       inputs: 2, hidden: [4], outputs: 1, outputActivation: .sigmoid, using: &generator)
  ///     print(model.summary())
  ///
  /// ```console
  /// layer                     shape   parameters
  /// layers.0  dense, tanh     2 -> 4          12
  ///   weight                  [4, 2]           8
  ///   bias                    [4]              4
  /// layers.1  dense, sigmoid  4 -> 1           5
  ///   weight                  [1, 4]           4
  ///   bias                    [1]              1
  /// 17 parameters, 17 of them trainable
  /// ```
  ///
  /// Of an array that holds leaves of an earlier one it says which: `tied to layers.0.weight`.
  public func summary() -> String {
    var rows: [[String]] = []
    var notes = SummaryNotes()
    var arrays = parameterArrays[...]
    var width = stages.contains { $0.inputCount != nil } ? inputCount : 0
    for (place, layer) in stages.enumerated() {
      let outputs = layer.outputCount(from: width)
      let own = layer.parameterArrays
      let count = own.reduce(0) { $0 + $1.values.count }
      rows.append(["layers.\(place)  \(layer.title)", "\(width) -> \(outputs)", "\(count)", ""])
      for (array, named) in zip(own, arrays) {
        rows.append([
          "  \(array.name)", "\(array.shape)", "\(array.values.count)", notes.note(on: named),
        ])
      }
      arrays = arrays.dropFirst(own.count)
      width = outputs
    }
    return SummaryTable.text(["layer", "shape", "parameters", ""], rows) + counts
  }
}

/// What a summary says of an array beside its shape.
private struct SummaryNotes {
  /// The first array that held each leaf.
  private var owners: [ObjectIdentifier: String] = [:]

  mutating func note(on array: ParameterArray) -> String {
    let owner = array.values.lazy.compactMap { [owners] in owners[ObjectIdentifier($0)] }.first
    for leaf in array.values where owners[ObjectIdentifier(leaf)] == nil {
      owners[ObjectIdentifier(leaf)] = array.name
    }
    let notes = [array.isFrozen ? "frozen" : nil, owner.map { "tied to \($0)" }]
    return notes.compactMap { $0 }.joined(separator: ", ")
  }
}

/// Rows of words in columns: the third to the right, as it holds numbers.
private enum SummaryTable {
  static func text(_ head: [String], _ rows: [[String]]) -> String {
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 2 ? space + row[column] : row[column] + space
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
