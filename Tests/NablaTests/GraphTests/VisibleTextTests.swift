import Nabla
import Testing

@Suite("Labels in printed text")
struct VisibleTextTests {
  /// What terminals obey, and what hides or reorders text.
  static let hostile = [
    "\u{1B}[31mred", "\u{1B}]0;title\u{7}", "a\u{0}b", "line\nbreak", "over\rwritten", "tab\t",
    "back\u{8}space", "\u{7F}", "\u{9B}2J", "\u{85}", "\u{202E}abc\u{202C}", "\u{2066}x\u{2069}",
    "\u{200F}", "\u{61C}", "\u{200B}", "\u{FEFF}", "\u{2028}", "\u{2029}", "so\u{AD}ft",
    "\u{E0041}\u{E007F}", "\"\u{301}\u{1B}c", "\r\n", "e\u{301}\u{1B}\u{301}",
  ]

  /// The scalars that must not get to a terminal, by their properties and not by a list.
  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
    default: false
    }
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  // By their place in the list: the labels themselves would be printed as the test's arguments.
  @Test(
    "no label or name reaches a terminal as anything but visible characters",
    arguments: hostile.indices)
  func printed(_ index: Int) throws {
    let label = Self.hostile[index]
    let x = Value(2, label: label)
    let y = Value.custom(
      label, of: [x], value: { $0[0] }, localGradient: { (_: [Double]) in [5] }
    ).labeled(label)
    let root = log(y - 2)
    let report = checkGradient(at: [1]) { v in
      v[0].label = label
      let wrong = Value.custom(
        label, of: [v[0]], value: { $0[0] }, localGradient: { (_: [Double]) in [5] })
      return abs(wrong.labeled(label) - 1)
    }
    var texts = ["\(x)", "\(y)", "\(root)", "\(report)"]
    texts.append("\(try #require(root.anomaly()))")
    texts += Self.lines(root.listing()).map(String.init)
    texts.append("\(ProgramError.noSource(label))")
    for text in texts {
      for scalar in text.unicodeScalars where scalar != "\n" {
        #expect(
          !Self.isHostile(scalar),
          "U+\(String(scalar.value, radix: 16)) in \(text.debugDescription)")
      }
    }
    // A line for each of the four nodes, and an end.
    #expect(Self.lines(root.listing()).count == 5)
    #expect(Self.lines("\(x)").count == 1 && Self.lines("\(y)").count == 1)
  }

  @Test("an escape says which character it was")
  func escapes() {
    #expect("\(Value(1, label: "\u{1B}[31mred\u{0}"))".contains(#""\u{1B}[31mred\u{0}""#))
    #expect("\(Value(1, label: "\u{202E}"))".contains(#"\u{202E}"#))
  }

  @Test("scripts, accents and emoji stay as they are")
  func visible() {
    for label in ["größe", "重み", "وزن", "न्‍", "👩‍👩‍👧", "e\u{301}", "x₁", "a \\ b"] {
      #expect("\(Value(1, label: label))".contains("\"\(label)\""), "\(label)")
    }
  }

  @Test("the label itself is not changed")
  func data() {
    #expect(Value(1, label: "\u{1B}").label == "\u{1B}")
  }
}
