// Finding the steps that suit a function.
//
// A function varies over some length, and differences must be taken over steps below that. The size
// of its argument says how long it is for most functions: 1 or |x|. For others (a narrow peak, a
// steep sigmoid, a large constant that drowns the rest) it says nothing. So an extrapolation from the
// usual steps is believed if smaller ones bear it out, and else others are tried: longer ones where
// rounding is the trouble; and then ever smaller ones, down to the spacing of the numbers.
//
// Near a kink or an edge of the domain one side has room for long steps and the other has not. If
// steps on both sides give no good estimate, each side is tried alone.

/// What differences say of a derivative, found from steps of all sizes.
struct ScaleSearch {
  /// What was found, the most trustworthy first.
  private(set) var found: [Extrapolation] = []
  /// A slope that grows as long as steps can be made smaller.
  private var endlessSlope: NumericalDerivative?

  private let point: Double
  private let samples: Samples
  private let hasGivenStep: Bool

  /// Searches for steps.
  ///
  /// - Parameters:
  ///   - point: Where to differentiate.
  ///   - step: The first and largest step, if it is given.
  ///   - samples: The function.
  ///   - sides: On which sides to differentiate.
  ///   - isPiecewise: Whether the function is NaN off the smooth piece on which the point lies.
  init(
    at point: Double, from step: Double?, of samples: Samples,
    sides: [NumericalDerivative.Side] = [.both, .right, .left], isPiecewise: Bool = false
  ) {
    self.point = point
    self.samples = samples
    hasGivenStep = step != nil
    let first = step ?? DifferenceMethod.ridders.step(at: point)
    var room: Double?
    var roomier: [NumericalDerivative.Side] = []
    for side in sides {
      let differences = Differences(at: point, side, of: samples)
      guard let usable = differences.usableStep(from: first) else { continue }
      if search(differences, from: usable), side == .both { break }
      if side == .both { room = usable }
      if let room, isPiecewise, usable > 8 * room { roomier.append(side) }
    }
    dropKink()
    // A side that is level proves nothing where steps on both sides say too little, unless it is a
    // piece of its own.
    if room != nil {
      found.removeAll {
        $0.isFlat && $0.derivative.side != .both && !roomier.contains($0.derivative.side)
      }
    }
    rank()
  }

  /// The best estimate; NaN if there is none.
  var best: NumericalDerivative {
    guard let first = found.first else { return endlessSlope ?? .none }
    return first.isBorneOut ? first.derivative : endlessSlope ?? first.derivative
  }

  /// Whether other steps than the best ones say that this derivative is right, and say it plainly.
  func hasRival(of given: Double) -> Bool {
    found.dropFirst().contains {
      let (value, errorBar) = ($0.derivative.value, $0.derivative.errorBar)
      let isLevel = $0.isFlat && errorBar <= 1e-3 * abs(best.value)
      return ($0.isTight || isLevel) && abs(given - value) <= 10 * errorBar
    }
  }

  /// Tries steps on one side or on both until an estimate is good.
  private mutating func search(_ differences: Differences, from usable: Double) -> Bool {
    guard let usual = differences.extrapolation(from: usable) else { return false }
    found.append(usual)
    if usual.isGood { return true }
    if usual.isNoisy, !hasGivenStep, lengthen(differences, from: usable) { return true }
    if usual.isGoodAsZero { return true }
    let near = abs(point).binade / 16
    if near < usable, near > 0, differences.isUsable(near), add(differences, from: near) {
      return true
    }
    return shorten(differences, from: usable)
  }

  /// Adds what steps from this one on say, and says whether it is good.
  private mutating func add(_ differences: Differences, from step: Double) -> Bool {
    guard let extrapolation = differences.extrapolation(from: step) else { return false }
    found.append(extrapolation)
    return extrapolation.isGood || extrapolation.isGoodAsZero
  }

  /// Longer steps, against rounding, until the slope stands out of it.
  ///
  /// If it never does they prove nothing: what is level over long steps need not be over short ones.
  private mutating func lengthen(_ differences: Differences, from usable: Double) -> Bool {
    for leap in 1...3 {
      let step = usable * Double(sign: .plus, exponent: 12 * leap, significand: 1)
      guard differences.isUsable(step), let longer = differences.extrapolation(from: step),
        longer.isBorneOut, longer.isNoisy || longer.isGood
      else { return false }
      if longer.isGood {
        found.append(longer)
        return true
      }
    }
    return false
  }

