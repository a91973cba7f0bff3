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
  /// - Parameters:
  ///   - numbers: How numbers are written; this is display only.
  ///   - width: How many columns a line has; longer products go on in the next line.
  /// - Returns: Lines; the last one has no end.
  public func text(numbers: NumberStyle = .slide, width: Int = 100) -> String {
    let words = WalkthroughWords(record: record, language: .plain, numbers: numbers)
    let left = words.gradient(node.place)
    let margin = String(repeating: " ", count: left.columns)
    let lines = equations(words).flatMap { line in
      line.wrapped(to: width - left.columns - 3).enumerated().map { row, text in
        row == 0 ? "\(line.sign) \(text)" : "    \(text)"
      }
    }
    return lines.enumerated().map { "\($0 == 0 ? left : margin) \($1)" }.joined(separator: "\n")
  }

  /// The sentence as Markdown: a block of code, which shows every label as it is.
  ///
  /// - Parameter numbers: How numbers are written; this is display only.
  /// - Returns: Lines, each with its end.
  public func markdown(numbers: NumberStyle = .slide) -> String {
    text(numbers: numbers).split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  /// A product on the right side, and the sign before it.
  struct Line {
    let sign: String
    let factors: [String]
    var times = " * "

    init(_ sign: String, _ factors: [String], times: String = " * ") {
      self.sign = sign
      self.factors = factors
      self.times = times
    }

    var text: String { factors.joined(separator: times) }

    /// The product in rows of at most so many columns, if the factors allow it.
    func wrapped(to width: Int) -> [String] {
      var rows = [factors.first ?? ""]
      for factor in factors.dropFirst() {
        let longer = rows[rows.count - 1] + times + factor
        if longer.columns <= width {
          rows[rows.count - 1] = longer
        } else {
          rows.append(times.drop { $0 == " " } + factor)
        }
      }
      return rows
    }
  }

  /// The right sides, line by line.
  func equations(_ words: WalkthroughWords) -> [Line] {
    let note = { (text: String) in
      words.language == .plain ? text : "\\text{\(LaTeXText.words(text))}"
    }
    guard pathCount > 0 else {
      let reason = "no path leads from \(root.name) to \(node.name)"
      return [Line("=", [words.number(0) + note("   (\(reason))")])]
    }
    guard node.place != record.rootPlace else {
      return [Line("=", [words.number(record.seed)])]
    }
    let more = hiddenCount.map { [Line("+", [note($0)])] } ?? []
    let times = Self.times(words)
    func sum(_ terms: [[String]]) -> [Line] {
      terms.enumerated().map { Line($0 == 0 ? "=" : "+", $1, times: times) } + more
    }
    var lines = sum(paths.enumerated().map { symbols($1, words, isFirst: $0 == 0) })
    lines += sum(paths.enumerated().map { numbers($1, words, isFirst: $0 == 0) })
    if paths.count > 1 || !more.isEmpty { lines.append(products(words)) }
    lines.append(Line("=", [words.number(gradient)]))
    return lines
  }

  // MARK: - One path

  private func symbols(_ path: Path, _ words: WalkthroughWords, isFirst: Bool) -> [String] {
    let seed = record.seed == 1 ? [] : [words.seedFactor(isFirst: isFirst)]
    return seed
      + Self.shortened(path.edges.indices, words) { place in
        let edge = path.edges[place]
        let local = record.contributions[edge.step][edge.contribution]
        return words.partial(record.order[edge.step], local.parent, input: local.input)
      }
  }

  private func numbers(_ path: Path, _ words: WalkthroughWords, isFirst: Bool) -> [String] {
    let writer = words.symbols(record.rootPlace)
    let seed = record.seed == 1 ? [] : [words.seedFactor(isFirst: isFirst)]
    let locals = path.localGradients
    return seed
      + Self.shortened(locals.indices, words) { place in
        isFirst && place == 0 && seed.isEmpty
          ? words.number(locals[place])
          : writer.enclosed(words.factor(locals[place]), unless: .product, afterSign: true)
      }
  }

  /// How many factors of one path are written out.
  private static let factorLimit = 8

  /// The first and the last factors of too many.
  private static func shortened(
    _ all: Range<Int>, _ words: WalkthroughWords, _ factor: (Int) -> String
  ) -> [String] {
    Shortened(all, limit: factorLimit).parts.flatMap { part -> [String] in
      switch part {
      case .shown(let range): return range.map(factor)
      case .omitted(let count):
        return [
          words.language == .plain
            ? "(… \(count) more …)" : "\\cdots\\text{ (\(count) more) }\\cdots"
        ]
      }
    }
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
    return Line("=", terms, times: " + ")
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
