import Nabla

let weights = [Value(2, label: "w1"), Value(-3, label: "w2")]
let bias = Value(-3, label: "b")
let inputs = [-1.0, -2.0]
