// Programs as source code: compiled by another compiler, the same bits.

@testable import Nabla
import Testing

@Suite("Programs written as source code")
struct SourceTests {
  @Test(
    "compiled and run, source gives the graph's and the exact program's numbers bit for bit",
    arguments: Program.SourceLanguage.allCases)
  func agreement(language: Program.SourceLanguage) throws {
    var cases = try SourceCase.operations()
    // swiftc takes most of a minute for all of them: without NABLA_SLOW_TESTS it is given short
    // ones, which leaves out powers and polygamma to the second order.
    if language == .swift, !SourceRun.isSlow {
      cases = try cases.filter { try $0.program.source(language: .swift, name: "f").count < 2500 }
    }
    cases += try SourceCase.graphs()
    guard let found = try SourceRun.outputs(of: cases, in: language) else { return }
    var different: [String] = []
    for (test, rows) in zip(cases, found) {
      let count = test.program.outputCount
      for (index, outputs) in rows.enumerated() {
        let row = test.rows[index]
        let exact = test.program.evaluate(row, parameters: test.parameters)
        for (i, number) in outputs.enumerated() {
          let graph = test.expected[index][i]
          if !areSameBits(number, graph) || i < count && !areSameBits(number, exact[i]) {
            different.append("\(test.name) \(row) output \(i): \(number), graph \(graph)")
          }
        }
      }
    }
    #expect(different.prefix(20) == [])
  }

  @Test("source is what a person would write")
  func text() throws {
    let x = Value(1), y = Value(2)
    let program = try Program(inputs: [x], parameters: [y], outputs: [sigmoid(x * y) - 0.5])
    let source = try program.source(language: .c, name: "f")
    let expected = """
      static double f_sigmoid(double x) {
        const double t0 = exp(-fabs(x));
        return x >= 0.0 ? 1.0 / (t0 + 1.0) : t0 / (t0 + 1.0);
      }

      void f(const double *inputs, const double *parameters, double *outputs) {
        const double x0 = inputs[0];
        const double p0 = parameters[0];
        const double v2 = x0 * p0;
        const double v3 = f_sigmoid(v2);
        const double v5 = v3 - 0.5;
        outputs[0] = v5;
      }

      """
    #expect(source.hasSuffix(expected), "\(source)")
  }

  @Test("a custom primitive is an error that names it")
  func custom() throws {
    let x = Value(1)
    let f = Value.custom(
      "softstep", of: [x], value: { $0[0] }, localGradient: { (_: [Double]) in [1] })
    let program = try Program(inputs: [x], outputs: [f])
    #expect(throws: ProgramError.noSource("softstep")) {
      try program.source(language: .c, name: "f")
    }
  }

  @Test("names that a language does not allow are refused, others are not")
  func names() {
    for name in ["", "1f", "a b", "f-g", "\u{e9}", "while", "double", "sin", "y1", "fmaxf", "__f"] {
      #expect(Program.SourceLanguage.c.objection(to: name) != nil, "\(name)")
    }
    for name in ["", "1f", "a b", "f-g", "_", "while", "func", "self"] {
      #expect(Program.SourceLanguage.swift.objection(to: name) != nil, "\(name)")
    }
    for name in ["f", "f1", "my_energy", "_f", "Loss"] {
      for language in Program.SourceLanguage.allCases {
        #expect(language.objection(to: name) == nil, "\(name)")
      }
    }
  }
}
