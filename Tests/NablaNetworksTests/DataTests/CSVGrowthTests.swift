import Testing

@testable import NablaNetworks

// How the work grows with a file, by counting it: a clock would tell of the machine as well.

/// Counts what is done.
private final class Counter { var count = 0 }

/// Bytes that count how often they are looked at.
private struct CountedBytes: RandomAccessCollection {
  let bytes: [UInt8]
  let counter = Counter()

  var startIndex: Int { 0 }
  var endIndex: Int { bytes.count }

  subscript(index: Int) -> UInt8 {
    counter.count += 1
    return bytes[index]
  }
}

/// A name that counts how often it is compared or hashed.
private struct CountedName: Hashable {
  let number: Int
  let counter: Counter

  static func == (one: CountedName, other: CountedName) -> Bool {
    one.counter.count += 1
    return one.number == other.number
  }

  func hash(into hasher: inout Hasher) {
    counter.count += 1
    hasher.combine(number)
  }
}

@Suite("CSV: work grows with the file, and no faster")
struct CSVGrowthTests {
  /// How often a byte is looked at on average, until the error in the last line.
  private func looks(_ line: String, count: Int, last: String, format: CSVFormat) -> Double {
    let bytes = CountedBytes(bytes: [UInt8]((String(repeating: line, count: count) + last).utf8))
    #expect(throws: CSVError.self) { try CSVParser(bytes, format: format) }
    return Double(bytes.counter.count) / Double(bytes.count)
  }

  @Test(
    "no byte is looked at more often in a long file, also of errors at its end",
    arguments: [
      (" 1.5,\"a \"\"b\"\"\" ,-2e3\n", "1,2,3,4\n"), ("a,b,c\r\n", "x"), ("1,2,3\n", "x,\"y"),
      ("# no\n", "\"x\"y"), ("\n \n", "\"\""), ("\u{e9}\u{1f600},2\n", "5\""),
      ("1,\"a\nb\"\n", "5\""),
    ])
  func bytes(line: String, last: String) {
    for separator in [",", ";", " "] as [Character] {
      let format = CSVFormat(separator: separator, header: .absent, comment: "#")
      let few = looks(line, count: 50, last: last + ",,,,\"", format: format)
      let many = looks(line, count: 500, last: last + ",,,,\"", format: format)
      // Once for UTF-8, about seven times while fields are sought, four for the position of the error.
      #expect(many <= 1.05 * few + 0.3 && many < 16, "\(separator): \(few), \(many)")
    }
  }

  @Test("names are found without a walk over all names")
  func names() {
    for count in [1000, 20_000] {
      let counter = Counter()
      let names = (0..<count).map { CountedName(number: $0, counter: counter) }
      let index = NameIndex(names)
      for name in names.reversed() {
        #expect(index[name] == name.number && !index.isRepeated(name))
      }
      #expect(index.firstRepeated == nil)
      // Hashed when it goes in, when it is asked for (three times) and when the table grows (less than twice
      // on average); a comparison or two where hashes meet.
      #expect(counter.count < 20 * count, "\(counter.count)")
    }
  }

  @Test("20,000 columns by name, 20,000 classes and 20,000 parameters")
  func many() throws {
    let names = (0..<20_000).map { "c\($0)" }
    let row = names.indices.map { "\($0)" }
    let table = try Table(csv: names.joined(separator: ",") + "\n" + row.joined(separator: ","))
    let data = try table.dataset(
      inputs: .these(names.reversed().map { .name($0) }), targets: ["c7"])
    #expect(data.inputs[0] == row.indices.reversed().map { Double($0) } && data.targets == [[7]])
    #expect(throws: CSVError.self) { try table.index(of: "c20000") }
    let classes = try Table(csv: names.joined(separator: "\n"), format: CSVFormat(header: .absent))
    #expect(try classes.classes(in: 0, names: names).numbers == Array(names.indices))
    let saved = names.map { SavedParameters(name: $0, shape: [], values: [1]) }
    #expect(saved.repeatedName == nil)
    let read = try Safetensors(bytes: Safetensors(parameters: saved).bytes())
    #expect(read.parameters == saved)
  }
}
