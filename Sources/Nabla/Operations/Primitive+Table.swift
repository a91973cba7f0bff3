// THE TABLE: the value and the partial derivatives of every primitive, written once.
//
// Everything that computes reads these two switches: eager values and `backward()` with `Double`,
// derivative graphs with `Value`, gradient checks, and any number type of your own. No derivative
// formula is written anywhere else.
//
// Letters:  x, y   the first and second input        c    the node's constant
//           out    the result                        d.x  receives d out / d x, d.y d out / d y
//
// A partial that is the same number everywhere is given with `is:`, so that a derivative graph need
// not hold a node for it. `routed:` marks a partial whose 0 means "this input was not chosen": it
// lets nothing pass, not even an infinite or undefined upstream gradient. `gate:` marks a branch:
// where it is 0, nothing beyond it is on any path.
//
// A value formula may use anything. A partial formula is differentiated again for higher orders, so
// it uses only what is smooth where it is smooth: no abs inside exp, and x * x rather than a power,
// whose own partial 2 * x overflows at 1e308.
//
// A gate, a routing or a selection of 0 cuts off all that a higher derivative needs beyond it. So it
// stands only where a choice is constant around the point, or at the very point of a convention; never
// where some factor happens to be 0. Partials that no product gives right are rows of their own
// (directionCosine, powerPartial), whose partials are rows again.
//
// Conventions (Primitive+Facts.swift states them case by case): the least-norm subgradient at kinks,
// ties split evenly, the one-sided limit at the edge of a domain, NaN outside it.
// Sources: elementary calculus; NIST Digital Library of Mathematical Functions, chapters 4 to 7,
// https://dlmf.nist.gov; conventions at kinks as in PyTorch's tools/autograd/derivatives.yaml.

extension Primitive {
  // The columns are the point of the table; the formatter would fold them.
  // swift-format-ignore
  @inline(__always)
  func value<Inputs: PrimitiveInputs>(_ inputs: Inputs) -> Inputs.Number {
    typealias N = Inputs.Number
    var x: N { inputs[0] }
    var y: N { inputs[1] }
    let c = inputs.constant
    return switch self {
    case .add:                  x + y
    case .subtract:             x - y
    case .multiply:             x * y
    case .divide:               x / y
    case .negate:               -x
    case .addConstant:          x + c
    case .subtractFromConstant: c - x
    case .multiplyByConstant:   c * x
    case .divideByConstant:     x / c
    case .divideConstant:       c / x
    case .power:                N.pow(x, y)
    case .powerConstant:        N.pow(x, c)
    case .sqrt:                 N.sqrt(x)
    case .cbrt:                 N.cbrt(x)
    case .hypot:                N.hypot(x, y)
    case .exp:                  N.exp(x)
    case .expMinusOne:          N.expMinusOne(x)
    case .log:                  N.log(x)
    case .logOnePlus:           N.log(onePlus: x)
    case .log2:                 N.log2(x)
    case .log10:                N.log10(x)
    case .sin:                  N.sin(x)
    case .cos:                  N.cos(x)
    case .tan:                  N.tan(x)
    case .asin:                 N.asin(x)
    case .acos:                 N.acos(x)
    case .atan:                 N.atan(x)
    case .atan2:                N.atan2(y: x, x: y)
    case .sinh:                 N.sinh(x)
    case .cosh:                 N.cosh(x)
    case .tanh:                 N.tanh(x)
    case .asinh:                N.asinh(x)
    case .acosh:                N.acosh(x)
    case .atanh:                N.atanh(x)
    case .erf:                  N.erf(x)
    case .erfc:                 N.erfc(x)
    case .logGamma:             N.logGamma(x)
    case .abs:                  N.abs(x)
    // At a tie the first; NaN if either is, which x + y is when no comparison holds.
    case .minimum:              N.select(x, N.select(y, x + y, where: y < x), where: x <= y)
    case .maximum:              N.select(x, N.select(y, x + y, where: y > x), where: x >= y)
    // Neither exp overflows nor 1 + e cancels: e is in [0, 1].
    case .sigmoid:              Self.sigmoid(x)
    case .logSigmoid:           N.smaller(x, 0) - N.log(onePlus: N.exp(-N.abs(x)))
    case .softplus:             N.larger(x, 0) + N.log(onePlus: N.exp(-N.abs(x)))
    case .relu:                 N.larger(0, x)
    case .leakyReLU:            N.select(x, c * x, where: x > 0)
    case .elu:                  N.select(x, c * N.expMinusOne(x), where: x > 0)
    // The bound keeps -inf * 0 away; the distribution function is 0 there.
    case .gelu:                 N.larger(x, -40) * N.normal(x)
    case .silu:                 N.larger(x, -750) * N.sigmoid(x)
    case .sum:                  Self.sum(inputs)
    case .dot:                  Self.dot(inputs)
    case .dotConstants:         Self.dotConstants(inputs)
    case .logSumExp:            Self.logSumExp(inputs)
    case .softmax:              Self.share(Int(c), of: inputs)
    case .selectLess:           N.select(inputs[2], inputs[3], where: x < y)
    case .selectLessOrEqual:    N.select(inputs[2], inputs[3], where: x <= y)
    case .stopGradient:         x
    case .sign:                 N.select(1, N.select(-1, x, where: x < 0), where: x > 0)
    case .step:                 N.select(1, N.select(N(c), x, where: x <= 0), where: x > 0)
    case .order:                N.select(1, N.select(-1, N.select(0, x + y, where: x <= y), where: x < y), where: x > y)
    case .nonNegative:          N.select(N.abs(x), N(.nan), where: x >= 0)
    case .route:                N.select(0, x * y, where: N.abs(y) <= 0)
    case .gaussian:             N.gaussian(x, times: c)
    case .normal:               N.normal(x)
    case .polygamma:            N.polygamma(Int(c), x)
    case .directionCosine:      Self.directionCosine(x, radius: N.hypot(x, y))
    case .powerPartial:         Self.powerPartial(PowerOrder(c), x, y, power: N.pow(x, y))
    case .custom:               inputs.customValue()
    }
  }

