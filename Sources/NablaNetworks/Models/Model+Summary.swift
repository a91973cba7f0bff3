// A model as a table: what it consists of, and how much of it is learned.

extension Model {
  /// How many parameters there are.
  public var parameterCount: Int { parameterArrays.reduce(0) { $0 + $1.values.count } }

  /// How many of them training changes.
  public var trainableParameterCount: Int {
    parameterArrays.reduce(0) { $0 + ($1.isFrozen ? 0 : $1.values.count) }
  }

  /// A table of the parameter arrays, and the counts.
  ///
  /// ```text
  /// name             shape    count
  /// layers.0.weight  [4, 2]       8
  /// layers.0.bias    [4]          4  frozen
  /// 12 parameters, 8 of them trainable
  /// ```
  public func summary() -> String {
    SummaryTable.text(
      ["name", "shape", "count", ""],
      parameterArrays.map {
        [$0.name, "\($0.shape)", "\($0.values.count)", $0.isFrozen ? "frozen" : ""]
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
  public func summary() -> String {
    var rows: [[String]] = []
    var width = stages.contains { $0.inputCount != nil } ? inputCount : 0
    for (place, layer) in stages.enumerated() {
      let outputs = layer.outputCount(from: width)
      let arrays = layer.parameterArrays
      let count = arrays.reduce(0) { $0 + $1.values.count }
      rows.append(["layers.\(place)  \(layer.title)", "\(width) -> \(outputs)", "\(count)", ""])
      for array in arrays {
        let isFrozen = array.isFrozen || frozenNames.contains("layers.\(place).\(array.name)")
        rows.append([
          "  \(array.name)", "\(array.shape)", "\(array.values.count)", isFrozen ? "frozen" : "",
        ])
      }
      width = outputs
    }
    return SummaryTable.text(["layer", "shape", "parameters", ""], rows) + counts
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
