// A reader of the plain text that formulas are printed as: the witness that what is printed means what
// it should. It knows nothing of the table: the functions are the C library's, or written out here.

import Foundation

/// Computes what a printed formula says, the usual way: `^` before unary minus before `*` and `/`
/// before `+` and `-`, left to right, powers right to left.
struct FormulaReader {
  private var rest: Substring
  private let names: [String: Double]

  static func value(_ text: String, _ names: [String: Double]) throws -> Double {
    var reader = FormulaReader(rest: text[...], names: names)
    let value = try reader.sum()
    guard reader.rest.isEmpty else { throw Failure(description: "left over: \(reader.rest)") }
    return value
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  private mutating func take(_ token: String) -> Bool {
    while rest.first == " " { rest.removeFirst() }
    guard rest.hasPrefix(token) else { return false }
    rest.removeFirst(token.count)
    return true
  }

  private mutating func sum() throws -> Double {
    var value = try product()
    while true {
      if take("+") {
        value += try product()
      } else if take("-") {
        value -= try product()
      } else {
        return value
      }
    }
  }

  private mutating func product() throws -> Double {
    if take("-") { return try -product() }
    var value = try power()
    while true {
      if take("*") {
        value *= try power()
      } else if take("/") {
        value /= try power()
      } else {
        return value
      }
    }
  }

  private mutating func power() throws -> Double {
    let base = try atom()
    return take("^") ? pow(base, try power()) : base
  }

  private mutating func atom() throws -> Double {
    if take("(") {
      let value = try sum()
      guard take(")") else { throw Failure(description: "no ) before \(rest)") }
      return value
    }
    while rest.first == " " { rest.removeFirst() }
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
    rest.removeFirst(word.count)
    if let number = names[String(word)] ?? Double(word) { return number }
    if word == "pi" { return .pi }
    return try function(String(word))
  }

  private mutating func function(_ name: String) throws -> Double {
    let option = take("[") ? try sum() : 0
    if name.isEmpty || (option != 0 && !take("]")) { _ = take("]") }
    guard take("(") else { throw Failure(description: "what is '\(name)' before '\(rest)'?") }
    var x: [Double] = []
    repeat { x.append(try sum()) } while take(",")
    guard take(")") else { throw Failure(description: "no ) before \(rest)") }
    if name == "softmax", take("[") {
      let index = Int(try sum())
      guard take("]") else { throw Failure(description: "no ] before \(rest)") }
      let largest = x.max() ?? 0
      return exp(x[index] - largest) / x.reduce(0) { $0 + exp($1 - largest) }
    }
    guard let function = Self.functions[name] else {
      throw Failure(description: "no function \(name)")
    }
    return function(x)
  }

  private static let functions: [String: @Sendable ([Double]) -> Double] = [
    "exp": { exp($0[0]) }, "log": { log($0[0]) }, "sqrt": { sqrt($0[0]) },
    "cbrt": { cbrt($0[0]) }, "hypot": { hypot($0[0], $0[1]) },
    "directionCosine": { $0[0] / hypot($0[0], $0[1]) },
    "sin": { sin($0[0]) }, "cos": { cos($0[0]) }, "tan": { tan($0[0]) },
    "sinh": { sinh($0[0]) }, "cosh": { cosh($0[0]) }, "tanh": { tanh($0[0]) },
    "sigmoid": { 1 / (1 + exp(-$0[0])) }, "normal": { 0.5 * erfc(-$0[0] / sqrt(2)) },
    "abs": { abs($0[0]) }, "max": { max($0[0], $0[1]) }, "min": { min($0[0], $0[1]) },
  ]
}