  // swift-format-ignore
  @inline(__always)
  func partials<Inputs: PrimitiveInputs, Receiver: PartialsReceiver>(
    _ inputs: Inputs, out: Inputs.Number, to d: inout Receiver
  ) where Receiver.Number == Inputs.Number {
    typealias N = Inputs.Number
    var x: N { inputs[0] }
    var y: N { inputs[1] }
    let c = inputs.constant
    switch self {
    case .add:                  d.x(is: 1); d.y(is: 1)
    case .subtract:             d.x(is: 1); d.y(is: -1)
    case .multiply:             d.x(y); d.y(x)
    case .divide:               d.x(1 / y); d.y(-out / y)
    case .negate:               d.x(is: -1)
    case .addConstant:          d.x(is: 1)
    case .subtractFromConstant: d.x(is: -1)
    case .multiplyByConstant:   d.x(is: c)
    case .divideByConstant:     d.x(is: 1 / c)
    case .divideConstant:       d.x(-out / x)
    // One row for partials of every order (PowerOrder.swift).
    case .power:                d.x(N.powerPartial(PowerOrder(1, 0), x, y, power: out))
                                d.y(N.powerPartial(PowerOrder(0, 1), x, y, power: out))
    case .powerConstant:        Self.powerPartials(x, c, to: &d)
    // The root of -0 is -0, and the limit from the right is +inf there too.
    case .sqrt:                 d.x(0.5 / N.nonNegative(out))
    case .cbrt:                 d.x(1 / (3 * out * out))
    // x / out and y / out, as a row: the quotients' own partials would cancel next to an axis.
    case .hypot:                d.x(N.directionCosine(x, y, radius: out)); d.y(N.directionCosine(y, x, radius: out))
    case .exp:                  d.x(out)
    // Not out + 1, which is 0 for x < -37.
    case .expMinusOne:          d.x(N.exp(x))
    case .log:                  d.x(1 / N.nonNegative(x))
    case .logOnePlus:           d.x(1 / N.nonNegative(1 + x))
    case .log2:                 d.x(1.4426950408889634 / N.nonNegative(x))   // 1 / log(2)
    case .log10:                d.x(0.4342944819032518 / N.nonNegative(x))   // 1 / log(10)
    case .sin:                  d.x(N.cos(x))
    case .cos:                  d.x(-N.sin(x))
    case .tan:                  d.x(1 + out * out)
    // (1 - x)(1 + x) and not 1 - x * x, which cancels near the ends.
    case .asin:                 d.x(1 / N.sqrt((1 - x) * (1 + x)))
    case .acos:                 d.x(-1 / N.sqrt((1 - x) * (1 + x)))
    case .atan:                 d.x(1 / (1 + x * x))
    // The first input is the ordinate, the second the abscissa. Dividing twice by the radius, the
    // square of which overflows.
    case .atan2:                d.x(y / N.hypot(x, y) / N.hypot(x, y)); d.y(-x / N.hypot(x, y) / N.hypot(x, y))
    case .sinh:                 d.x(N.cosh(x))
    case .cosh:                 d.x(N.sinh(x))
    // 1 - out * out cancels: at 19.5 it is 0 and the truth 4.6e-17.
    case .tanh:                 d.x(4 * N.sigmoid(2 * x) * N.sigmoid(-2 * x))
    case .asinh:                d.x(1 / N.hypot(1, x))
    case .acosh:                d.x(1 / (N.sqrt(x - 1) * N.sqrt(x + 1)))
    case .atanh:                d.x(1 / N.nonNegative((1 - x) * (1 + x)))
    case .erf:                  d.x(1.1283791670955126 * N.gaussian(x, times: 1))    // 2 / sqrt(pi)
    case .erfc:                 d.x(-1.1283791670955126 * N.gaussian(x, times: 1))
    case .logGamma:             d.x(N.polygamma(0, x))
    case .abs:                  d.x(N.sign(x))
    case .minimum:              d.x(routed: 0.5 - 0.5 * N.order(x, y)); d.y(routed: 0.5 + 0.5 * N.order(x, y))
    case .maximum:              d.x(routed: 0.5 + 0.5 * N.order(x, y)); d.y(routed: 0.5 - 0.5 * N.order(x, y))
    // 1 - out is sigmoid(-x), which keeps its digits when out is next to 1.
    case .sigmoid:              d.x(out * N.sigmoid(-x))
    case .logSigmoid:           d.x(N.sigmoid(-x))
    case .softplus:             d.x(N.sigmoid(x))
    case .relu:                 d.x(routed: N.step(x, below: 0))
    case .leakyReLU:            d.x(routed: N.step(x, below: c))
    case .elu:                  d.x(N.select(1, c * N.exp(x), where: x > 0))
    // Distribution function plus x times density.
    case .gelu:                 d.x(N.normal(x) + 0.3989422804014327 * (x * N.gaussian(x, times: 0.5)))
    case .silu:                 d.x(N.sigmoid(x) * (1 + x * N.sigmoid(-x)))
    case .sum:                  for i in 0..<inputs.count { d.give(i, is: 1) }
    case .dot:                  Self.dotPartials(inputs, to: &d)
    case .dotConstants:         Self.dotConstantsPartials(inputs, to: &d)
    case .logSumExp:            Self.logSumExpPartials(inputs, to: &d)
    case .softmax:              Self.softmaxPartials(inputs, out: out, to: &d)
    case .selectLess:           d.give(2, gate: N.select(1, 0, where: x < y), nil); d.give(3, gate: N.select(0, 1, where: x < y), nil)
    case .selectLessOrEqual:    d.give(2, gate: N.select(1, 0, where: x <= y), nil); d.give(3, gate: N.select(0, 1, where: x <= y), nil)
    // A constant to whoever differentiates it.
    case .stopGradient:         break
    // Constant between their jumps: no path leads through.
    case .sign, .step, .order:  break
    case .nonNegative:          d.x(is: 1)
    case .route:                d.give(0, gate: N.step(N.abs(y), below: 0), y); d.y(x)
    // In this order: x * x and more overflow at 1e308 where x * out is 0.
    case .gaussian:             d.x(-2 * c * (x * out))
    case .normal:               d.x(0.3989422804014327 * N.gaussian(x, times: 0.5))  // 1 / sqrt(2 pi)
    case .polygamma:            d.x(N.polygamma(Int(c) + 1, x))
    case .directionCosine:      Self.cosinePartials(x, y, out, to: &d)
    case .powerPartial:         d.x(N.powerPartial(PowerOrder(c).byX, x, y, power: N.pow(x, y)))
                                d.y(N.powerPartial(PowerOrder(c).byY, x, y, power: N.pow(x, y)))
    case .custom:               Self.customPartials(inputs, to: &d)
    }
  }
}

