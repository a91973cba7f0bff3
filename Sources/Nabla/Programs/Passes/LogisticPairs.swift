// Pass, not for exact programs: sigmoid(u) sigmoid(-u) from one exponential.
//
// It is the derivative of the sigmoid, and of tanh with u = 2x, so a network is full of it. The table has
// it as a product of two sigmoids, which keeps its digits in both tails; so does
//
//     e / ((1 + e) (1 + e))          e = exp(-|u|)
//
// with one exponential and one division in place of two. The results differ by some units in the last
// place.

extension Code {
  /// The code with products of a sigmoid and its mirror image made of one exponential.
  func sharingLogisticExponentials() -> Code {
    rewritten { code, instruction in
      guard instruction.opcode == .table(.multiply),
        let product = code.logisticProduct(instruction.x, instruction.y)
          ?? code.logisticProduct(instruction.y, instruction.x)
      else { return code.append(instruction) }
      return product
    }
  }

  /// The product of c sigmoid(u), or sigmoid(u), with sigmoid(-u).
  private mutating func logisticProduct(_ x: Place, _ y: Place) -> Place? {
    guard let v = logisticInput(y) else { return nil }
    if let u = logisticInput(x) { return areOpposite(u, v) ? appendSlope(u) : nil }
    let product = instructions[Int(x)]
    guard product.opcode == .table(.multiply) else { return nil }
    for (factor, other) in [(product.x, product.y), (product.y, product.x)] {
      if let u = logisticInput(other), areOpposite(u, v) {
        return append(.multiply, factor, appendSlope(u))
      }
    }
    return nil
  }

  private func logisticInput(_ place: Place) -> Place? {
    let instruction = instructions[Int(place)]
    return instruction.opcode == .table(.sigmoid) ? instruction.x : nil
  }

  /// Whether one number is the other's negative: -u and u, or c w and -c w.
  private func areOpposite(_ u: Place, _ v: Place) -> Bool {
    let (a, b) = (instructions[Int(u)], instructions[Int(v)])
    if a.opcode == .table(.negate), a.x == v { return true }
    if b.opcode == .table(.negate), b.x == u { return true }
    guard a.opcode == .table(.multiply), b.opcode == .table(.multiply) else { return false }
    let sides = [(a.x, a.y), (a.y, a.x)]
    return sides.contains { factor, w in
      guard let c = constant(at: factor) else { return false }
      return constant(at: b.x) == -c && b.y == w || constant(at: b.y) == -c && b.x == w
    }
  }

  /// sigmoid(u) sigmoid(-u).
  private mutating func appendSlope(_ u: Place) -> Place {
    let e = append(.exp, append(.negate, append(.abs, u)))
    let sum = append(.add, append(constant: 1), e)
    return append(.divide, e, append(.multiply, sum, sum))
  }
}
