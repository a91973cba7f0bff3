// Eight lanes as a number type of the table: one evaluation of a row serves eight samples, or eight
// like operations.
//
// Arithmetic, absolute value and square root are IEEE's and the same everywhere; the elementary
// functions come from the parameter. With `LibmFunctions` each lane is bit for bit what `Double`
// gives: the rows that the table composes (relu, softplus, minimum, …) are composed of the same
// operations in the same order, and a selection evaluates both branches and takes each lane from the
// one that `Double` would have evaluated.

/// Eight numbers of the table of operations, with the elementary functions of `Functions`.
struct Lanes<Functions: LaneFunctions>: RealNumber, Sendable {
  /// The lanes.
  var vector: Vector

  /// Creates a number from its lanes.
  @inline(__always) init(vector: Vector) { self.vector = vector }
  /// Creates the number that has a constant in every lane.
  @inline(__always) init(_ constant: Double) { vector = Vector(repeating: constant) }
  @inline(__always) init(floatLiteral value: Double) { self.init(value) }
  @inline(__always) init(integerLiteral value: Int) { self.init(Double(value)) }
}

// MARK: - Arithmetic

extension Lanes {
  @inline(__always) static func add(_ x: Self, _ y: Self) -> Self {
    Self(vector: x.vector + y.vector)
  }
  @inline(__always) static func subtract(_ x: Self, _ y: Self) -> Self {
    Self(vector: x.vector - y.vector)
  }
  @inline(__always) static func multiply(_ x: Self, _ y: Self) -> Self {
    Self(vector: x.vector * y.vector)
  }
  @inline(__always) static func divide(_ x: Self, _ y: Self) -> Self {
    Self(vector: x.vector / y.vector)
  }
  @inline(__always) static func negate(_ x: Self) -> Self {
    Self(vector: (x.vector.bits ^ .sign).vector)
  }
  @inline(__always) static func add(_ x: Self, constant c: Double) -> Self {
    Self(vector: x.vector + c)
  }
  @inline(__always) static func subtract(_ x: Self, fromConstant c: Double) -> Self {
    Self(vector: c - x.vector)
  }
  @inline(__always) static func multiply(_ x: Self, byConstant c: Double) -> Self {
    Self(vector: c * x.vector)
  }
  @inline(__always) static func divide(_ x: Self, byConstant c: Double) -> Self {
    Self(vector: x.vector / c)
  }
  @inline(__always) static func divide(constant c: Double, by x: Self) -> Self {
    Self(vector: c / x.vector)
  }
  @inline(__always) static func abs(_ x: Self) -> Self { Self(vector: x.vector.magnitudes) }

  /// Both branches, and of each lane the one that the lane's comparison chooses.
  @inline(__always) static func select(
    _ a: @autoclosure () -> Self, _ b: @autoclosure () -> Self, where condition: Condition<Self>
  ) -> Self {
    let (left, right) = (condition.left.vector, condition.right.vector)
    let mask = condition.allowsEqual ? left.isAtMost(right) : left.isLess(than: right)
    return Self(vector: Vector(a().vector, where: mask, else: b().vector))
  }
}

// MARK: - Functions

extension Lanes {
  @inline(__always) static func exp(_ x: Self) -> Self { Self(vector: Functions.exp(x.vector)) }
  @inline(__always) static func expMinusOne(_ x: Self) -> Self {
    Self(vector: Functions.expMinusOne(x.vector))
  }
  @inline(__always) static func log(_ x: Self) -> Self { Self(vector: Functions.log(x.vector)) }
  @inline(__always) static func log(onePlus x: Self) -> Self {
    Self(vector: Functions.log(onePlus: x.vector))
  }
  @inline(__always) static func log2(_ x: Self) -> Self { Self(vector: Functions.log2(x.vector)) }
  @inline(__always) static func log10(_ x: Self) -> Self {
    Self(vector: Functions.log10(x.vector))
  }
  @inline(__always) static func sqrt(_ x: Self) -> Self { Self(vector: Functions.sqrt(x.vector)) }
  @inline(__always) static func cbrt(_ x: Self) -> Self { Self(vector: Functions.cbrt(x.vector)) }
  @inline(__always) static func sin(_ x: Self) -> Self { Self(vector: Functions.sin(x.vector)) }
  @inline(__always) static func cos(_ x: Self) -> Self { Self(vector: Functions.cos(x.vector)) }
  @inline(__always) static func tan(_ x: Self) -> Self { Self(vector: Functions.tan(x.vector)) }
  @inline(__always) static func asin(_ x: Self) -> Self { Self(vector: Functions.asin(x.vector)) }
  @inline(__always) static func acos(_ x: Self) -> Self { Self(vector: Functions.acos(x.vector)) }
  @inline(__always) static func atan(_ x: Self) -> Self { Self(vector: Functions.atan(x.vector)) }
  @inline(__always) static func sinh(_ x: Self) -> Self { Self(vector: Functions.sinh(x.vector)) }
  @inline(__always) static func cosh(_ x: Self) -> Self { Self(vector: Functions.cosh(x.vector)) }
  @inline(__always) static func tanh(_ x: Self) -> Self { Self(vector: Functions.tanh(x.vector)) }
  @inline(__always) static func asinh(_ x: Self) -> Self {
    Self(vector: Functions.asinh(x.vector))
  }
  @inline(__always) static func acosh(_ x: Self) -> Self {
    Self(vector: Functions.acosh(x.vector))
  }
  @inline(__always) static func atanh(_ x: Self) -> Self {
    Self(vector: Functions.atanh(x.vector))
  }
  @inline(__always) static func erf(_ x: Self) -> Self { Self(vector: Functions.erf(x.vector)) }
  @inline(__always) static func erfc(_ x: Self) -> Self { Self(vector: Functions.erfc(x.vector)) }
  @inline(__always) static func logGamma(_ x: Self) -> Self {
    Self(vector: Functions.logGamma(x.vector))
  }
  @inline(__always) static func normal(_ x: Self) -> Self {
    Self(vector: Functions.normal(x.vector))
  }
  @inline(__always) static func sigmoid(_ x: Self) -> Self {
    Self(vector: Functions.sigmoid(x.vector))
  }
  @inline(__always) static func gaussian(_ x: Self, times c: Double) -> Self {
    Self(vector: Functions.gaussian(x.vector, times: c))
  }
  @inline(__always) static func polygamma(_ order: Int, _ x: Self) -> Self {
    Self(vector: Functions.polygamma(order, x.vector))
  }
  @inline(__always) static func pow(_ x: Self, _ c: Double) -> Self {
    Self(vector: Functions.pow(x.vector, c))
  }
  @inline(__always) static func pow(_ x: Self, _ y: Self) -> Self {
    Self(vector: Functions.pow(x.vector, y.vector))
  }
  @inline(__always) static func hypot(_ x: Self, _ y: Self) -> Self {
    Self(vector: Functions.hypot(x.vector, y.vector))
  }
  @inline(__always) static func atan2(y: Self, x: Self) -> Self {
    Self(vector: Functions.atan2(y: y.vector, x: x.vector))
  }
}