// MARK: - Rows that need more than a line

extension Primitive {
  /// 1 / (1 + e^-x), or e^x / (1 + e^x) on the left, from one exponential that is at most 1.
  @inline(__always)
  private static func sigmoid<N: RealNumber>(_ x: N) -> N {
    let e = N.exp(-N.abs(x))
    return N.select(1 / (1 + e), e / (1 + e), where: x >= 0)
  }

  /// Gives c x^(c-1).
  ///
  /// The power 0 is constant, also at 0; the powers 1 and 2 need no call.
  @inline(__always)
  private static func powerPartials<D: PartialsReceiver>(
    _ x: @autoclosure () -> D.Number, _ c: Double, to d: inout D
  ) {
    if c == 0 { return }
    if c == 1 { return d.x(is: 1) }
    if c == 2 { return d.x(2 * x()) }
    d.x(c * D.Number.pow(x(), c - 1))
  }

  /// 0 at the origin, the least-norm subgradient of hypot.
  @inline(__always)
  static func directionCosine<N: RealNumber>(_ x: N, radius: @autoclosure () -> N) -> N {
    let radius = radius()
    return N.select(0, x / radius, where: radius <= 0)
  }

  /// Gives s²/r and -c s/r, where c is this cosine and s the other; NaN at the origin, where there is
  /// no limit.
  @inline(__always)
  private static func cosinePartials<D: PartialsReceiver>(
    _ x: D.Number, _ y: D.Number, _ cosine: D.Number, to d: inout D
  ) {
    let radius = D.Number.hypot(x, y)
    let sine = D.Number.directionCosine(y, x, radius: radius)
    d.x(sine * sine / radius)
    d.y(-(cosine * sine) / radius)
  }

