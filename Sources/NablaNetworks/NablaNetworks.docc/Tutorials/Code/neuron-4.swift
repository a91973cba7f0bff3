import Nabla

let weights = [Value(2, label: "w1"), Value(-3, label: "w2")]
let bias = Value(-3, label: "b")
let inputs = [-1.0, -2.0]

let answer = sigmoid(dot(weights, inputs, plus: bias))
print(answer.data)  // 0.7310585786300049

let target = 1.0
let loss = pow(answer - target, 2)
loss.backward()
print(bias.gradient < 0)  // true

let report = checkGradient(at: [2, -3, -3]) { v in
  pow(sigmoid(dot(Array(v[0...1]), inputs, plus: v[2])) - target, 2)
}
print(report.passed)  // true
