import Testing

/// Every edge of the slide.
///
/// Exact numbers: the neuron's closed form, 40 digits, rounded. Two decimals: those rounded.
@Suite("Example sigmoid-neuron")
struct SigmoidNeuronTests {
  static let output = Result { try ExampleOutput(running: "sigmoid-neuron") }

  struct Edge: Sendable {
    let name: String
    let value: Double
    let gradient: Double
    let rounded: String
    let slide: String
  }

  // The columns are the point; the formatter would fold them.
  // swift-format-ignore
  static let edges = [
    Edge(name: "w0 input", value: 2, gradient: -0.19661193324148185, rounded: "2.00 -0.20", slide: "2.00 / -0.20"),
    Edge(name: "x0 input", value: -1, gradient: 0.3932238664829637, rounded: "-1.00 0.39", slide: "-1.00 / 0.39"),
    Edge(name: "w1 input", value: -3, gradient: -0.3932238664829637, rounded: "-3.00 -0.39", slide: "-3.00 / -0.39"),
    Edge(name: "x1 input", value: -2, gradient: -0.5898357997244456, rounded: "-2.00 -0.59", slide: "-2.00 / -0.59"),
    Edge(name: "w2 input", value: -3, gradient: 0.19661193324148185, rounded: "-3.00 0.20", slide: "-3.00 / 0.20"),
    Edge(name: "w0*x0 *", value: -2, gradient: 0.19661193324148185, rounded: "-2.00 0.20", slide: "-2.00 / 0.20"),
    Edge(name: "w1*x1 *", value: 6, gradient: 0.19661193324148185, rounded: "6.00 0.20", slide: "6.00 / 0.20"),
    Edge(name: "w0*x0+w1*x1 +", value: 4, gradient: 0.19661193324148185, rounded: "4.00 0.20", slide: "4.00 / 0.20"),
    Edge(name: "z +", value: 1, gradient: 0.19661193324148185, rounded: "1.00 0.20", slide: "1.00 / 0.20"),
    Edge(name: "-z *-1", value: -1, gradient: -0.19661193324148185, rounded: "-1.00 -0.20", slide: "-1.00 / -0.20"),
    Edge(name: "e^-z exp", value: 0.36787944117144233, gradient: -0.534446645388523, rounded: "0.37 -0.53", slide: "0.37 / -0.53"),
    Edge(name: "1+e^-z +1", value: 1.3678794411714423, gradient: -0.534446645388523, rounded: "1.37 -0.53", slide: "1.37 / -0.53"),
    Edge(name: "f 1/x", value: 0.7310585786300049, gradient: 1, rounded: "0.73 1.00", slide: "0.73 / 1.00"),
  ]

  @Test("prints every edge, exact, to two decimals, and as the slide does", arguments: edges)
  func edge(_ edge: Edge) throws {
    let section = try Self.output.get().section("Every edge")
    let shown = "\(edge.name) \(edge.rounded) \(edge.slide) "
    #expect(areClose(try section.numbers(after: shown), [edge.value, edge.gradient]))
  }

  @Test("prints the rule, local gradient, upstream and gradient of each of the eight gates")
  func gates() throws {
    let section = try Self.output.get().section("Backward through the eight gates")
    for line in [
      "1/x d(1/x)/dx = -1/x^2 1+e^-z -0.53 * 1.00 = -0.53",
      "+1 d(x+1)/dx = 1 e^-z 1.00 * -0.53 = -0.53",
      "exp d(e^x)/dx = e^x -z 0.37 * -0.53 = -0.20",
      "*-1 d(-x)/dx = -1 z -1.00 * -0.20 = 0.20",
      "+ d(x+y)/dx = 1 w0*x0+w1*x1 1.00 * 0.20 = 0.20",
      "+ d(x+y)/dx = 1 w2 1.00 * 0.20 = 0.20",
      "+ d(x+y)/dx = 1 w0*x0 1.00 * 0.20 = 0.20",
      "+ d(x+y)/dx = 1 w1*x1 1.00 * 0.20 = 0.20",
      "* d(xy)/dx = y w0 -1.00 * 0.20 = -0.20",
      "* d(xy)/dx = y x0 2.00 * 0.20 = 0.39",
      "* d(xy)/dx = y w1 -2.00 * 0.20 = -0.39",
      "* d(xy)/dx = y x1 -3.00 * 0.20 = -0.59",
    ] {
      #expect(section.lines.contains(line))
    }
  }

  @Test("rounding at every gate ends with 0.40, -0.40 and -0.60")
  func onPaper() throws {
    let section = try Self.output.get().section("The same on paper")
    #expect(try section.numbers(after: "w0") == [-0.20, -0.20])
    #expect(try section.numbers(after: "x0") == [0.40, 0.39])
    #expect(try section.numbers(after: "w1") == [-0.40, -0.39])
    #expect(try section.numbers(after: "x1") == [-0.60, -0.59])
    #expect(try section.numbers(after: "w2") == [0.20, 0.20])
  }

  @Test(
    "one sigmoid gate, and a dot product with a sigmoid, have the same gradients",
    arguments: [("The last four gates as one", "5"), ("Two gates", "2")])
  func fewerGates(title: String, count: String) throws {
    let section = try Self.output.get().section(title)
    #expect(
      areClose(try section.numbers(after: "\(count) gates instead of 8; f ="), [0.7310585786300049])
    )
    for edge in Self.edges.prefix(5) {
      let name = edge.name.prefix(2)
      #expect(areClose(try section.numbers(after: "\(name) "), [edge.gradient, edge.gradient]))
    }
  }

  @Test("the local gradient of the sigmoid gate is (1 - f) f")
  func localGradient() throws {
    let section = try Self.output.get().section("The last four gates as one")
    #expect(areClose(try section.numbers(after: "= "), [0.19661193324148185]))
  }
}
