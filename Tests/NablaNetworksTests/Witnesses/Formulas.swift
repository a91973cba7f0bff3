// The textbook formulas once more, on plain numbers and with the platform's own functions: this file
// imports neither Nabla nor NablaNetworks, so that it can judge them.

import Foundation

enum Formulas {
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }
  static func relu(_ x: Double) -> Double { x > 0 ? x : 0 }
  static func leakyReLU(_ x: Double, _ slope: Double) -> Double { x > 0 ? x : slope * x }
  static func elu(_ x: Double, _ alpha: Double) -> Double { x > 0 ? x : alpha * (exp(x) - 1) }
  static func softplus(_ x: Double) -> Double { log(1 + exp(x)) }
  static func gelu(_ x: Double) -> Double { x * (1 + erf(x / 2.squareRoot())) / 2 }
  static func silu(_ x: Double) -> Double { x / (1 + exp(-x)) }
  static func log(_ x: Double) -> Double { Foundation.log(x) }
  static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }

  static func softmax(_ x: [Double]) -> [Double] {
    let powers = x.map { exp($0) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  /// Below which share of the standard normal distribution a number lies.
  static func normalShare(below x: Double) -> Double { erfc(-x / 2.squareRoot()) / 2 }

  /// A matrix times a vector plus a vector.
  static func affine(_ w: [[Double]], _ x: [Double], _ b: [Double]) -> [Double] {
    zip(w, b).map { row, b in zip(row, x).reduce(b) { $0 + $1.0 * $1.1 } }
  }

  /// Numbers of a file beside the benchmark, one row for each line.
  static func benchmarkData(_ name: String) throws -> [[Double]] {
    let folder = URL(fileURLWithPath: #filePath).appendingPathComponent(
      "../../../../Examples/benchmark/Data"
    ).standardized
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    return text.split(separator: "\n").map { line in
      line.split(separator: ",").compactMap { Double($0) }
    }
  }

  /// Whether tests of several seconds run too: set the environment variable NABLA_SLOW_TESTS.
  static let runsSlowTests = ProcessInfo.processInfo.environment["NABLA_SLOW_TESTS"] != nil

  /// The value after a trip through JSON.
  static func throughJSON<T: Codable>(_ value: T) throws -> T {
    try JSONDecoder().decode(T.self, from: JSONEncoder().encode(value))
  }

  static func json(_ value: some Encodable) throws -> [UInt8] {
    Array(try JSONEncoder().encode(value))
  }

  static func decode<T: Codable>(_ type: T.Type, from json: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }
}

/// Whether two numbers agree to a tolerance relative to the larger, or absolutely below 1.
func agree(_ x: Double, _ y: Double, within tolerance: Double) -> Bool {
  x == y || abs(x - y) <= tolerance * max(1, max(abs(x), abs(y)))
}

/// Whether two arrays agree, number by number.
func agree(_ x: [Double], _ y: [Double], within tolerance: Double) -> Bool {
  x.count == y.count && zip(x, y).allSatisfy { agree($0, $1, within: tolerance) }
}
