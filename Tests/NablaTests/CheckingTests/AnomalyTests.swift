import Nabla
import Testing

@Suite("Anomaly")
struct AnomalyTests {
  @Test("a graph of finite numbers has none")
  func none() {
    let x = Value(2)
    #expect((exp(x) * x).anomaly() == nil)
    #expect(x.anomaly() == nil)
  }

  @Test("the first node that computes a NaN is named, not those that pass it on")
  func value() throws {
    let x = Value(-1, label: "x")
    let root = (exp(log(x)) + 3).labeled("loss")
    let anomaly = try #require(root.anomaly())
    #expect(anomaly.kind == .value)
    #expect(anomaly.operation == "log")
    #expect(anomaly.inputs == ["\"x\" = -1.0"])
    #expect(anomaly.number.isNaN)
    #expect(anomaly.surroundings.labelsAfter == ["loss"])
    #expect(anomaly.description.contains("log of (\"x\" = -1.0)"))
  }

  @Test("a leaf that was given a NaN is named, with its source line")
  func leaf() throws {
    let line = #line + 1
    let x = Value(.nan, label: "pixel 7")
    let anomaly = try #require((x * 2).anomaly())
    #expect(anomaly.kind == .leaf)
    #expect(anomaly.surroundings.label == "pixel 7")
    #expect(anomaly.surroundings.location?.line == line)
  }

  @Test("an overflow is named where it happens")
  func overflow() throws {
    let x = Value(800)
    let anomaly = try #require((exp(x) - 1).anomaly())
    #expect(anomaly.operation == "exp")
    #expect(anomaly.number == .infinity)
  }

  @Test("a finite value with an infinite gradient is named at the gate where it arises")
  func gradient() throws {
    let x = Value(0, label: "x")
    let root = sqrt(x) * 2
    let anomaly = try #require(root.anomaly())
    #expect(anomaly.kind == .gradient)
    #expect(anomaly.operation == "sqrt")
    #expect(anomaly.upstream == 2)
    #expect(anomaly.localGradient == .infinity)
    #expect(anomaly.inputIndex == 0)
  }

  @Test("0 times an infinite local gradient is a NaN gradient, and is named")
  func nanGradient() throws {
    let x = Value(0)
    // (sqrt x)² is x, with slope 1; the chain rule's 2 sqrt(0) * inf cannot know.
    let root = pow(sqrt(x), 2)
    let anomaly = try #require(root.anomaly())
    #expect(anomaly.kind == .gradient)
    #expect(anomaly.operation == "sqrt")
    #expect(anomaly.number.isNaN)
  }

  // Each contribution is finite, so no node passed on an infinite one, and nothing was found.
  @Test("contributions that are finite and overflow when added up are found, at a leaf and above")
  func sum() throws {
    let x = Value(0.25, label: "x")
    let leaf = try #require((1e308 * x + 1e308 * x).anomaly())
    #expect(leaf.kind == .gradientSum)
    #expect(leaf.operation == "leaf")
    #expect(leaf.number == .infinity)
    #expect(leaf.surroundings.label == "x")
    #expect(leaf.description.contains("inf: the sum of finite contributions to a leaf"))
    let q = sin(x).labeled("q")
    let interior = try #require((-1e308 * q - 1e308 * q).anomaly())
    #expect(interior.kind == .gradientSum)
    #expect(interior.operation == "sin")
    #expect(interior.inputs == ["\"x\" = 0.25"])
    #expect(interior.number == -.infinity)
    #expect(interior.surroundings.label == "q")
    #expect(interior.description.contains("-inf: the sum of finite contributions to sin of"))
  }

  @Test("looking for an anomaly leaves the leaves' gradients as they were")
  func sideEffects() {
    let x = Value(3)
    let root = x * x
    root.backward()
    _ = root.anomaly()
    #expect(x.gradient == 6)
  }
}
