// The second witness: the lectures' formulas in plain numbers, without a graph.
//
// A batch is a matrix with a row for each sample. Weights are W[input][output], as in lecture 001,
// and the backward pass is the one that is derived there by hand:
//
//     Y = XW + B      dX = dY Wt      dW = Xt dY      dB = sum of the rows of dY
//     Y = sigmoid(X)  dX = dY (1 - Y) Y
//     softmax and cross-entropy, averaged: dX = (Y - T) / batch
//     mean of the squares: dY = 2 (Y - T) / count

import Nabla

/// Formulas on numbers; none of them builds a graph.
enum Formulas {
  typealias Matrix = [[Double]]

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    a.map { row in
      b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } }
    }
  }

  static func transposed(_ a: Matrix) -> Matrix {
    a[0].indices.map { j in a.map { $0[j] } }
  }

  static func columnSums(_ a: Matrix) -> [Double] {
    a[0].indices.map { j in a.reduce(0) { $0 + $1[j] } }
  }

  /// Two matrices of one shape, number by number.
  static func combine(_ a: Matrix, _ b: Matrix, _ f: (Double, Double) -> Double) -> Matrix {
    zip(a, b).map { zip($0, $1).map { f($0, $1) } }
  }

  static func softmax(_ row: [Double]) -> [Double] {
    let largest = row.max() ?? 0
    let powers = row.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}

/// Lecture 001's network in matrices: affine and sigmoid layers, then sigmoid or softmax.
struct MatrixNetwork {
  enum Output { case sigmoidWithMeanSquares, sigmoidWithHalfSquares, softmaxWithCrossEntropy }

  var weights: [Formulas.Matrix]
  var biases: [[Double]]
  let output: Output
  var learnsBiases = true

  /// The outputs of all layers, the inputs first.
  func forward(_ x: Formulas.Matrix) -> [Formulas.Matrix] {
    var values = [x]
    for (layer, (w, b)) in zip(weights, biases).enumerated() {
      let sums = Formulas.product(values[layer], w).map { zip($0, b).map { $0 + $1 } }
      let isSoftmax = output == .softmaxWithCrossEntropy && layer == weights.count - 1
      values.append(
        isSoftmax ? sums.map(Formulas.softmax) : sums.map { $0.map(Formulas.sigmoid) })
    }
    return values
  }

  func loss(_ y: Formulas.Matrix, _ t: Formulas.Matrix) -> Double {
    let squares = Formulas.combine(y, t) { ($0 - $1) * ($0 - $1) }.joined()
    switch output {
    case .sigmoidWithMeanSquares: return squares.reduce(0, +) / Double(squares.count)
    case .sigmoidWithHalfSquares: return squares.reduce(0, +) / 2
    case .softmaxWithCrossEntropy:
      return -Formulas.combine(y, t) { $1 * log($0) }.joined().reduce(0, +) / Double(y.count)
    }
  }

  /// The gradients of all layers, found from the last to the first.
  func gradients(_ values: [Formulas.Matrix], _ t: Formulas.Matrix)
    -> (weights: [Formulas.Matrix], biases: [[Double]])
  {
    let y = values[weights.count]
    let error = Formulas.combine(y, t, -)
    var upstream: Formulas.Matrix
    switch output {
    case .sigmoidWithMeanSquares:
      upstream = Formulas.combine(error, y) { 2 * $0 / Double(t.count) * (1 - $1) * $1 }
    case .sigmoidWithHalfSquares: upstream = Formulas.combine(error, y) { $0 * (1 - $1) * $1 }
    case .softmaxWithCrossEntropy: upstream = error.map { $0.map { $0 / Double(t.count) } }
    }
    var (dW, dB) = (weights, biases)
    for layer in weights.indices.reversed() {
      let x = values[layer]
      dW[layer] = Formulas.product(Formulas.transposed(x), upstream)
      dB[layer] = Formulas.columnSums(upstream)
      let dX = Formulas.product(upstream, Formulas.transposed(weights[layer]))
      upstream = Formulas.combine(dX, x) { $0 * (1 - $1) * $1 }
    }
    return (dW, dB)
  }

  /// Steps of gradient descent; the loss after them.
  mutating func train(_ x: Formulas.Matrix, _ t: Formulas.Matrix, rate: Double, steps: Int)
    -> Double
  {
    for _ in 0..<steps {
      let (dW, dB) = gradients(forward(x), t)
      for layer in weights.indices {
        weights[layer] = Formulas.combine(weights[layer], dW[layer]) { $0 - rate * $1 }
        if learnsBiases { biases[layer] = zip(biases[layer], dB[layer]).map { $0 - rate * $1 } }
      }
    }
    return loss(forward(x)[weights.count], t)
  }
}
