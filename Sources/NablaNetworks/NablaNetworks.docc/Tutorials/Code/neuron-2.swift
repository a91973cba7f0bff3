import Nabla

let weights = [Value(2, label: "w1"), Value(-3, label: "w2")]
let bias = Value(-3, label: "b")
let inputs = [-1.0, -2.0]

let answer = sigmoid(dot(weights, inputs, plus: bias))
print(answer.data)  // 0.7310585786300049
