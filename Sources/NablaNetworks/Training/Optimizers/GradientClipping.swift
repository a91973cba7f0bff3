// A bound on the size of gradients, so that one bad batch does not throw the parameters far away.
// R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks",
// ICML 2013.

/// A bound on gradients.
public enum GradientClipping: Hashable, Sendable, Codable {
  /// If all gradients together are longer than this, they are shortened to it; their direction stays.
  case norm(Double)
  /// Each gradient alone is kept from -value to value.
  case value(Double)

  /// Applies the bound; NaN stays NaN.
  ///
  /// - Precondition: the bound is positive.
  public func clip(_ gradients: inout [Double]) {
    check()
    switch self {
    case .norm(let limit):
      let norm = euclideanNorm(gradients)
      guard norm > limit else { return }
      // Together they may be too long for a number, though each of them is not.
      let scale = norm.isInfinite ? 0x1p-100 : 1
      gradients = gradients.map { scale * $0 }
      let length = norm.isInfinite ? euclideanNorm(gradients) : norm
      // Divided first: the norm may be larger than a product can be.
      for i in gradients.indices { gradients[i] = gradients[i] / length * limit }
    case .value(let limit):
      for i in gradients.indices where gradients[i].magnitude > limit {
        gradients[i] = gradients[i] > 0 ? limit : -limit
      }
    }
  }
}

extension GradientClipping {
  func check() {
    switch self {
    case .norm(let limit): precondition(limit > 0, "expected a norm above 0, got \(limit)")
    case .value(let limit): precondition(limit > 0, "expected a value above 0, got \(limit)")
    }
  }
}

/// The length of a vector, without overflow of the squares.
func euclideanNorm(_ vector: [Double]) -> Double {
  let largest = vector.reduce(0) { max($0, $1.magnitude) }
  guard largest > 0, largest.isFinite else { return vector.contains { $0.isNaN } ? .nan : largest }
  return largest * vector.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
}
