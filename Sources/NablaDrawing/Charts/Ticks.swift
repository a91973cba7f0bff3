// Which numbers of an axis are labelled.
//
// Linear: multiples of 1, 2 or 5 times a power of ten, as close together as their labels allow (the
// rule of 1-2-5; W. S. Cleveland, The Elements of Graphing Data, 1985). Logarithmic: powers of ten,
// every second, fifth ... where they are many, with 2 and 5 between them where they are few; a range
// in which too few of these lie has linear ticks.
//
// Ranges of ticks are tried from fine to coarse; the first whose labels all fit is taken. What fits is
// measured by the caller, in pixels or in columns of a terminal, so both forms of a chart share this.

import Nabla

/// The room that an axis gives its labels.
struct LabelRoom {
  /// The length of the axis.
  let length: Double
  /// How far labels must stay apart.
  let gap: Double
  /// How many labels there may be at most.
  let count: Int
  /// How far labels may reach beyond the ends of the axis.
  var overhang = (before: Double.infinity, after: Double.infinity)
  /// How much of the axis a label takes.
  let extent: (String) -> Double

  /// Where the middle of a label lies: at its tick, or as near as the page allows.
  func middle(of text: String, at fraction: Double) -> Double {
    let half = extent(text) / 2
    return max(half - overhang.before, min(length + overhang.after - half, fraction * length))
  }

  /// Whether labels at these fractions of the axis, in ascending order, stay apart.
  func fits(_ texts: [String], at fractions: [Double]) -> Bool {
    guard texts.count <= count else { return false }
    var end = -Double.infinity
    for (text, fraction) in zip(texts, fractions) {
      let half = extent(text) / 2
      let middle = middle(of: text, at: fraction)
      if middle - half < end { return false }
      end = middle + half + gap
    }
    return true
  }
}

/// The ticks of an axis.
struct Ticks {
  struct Major: Hashable {
    let value: Double
    let label: String
  }

  private(set) var majors: [Major] = []
  /// Ticks without a label.
  private(set) var minors: [Double] = []
  /// What has been taken off all labels, as text.
  private(set) var offset: String?

  /// The ticks of a range.
  ///
  /// - Parameters:
  ///   - range: What the axis shows.
  ///   - room: The room for the labels.
  ///   - isWhole: Whether only whole numbers are labelled.
  init(_ range: AxisRange, room: LabelRoom, isWhole: Bool = false) {
    switch range.scale {
    case .linear: labelMultiples(of: range, room, isWhole)
    case .logarithmic:
      if !labelPowers(of: range, room) { labelMultiples(of: range, room, false) }
    }
  }

  /// What an axis with this title is called, now that something has been taken off its labels.
  func title(_ title: String) -> String {
    guard let offset else { return title }
    let rest = offset.hasPrefix("-") ? "+ \(offset.dropFirst())" : "- \(offset)"
    return title.isEmpty ? "value \(rest)" : "\(title) \(rest)"
  }

  // MARK: - Multiples of a step

  private mutating func labelMultiples(of range: AxisRange, _ room: LabelRoom, _ isWhole: Bool) {
    let raw = (range.upper / 2 - range.lower / 2) / Double(max(2, room.count)) * 2
    var exponent = Int(log10(raw).rounded(.down))
    if isWhole { exponent = max(0, exponent) }
    var coarsest: [Tick] = []
    for power in exponent...exponent + 3 {
      for digit in [1, 2, 5] {
        let step = Tick(significand: digit, exponent: power).value
        if range.upper / step - range.lower / step > Double(room.count + 2) { continue }
        let ticks = Self.multiples(of: digit, power, in: range)
        if ticks.isEmpty { continue }
        coarsest = ticks
        let texts = TickLabels(ticks).texts
        if room.fits(texts, at: ticks.map { range.fraction(of: $0.value) }) { return label(ticks) }
      }
    }
    label(Array(coarsest.prefix(1)))
  }

  private mutating func label(_ ticks: [Tick]) {
    let labels = TickLabels(ticks)
    majors = zip(ticks, labels.texts).map { Major(value: $0.value, label: $1) }
    offset = labels.offset
  }

  /// The multiples of `digit * 10^power` in a range.
  static func multiples(of digit: Int, _ power: Int, in range: AxisRange) -> [Tick] {
    let step = Tick(significand: digit, exponent: power).value
    let first = range.lower / step, last = range.upper / step
    guard step > 0, last - first < 1000, abs(first) < 1e17, abs(last) < 1e17 else { return [] }
    // One more on each side: what is in the range is decided by the exact numbers.
    return (Int(first.rounded(.up)) - 1...Int(last.rounded(.down)) + 1)
      .map { Tick(significand: $0 * digit, exponent: power) }
      .filter { range.contains($0.value) }
  }

  // MARK: - Powers of ten

  /// Labels powers of ten, and multiples of them where these are few; false if too few fit.
  private mutating func labelPowers(of range: AxisRange, _ room: LabelRoom) -> Bool {
    let exponents = Self.powers(in: range)
    let first = (exponents.first ?? Self.power(below: range.lower)) - 1
    let decades = first...max(first, exponents.last ?? first) + 1
    var candidates: [[Tick]] = []
    if decades.count < 8 {
      candidates.append(Self.ticks(Array(decades), [1, 2, 5], in: range))
    }
    for stride in [1, 2, 5, 10, 20, 50, 100, 200, 500] {
      candidates.append(Self.ticks(exponents.filter { $0.isMultiple(of: stride) }, [1], in: range))
    }
    for ticks in candidates where ticks.count > 1 {
      let texts = Self.labels(ofPowers: ticks)
      guard room.fits(texts, at: ticks.map { range.fraction(of: $0.value) }) else { continue }
      guard ticks.count > 2 || range.upper / range.lower > 20 else { return false }
      majors = zip(ticks, texts).map { Major(value: $0.value, label: $1) }
      addMinors(decades, exponents, range, room)
      return true
    }
    return false
  }

  private mutating func addMinors(
    _ decades: ClosedRange<Int>, _ exponents: [Int], _ range: AxisRange, _ room: LabelRoom
  ) {
    let isLabelled = Set(majors.map(\.value))
    let areFew = decades.count <= max(4, room.count + 2)
    let all =
      areFew
      ? Self.ticks(Array(decades), Array(1...9), in: range) : Self.ticks(exponents, [1], in: range)
    // More than these would run into one another.
    guard all.count <= 10 * max(6, room.count) else { return }
    minors = all.map(\.value).filter { !isLabelled.contains($0) }
  }

  private static func ticks(_ exponents: [Int], _ digits: [Int], in range: AxisRange) -> [Tick] {
    exponents.flatMap { exponent in digits.map { Tick(significand: $0, exponent: exponent) } }
      .filter { range.contains($0.value) }
  }

  /// The exponents of the powers of ten in a range.
  static func powers(in range: AxisRange) -> [Int] {
    let first = power(below: range.lower), last = power(below: range.upper)
    return (first...max(first, last) + 1)
      .filter { range.contains(Tick(significand: 1, exponent: $0).value) }
  }

  private static func power(below number: Double) -> Int { Int(log10(number).rounded(.down)) }

  /// All plain if they are near 1, else all with exponents.
  private static func labels(ofPowers ticks: [Tick]) -> [String] {
    let arePlain = ticks.allSatisfy { (-3...4).contains($0.exponent) }
    return ticks.map { arePlain || $0.exponent == 0 ? $0.plain : $0.scientific }
  }
}
