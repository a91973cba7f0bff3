import NablaNetworks
import Testing

@Suite("SeededGenerator")
struct SeededGeneratorTests {
  @Test("the same seed gives the same numbers, another seed others")
  func repeats() {
    var one = SeededGenerator(seed: 7)
    var same = SeededGenerator(seed: 7)
    var other = SeededGenerator(seed: 8)
    let numbers = (0..<100).map { _ in one.next() }
    #expect(numbers == (0..<100).map { _ in same.next() })
    #expect(numbers != (0..<100).map { _ in other.next() })
  }
}
