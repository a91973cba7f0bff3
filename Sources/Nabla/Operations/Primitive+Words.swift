// A node's operation in words: its gate in a drawing, and its value written with names.

extension Primitive {
  /// What a drawing writes into the gate of a node with this constant.
  func gate(constant: Double, name: String?) -> String {
    if let name { return name }
    switch self {
    case .addConstant: return constant < 0 ? "\(number(constant))" : "+\(number(constant))"
    case .softmax: return "softmax[\(number(constant))]"
    case .powerPartial:
      let order = PowerOrder(constant)
      return "\(facts.gate)[\(order.x), \(order.y)]"
    case .leakyReLU, .elu, .step, .gaussian, .polygamma: return facts.gate
    default: return facts.gate.replacing("c", with: number(constant), if: facts.hasConstant)
    }
  }

  /// The value with the inputs' names in place of the letters: `x + y`, `exp(x)`.
  ///
  /// The inputs may be the first few of `count`; of a function of many, the others become an ellipsis.
  func written(inputs: [String], count: Int, constant: Double, name: String?) -> String {
    let facts = facts
    guard facts.arity != .many else {
      let more = count > inputs.count ? ", …" : ""
      return "\(gate(constant: constant, name: name))(\(inputs.joined(separator: ", "))\(more))"
    }
    if self == .addConstant, constant < 0 { return "\(inputs[0]) - \(number(-constant))" }
    var text = ""
    var word = ""
    // Letters standing alone are the table's letters; others belong to a function's name.
    func flush() {
      switch word {
      case "x": text += inputs[0]
      case "y": text += inputs.count > 1 ? inputs[1] : "y"
      case "c": text += number(constant)
      default: text += word
      }
      word = ""
    }
    for character in facts.formula {
      if character.isLetter || character.isNumber {
        word.append(character)
      } else {
        flush()
        text.append(character)
      }
    }
    flush()
    return text
  }

  /// A number as people write it: `2`, not `2.0`.
  private func number(_ value: Double) -> String {
    guard let whole = Int(exactly: value), whole.magnitude < 1_000_000 else {
      return value.reported
    }
    return "\(whole)"
  }
}

extension String {
  fileprivate func replacing(_ letter: Character, with text: String, if wanted: Bool) -> String {
    wanted ? reduce(into: "") { $0 += $1 == letter ? text : String($1) } : self
  }
}
