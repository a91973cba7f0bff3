// A user's own primitive: the value and the local gradient are closures instead of a row of the
// table. Everything else - backward(), forward(), derivatives, checks - treats it like the others.

/// The name, value and partials of a user's own primitive.
final class CustomRule {
  let name: String
  private let valueRule: ([Double]) -> Double
  private let numberRule: (([Double]) -> [Double])?
  private let graphRule: (([Value]) -> [Value])?

  init(
    name: String, value: @escaping ([Double]) -> Double,
    numberRule: (([Double]) -> [Double])? = nil, graphRule: (([Value]) -> [Value])? = nil
  ) {
    self.name = name
    self.valueRule = value
    self.numberRule = numberRule
    self.graphRule = graphRule
  }

  func value(_ inputs: [Double]) -> Double { valueRule(inputs) }

  /// The partials at these numbers.
  func partials(_ inputs: [Double]) -> [Double] {
    if let numberRule { return checked(numberRule(inputs), inputs.count) }
    // On fresh leaves: the rule's own little graph is gone when this returns.
    return graphPartials(inputs.map { Value($0) }).map { $0.data }
  }

  /// The partials as nodes.
  ///
  /// From a rule on numbers they are custom nodes that have no derivative.
  func graphPartials(_ inputs: [Value]) -> [Value] {
    if let graphRule { return checked(graphRule(inputs), inputs.count) }
    guard numberRule != nil else {
      preconditionFailure(
        """
        '\(name.visible)' cannot be differentiated again: its local gradient is a rule on numbers; write \
        localGradient as a closure from [Value] to [Value] for higher derivatives
        """)
    }
    return inputs.indices.map { i in
      let partial = CustomRule(name: "d \(name) / d input \(i)") { self.partials($0)[i] }
      return Value.node(.custom, Details(notes: Notes(rule: partial), values: inputs))
    }
  }

  private func checked<T>(_ partials: [T], _ count: Int) -> [T] {
    precondition(
      partials.count == count,
      "custom primitive '\(name.visible)': expected \(count) local gradients, "
        + "got \(partials.count)")
    return partials
  }
}

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
  /// The closures must not capture nodes of the graph: everything they need is handed to them.
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
    _ name: String, of inputs: [Value], value: @escaping ([Double]) -> Double,
    localGradient: @escaping ([Value]) -> [Value], fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> Value {
    make(
      CustomRule(name: name, value: value, graphRule: localGradient), of: inputs,
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
    _ name: String, of inputs: [Value], value: @escaping ([Double]) -> Double,
    localGradient: @escaping ([Double]) -> [Double], fileID: StaticString = #fileID,
    line: UInt = #line
  ) -> Value {
    make(
      CustomRule(name: name, value: value, numberRule: localGradient), of: inputs,
      SourceLocation(fileID: fileID, line: line))
  }

  private static func make(
    _ rule: CustomRule, of inputs: [Value], _ location: SourceLocation
  ) -> Value {
    node(.custom, Details(notes: Notes(location: location, rule: rule), values: inputs))
  }
}
