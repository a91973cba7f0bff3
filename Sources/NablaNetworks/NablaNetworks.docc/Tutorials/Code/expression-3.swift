import Nabla

let x = Value(-2, label: "x")
let y = Value(5, label: "y")
let z = Value(-4, label: "z")

let q = (x + y).labeled("q")
let f = (q * z).labeled("f")
print(f.data)  // -12.0

f.backward()
print(x.gradient, y.gradient, z.gradient)  // -4.0 -4.0 3.0
