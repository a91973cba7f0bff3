// The rules of the readers, at the edges of small files: cut at every byte, and every byte replaced by
// those that mean something. Random damage is in ReaderFaultTests, and a fuzzer's in `.ci/fuzz`.

import Testing

@Suite("Rules of readers")
struct ReaderRuleTests {
  /// Signs of the formats, ends of ranges, and a byte that no text has.
  private static let marks: [UInt8] =
    Array("\",;\n\r #-.e9N[]{}\\:u".utf8) + [0, 1, 0x7f, 0x80, 0xff]

  @Test("hold for files cut short, and with any byte replaced", arguments: ReaderRule.allCases)
  func edges(rule: ReaderRule) throws {
    var readCount = 0
    var count = 0
    func check(_ file: [UInt8]) throws {
      do {
        readCount += try rule.check(file) ? 1 : 0
        count += 1
      } catch {
        Issue.record("\(rule): \(error), of the bytes \(file)")
      }
    }
    for seed in rule.seeds {
      for place in seed.indices {
        try check(Array(seed[..<place]))
        for mark in Self.marks {
          var file = seed
          file[place] = mark
          try check(file)
        }
      }
    }
    // Neither all nor none: the inputs reach what is behind the first checks.
    #expect(readCount > 20 && readCount < count)
  }
}