  /// Left to right, so that every way of evaluating a sum rounds alike.
  @inline(__always)
  private static func sum<I: PrimitiveInputs>(_ inputs: I) -> I.Number {
    guard inputs.count > 0 else { return 0 }
    var sum = inputs[0]
    for i in 1..<max(inputs.count, 1) { sum = sum + inputs[i] }
    return sum
  }

  /// Left to right, the offset last.
  @inline(__always)
  private static func dot<I: PrimitiveInputs>(_ inputs: I) -> I.Number {
    let n = inputs.pairCount
    var sum: I.Number = 0
    for i in 0..<n { sum = sum + inputs.left(i) * inputs.right(i) }
    return inputs.count > 2 * n ? sum + inputs[2 * n] : sum
  }

  @inline(__always)
  private static func dotPartials<I: PrimitiveInputs, D: PartialsReceiver>(
    _ inputs: I, to d: inout D
  ) where D.Number == I.Number {
    let n = inputs.pairCount
    for i in 0..<n {
      d.give(pair: i, of: n, left: inputs.right(i), right: inputs.left(i))
    }
    if inputs.count > 2 * n { d.give(2 * n, is: 1) }
  }

  @inline(__always)
  private static func dotConstants<I: PrimitiveInputs>(_ inputs: I) -> I.Number {
    let n = inputs.pairCount
    var sum: I.Number = 0
    for i in 0..<n { sum = sum + inputs.factor(i) * inputs.left(i) }
    return inputs.count > n ? sum + inputs[n] : sum
  }

