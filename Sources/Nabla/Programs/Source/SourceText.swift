// Formulas as a number type of the table: putting names into a row gives the row's formula, to be
// written in another language. So no formula is written a second time.
//
// What libm has becomes a call of it. What the table composes of several steps (sigmoid, maximum)
// becomes a call of a function of its own, whose body is the table's row with names put in: it is
// written once, before the first use.

/// A part of a formula; the same object in two places is the same number.
final class SourceFormula {
  enum Form {
    case name(String)
    case constant(Double)
    case negative(SourceFormula)
    case infix(Character, SourceFormula, SourceFormula)
    case call(SourceFunction, [SourceFormula])
    case choice(Condition<SourceText>, SourceFormula, SourceFormula)
  }

  let form: Form

  init(_ form: Form) { self.form = form }

  /// The formulas that this one is directly made of.
  var parts: [SourceFormula] {
    switch form {
    case .name, .constant: []
    case .negative(let x): [x]
    case .infix(_, let x, let y): [x, y]
    case .call(_, let arguments): arguments
    case .choice(let condition, let a, let b):
      [condition.left.formula, condition.right.formula, a, b]
    }
  }

  /// Whether it is a name or a constant.
  var isAtom: Bool { parts.isEmpty }
  /// Whether it is made of names and constants in one step.
  var isSingleStep: Bool { parts.allSatisfy { $0.isAtom } }
}

/// A number of the table that is a formula in a programming language.
struct SourceText: LibmNumber {
  let formula: SourceFormula

  init(_ formula: SourceFormula) { self.formula = formula }
  init(_ constant: Double) { self.init(SourceFormula(.constant(constant))) }
  init(name: String) { self.init(SourceFormula(.name(name))) }

  private static func infix(_ sign: Character, _ x: Self, _ y: Self) -> Self {
    Self(SourceFormula(.infix(sign, x.formula, y.formula)))
  }
  static func call(_ function: SourceFunction, _ arguments: Self...) -> Self {
    Self(SourceFormula(.call(function, arguments.map { $0.formula })))
  }
}

// MARK: - Arithmetic and choice

extension SourceText {
  static func add(_ x: Self, _ y: Self) -> Self { infix("+", x, y) }
  static func subtract(_ x: Self, _ y: Self) -> Self { infix("-", x, y) }
  static func multiply(_ x: Self, _ y: Self) -> Self { infix("*", x, y) }
  static func divide(_ x: Self, _ y: Self) -> Self { infix("/", x, y) }
  static func negate(_ x: Self) -> Self { Self(SourceFormula(.negative(x.formula))) }
  static func add(_ x: Self, constant c: Double) -> Self { x + Self(c) }
  static func subtract(_ x: Self, fromConstant c: Double) -> Self { Self(c) - x }
  static func multiply(_ x: Self, byConstant c: Double) -> Self { Self(c) * x }
  static func divide(_ x: Self, byConstant c: Double) -> Self { x / Self(c) }
  static func divide(constant c: Double, by x: Self) -> Self { Self(c) / x }
  static func select(
    _ a: @autoclosure () -> Self, _ b: @autoclosure () -> Self, where condition: Condition<Self>
  ) -> Self {
    Self(SourceFormula(.choice(condition, a().formula, b().formula)))
  }
}

// MARK: - Functions that libm has

extension SourceText {
  static func abs(_ x: Self) -> Self { call(.abs, x) }
  static func sqrt(_ x: Self) -> Self { call(.sqrt, x) }
  static func rounded(_ x: Self) -> Self { call(.round, x) }
  static func multiply(_ x: Self, _ y: Self, plus z: Self) -> Self { call(.multiplyAdd, x, y, z) }
  static func libmPower(_ x: Self, _ y: Self) -> Self { call(.pow, x, y) }
  static func logGamma(_ x: Self) -> Self { call(.logGamma, x) }
  static func cbrt(_ x: Self) -> Self { call(.libm("cbrt"), x) }
  static func hypot(_ x: Self, _ y: Self) -> Self { call(.libm("hypot"), x, y) }
  static func exp(_ x: Self) -> Self { call(.libm("exp"), x) }
  static func expMinusOne(_ x: Self) -> Self { call(.libm("expm1"), x) }
  static func log(_ x: Self) -> Self { call(.libm("log"), x) }
  static func log(onePlus x: Self) -> Self { call(.libm("log1p"), x) }
  static func log2(_ x: Self) -> Self { call(.libm("log2"), x) }
  static func log10(_ x: Self) -> Self { call(.libm("log10"), x) }
  static func sin(_ x: Self) -> Self { call(.libm("sin"), x) }
  static func cos(_ x: Self) -> Self { call(.libm("cos"), x) }
  static func tan(_ x: Self) -> Self { call(.libm("tan"), x) }
  static func asin(_ x: Self) -> Self { call(.libm("asin"), x) }
  static func acos(_ x: Self) -> Self { call(.libm("acos"), x) }
  static func atan(_ x: Self) -> Self { call(.libm("atan"), x) }
  static func atan2(y: Self, x: Self) -> Self { call(.libm("atan2"), y, x) }
  static func sinh(_ x: Self) -> Self { call(.libm("sinh"), x) }
  static func cosh(_ x: Self) -> Self { call(.libm("cosh"), x) }
  static func tanh(_ x: Self) -> Self { call(.libm("tanh"), x) }
  static func asinh(_ x: Self) -> Self { call(.libm("asinh"), x) }
  static func acosh(_ x: Self) -> Self { call(.libm("acosh"), x) }
  static func atanh(_ x: Self) -> Self { call(.libm("atanh"), x) }
  static func erf(_ x: Self) -> Self { call(.libm("erf"), x) }
  static func erfc(_ x: Self) -> Self { call(.libm("erfc"), x) }
}

// MARK: - Functions that are composed

extension SourceText {
  static func pow(_ x: Self, _ y: Self) -> Self { call(.composed(.power), x, y) }
  static func pow(_ x: Self, _ c: Double) -> Self { call(.composed(.power), x, Self(c)) }
  static func polygamma(_ order: Int, _ x: Self) -> Self { call(.polygamma(order), x) }
  static func gaussian(_ x: Self, times c: Double) -> Self {
    call(.composed(.gaussian), x, Self(c))
  }
  static func normal(_ x: Self) -> Self { call(.composed(.normal), x) }
  static func sign(_ x: Self) -> Self { call(.composed(.sign), x) }
  static func order(_ x: Self, _ y: Self) -> Self { call(.composed(.order), x, y) }
  static func nonNegative(_ x: Self) -> Self { call(.composed(.nonNegative), x) }
  static func route(_ x: Self, through y: Self) -> Self { call(.composed(.route), x, y) }
  static func smaller(_ x: Self, _ y: Self) -> Self { call(.composed(.minimum), x, y) }
  static func larger(_ x: Self, _ y: Self) -> Self { call(.composed(.maximum), x, y) }
  static func sigmoid(_ x: Self) -> Self { call(.composed(.sigmoid), x) }
  static func logSigmoid(_ x: Self) -> Self { call(.composed(.logSigmoid), x) }
  static func softplus(_ x: Self) -> Self { call(.composed(.softplus), x) }
  static func gelu(_ x: Self) -> Self { call(.composed(.gelu), x) }
  static func silu(_ x: Self) -> Self { call(.composed(.silu), x) }
}
