// Reading the generated references, and comparing with them.

@testable import Nabla
import Testing

/// One line of the references: an operation at a point, as mathematics has it.
struct Reference: Sendable, CustomTestStringConvertible {
  let operation: Primitive
  let constant: Double
  let inputs: [Double]
  let value: Double
  let partials: [Double]
  /// The upper triangle, row by row.
  let secondPartials: [Double]

  var testDescription: String {
    "\(operation)\(inputs)" + (operation.facts.hasConstant ? " c=\(constant)" : "")
  }

  init?(line: String) {
    let columns = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
    guard columns.count >= 3, let name = columns[0].first,
      let operation = Primitive.allCases.first(where: { "\($0)" == name })
    else { return nil }
    var words = columns[0].dropFirst()
    var constant = 0.0
    if let word = words.first, word.hasPrefix("c="), let number = Double(word.dropFirst(2)) {
      constant = number
      words = words.dropFirst()
    }
    self.operation = operation
    self.constant = constant
    inputs = words.compactMap { Double($0) }
    value = Double(columns[1].first ?? "") ?? .nan
    partials = columns[2].compactMap { Double($0) }
    secondPartials = columns.count > 3 ? columns[3].compactMap { Double($0) } : []
  }

  /// All lines of a table; continued lines are joined first.
  static func table(_ text: String) -> [Reference] {
    text.replacing("\n      ", with: " ").split(separator: "\n").compactMap {
      Reference(line: String($0))
    }
  }

  static let samples = table(sampleReferences)
  static let extremes = table(extremeReferences)
}

/// How far a number is from the reference, in units of the reference's last place.
///
/// NaN agrees with NaN, an infinity with itself. Below the smallest normal number a unit is the
/// spacing of the subnormal numbers, as everywhere.
func ulps(_ number: Double, from reference: Double) -> Double {
  if number.isNaN && reference.isNaN || number == reference { return 0 }
  guard number.isFinite, reference.isFinite else { return .infinity }
  return abs(number - reference) / reference.ulp
}

/// How much a computed number may differ from the reference, and why.
struct Tolerance {
  var ulps: Double
  var absolute: Double = 0

  func accepts(_ number: Double, for reference: Double) -> Bool {
    NablaTests.ulps(number, from: reference) <= ulps || abs(number - reference) <= absolute
  }

  /// What rounding alone explains.
  ///
  /// A value is one call of the C library, good to 2 units, and a rounding or two around it. A first partial has one factor more, a second partial a short sum of such.
  init(order: Int, of reference: Reference) {
    ulps = [4, 5, 8][order]
    // A result below the normal numbers is a product of factors that may be there too and have
    // lost digits: some 2000 spacings of 5e-324 in all.
    absolute = 0x1p-1063
    let x = reference.inputs.map { abs($0) }.max() ?? 0
    switch reference.operation {
    // Second partials that pass through zero within |x| < 3, where two terms of size 1 cancel.
    case .tanh, .sigmoid, .asin, .acos, .atanh, .softmax, .gelu, .silu, .logSumExp:
      if order == 2, x < 3 { absolute = 0x1p-51 }
    // (y² - x²) / r⁴ passes through zero on the diagonals, beside terms of 1 / r².
    case .atan2:
      if order == 2 { absolute = 0x1p-51 / x / x }
    // Sums of 20 and more terms of either sign. The digamma function and its derivatives pass
    // through zero near 1.46 and between all poles; the terms there are of the size of the order's
    // factorial.
    case .polygamma, .logGamma:
      let n = reference.operation == .logGamma ? order - 1 : Int(reference.constant) + order
      if n >= 0, x < 3 { absolute = [2e-15, 4e-15, 2e-14, 1e-13, 1e-12][min(n, 4)] }
      ulps = 16
    // Sums of up to four terms of either sign, of which two digits may cancel.
    case .powerPartial, .directionCosine: ulps = 64
    default: break
    }
  }
}
