import Nabla
import Testing

@Suite("Value")
struct ValueTests {
  @Test("(x + y) z at (-2, 5, -4) has the gradients of the slide")
  func slide() {
    let x = Value(-2), y = Value(5), z = Value(-4)
    let f = (x + y) * z
    f.backward()
    #expect(f.data == -12)
    #expect([x.gradient, y.gradient, z.gradient] == [-4, -4, 3])
  }
}
