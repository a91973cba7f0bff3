// Curves in characters. A cell of a terminal holds one letter, or a pattern of two by four dots
// (Unicode block Braille Patterns), which makes a curve eight times as fine.

/// Cells to draw in.
struct TextCanvas {
  let columns: Int
  let rows: Int
  let characters: TerminalCharacters
  private var letters: [Character?]
  private var dots: [UInt8]

  init(columns: Int, rows: Int, characters: TerminalCharacters) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    self.characters = characters
    letters = Array(repeating: nil, count: self.columns * self.rows)
    dots = Array(repeating: 0, count: self.columns * self.rows)
  }

  /// The finest steps in each direction.
  var width: Int { characters == .braille ? 2 * columns : columns }
  var height: Int { characters == .braille ? 4 * rows : rows }

  /// The step nearest to a fraction of the width, from the left.
  func x(_ fraction: Double) -> Int { Self.step(fraction, of: width) }
  /// The step nearest to a fraction of the height, from the top.
  func y(_ fraction: Double) -> Int { Self.step(1 - fraction, of: height) }

  private static func step(_ fraction: Double, of count: Int) -> Int {
    Int((min(max(fraction, 0), 1) * Double(count - 1)).rounded())
  }

  /// The cell that a step lies in.
  func cell(_ x: Int, _ y: Int) -> Int {
    characters == .braille ? y / 4 * columns + x / 2 : y * columns + x
  }

  /// Sets a dot, or the letter where there are no dots; where two letters meet stands `*`.
  mutating func mark(_ x: Int, _ y: Int, letter: Character) {
    let cell = cell(x, y)
    guard characters == .braille else {
      let isTaken = letters[cell] != nil && letters[cell] != letter
      return letters[cell] = isTaken ? "*" : letter
    }
    let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    dots[cell] |= bits[x % 2][y % 4]
  }

  /// Marks the steps of a straight line, by Bresenham's algorithm of 1965, and returns its cells.
  @discardableResult
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), letter: Character
  ) -> [Int] {
    let dx = abs(end.x - start.x), dy = -abs(end.y - start.y)
    let stepX = start.x < end.x ? 1 : -1, stepY = start.y < end.y ? 1 : -1
    var (x, y, error) = (start.x, start.y, dx + dy)
    var cells: [Int] = []
    while true {
      mark(x, y, letter: letter)
      if cells.last != cell(x, y) { cells.append(cell(x, y)) }
      if x == end.x, y == end.y { return cells }
      let twice = 2 * error
      if twice >= dy { (error, x) = (error + dy, x + stepX) }
      if twice <= dx { (error, y) = (error + dx, y + stepY) }
    }
  }

  /// Puts a letter into a cell, over its dots.
  mutating func write(_ letter: Character, in cell: Int) { letters[cell] = letter }

  func hasLetter(in cell: Int) -> Bool { letters[cell] != nil }

  /// The rows, top to bottom.
  var lines: [String] {
    (0..<rows).map { row in
      String(
        (0..<columns).map { column in
          let cell = row * columns + column
          if let letter = letters[cell] { return letter }
          guard dots[cell] != 0, let pattern = Unicode.Scalar(0x2800 + UInt32(dots[cell])) else {
            return " "
          }
          return Character(pattern)
        })
    }
  }
}
