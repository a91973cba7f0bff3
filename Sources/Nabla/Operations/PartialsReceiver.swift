// What a row of the table gives its partial derivatives to.
//
// Whoever reads the table decides what becomes of them: backward() multiplies them with the upstream
// gradient and adds the product to a parent's, a derivative graph makes nodes of them, and
// `localGradients` keeps them. A receiver that does not want a partial does not compute it.

/// What takes the partial derivatives of one node.
protocol PartialsReceiver {
  associatedtype Number: RealNumber
  /// Takes d out / d input.
  mutating func give(_ index: Int, _ partial: @autoclosure () -> Number)
  /// Takes d out / d input that is the same number everywhere.
  mutating func give(_ index: Int, is constant: Double)
  /// Takes d out / d left factor and d out / d right factor of one product of several.
  mutating func give(
    pair index: Int, of count: Int, left: @autoclosure () -> Number,
    right: @autoclosure () -> Number)
  /// Takes d out / d input, of which 0 lets nothing pass.
  mutating func give(_ index: Int, routed partial: @autoclosure () -> Number)
  /// Takes d out / d input behind a gate, which is 0 or 1: where it is 0 there is no path to the
  /// input at all, and nothing beyond it contributes, whatever its partials. No partial means 1.
  mutating func give(
    _ index: Int, gate: @autoclosure () -> Number, _ partial: @autoclosure () -> Number?)
}

extension PartialsReceiver {
  mutating func give(
    pair index: Int, of count: Int, left: @autoclosure () -> Number,
    right: @autoclosure () -> Number
  ) {
    give(index, left())
    give(count + index, right())
  }
  mutating func x(_ partial: @autoclosure () -> Number) { give(0, partial()) }
  mutating func y(_ partial: @autoclosure () -> Number) { give(1, partial()) }
  mutating func x(is constant: Double) { give(0, is: constant) }
  mutating func y(is constant: Double) { give(1, is: constant) }
  mutating func x(routed partial: @autoclosure () -> Number) { give(0, routed: partial()) }
  mutating func y(routed partial: @autoclosure () -> Number) { give(1, routed: partial()) }
}
