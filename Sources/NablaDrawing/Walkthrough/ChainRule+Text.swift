// The chain rule in lines: with symbols, with numbers, and the sum.
//
//     ∂f/∂a = ∂f/∂p * ∂p/∂a
//           + ∂f/∂q * ∂q/∂a
//           = 2.00 * 3.00
//           + 1.00 * (-1.00)
//           = 6.00 + (-1.00)
//           = 5.00

import Nabla

extension ChainRule: CustomStringConvertible {
  /// The sentence as plain text, with two decimals.
  public var description: String { text() }

  /// The sentence as plain text: with symbols, then with numbers, then the result.
  ///
  /// - Parameter numbers: How numbers are written; this is display only.
  /// - Returns: Lines; the last one has no end.
  public func text(numbers: NumberStyle = .slide) -> String {
    let words = WalkthroughWords(record: record, language: .plain, numbers: numbers)
    let left = words.partial(record.rootPlace, node.place)
    let margin = String(repeating: " ", count: left.columns)
    let lines = equations(words)
    return lines.enumerated().map { place, line in
      "\(place == 0 ? left : margin) \(line.sign) \(line.text)"
    }.joined(separator: "\n")
  }

  struct Line: Equatable {
    let sign: String
    let text: String
  }

  /// The right sides, line by line.
  func equations(_ words: WalkthroughWords) -> [Line] {
    let note = { (text: String) in words.language == .plain ? text : "\\text{\(text)}" }
    let root = words.name(record.rootPlace)
    guard pathCount > 0 else {
      let reason = "no path leads from \(record.names[record.rootPlace]) to \(node.name)"
      let text = words.language == .plain ? reason : LaTeXText.words(reason)
      return [Line(sign: "=", text: words.number(0) + note("   (\(text))"))]
    }
    guard node.place != record.rootPlace else {
      let text = record.seed == 1 ? "" : note("   (what arrives at ") + root + note(")")
      return [Line(sign: "=", text: words.number(record.seed) + text)]
    }
    let more = hiddenCount.map { [Line(sign: "+", text: note($0))] } ?? []
    let symbols = paths.enumerated().map { self.symbols($1, words, isFirst: $0 == 0) }
    let numbers = paths.enumerated().map {
      self.numbers($1, words, isFirst: $0 == 0)
    }
    var lines = Self.sum(symbols) + more + Self.sum(numbers) + more
    if paths.count > 1 || !more.isEmpty { lines.append(products(words)) }
    lines.append(Line(sign: "=", text: words.number(gradient)))
    return lines
  }

  private static func sum(_ terms: [String]) -> [Line] {
    terms.enumerated().map { Line(sign: $0 == 0 ? "=" : "+", text: $1) }
  }

  // MARK: - One path

  private func symbols(_ path: Path, _ words: WalkthroughWords, isFirst: Bool) -> String {
    let seed = record.seed == 1 ? [] : [words.seedFactor(isFirst: isFirst)]
    let factors = Self.shortened(path.edges.count).map { part in
      switch part {
      case .omitted(let count): return Self.more(count, words)
      case .shown(let range):
        return path.edges[range].map { edge in
          let local = record.contributions[edge.step][edge.contribution]
          return words.partial(record.order[edge.step], local.parent, input: local.input)
        }.joined(separator: Self.times(words))
      }
    }
    return (seed + factors).joined(separator: Self.times(words))
  }

  private func numbers(_ path: Path, _ words: WalkthroughWords, isFirst: Bool) -> String {
    let writer = words.symbols(record.rootPlace)
    let seed = record.seed == 1 ? [] : [record.seed]
    let factors = (seed + path.localGradients).enumerated().map { place, number in
      isFirst && place == 0
        ? words.number(number)
        : writer.enclosed(words.factor(number), unless: .product, afterSign: true)
    }
    return Self.shortened(factors.count).map { part in
      switch part {
      case .omitted(let count): Self.more(count, words)
      case .shown(let range): factors[range].joined(separator: Self.times(words))
      }
    }.joined(separator: Self.times(words))
  }

  /// How many factors of one path are written out.
  private static let factorLimit = 8

  private static func shortened(_ count: Int) -> [Shortened.Part] {
    Shortened(0..<count, limit: factorLimit).parts
  }

  private static func more(_ count: Int, _ words: WalkthroughWords) -> String {
    words.language == .plain ? "(… \(count) more …)" : "\\cdots\\text{ (\(count) more) }\\cdots"
  }

  private static func times(_ words: WalkthroughWords) -> String {
    words.language == .plain ? " * " : " \\cdot "
  }

  // MARK: - The sum

  /// `6.00 + (-1.00) + 0.42 of 61 more paths`.
  private func products(_ words: WalkthroughWords) -> Line {
    let writer = words.symbols(record.rootPlace)
    var terms = paths.enumerated().map { place, path in
      place == 0
        ? words.number(path.product)
        : writer.enclosed(words.factor(path.product), unless: .product, afterSign: true)
    }
    if hiddenCount != nil {
      let rest = gradient - paths.reduce(0) { $0 + $1.product }
      let text = writer.enclosed(words.factor(rest), unless: .product, afterSign: true)
      terms.append(rest.isFinite ? text + (words.language == .plain ? " (the others)" : "") : "…")
    }
    return Line(sign: "=", text: terms.joined(separator: " + "))
  }

  /// `… 61 more paths`, if not all are shown.
  private var hiddenCount: String? {
    guard pathCount > paths.count else { return nil }
    if pathCount == .max {
      let about = NumberStyle.slide.text(approximatePathCount)
      return approximatePathCount.isFinite
        ? "… about \(about) paths in all" : "… more than 1.0e+308 paths in all"
    }
    let rest = pathCount - paths.count
    return rest == 1 ? "… 1 more path" : "… \(rest) more paths"
  }
}
