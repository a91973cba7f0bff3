// Formulas as text: for people in plain characters, and for LaTeX.
//
// Parentheses stand where the tree needs them and nowhere else: what is printed reads back as the
// same tree. A writer knows how names are printed, so one formula can be written with symbols and
// with numbers put in.

import Nabla

/// Prints formulas.
struct FormulaWriter {
  enum Language { case plain, latex }

  /// A printed piece, and how strongly it holds together.
  struct Piece: Equatable {
    enum Strength: Int, Comparable {
      case sum, negative, product, power, atom
      static func < (x: Self, y: Self) -> Bool { x.rawValue < y.rawValue }
    }
    var text: String
    var strength: Strength
    /// Whether it begins with a minus sign, which must not follow an operator.
    var isNegative = false
  }

  var language = Language.plain
  /// How constants are written that do not fit into six characters.
  var numbers = NumberStyle.slide
  /// How a name is printed.
  let name: (String) -> Piece
  /// What is printed in place of a part, if anything.
  var shortcut: ((Formula) -> Piece?)?

  init(
    language: Language = .plain, numbers: NumberStyle = .slide,
    shortcut: ((Formula) -> Piece?)? = nil, name: @escaping (String) -> Piece
  ) {
    self.language = language
    self.numbers = numbers
    self.shortcut = shortcut
    self.name = name
  }

  /// The formula as text.
  ///
  /// A selection that is all of it needs no parentheses.
  func text(_ formula: Formula) -> String {
    guard language == .plain, case .select(let a, let b, let condition) = formula.content else {
      return piece(formula).text
    }
    return selected(a, b, condition)
  }

  /// A comparison as text: `z > w`.
  func text(_ comparison: Comparison) -> String {
    "\(text(comparison.left)) \(symbol(comparison.relation)) \(text(comparison.right))"
  }

  /// A case as text: `1 where z > w`.
  func text(_ formulaCase: FormulaCase) -> String {
    let formula = text(formulaCase.formula)
    guard !formulaCase.conditions.isEmpty else { return formula }
    let conditions = text(formulaCase.conditions)
    return language == .plain
      ? "\(formula) where \(conditions)" : "\(formula)\\text{ where }\(conditions)"
  }

  /// Conditions as text: `x = 0 and y >= 0`.
  func text(_ conditions: [Comparison]) -> String {
    conditions.map(text).joined(separator: language == .plain ? " and " : " \\text{ and } ")
  }

  // MARK: - Pieces

  func piece(_ formula: Formula) -> Piece {
    if let piece = shortcut?(formula) { return piece }
    return switch formula.content {
    case .name(let name): self.name(name)
    case .constant(let constant): number(constant)
    case .call(let operation, let inputs, let constant): call(operation, inputs, constant)
    case .select(let a, let b, let condition): selection(a, b, condition)
    }
  }

  private func call(_ operation: Primitive, _ x: [Formula], _ c: Double) -> Piece {
    switch operation {
    case .add: infix(x[0], "+", x[1], .sum)
    case .subtract: infix(x[0], "-", x[1], .sum)
    case .addConstant:
      c < 0 ? infix(x[0], "-", Formula(-c), .sum) : infix(x[0], "+", Formula(c), .sum)
    case .subtractFromConstant: infix(Formula(c), "-", x[0], .sum)
    case .multiply: infix(x[0], "*", x[1], .product)
    case .multiplyByConstant: infix(Formula(c), "*", x[0], .product)
    case .divide: quotient(x[0], x[1])
    case .divideByConstant: quotient(x[0], Formula(c))
    case .divideConstant: quotient(Formula(c), x[0])
    case .negate: negative(x[0])
    case .power: power(x[0], x[1])
    case .powerConstant: power(x[0], Formula(c))
    case .sum where x.count > 0: added(x)
    default: function(operation, x, c)
    }
  }

  private func infix(
    _ x: Formula, _ symbol: String, _ y: Formula, _ strength: Piece.Strength
  ) -> Piece {
    let left = enclosed(piece(x), unless: strength == .sum ? .sum : .negative)
    // a - (b - c) and a + (-b); a * (b / c) too, because the order of rounding is the tree's.
    let right = enclosed(piece(y), unless: strength == .sum ? .product : .power, afterSign: true)
    let sign = strength == .product ? productSign : " \(symbol) "
    let isNegative = piece(x).isNegative && left == piece(x).text
    return Piece(
      text: left + sign + right,
      strength: isNegative && strength == .product ? .negative : strength,
      isNegative: isNegative)
  }

  private var productSign: String { language == .plain ? " * " : " \\cdot " }

  private func added(_ x: [Formula]) -> Piece {
    let shown = x.count > Self.inputLimit ? Array(x.prefix(Self.inputLimit - 1)) : x
    var words = shown.enumerated().map { place, formula in
      enclosed(
        piece(formula), unless: place == 0 ? .sum : .product, afterSign: place > 0)
    }
    if shown.count < x.count { words.append(more(x.count - shown.count)) }
    return Piece(text: words.joined(separator: " + "), strength: x.count == 1 ? .atom : .sum)
  }

