// A formula with its inputs left open, so that the page can put names or numbers in.
//
// It is printed once, with a character of a private use area for each input, and cut apart at these. No
// label is in it: the names come in as elements.

import Nabla

/// Pieces of text, and what stands between them.
struct PageFormula: Hashable {
  enum Piece: Hashable {
    case text(String)
    case input(Int)
  }

  let pieces: [Piece]

  private static let first: UInt32 = 0xF0000

  /// A formula whose names are the numbers of its inputs, as in ``LocalRule``.
  init(_ formula: Formula) { self.init(text: Self.writer.text(formula)) }

  /// Conditions on such formulas.
  init(_ conditions: [Comparison]) { self.init(text: Self.writer.text(conditions)) }

  /// Prints formulas with their inputs left open.
  private static var writer: FormulaWriter {
    FormulaWriter { FormulaWriter.Piece(text: open($0), strength: .atom) }
  }

  private static func open(_ name: String) -> String {
    UInt32(name).flatMap { Unicode.Scalar(first + $0) }.map { String($0) } ?? name
  }

  /// Cuts a printed formula apart.
  private init(text: String) {
    var pieces: [Piece] = []
    var open = ""
    for scalar in text.unicodeScalars {
      guard scalar.value >= Self.first else {
        open.unicodeScalars.append(scalar)
        continue
      }
      if !open.isEmpty { pieces.append(.text(open)) }
      open = ""
      pieces.append(.input(Int(scalar.value - Self.first)))
    }
    if !open.isEmpty { pieces.append(.text(open)) }
    self.pieces = pieces
  }

  /// A list of texts and of inputs' numbers.
  var script: String {
    let words = pieces.map { piece in
      switch piece {
      case .text(let text): text.script
      case .input(let input): "\(input)"
      }
    }
    return "[" + words.joined(separator: ", ") + "]"
  }
}