  /// Smaller steps, by leaps.
  private mutating func shorten(_ differences: Differences, from usable: Double) -> Bool {
    let ladder = ladder(differences, from: usable)
    noteEndlessSlope(ladder, differences.side)
    var tries = 0
    for (place, quotient) in ladder.enumerated().dropFirst() {
      // Of many sizes, as for a point at 0, those are tried where two leaps say about the same.
      if ladder.count > 6 {
        guard tries < 8 else { return false }
        let next = ladder[min(place + 1, ladder.count - 1)]
        let size = max(abs(quotient.value), abs(next.value))
        guard abs(quotient.value - next.value) <= size / 2, next.step < quotient.step else {
          continue
        }
        tries += 1
        if add(differences, from: quotient.step * 0x1p12) { return true }
      }
      if add(differences, from: quotient.step) { return true }
    }
    return false
  }

  /// A quotient for each leap to a smaller step, until nothing moves any more.
  private func ladder(
    _ differences: Differences, from usable: Double
  ) -> [Differences.Quotient] {
    var ladder: [Differences.Quotient] = []
    var step = usable
    while step >= max(point.ulp * 32, 0x1p-1040), let quotient = differences.quotient(step) {
      ladder.append(quotient)
      let isStill = ladder.suffix(2).allSatisfy {
        max(abs($0.value), $0.bend / $0.step) <= 64 * $0.noise
      }
      if isStill, ladder.count > 1 { break }
      step *= 0x1p-12
    }
    return ladder
  }

  /// sqrt at 0: each halving multiplies the quotient by sqrt(2), and so to the last.
  private mutating func noteEndlessSlope(
    _ ladder: [Differences.Quotient], _ side: NumericalDerivative.Side
  ) {
    let moving = ladder.filter { abs($0.value) > 64 * $0.noise }
    guard moving.count > 2, moving.count + 2 >= ladder.count, let last = moving.last else { return }
    for (quotient, next) in zip(moving, moving.dropFirst()) {
      // 1.2 for each of the twelve halvings of a leap; slopes that overflow have grown too.
      let hasGrown =
        abs(next.value) >= 8 * abs(quotient.value) && next.value.sign == quotient.value.sign
      guard hasGrown || (next.value.isInfinite && quotient.value.isInfinite) else { return }
    }
    guard endlessSlope == nil else { return }
    endlessSlope = NumericalDerivative(
      value: last.value < 0 ? -.infinity : .infinity, errorBar: 0, step: last.step, side: side)
  }

  /// On a kink each side has a good derivative, and beside a jump one has; neither is the function's.
  private mutating func dropKink() {
    guard found.contains(where: { $0.derivative.side == .both }) else { return }
    func good(_ side: NumericalDerivative.Side) -> NumericalDerivative? {
      found.first { $0.derivative.side == side && ($0.isGood || $0.isGoodAsZero) }?.derivative
    }
    var isKink = endlessSlope != nil
    if let left = good(.left), let right = good(.right) {
      isKink = isKink || abs(left.value - right.value) > 10 * (left.errorBar + right.errorBar)
    }
    if isKink { found.removeAll { $0.derivative.side != .both } }
  }

  /// Puts the most trustworthy estimate first.
  private mutating func rank() {
    // An estimate that the ones of smaller steps contradict is not borne out.
    found.sort { $0.first < $1.first }
    for place in found.indices where found[place].isBorneOut {
      for finer in found[..<place] where finer.isBorneOut && !finer.isFlat {
        let (a, b) = (finer.derivative, found[place].derivative)
        if abs(a.value - b.value) > 10 * (a.errorBar + b.errorBar) {
          found[place].isBorneOut = false
        }
      }
    }
    // Values that no longer move say nothing where longer steps show a trend (a table of values,
    // arithmetic in Float).
    let hasTrend = found.contains { !$0.isFlat && $0.isTight }
    func trust(_ extrapolation: Extrapolation) -> Int {
      extrapolation.isFlat && hasTrend ? 0 : extrapolation.isBorneOut ? 2 : 1
    }
    found.sort {
      let (a, b) = (trust($0), trust($1))
      return a == b ? $0.derivative.errorBar < $1.derivative.errorBar : a > b
    }
  }
}
