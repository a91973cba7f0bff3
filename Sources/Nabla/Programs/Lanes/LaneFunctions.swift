// The elementary functions on eight lanes: what `Lanes` takes them from.
//
// Every function has a default, the function of `Double` lane by lane, bit for bit what the eager
// engine computes. `LibmFunctions` adds nothing to that; `FastFunctions` replaces those where a
// vector form is faster.

/// The elementary functions on lanes that the table of operations asks for.
protocol LaneFunctions: Sendable {
  static func exp(_ x: Vector) -> Vector
  static func expMinusOne(_ x: Vector) -> Vector
  static func log(_ x: Vector) -> Vector
  static func log(onePlus x: Vector) -> Vector
  static func log2(_ x: Vector) -> Vector
  static func log10(_ x: Vector) -> Vector
  static func sqrt(_ x: Vector) -> Vector
  static func cbrt(_ x: Vector) -> Vector
  static func sin(_ x: Vector) -> Vector
  static func cos(_ x: Vector) -> Vector
  static func tan(_ x: Vector) -> Vector
  static func asin(_ x: Vector) -> Vector
  static func acos(_ x: Vector) -> Vector
  static func atan(_ x: Vector) -> Vector
  static func sinh(_ x: Vector) -> Vector
  static func cosh(_ x: Vector) -> Vector
  static func tanh(_ x: Vector) -> Vector
  static func asinh(_ x: Vector) -> Vector
  static func acosh(_ x: Vector) -> Vector
  static func atanh(_ x: Vector) -> Vector
  static func erf(_ x: Vector) -> Vector
  static func erfc(_ x: Vector) -> Vector
  static func logGamma(_ x: Vector) -> Vector
  static func normal(_ x: Vector) -> Vector
  static func sigmoid(_ x: Vector) -> Vector
  static func gaussian(_ x: Vector, times c: Double) -> Vector
  static func polygamma(_ order: Int, _ x: Vector) -> Vector
  static func pow(_ x: Vector, _ c: Double) -> Vector
  static func pow(_ x: Vector, _ y: Vector) -> Vector
  static func hypot(_ x: Vector, _ y: Vector) -> Vector
  static func atan2(y: Vector, x: Vector) -> Vector
}

/// The functions of `Double`, lane by lane: bit-identical to the eager engine.
enum LibmFunctions: LaneFunctions {}

extension LaneFunctions {
  static func exp(_ x: Vector) -> Vector { x.map { Double.exp($0) } }
  static func expMinusOne(_ x: Vector) -> Vector { x.map { Double.expMinusOne($0) } }
  static func log(_ x: Vector) -> Vector { x.map { Double.log($0) } }
  static func log(onePlus x: Vector) -> Vector { x.map { Double.log(onePlus: $0) } }
  static func log2(_ x: Vector) -> Vector { x.map { Double.log2($0) } }
  static func log10(_ x: Vector) -> Vector { x.map { Double.log10($0) } }
  static func sqrt(_ x: Vector) -> Vector { x.map { Double.sqrt($0) } }
  static func cbrt(_ x: Vector) -> Vector { x.map { Double.cbrt($0) } }
  static func sin(_ x: Vector) -> Vector { x.map { Double.sin($0) } }
  static func cos(_ x: Vector) -> Vector { x.map { Double.cos($0) } }
  static func tan(_ x: Vector) -> Vector { x.map { Double.tan($0) } }
  static func asin(_ x: Vector) -> Vector { x.map { Double.asin($0) } }
  static func acos(_ x: Vector) -> Vector { x.map { Double.acos($0) } }
  static func atan(_ x: Vector) -> Vector { x.map { Double.atan($0) } }
  static func sinh(_ x: Vector) -> Vector { x.map { Double.sinh($0) } }
  static func cosh(_ x: Vector) -> Vector { x.map { Double.cosh($0) } }
  static func tanh(_ x: Vector) -> Vector { x.map { Double.tanh($0) } }
  static func asinh(_ x: Vector) -> Vector { x.map { Double.asinh($0) } }
  static func acosh(_ x: Vector) -> Vector { x.map { Double.acosh($0) } }
  static func atanh(_ x: Vector) -> Vector { x.map { Double.atanh($0) } }
  static func erf(_ x: Vector) -> Vector { x.map { Double.erf($0) } }
  static func erfc(_ x: Vector) -> Vector { x.map { Double.erfc($0) } }
  static func logGamma(_ x: Vector) -> Vector { x.map { Double.logGamma($0) } }
  static func normal(_ x: Vector) -> Vector { x.map { Double.normal($0) } }
  static func sigmoid(_ x: Vector) -> Vector { x.map { Double.sigmoid($0) } }
  static func gaussian(_ x: Vector, times c: Double) -> Vector {
    x.map { Double.gaussian($0, times: c) }
  }
  static func polygamma(_ order: Int, _ x: Vector) -> Vector {
    x.map { Double.polygamma(order, $0) }
  }
  static func pow(_ x: Vector, _ c: Double) -> Vector { x.map { Double.pow($0, c) } }
  static func pow(_ x: Vector, _ y: Vector) -> Vector { x.map(y) { Double.pow($0, $1) } }
  static func hypot(_ x: Vector, _ y: Vector) -> Vector { x.map(y) { Double.hypot($0, $1) } }
  static func atan2(y: Vector, x: Vector) -> Vector { y.map(x) { Double.atan2(y: $0, x: $1) } }
}
