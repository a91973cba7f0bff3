// A user's own primitive: the value and the local gradient are closures instead of a row of the
// table. Everything else - backward(), forward(), derivatives, checks - treats it like the others.

extension Value {
  /// Makes a node of a primitive of your own, with a local gradient written on values.
  ///
  /// The local gradient is then itself a graph, and derivatives of any order work.
  ///
  ///     let x = Value(2)
  ///     let cube = Value.custom(
  ///       "cube", of: [x], value: { $0[0] * $0[0] * $0[0] },
  ///       localGradient: { [3 * $0[0] * $0[0]] })
  ///     cube.backward()
  ///     print(x.gradient)      // 12.0
  ///
  /// The local gradient may compare the values that it is given, or read their `data`: it is asked anew
  /// wherever the answer can be another one, also after ``forward()`` and in programs. It may sweep graphs
  /// of its own and give the gradients as numbers; then it has first derivatives only, and whoever asks for
  /// more is told so. What it does to nodes leaves no trace. To its own derivatives, numbers that it takes
  /// from `data` are constants.
  ///
  /// The closures are `@Sendable`, since programs that hold them may run on several threads: they cannot
  /// capture nodes of the graph, and need not, for they are handed all that they need.
  ///
  /// - Parameters:
  ///   - name: What descriptions and reports call the primitive.
  ///   - inputs: The nodes that it is computed from.
  ///   - value: The number, from the inputs' numbers.
  ///   - localGradient: d value / d input for each input, in their order.
  ///   - fileID: Where the primitive stands in the source; reports name it.
  ///   - line: The line of it.
  /// - Returns: The node.
  public static func custom(
    _ name: String, of inputs: [Value], value: @escaping @Sendable ([Double]) -> Double,
    localGradient: @escaping @Sendable ([Value]) -> [Value], fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> Value {
    make(
      CustomRule(name: name, value: value, partials: .graphs(localGradient)), of: inputs,
      SourceLocation(fileID: fileID, line: line))
  }

  /// Makes a node of a primitive of your own, with a local gradient written on numbers.
  ///
  /// It runs without building a graph and has first derivatives only; write the local gradient on
  /// values for higher ones.
  ///
  /// - Parameters:
  ///   - name: What descriptions and reports call the primitive.
  ///   - inputs: The nodes that it is computed from.
  ///   - value: The number, from the inputs' numbers.
  ///   - localGradient: d value / d input for each input, in their order, from the inputs' numbers.
  ///   - fileID: Where the primitive stands in the source; reports name it.
  ///   - line: The line of it.
  /// - Returns: The node.
  @_disfavoredOverload
  public static func custom(
    _ name: String, of inputs: [Value], value: @escaping @Sendable ([Double]) -> Double,
    localGradient: @escaping @Sendable ([Double]) -> [Double], fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> Value {
    make(
      CustomRule(name: name, value: value, partials: .numbers(localGradient)), of: inputs,
      SourceLocation(fileID: fileID, line: line))
  }

  private static func make(
    _ rule: CustomRule, of inputs: [Value], _ location: SourceLocation
  ) -> Value {
    node(.custom, Details(notes: Notes(location: location, rule: rule), values: inputs))
  }
}