  private func negative(_ x: Formula) -> Piece {
    let inner = enclosed(piece(x), unless: .product, afterSign: true)
    return Piece(text: "-\(inner)", strength: .negative, isNegative: true)
  }

  private func quotient(_ x: Formula, _ y: Formula) -> Piece {
    if language == .latex {
      return Piece(text: "\\frac{\(text(x))}{\(text(y))}", strength: .product)
    }
    let top = piece(x)
    let left = enclosed(top, unless: .negative)
    let isNegative = top.isNegative && left == top.text
    return Piece(
      text: "\(left)/\(enclosed(piece(y), unless: .power, afterSign: true))",
      strength: isNegative ? .negative : .product, isNegative: isNegative)
  }

  private func power(_ x: Formula, _ y: Formula) -> Piece {
    let base = enclosed(piece(x), unless: .atom)
    let exponent = piece(y)
    let text =
      language == .latex
      ? "\(base)^{\(exponent.text)}" : "\(base)^\(enclosed(exponent, unless: .atom))"
    return Piece(text: text, strength: .power)
  }

  private func function(_ operation: Primitive, _ x: [Formula], _ c: Double) -> Piece {
    if language == .latex { return latexFunction(operation, x, c) }
    let (name, after) = Self.spelling(operation, number(c).text)
    return Piece(text: "\(name)(\(arguments(x)))\(after)", strength: .atom)
  }

  /// The inputs between commas; of many the first, and how many more there are.
  func arguments(_ x: [Formula]) -> String {
    let shown = x.count > Self.inputLimit ? x.prefix(Self.inputLimit - 1) : x[...]
    var words = shown.map(text)
    if shown.count < x.count { words.append(more(x.count - shown.count)) }
    return words.joined(separator: ", ")
  }

  private func more(_ count: Int) -> String {
    language == .plain ? "… \(count) more" : "\\dots\\text{ \(count) more}"
  }

  /// How many inputs of one node are written out.
  static let inputLimit = 6

  private func selection(
    _ a: Formula, _ b: Formula, _ condition: Condition<Formula>
  ) -> Piece {
    let text = selected(a, b, condition)
    return Piece(text: language == .plain ? "(\(text))" : text, strength: .atom)
  }

  /// `a where x < y, b elsewhere`.
  private func selected(_ a: Formula, _ b: Formula, _ condition: Condition<Formula>) -> String {
    let relation = symbol(condition.allowsEqual ? .lessOrEqual : .less)
    let comparison = "\(text(condition.left)) \(relation) \(text(condition.right))"
    return language == .plain
      ? "\(text(a)) where \(comparison), \(text(b)) elsewhere"
      : "\\begin{cases}\(text(a)) & \(comparison)\\\\\(text(b)) & \\text{elsewhere}\\end{cases}"
  }

  // MARK: - Signs and parentheses

  /// The text, in parentheses if it holds together less than it must here.
  func enclosed(
    _ piece: Piece, unless strength: Piece.Strength, afterSign: Bool = false
  ) -> String {
    let isSafe = piece.strength >= strength && !(afterSign && piece.isNegative)
    if isSafe { return piece.text }
    return language == .plain ? "(\(piece.text))" : "\\left(\(piece.text)\\right)"
  }

  private func symbol(_ relation: Comparison.Relation) -> String {
    guard language == .latex else { return relation.rawValue }
    return switch relation {
    case .less: "<"
    case .lessOrEqual: "\\le"
    case .greater: ">"
    case .greaterOrEqual: "\\ge"
    case .equal: "="
    case .notEqual: "\\ne"
    }
  }

  /// A constant: `2`, `0.25`, `1/3`, `pi`.
  private func number(_ constant: Double) -> Piece {
    let sign = constant < 0 ? "-" : ""
    let size = constant.magnitude
    if size == .pi { return signed(sign, language == .plain ? "pi" : "\\pi") }
    let full = NumberStyle.full.text(size)
    if full.count <= 6 || numbers == .full { return signed(sign, full) }
    let reciprocal = (1 / size).rounded()
    if reciprocal >= 2, reciprocal < 1000, 1 / reciprocal == size {
      let text =
        language == .plain ? "1/\(Int(reciprocal))" : "\\tfrac{1}{\(Int(reciprocal))}"
      return Piece(
        text: sign + text, strength: sign.isEmpty ? .product : .negative,
        isNegative: !sign.isEmpty)
    }
    return signed(sign, numbers.text(size))
  }

  private func signed(_ sign: String, _ text: String) -> Piece {
    let text = language == .plain ? text : LaTeXText.number(text)
    if text.contains("\\times") {
      return Piece(
        text: sign + text, strength: sign.isEmpty ? .product : .negative,
        isNegative: !sign.isEmpty)
    }
    return Piece(
      text: sign + text, strength: sign.isEmpty ? .atom : .negative, isNegative: !sign.isEmpty)
  }
}
