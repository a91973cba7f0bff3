import Foundation
import Nabla
import Testing

@Suite("Blame")
struct BlameTests {
  @Test("the guilty node is named with operation, inputs, both gradients, labels and source line")
  func names() throws {
    let line = #line + 3
    let report = checkGradient(at: [1, 2]) { v in
      v[0].label = "a"
      let wrong = Value.custom(
        "cube", of: [v[0] + v[1]], value: { $0[0] * $0[0] * $0[0] },
        localGradient: { [2 * $0[0] * $0[0]] })
      return (sin(v[0]) * wrong).labeled("loss")
    }
    let blame = try #require(report.blame)
    #expect(blame.operation == "cube")
    #expect(blame.inputs == ["3.0"])
    #expect(blame.inputIndex == 0)
    // 2x² = 18 for 3x² = 27 at x = a + b = 3.
    #expect(blame.given == 18)
    #expect(abs(blame.expected - 27) < 1e-9)
    #expect(blame.surroundings.labelsBefore == ["a"])
    #expect(blame.surroundings.labelsAfter == ["loss"])
    #expect(blame.surroundings.location?.line == line)
    #expect(blame.surroundings.location?.fileID.contains("BlameTests.swift") == true)
    for part in ["cube", "18.0", "\"a\"", "\"loss\"", "BlameTests.swift:\(line)"] {
      #expect(report.description.contains(part), "\(part) in \(report)")
    }
  }

  @Test("of several wrong nodes the first is named")
  func first() throws {
    let report = checkGradient(at: [2]) { v in
      let inner = WrongRules.square(v[0]).labeled("inner")
      return WrongRules.square(inner).labeled("outer")
    }
    #expect(try #require(report.blame).surroundings.label == "inner")
  }

  @Test("the wrong one of several inputs is named")
  func input() throws {
    let report = checkGradient(at: [2, 3]) { v in
      Value.custom(
        "product", of: [v[0], v[1]], value: { $0[0] * $0[1] },
        localGradient: { (x: [Double]) in [x[1], x[1]] })
    }
    let blame = try #require(report.blame)
    #expect(blame.inputIndex == 1)
    #expect(blame.given == 3)
    #expect(abs(blame.expected - 2) < 1e-9)
  }

  @Test("right nodes around a wrong one are not blamed, kinks included")
  func innocents() throws {
    let report = checkGradient(at: [0, 2]) { v in
      let kinks = relu(v[0]) + abs(v[0]) + maximum(v[0], 0)
      let smooth = sqrt(v[1]) + dot(v, v) + logSumExp(v)
      return kinks + smooth + WrongRules.square(v[1]) + select(v[0], v[1], where: v[0] < v[1])
    }
    #expect(try #require(report.blame).operation == "square")
  }

  @Test("if every rule is right, the report asks about numbers taken out of the graph")
  func leftTheGraph() {
    let report = checkGradient(at: [1, 2]) { v in v[0] * Value(v[1].data) }
    #expect(report.verdict == .failed)
    #expect(report.blame == nil)
    #expect(report.notes.contains { $0.contains("detached()") })
  }

  @Test("a report survives JSON, with NaN and infinities in it")
  func codable() throws {
    for report in [
      checkGradient(at: [2]) { v in WrongRules.square(v[0]) },
      checkGradient(at: [0, 2]) { v in sqrt(v[0]) * v[1] },
      checkGradient(at: [-1]) { v in log(v[0]) },
    ] {
      let data = try JSONEncoder().encode(report)
      let copy = try JSONDecoder().decode(GradientReport.self, from: data)
      #expect(copy.description == report.description)
    }
  }

  @Test("a number that is none of nan, inf and -inf is refused")
  func badNumber() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ReportedNumber.self, from: Data("\"many\"".utf8))
    }
  }
}
