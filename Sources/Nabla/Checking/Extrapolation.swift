// Ridders' extrapolation from sixteen steps, and whether smaller steps bear its result out.
//
// Neville's scheme agrees with itself also where it is wrong: differences over steps that miss a
// narrow peak are all 0, and those of a sine over multiples of its period are too. What cannot be
// missed is that
//
//   - quotients of smaller steps come closer to the derivative, up to rounding, than that of the
//     step extrapolated from does; two of them are taken at steps far below, which are no multiples
//     of powers of two;
//   - the value at the point comes closer to the middle of those beside it, by 4 for each halving
//     where the function is smooth, by 2 at a kink, and not at all beside a jump or on a peak. On one
//     side it comes closer to the value beside it, by 2 for each halving.

/// A derivative extrapolated from quotients, and how far it can be trusted.
struct Extrapolation {
  var derivative: NumericalDerivative
  /// Whether smaller steps say the same.
  var isBorneOut: Bool
  /// The part of the error bar that is the rounding of the function's values.
  let noise: Double
  /// The first step.
  let first: Double
  /// The steepest slope seen from the point, over the steps that the derivative rests on.
  let steepest: Double
  /// The slope that moves the function by its own value over the size of its argument.
  let slopeOfValue: Double
  /// Whether the function did not move by more than a unit of the last place.
  let isFlat: Bool

  /// Whether no other steps need be tried: good to eight digits.
  var isGood: Bool { isBorneOut && derivative.errorBar <= 1e-8 * abs(derivative.value) }

  /// Whether smaller steps need not be tried: the derivative is next to nothing beside the function's
  /// value, or beside the slopes around a zero of the function.
  var isGoodAsZero: Bool {
    isBorneOut
      && derivative.errorBar <= 1e-10 * (slopeOfValue > 0 ? slopeOfValue : steepest)
  }

  /// How large a derivative may be and still count as 0: beside the slopes around, or beside one that
  /// would move the function by its own value; and no more than can be seen.
  var negligible: Double {
    min(1e-9 * max(steepest, slopeOfValue), 10 * derivative.errorBar)
  }

  /// Whether three digits of it agree.
  var isTight: Bool { derivative.errorBar <= 1e-3 * abs(derivative.value) }

  /// Whether the values' rounding is what limits it, so that longer steps would help.
  var isNoisy: Bool { isBorneOut && derivative.errorBar <= 64 * noise }
}

extension Differences {
  /// How many steps an extrapolation takes, each half of the one before.
  static let rowCount = 16

  /// An entry of Neville's scheme.
  private struct Entry {
    let row: Int
    let value: Double
    let error: Double
    let noise: Double
  }

  /// Extrapolates to step 0 by Neville's scheme; nil where there are too few points or none agree.
  ///
  /// The error of a central difference is a series in step², that of a one-sided one in step, so
  /// halving the step divides its first term by 4 or by 2.
  func extrapolation(from first: Double) -> Extrapolation? {
    var quotients: [Quotient] = []
    for k in 0..<Self.rowCount {
      guard let next = quotient(first * Double(sign: .plus, exponent: -k, significand: 1)) else {
        break
      }
      quotients.append(next)
    }
    let entries = entries(of: quotients)
    guard let smallest = entries.min(by: { $0.error < $1.error }), let last = quotients.last else {
      return nil
    }
    // Steps that have no period in common with the others.
    quotients += [0x1.9e3779b97f4a8p-7, 0x1.6a09e667f3bcdp-15].compactMap {
      quotient(last.step * $0)
    }
    let borneOut = entries.filter { isBorneOut($0, by: quotients) }
      .min { $0.error < $1.error }
    let best = borneOut ?? smallest
    return Extrapolation(
      derivative: NumericalDerivative(
        value: best.value, errorBar: best.error, step: quotients[best.row].step, side: side),
      isBorneOut: borneOut != nil, noise: best.noise, first: first,
      steepest: quotients[...best.row].map { abs($0.value) + $0.bend / $0.step }.max() ?? 0,
      slopeOfValue: abs(center) / max(abs(point), 1),
      isFlat: quotients[(best.row - 2)...].allSatisfy { $0.isFlat })
  }

  private func entries(of quotients: [Quotient]) -> [Entry] {
    let ratio: Double = side == .both ? 4 : 2
    var entries: [Entry] = []
    var above: [(value: Double, noise: Double)] = []
    for (place, quotient) in quotients.enumerated() {
      var row = [(value: quotient.value, noise: quotient.noise)]
      var power = 1.0
      for (column, over) in above.enumerated() {
        power *= ratio
        let value = row[column].value + (row[column].value - over.value) / (power - 1)
        // What the two entries' roundings contribute.
        let noise = (power * row[column].noise + over.noise) / (power - 1)
        row.append((value, noise))
        // Three neighbours must agree: where the function is noisy, two do by chance.
        guard column + 1 < above.count else { continue }
        let error = [row[column].value, over.value, above[column + 1].value]
          .reduce(noise) { max($0, abs(value - $1)) }
        if error.isFinite {
          entries.append(Entry(row: place, value: value, error: error, noise: noise))
        }
      }
      above = row
    }
    return entries
  }

  /// A function of some operations is rounded at each: its noise may be so many times that of its
  /// value.
  private static let roundings = 64.0

  private func isBorneOut(_ entry: Entry, by quotients: [Quotient]) -> Bool {
    // Less than three say nothing.
    guard quotients.count > entry.row + 3 else { return false }
    let own = quotients[entry.row]
    let slack = abs(own.value - entry.value) + 10 * entry.error
    for finer in quotients[(entry.row + 1)...] {
      let difference = abs(finer.value - entry.value)
      guard difference.isFinite, difference <= slack + Self.roundings * finer.noise else {
        return false
      }
    }
    func rounded(_ bend: Double) -> Double {
      bend + Self.roundings * Double.ulpOfOne * own.size
    }
    // Two halvings: a sixteenth where the function is smooth, a quarter at a kink. On one side a
    // quarter, and more at a root.
    let share = side == .both ? 0.15 : 0.4
    return own.bend <= rounded(share * quotients[entry.row - 2].bend)
      && quotients[(entry.row + 1)...].allSatisfy { $0.bend <= rounded(own.bend) }
  }
}
