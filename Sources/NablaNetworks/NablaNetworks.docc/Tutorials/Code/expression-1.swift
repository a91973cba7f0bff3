import Nabla

let x = Value(-2, label: "x")
let y = Value(5, label: "y")
let z = Value(-4, label: "z")
