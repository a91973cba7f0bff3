// The functions that emitted code calls: libm's, and those that are written beside it.

/// A function that a formula calls.
enum SourceFunction: Hashable {
  /// One of libm's that has the same name everywhere.
  case libm(String)
  /// Those that languages spell differently.
  case abs, sqrt, round, multiplyAdd, pow, logGamma
  /// A row of the table that is composed of several steps.
  case composed(Primitive)
  /// A derivative of the digamma function.
  case polygamma(Int)

  /// What the function computes of its parameters; nil for libm's own.
  func body() -> (parameters: [String], formula: SourceText)? {
    let (x, y) = (SourceText(name: "x"), SourceText(name: "y"))
    return switch self {
    case .libm, .abs, .sqrt, .round, .multiplyAdd, .pow, .logGamma: nil
    case .composed(.power): (["x", "y"], .composedPower(x, y))
    case .composed(.gaussian): (["x", "c"], .composedGaussian(x, times: SourceText(name: "c")))
    case .composed(.normal): (["x"], .composedNormal(x))
    case .polygamma(let order): (["x"], .composedPolygamma(order, x))
    case .composed(let operation):
      (
        operation.hasTwoOperands ? ["x", "y"] : ["x"],
        operation.value(ScalarInputs(x, y))
      )
    }
  }

  /// What emitted code calls it, after the name of the code's own function; nil for libm's own.
  var suffix: String? {
    switch self {
    case .libm, .abs, .sqrt, .round, .multiplyAdd: nil
    case .pow: "pow"
    case .logGamma: "logGamma"
    case .composed(let operation): "\(operation)"
    case .polygamma(let order): "polygamma\(order)"
    }
  }
}

extension Primitive {
  /// The formula of an instruction: in place if that is one step, else a call of its own function.
  func sourceFormula(of operands: [SourceText], constant: Double) -> SourceText {
    guard !hasManyOperands else {
      return value(ArrayInputs(values: operands, constant: constant))
    }
    let y = operands.count > 1 ? operands[1] : operands[0]
    let text = value(ScalarInputs(operands[0], y, constant: constant))
    // A row with a constant is short, and a function of it would have to take the constant.
    if facts.hasConstant || text.formula.isSingleStep { return text }
    return SourceText(
      SourceFormula(.call(.composed(self), operands.map { $0.formula })))
  }
}
