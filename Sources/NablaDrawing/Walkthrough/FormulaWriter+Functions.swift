// What the operations are called in plain text and in LaTeX.

import Nabla

extension FormulaWriter {
  /// What stands before the parenthesis of a call, and what after it.
  static func spelling(_ operation: Primitive, _ constant: String) -> (name: String, after: String)
  {
    switch operation {
    case .softmax: ("softmax", "[\(constant)]")
    case .polygamma where constant == "0": ("digamma", "")
    case .polygamma: ("polygamma[\(constant)]", "")
    case .directionCosine: ("directionCosine", "")
    case .powerPartial: ("powerPartial[\(constant)]", "")
    case .leakyReLU: ("leakyReLU[\(constant)]", "")
    case .elu: ("elu[\(constant)]", "")
    case .step: ("step[\(constant)]", "")
    case .gaussian: ("gaussian[\(constant)]", "")
    case .expMinusOne: ("expm1", "")
    case .logOnePlus: ("log1p", "")
    case .minimum: ("min", "")
    case .maximum: ("max", "")
    default: (operation.facts.gate.filter { $0.isLetter || $0.isNumber }, "")
    }
  }

  func latexFunction(_ operation: Primitive, _ x: [Formula], _ c: Double) -> Piece {
    func named(_ name: String) -> Piece {
      Piece(text: "\(name)\\left(\(arguments(x))\\right)", strength: .atom)
    }
    switch operation {
    case .exp: return Piece(text: "e^{\(text(x[0]))}", strength: .power)
    case .sqrt: return Piece(text: "\\sqrt{\(text(x[0]))}", strength: .atom)
    case .cbrt: return Piece(text: "\\sqrt[3]{\(text(x[0]))}", strength: .atom)
    case .abs: return Piece(text: "\\left|\(text(x[0]))\\right|", strength: .atom)
    case .log2: return named("\\log_{2}")
    case .log10: return named("\\log_{10}")
    case .log: return named("\\ln")
    case .sin, .cos, .tan, .sinh, .cosh, .tanh: return named("\\\(operation)")
    case .asin: return named("\\arcsin")
    case .acos: return named("\\arccos")
    case .atan: return named("\\arctan")
    case .minimum: return named("\\min")
    case .maximum: return named("\\max")
    case .sigmoid: return named("\\sigma")
    case .normal: return named("\\Phi")
    case .logGamma: return named("\\ln\\left|\\Gamma\\right|")
    case .polygamma: return named("\\psi^{(\(Int(c)))}")
    case .softmax: return named("\\operatorname{softmax}_{\(Int(c))}")
    default:
      let (name, after) = Self.spelling(operation, "\(NumberStyle.full.text(c))")
      let plain = name.replacing("[", with: "_{").replacing("]", with: "}")
      let parts = plain.split(separator: "_", maxSplits: 1)
      let index = parts.count > 1 ? "_\(parts[1])" : ""
      return named("\\operatorname{\(parts[0])}\(index)\(after)")
    }
  }
}
