// A node's row of the table with other numbers than its parents' put in: words, code in another
// language, intervals, or plain numbers for a try.

extension Value {
  /// What this node's operation gives for other numbers, of any type, in place of its parents.
  ///
  /// The constants of the node (the exponent of a power, the factors of a dot product with numbers)
  /// stay.
  ///
  /// - Parameter inputs: One number for each parent, in their order.
  /// - Returns: The value; nil for a leaf, and for a custom primitive, whose rule knows only `Double`
  ///   and `Value`, with any other type.
  /// - Precondition: there are as many numbers as parents.
  public func value<N: RealNumber>(at inputs: [N]) -> N? {
    row(at: inputs).map { $0.value(of: $1) }
  }

  /// d out / d input of this node's operation at other numbers, of any type, in place of its parents.
  ///
  ///     let x = Value(3)
  ///     let f = x * x
  ///     let gradients = f.localGradients(at: [5.0, 7.0], out: 35) ?? []
  ///     print(gradients.map { $0.partial })      // [7.0, 5.0]
  ///
  /// - Parameters:
  ///   - inputs: One number for each parent, in their order.
  ///   - out: The operation's value there, ``value(at:)``.
  /// - Returns: The partials in the order of the inputs, without those of inputs through which no path
  ///   leads; nil where ``value(at:)`` is.
  /// - Precondition: there are as many numbers as parents.
  public func localGradients<N: RealNumber>(at inputs: [N], out: N) -> [LocalGradient<N>]? {
    row(at: inputs).map { $0.localGradients(of: $1, out: out) }
  }

  /// This node's operation, and its row's inputs with these numbers in place of the parents.
  private func row<N: RealNumber>(at numbers: [N]) -> (Primitive, ArrayInputs<N>)? {
    guard let operation else { return nil }
    precondition(
      numbers.count == parentCount,
      "\(operation): expected \(parentCount) inputs, got \(numbers.count)")
    var inputs: ArrayInputs<N>
    if let own = numberInputs as? ArrayInputs<N> {
      inputs = own
    } else if let own = nodeInputs as? ArrayInputs<N> {
      inputs = own
    } else if operation == .custom {
      return nil
    } else {
      inputs = self.inputs([], rule: nil)
    }
    inputs.values = numbers
    return (operation, inputs)
  }

  /// This node's operation written with names for its inputs: `x + y`, `exp(x)`, `2 * x`.
  ///
  /// - Parameter names: One name for each parent, in their order; of a function of many the first few
  ///   will do, and an ellipsis stands for the others.
  /// - Returns: The formula; nil for a leaf.
  public func formula(of names: [String]) -> String? {
    operation?.written(
      inputs: names, count: parentCount, constant: storedConstant, name: notes?.rule?.name)
  }
}
