// A function of one number, sampled so that its jumps are seen as jumps.
//
// Between two samples that differ much, the interval is halved again and again, towards the larger
// difference. Where the difference does not shrink with the interval the function jumps, and the curve
// is broken there, with a point at each brink; a steep but continuous function stays whole.

/// Samples of a function.
enum SampledCurve {
  static let intervalCount = 160

  /// Points along a function, and the places after which it jumps.
  static func points(
    over range: ClosedRange<Double>, of function: (Double) -> Double
  ) -> (points: [LineChart.Point], breaks: Set<Int>) {
    let xs = (0...intervalCount).map { i in
      let part = Double(i) / Double(intervalCount)
      return range.lowerBound * (1 - part) + range.upperBound * part
    }
    let samples = xs.map { LineChart.Point(x: $0, y: function($0)) }
    let finite = samples.map(\.y).filter(\.isFinite)
    let tallest = (finite.max() ?? 0) - (finite.min() ?? 0)
    var points: [LineChart.Point] = []
    var breaks: Set<Int> = []
    for (place, sample) in samples.enumerated() {
      if place > 0, abs(sample.y - samples[place - 1].y) > tallest / 20,
        let brinks = jump(between: samples[place - 1], sample, function)
      {
        // At a pole the brinks are as high as rounding lets them; the samples are not.
        let isPole = [brinks.left.y, brinks.right.y].contains {
          abs($0 - samples[place - 1].y) > 2 * tallest
        }
        if !isPole { points.append(brinks.left) }
        breaks.insert(points.count - 1)
        if !isPole { points.append(brinks.right) }
      }
      points.append(sample)
    }
    return (points, breaks)
  }

  /// The points on both sides of a jump; nil if the function is continuous.
  private static func jump(
    between left: LineChart.Point, _ right: LineChart.Point, _ function: (Double) -> Double
  ) -> (left: LineChart.Point, right: LineChart.Point)? {
    let height = abs(right.y - left.y)
    var (left, right) = (left, right)
    for _ in 0..<40 {
      let x = left.x / 2 + right.x / 2
      guard x > left.x, x < right.x else { break }
      let middle = LineChart.Point(x: x, y: function(x))
      if abs(middle.y - left.y) > abs(right.y - middle.y) { right = middle } else { left = middle }
    }
    return abs(right.y - left.y) > height / 2 ? (left, right) : nil
  }
}
