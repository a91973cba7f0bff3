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

  /// What differs between the outputs of a case and the graph's numbers.
  private func differences(_ test: SourceCase, _ rows: [[Double]]) -> [String] {
    zip(test.expected, rows).enumerated().flatMap { row, numbers in
      zip(numbers.0, numbers.1).enumerated().compactMap { index, pair in
        areSameBits(pair.0, pair.1) ? nil : "\(test.rows[row]) output \(index): \(pair)"
      }
    }
  }

  @Test(
    "a compiler that knows an argument does not compute the function in its own way",
    arguments: ["gcc", "clang"], ["-O0", "-O1", "-O3"])
  func knownArguments(compiler: String, optimization: String) throws {
    let test = try SourceCase.clamps()
    let found = try SourceRun.outputs(
      of: [test], in: .c, by: compiler, options: [optimization])
    guard let rows = found?.first else { return }
    #expect(differences(test, rows) == [])
  }

  @Test(
    "options that change numbers are refused by C source, or change nothing",
    arguments: ["gcc", "clang"],
    [
      ["-ffast-math"], ["-funsafe-math-optimizations"], ["-ffinite-math-only"],
      ["-freciprocal-math"], ["-fno-signed-zeros"],
      ["-fassociative-math", "-fno-signed-zeros", "-fno-trapping-math"], ["-mfpmath=387"],
      ["-mfma"],
    ])
  func options(compiler: String, options: [String]) throws {
    let test = try SourceCase.fragile()
    do {
      let found = try SourceRun.outputs(of: [test], in: .c, by: compiler, options: options)
      guard let rows = found?.first else { return }
      #expect(differences(test, rows) == [])
    } catch let failure as SourceRun.Failure {
      let isRefused = ["#error", "error: \"compile", "387", "fma"].contains {
        failure.description.contains($0)
      }
      #expect(isRefused, "\(failure)")
    }
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
    let words = """
      size_t int64_t loss_t va_list fd_set uint L_tmpnam P_tmpdir strdupa
      while double sin y1 fmaxf __f M_PI FP_NAN M_PIf64x unix linux truncf32 f32addf64 lgammaf_r write
      malloc index main environ pthread_self getc_unlocked fopen64 readdir64_r strtod_l _exit _F EOF
      """
    let taken = words.split { $0 == " " || $0 == "\n" }.map { String($0) }
    for name in ["", "1f", "a b", "f-g", "\u{e9}"] + taken {
      #expect(Program.SourceLanguage.c.objection(to: name) != nil, "\(name)")
    }
    for name in ["", "1f", "a b", "f-g", "_", "while", "func", "self"] {
      #expect(Program.SourceLanguage.swift.objection(to: name) != nil, "\(name)")
    }
    for name in ["f", "f1", "my_energy", "_f", "Loss", "F", "step", "stress", "total", "torque"] {
      for language in Program.SourceLanguage.allCases {
        #expect(language.objection(to: name) == nil, "\(name)")
      }
    }
  }

  @Test("names that the C library or a compiler has are refused, or do no harm")
  func knownNames() throws {
    let names = try SourceRun.namesOfC()
    // Newer libraries may have names that the list lacks: those must compile and run.
    let accepted = names.filter { Program.SourceLanguage.c.objection(to: $0) == nil }.sorted()
    print("\(names.count) known names of C, accepted: \(accepted)")
    let x = Value(0.5)
    for name in accepted {
      let test = try SourceCase(name, inputs: [x], outputs: [sigmoid(x) + pow(x, 1.5)], rows: [[2]])
      let rows = try SourceRun.outputs(of: [test], in: .c)?.first ?? test.expected
      #expect(differences(test, rows) == [], "\(name)")
    }
  }
}
