// How JavaScript spells each operation of the table. What it computes is not said here: that is the
// table's, or JavaScript's own function of that name.

import Nabla

/// How an operation is written in JavaScript.
enum ScriptSpelling {
  /// Between its two inputs.
  case infix(String)
  /// Between its input and its constant.
  case beforeConstant(String)
  /// Between its constant and its input.
  case afterConstant(String)
  /// A minus sign.
  case negative
  /// A function that every JavaScript has.
  case math(String)
  /// A function of ``ScriptLibrary``; the constant, if there is one, comes last.
  case library(String)
  /// A function of the page, made from the operation's row of the table.
  case row(String)
  /// All outputs of a softmax at once, of which the constant picks one.
  case softmax
  /// Its row of the table, in place.
  case expanded
}

extension Primitive {
  /// How this operation is written in JavaScript.
  var scriptSpelling: ScriptSpelling {
    switch self {
    case .add: .infix("+")
    case .subtract: .infix("-")
    case .multiply: .infix("*")
    case .divide: .infix("/")
    case .negate: .negative
    case .addConstant: .beforeConstant("+")
    case .divideByConstant: .beforeConstant("/")
    case .subtractFromConstant: .afterConstant("-")
    case .multiplyByConstant: .afterConstant("*")
    case .divideConstant: .afterConstant("/")
    case .power, .powerConstant: .library("pow")
    case .expMinusOne: .math("expm1")
    case .logOnePlus: .math("log1p")
    case .sqrt, .cbrt, .hypot, .exp, .log, .log2, .log10, .sin, .cos, .tan, .asin, .acos, .atan,
      .atan2, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .abs:
      .math("\(self)")
    case .erf, .erfc, .logGamma, .gaussian, .normal, .polygamma: .library("\(self)")
    case .minimum, .maximum, .sigmoid, .logSigmoid, .softplus, .relu, .gelu, .silu, .stopGradient,
      .sign,
      .order, .nonNegative, .route, .directionCosine:
      .row("\(self)")
    case .softmax: .softmax
    case .leakyReLU, .elu, .step, .sum, .dot, .dotConstants, .logSumExp, .selectLess,
      .selectLessOrEqual, .powerPartial, .custom:
      .expanded
    }
  }
}