  @inline(__always)
  private static func dotConstantsPartials<I: PrimitiveInputs, D: PartialsReceiver>(
    _ inputs: I, to d: inout D
  ) where D.Number == I.Number {
    let n = inputs.pairCount
    for i in 0..<n { d.give(i, is: inputs.factor(i)) }
    if inputs.count > n { d.give(n, is: 1) }
  }

  /// What a logSumExp and the shares of a softmax are made of; linear in the inputs.
  private struct Exponentials<Inputs: PrimitiveInputs> {
    typealias N = Inputs.Number
    let inputs: Inputs
    /// The largest input; where all are -inf, a finite number that can be subtracted from them.
    let largest: N
    /// exp(input - largest): 1 for each largest, 0 for inputs of -inf.
    let terms: [N]
    /// The sum of the terms: at least 1, but 0 where all inputs are -inf.
    let total: N

    init(_ inputs: Inputs) {
      var all = inputs[0]
      for i in 1..<max(inputs.count, 1) { all = N.larger(all, inputs[i]) }
      let largest = N.larger(all, N(-.greatestFiniteMagnitude))
      // Not exp(0) for the largest: the difference of two infinities is NaN.
      terms = (0..<inputs.count).map { i in
        N.select(1, N.exp(inputs[i] - largest), where: inputs[i] >= largest)
      }
      self.inputs = inputs
      self.largest = largest
      total = N.sum(terms)
    }

    /// What the terms are divided by.
    var divisor: N { N.larger(total, 1) }

    /// The sum of all terms but one of the largest.
    ///
    /// It keeps what would drown beside the 1: log(1 + rest) of inputs (0, -40) is 4.2e-18, where
    /// the logarithm of the total is 0.
    var rest: N {
      let smaller = (0..<inputs.count).map { i in
        N.select(0, terms[i], where: inputs[i] >= largest)
      }
      let sum = N.sum(smaller)
      // How often the largest occurs decides: once, or at least twice.
      return N.select(sum, total - 1, where: total - sum < 1.5)
    }
  }

  /// An input of +inf decides alone, and so do inputs of -inf where there are no others.
  private static func logSumExp<I: PrimitiveInputs>(_ inputs: I) -> I.Number {
    typealias N = I.Number
    let parts = Exponentials(inputs)
    return N.select(
      N.select(
        N(-.infinity), parts.largest + N.log(onePlus: parts.rest), where: parts.total <= 0),
      parts.largest, where: parts.largest < N(.infinity))
  }

  private static func logSumExpPartials<I: PrimitiveInputs, D: PartialsReceiver>(
    _ inputs: I, to d: inout D
  ) where D.Number == I.Number {
    let share = inputs.shares()
    for i in 0..<inputs.count { d.give(i, share[i]) }
  }

  /// exp(x - largest) / total: the differences are exact where subtracting the whole logSumExp
  /// would round its logarithm away.
  static func softmax<I: PrimitiveInputs>(_ inputs: I) -> [I.Number] {
    let parts = Exponentials(inputs)
    let divisor = parts.divisor
    return parts.terms.map { $0 / divisor }
  }

  /// One output of a softmax.
  private static func share<I: PrimitiveInputs>(_ index: Int, of inputs: I) -> I.Number {
    let parts = Exponentials(inputs)
    return parts.terms[index] / parts.divisor
  }

  /// out_c (1 - out_c) for its own input, -out_c out_j for the others; 1 - out_c as the sum of the
  /// others, which keeps its digits when out_c is next to 1.
  private static func softmaxPartials<I: PrimitiveInputs, D: PartialsReceiver>(
    _ inputs: I, out: I.Number, to d: inout D
  ) where D.Number == I.Number {
    let own = Int(inputs.constant)
    let share = inputs.shares()
    var others = share
    others.remove(at: own)
    let negative = -out
    for i in 0..<inputs.count {
      d.give(i, i == own ? out * D.Number.sum(others) : negative * share[i])
    }
  }

  private static func customPartials<I: PrimitiveInputs, D: PartialsReceiver>(
    _ inputs: I, to d: inout D
  ) where D.Number == I.Number {
    for (i, partial) in inputs.customPartials().enumerated() { d.give(i, partial) }
  }
}
