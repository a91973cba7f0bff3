// Derivatives of closures: the engine without a graph in sight. Each call builds a graph on fresh
// leaves, so nothing accumulates from call to call.

/// The gradient of a function of several numbers.
///
///     let slopes = gradient(at: [1, 2]) { v in sin(v[0]) * (v[0] + v[1]) }
///     print(slopes)      // [2.4623779024123156, 0.8414709848078965]
///
/// - Parameters:
///   - point: Where to differentiate.
///   - function: A function written on ``Value``.
/// - Returns: One partial derivative for each number of the point.
public func gradient(at point: [Double], of function: ([Value]) -> Value) -> [Double] {
  valueWithGradient(at: point, of: function).gradient
}

/// The value and the gradient of a function of several numbers, from one evaluation.
///
/// - Parameters:
///   - point: Where to evaluate and differentiate.
///   - function: A function written on ``Value``.
/// - Returns: The function's value, and one partial derivative for each number of the point.
public func valueWithGradient(
  at point: [Double], of function: ([Value]) -> Value
) -> (value: Double, gradient: [Double]) {
  let inputs = point.map { Value($0) }
  let output = function(inputs)
  output.backward()
  return (output.data, inputs.map { $0.gradient })
}

/// The matrix of second partial derivatives of a function of several numbers.
///
/// - Parameters:
///   - point: Where to differentiate.
///   - function: A function written on ``Value``.
/// - Returns: n rows of n; row i holds the derivatives of df/dx[i].
/// - Complexity: One derivative graph and n sweeps of it.
public func hessian(at point: [Double], of function: ([Value]) -> Value) -> [[Double]] {
  let inputs = point.map { Value($0) }
  return rows(function(inputs).derivatives(withRespectTo: inputs), inputs)
}

/// The matrix of first partial derivatives of a function with several results.
///
/// - Parameters:
///   - point: Where to differentiate.
///   - function: A function written on ``Value``.
/// - Returns: One row for each result, with one entry for each number of the point.
public func jacobian(at point: [Double], of function: ([Value]) -> [Value]) -> [[Double]] {
  let inputs = point.map { Value($0) }
  return rows(function(inputs), inputs)
}

/// The product of the Hessian of a function with a vector, without the Hessian.
///
/// - Parameters:
///   - point: Where to differentiate.
///   - direction: The vector, as long as the point.
///   - function: A function written on ``Value``.
/// - Returns: One number for each number of the point.
/// - Precondition: the direction has as many numbers as the point.
/// - Complexity: One derivative graph and one sweep of it, whatever the dimension.
public func hessianVectorProduct(
  at point: [Double], along direction: [Double], of function: ([Value]) -> Value
) -> [Double] {
  precondition(
    point.count == direction.count,
    "hessianVectorProduct: expected a direction of \(point.count) numbers, got \(direction.count)")
  let inputs = point.map { Value($0) }
  let slope = dot(function(inputs).derivatives(withRespectTo: inputs), direction)
  slope.backward()
  return inputs.map { $0.gradient }
}

/// The derivative of a function of one number.
///
///     print(derivative(at: 2) { x in x * x })                // 4.0
///     print(derivative(at: 2, order: 2) { x in x * x })      // 2.0
///
/// - Parameters:
///   - point: Where to differentiate.
///   - order: Which derivative, at least 0; 0 is the value.
///   - function: A function written on ``Value``.
/// - Returns: The derivative's value.
/// - Precondition: the order is at least 0.
public func derivative(at point: Double, order: Int = 1, of function: (Value) -> Value) -> Double {
  precondition(order >= 0, "derivative: expected an order of at least 0, got \(order)")
  let input = Value(point)
  var output = function(input)
  for _ in 0..<order { output = output.derivative(withRespectTo: input) }
  return output.data
}

/// The value and the derivative of a function of one number, from one evaluation.
///
/// - Parameters:
///   - point: Where to evaluate and differentiate.
///   - function: A function written on ``Value``.
/// - Returns: The function's value, and its derivative's.
public func valueWithDerivative(
  at point: Double, of function: (Value) -> Value
) -> (value: Double, derivative: Double) {
  let result = valueWithGradient(at: [point]) { function($0[0]) }
  return (result.value, result.gradient[0])
}

/// The gradients of each output, by one sweep each.
private func rows(_ outputs: [Value], _ inputs: [Value]) -> [[Double]] {
  outputs.map { output in
    for input in inputs { input.gradient = 0 }
    output.backward()
    return inputs.map { $0.gradient }
  }
}
