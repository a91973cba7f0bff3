/// The first and the last ones of too many.
struct Shortened {
  enum Part: Equatable {
    case shown(Range<Int>)
    case omitted(Int)
  }
  let parts: [Part]

  init(_ all: Range<Int>, limit: Int) {
    guard all.count > limit else {
      parts = [.shown(all)]
      return
    }
    let first = all.lowerBound + (limit + 1) / 2
    let last = all.upperBound - limit / 2
    parts = [.shown(all.lowerBound..<first), .omitted(last - first), .shown(last..<all.upperBound)]
  }
}
