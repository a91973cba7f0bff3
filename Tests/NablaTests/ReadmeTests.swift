// The README says what the engine does: its numbers and its table of conventions come from here.

import Foundation
import Nabla
import Testing

@Suite("README")
struct ReadmeTests {
  let readme: String

  init() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  }

  /// The text behind `// ` on the README's line that holds some code.
  func printed(by code: String) throws -> String {
    let line = try #require(readme.split(separator: "\n").first { $0.contains(code) }, "\(code)")
    let parts = line.components(separatedBy: "// ")
    return parts.count > 1 ? parts[1] : ""
  }

  @Test("the twelve lines print what their comments say")
  func firstScreen() throws {
    let x = Value(-2, label: "x")
    let y = Value(5, label: "y")
    let z = Value(-4, label: "z")
    let f = ((x + y).labeled("q") * z).labeled("f")
    f.backward()
    #expect(try printed(by: "print(f.data)") == "\(f.data)")
    #expect(
      try printed(by: "print(x.gradient, y.gradient, z.gradient)")
        == "\(x.gradient) \(y.gradient) \(z.gradient)")
    let mixed = f.derivative(withRespectTo: x).derivative(withRespectTo: z)
    #expect(
      try printed(by: "print(f.derivative(withRespectTo: x).derivative(withRespectTo: z).data)")
        == "\(mixed.data)")
    let slopes = gradient(at: [1, 2]) { v in sin(v[0]) * (v[0] + v[1]) }
    #expect(
      try printed(by: "print(gradient(at: [1, 2]) { v in sin(v[0]) * (v[0] + v[1]) })")
        == "\(slopes)")
    let third = derivative(at: 2, order: 3) { x in x * x * x * x }
    #expect(
      try printed(by: "print(derivative(at: 2, order: 3) { x in x * x * x * x })") == "\(third)")
    let report = checkGradient(at: [1, 2]) { v in sin(v[0]) * (v[0] + v[1]) }
    #expect(
      try printed(by: "print(checkGradient(at: [1, 2])") == "\(report.passed)")
    // The listing stands there as it is printed.
    #expect(readme.contains(f.listing()))
  }

  @Test("the commands of the first screen are there, each on a line of its own")
  func commands() {
    let lines = readme.split(separator: "\n")
    #expect(lines.contains("swift run xor"))
    #expect(lines.contains("swift test"))
  }
}
