// A number line: which part of it is shown, where a number lies on it, and which numbers are labelled.

import Nabla

/// How numbers are spread along an axis.
public enum AxisScale: Hashable, Sendable {
  /// Equal steps are equally far apart.
  case linear
  /// Equal ratios are equally far apart; only positive numbers have a place.
  case logarithmic

  /// Whether a number has a place on such an axis.
  func hasPlace(for number: Double) -> Bool {
    number.isFinite && (self == .linear || number > 0)
  }
}

/// The part of the numbers that an axis shows.
struct AxisRange: Hashable {
  let scale: AxisScale
  let lower: Double
  let upper: Double

  /// The range of the numbers that have a place, never empty.
  ///
  /// Constant data lie in the middle; without any data the range is 0 to 1, or 1 to 10.
  ///
  /// - Parameters:
  ///   - numbers: What is to be shown; those without a place are passed over.
  ///   - scale: How the axis spreads numbers.
  ///   - padding: The part of the range that is added on both sides.
  init(of numbers: some Sequence<Double>, scale: AxisScale, padding: Double = 0) {
    let placed = numbers.lazy.filter { scale.hasPlace(for: $0) }
    let ends = placed.reduce(nil) { (ends: (Double, Double)?, number) in
      ends.map { (Swift.min($0.0, number), Swift.max($0.1, number)) } ?? (number, number)
    }
    switch scale {
    case .linear: self = Self.linear(ends ?? (0, 1), padding)
    case .logarithmic: self = Self.logarithmic(ends ?? (1, 10), padding)
    }
  }

  private init(_ scale: AxisScale, _ lower: Double, _ upper: Double) {
    self.scale = scale
    self.lower = Swift.max(lower, -Double.greatestFiniteMagnitude)
    self.upper = Swift.min(upper, Double.greatestFiniteMagnitude)
  }

  /// The smallest range whose ticks are still different numbers.
  private static func linear(_ ends: (Double, Double), _ padding: Double) -> AxisRange {
    let magnitude = Swift.max(abs(ends.0), abs(ends.1))
    let middle = ends.0 / 2 + ends.1 / 2
    let half = ends.1 / 2 - ends.0 / 2
    let smallest = Swift.max(16 * magnitude.ulp, 1e-290)
    if half == 0 {
      let margin = magnitude == 0 ? 1 : Swift.max(magnitude / 10, smallest)
      return AxisRange(.linear, middle - margin, middle + margin)
    }
    if half < smallest { return AxisRange(.linear, middle - smallest, middle + smallest) }
    let margin = half * (2 * padding)
    return AxisRange(.linear, ends.0 - margin, ends.1 + margin)
  }

  /// Up to 1e-290 at least: between the smallest numbers there is no room for a step.
  private static func logarithmic(_ ends: (Double, Double), _ padding: Double) -> AxisRange {
    let isConstant = ends.1 / ends.0 < 1 + 0x1p-40
    let margin = isConstant ? 2 : Double.pow(10, padding * (log10(ends.1) - log10(ends.0)))
    return AxisRange(
      .logarithmic, Swift.max(ends.0 / margin, Double.leastNonzeroMagnitude),
      Swift.max(ends.1 * margin, 1e-290))
  }

  func contains(_ number: Double) -> Bool { number >= lower && number <= upper }

  /// Where a number lies: 0 at the lower end, 1 at the upper.
  func fraction(of number: Double) -> Double {
    switch scale {
    // Halves, because the whole range may be larger than the largest double.
    case .linear: (number / 2 - lower / 2) / (upper / 2 - lower / 2)
    case .logarithmic: (log10(number) - log10(lower)) / (log10(upper) - log10(lower))
    }
  }

  /// The number that lies at a fraction.
  func number(at fraction: Double) -> Double {
    switch scale {
    case .linear: lower * (1 - fraction) + upper * fraction
    case .logarithmic: Double.pow(10, log10(lower) * (1 - fraction) + log10(upper) * fraction)
    }
  }
}
