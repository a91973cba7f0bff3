// What each neuron of a first layer looks for: its weights, laid out as the pixels they belong to.

/// Weights as small images in a grid.
///
///     let weights = (0..<4).map { k in (0..<64).map { i in sin(Double((k + 1) * i)) } }
///     let images = WeightImages(weights, width: 8, height: 8)
///     try images.svg().write(to: "weights.svg")
///
/// Positive weights have one colour and negative ones another, both the paler the nearer to 0; all images
/// share one scale, which is symmetric about 0.
public struct WeightImages: Hashable, Sendable {
  /// The weights, a row for each image, line by line from the top.
  public let weights: [[Double]]
  /// How many pixels an image is wide.
  public let width: Int
  /// How many pixels an image is high.
  public let height: Int
  /// The names of the images.
  public let names: [String]
  /// What stands above the chart.
  public let title: String

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - weights: The weights, a row for each image, line by line from the top.
  ///   - width: How many pixels an image is wide.
  ///   - height: How many pixels an image is high.
  ///   - names: What stands below the images; nil for their numbers, from 0 on.
  ///   - title: What stands above the chart.
  /// - Precondition: each row has width times height numbers, and names are as many as rows.
  public init(
    _ weights: [[Double]], width: Int, height: Int, names: [String]? = nil,
    title: String = "Weights of the first layer"
  ) {
    precondition(width > 0 && height > 0, "expected pixels, got \(width) x \(height)")
    for row in weights {
      precondition(
        row.count == width * height,
        "expected \(width * height) weights in an image of \(width) x \(height), got \(row.count)")
    }
    let names = names ?? weights.indices.map { "\($0)" }
    precondition(
      names.count == weights.count, "expected \(weights.count) names, got \(names.count)")
    self.weights = weights
    self.width = width
    self.height = height
    self.names = names
    self.title = title
  }

  /// The largest magnitude of all finite weights: the end of the scale.
  public var largest: Double {
    weights.joined().filter(\.isFinite).reduce(0) { max($0, abs($1)) }
  }

  /// How many shades there are on each side of 0.
  static let shadeCount = 16

  /// The shade of a weight: its sign, and how strong from 0 to 16; nil if it is not finite.
  func shade(of weight: Double, largest: Double) -> Int? {
    guard weight.isFinite else { return nil }
    guard largest > 0 else { return 0 }
    return Int((weight / largest * Double(Self.shadeCount)).rounded())
  }

  var caption: [String] {
    var sentences: [String] = []
    let gaps = weights.joined().count { !$0.isFinite }
    if gaps > 0 { sentences.append("Crossed out: \(counted(gaps, "weight")) NaN or infinite.") }
    if weights.isEmpty { sentences.append("No weights.") }
    return sentences
  }
}

extension WeightImages: CustomStringConvertible {
  /// The chart for a terminal of the usual size.
  public var description: String { text() }

  /// The chart for a terminal: two characters for each pixel.
  ///
  /// `##` is a large positive weight and `++` a smaller one, `==` a large negative one and `--` a smaller
  /// one; between them stand spaces, and `??` where a weight is not finite.
  ///
  /// - Parameters:
  ///   - columns: How many columns it may take; wider images are cut off.
  ///   - characters: What it is drawn with.
  /// - Returns: The lines, without a line break at the end.
  public func text(width columns: Int = 72, characters: TerminalCharacters = .braille) -> String {
    var page = TextPage(width: columns, characters: characters)
    page.addWords(title)
    let cell = 2 * width + 2
    let perRow = max(1, page.width / cell)
    let largest = largest
    for start in stride(from: 0, to: weights.count, by: perRow) {
      let group = start..<min(start + perRow, weights.count)
      let titles = group.map { index in
        names[index].fitted(to: Double(2 * width), characters.measure).padded(to: cell)
      }
      page.add(titles.joined())
      for row in 0..<height {
        let line = group.map { index in
          let pixels = weights[index][row * width..<(row + 1) * width]
          return pixels.map { pixel(shade(of: $0, largest: largest)) }.joined().padded(to: cell)
        }.joined()
        page.add(String(line.prefix(page.width)))
      }
    }
    let words =
      "## ++ positive, == -- negative; the largest weight has magnitude \(briefly(largest))."
    page.addWords(([words] + caption).joined(separator: " "), atMost: 3)
    return page.text
  }

  private func pixel(_ shade: Int?) -> String {
    switch shade {
    case nil: "??"
    case .some(9...): "##"
    case .some(3...): "++"
    case .some((-2)...2): "  "
    case .some((-8)...): "--"
    case .some: "=="
    }
  }
}
