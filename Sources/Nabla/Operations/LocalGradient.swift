// Rows of the table for readers outside this module: with numbers of any type put in.
//
// With text as the number type this gives the words of a walkthrough and code in another language,
// with intervals the bounds of a gradient - from the rows themselves, so that nobody writes a
// derivative a second time.

/// d out / d input of one node, and how a gradient passes through it.
public struct LocalGradient<Number> {
  /// How a gradient that arrives at a node passes on to one of its inputs.
  public enum Passage: Sendable, Hashable {
    /// It is multiplied by the partial.
    case product
    /// It is multiplied by the partial, and a partial of 0 means that this input was not chosen:
    /// it lets nothing pass, not even an infinite or undefined gradient.
    case routed
    /// As `routed`, and where the partial is 0 there is no path at all: nothing beyond this input
    /// contributes, whatever its own partials.
    case gated
  }

  /// Which of the node's inputs.
  public let input: Int
  /// d out / d input.
  public let partial: Number
  /// How a gradient passes on.
  public let passage: Passage
}

extension LocalGradient: Sendable where Number: Sendable {}

extension Primitive {
  /// The value that this operation's row of the table gives for numbers of any type.
  ///
  ///     print(Primitive.sigmoid.value(at: [0.0]))        // 0.5
  ///
  /// - Parameters:
  ///   - inputs: One or two numbers, or as many as you like of a function of many.
  ///   - constant: The constant of an operation that has one.
  /// - Returns: The value.
  /// - Precondition: Dot products and custom primitives need their node: ``Value/value(at:)``.
  public func value<N: RealNumber>(at inputs: [N], constant: Double = 0) -> N {
    requireRow()
    return value(of: ArrayInputs(values: inputs, constant: constant))
  }

  /// d out / d input that this operation's row of the table gives for numbers of any type.
  ///
  ///     Primitive.multiply.localGradients(at: [5.0, 7.0], out: 35).map { $0.partial }     // [7, 5]
  ///
  /// - Parameters:
  ///   - inputs: One or two numbers, or as many as you like of a function of many.
  ///   - out: The operation's value there.
  ///   - constant: The constant of an operation that has one.
  /// - Returns: The partials in the order of the inputs, without those of inputs through which no path
  ///   leads.
  /// - Precondition: Dot products and custom primitives need their node:
  ///   ``Value/localGradients(at:out:)``.
  public func localGradients<N: RealNumber>(
    at inputs: [N], out: N, constant: Double = 0
  ) -> [LocalGradient<N>] {
    requireRow()
    return localGradients(of: ArrayInputs(values: inputs, constant: constant), out: out)
  }

  private func requireRow() {
    precondition(
      self != .dot && self != .dotConstants && self != .custom,
      "\(self): ask a node, an operation alone does not know its factors or its rule")
  }

  func value<N: RealNumber>(of inputs: ArrayInputs<N>) -> N {
    requireCount(inputs.count)
    return value(inputs)
  }

  func localGradients<N: RealNumber>(of inputs: ArrayInputs<N>, out: N) -> [LocalGradient<N>] {
    requireCount(inputs.count)
    var list = LocalGradientList<N>()
    partials(inputs, out: out, to: &list)
    return list.gradients.sorted { $0.input < $1.input }
  }

  private func requireCount(_ count: Int) {
    switch facts.arity {
    case .one: precondition(count == 1, "\(self): expected 1 input, got \(count)")
    case .two: precondition(count == 2, "\(self): expected 2 inputs, got \(count)")
    case .many: break
    }
  }
}

/// Keeps the partials with their passages.
private struct LocalGradientList<Number: RealNumber>: PartialsReceiver {
  var gradients: [LocalGradient<Number>] = []

  mutating func give(_ index: Int, _ partial: @autoclosure () -> Number) {
    gradients.append(LocalGradient(input: index, partial: partial(), passage: .product))
  }

  mutating func give(_ index: Int, is constant: Double) { give(index, Number(constant)) }

  mutating func give(_ index: Int, routed partial: @autoclosure () -> Number) {
    gradients.append(LocalGradient(input: index, partial: partial(), passage: .routed))
  }

  mutating func give(
    _ index: Int, gate: @autoclosure () -> Number, _ partial: @autoclosure () -> Number?
  ) {
    // A gate that is NaN lets pass, as in backward().
    let partial = Number.select(0, partial() ?? 1, where: gate() <= 0)
    gradients.append(LocalGradient(input: index, partial: partial, passage: .gated))
  }
}
