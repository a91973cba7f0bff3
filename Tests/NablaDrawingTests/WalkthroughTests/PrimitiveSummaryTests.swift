// The table for readers, against calculus by hand and against the README, which prints it.

import Foundation
import Nabla
import NablaDrawing
import Testing

@Suite("Operations in words")
struct PrimitiveSummaryTests {
  @Test(
    "local gradients as a textbook has them",
    arguments: [
      (.multiply, ["y", "x"]), (.divide, ["1/y", "-x/y^2"]), (.divideConstant, ["-3/x^2"]),
      (.powerConstant, ["3 * x^2"]), (.sqrt, ["1/(2 * sqrt(x))"]), (.tan, ["1 + tan(x)^2"]),
      (.sigmoid, ["sigmoid(x) * (1 - sigmoid(x))"]), (.relu, ["1 where x > 0, 0 where x <= 0"]),
      (.abs, ["1 where x > 0, -1 where x < 0, 0 where x = 0"]), (.dot, ["y1", "y2", "x1", "x2"]),
      (.dotConstants, ["3", "4"]), (.sign, []), (.custom, []),
    ] as [(Primitive, [String])])
  func localGradients(operation: Primitive, expected: [String]) {
    #expect(PrimitiveSummary(operation).localGradients == expected)
  }

  @Test("the constant is put in")
  func constants() {
    #expect(PrimitiveSummary(.powerConstant, constant: 5).value == "pow(x, 5)")
    #expect(PrimitiveSummary(.powerConstant, constant: 5).localGradients == ["5 * x^4"])
    #expect(PrimitiveSummary(.leakyReLU).value == "leakyReLU(x, slope: 0.01)")
  }

  @Test("the README has the row", arguments: Primitive.allCases)
  func readme(operation: Primitive) throws {
    guard operation != .custom else { return }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(
      contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let row = PrimitiveSummary(operation).markdownRow
    #expect(readme.contains(row + "\n"), "the README lacks the row \(row)")
  }
}
