/// A column of a table, by name or by number (from 0).
public enum Column: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// The column with this name.
  case name(String)
  /// The column with this number, the first being 0.
  case number(Int)

  /// Creates a column from a name in quotes.
  public init(stringLiteral name: String) { self = .name(name) }
  /// Creates a column from its number.
  public init(integerLiteral number: Int) { self = .number(number) }

  /// Whether two columns have the same number, or the same name scalar by scalar.
  public static func == (one: Column, other: Column) -> Bool {
    switch (one, other) {
    case (.name(let one), .name(let other)): ExactName(one) == ExactName(other)
    case (.number(let one), .number(let other)): one == other
    default: false
    }
  }
}

/// Some columns of a table, in an order: `["height", "weight"]`, `[0, 3]`, `.range(0..<64)`, or
/// `.all(except: ["species"])`.
public enum Columns: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// These columns, in this order.
  case these([Column])
  /// All columns from left to right, apart from some.
  case all(except: [Column])

  /// Creates a choice from a list in brackets.
  public init(arrayLiteral columns: Column...) { self = .these(columns) }

  /// The columns with these numbers, the first being 0.
  public static func range(_ numbers: Range<Int>) -> Columns { .these(numbers.map { .number($0) }) }

  /// All columns.
  public static var all: Columns { .all(except: []) }
}

extension Table {
  /// The number of a column, from 0.
  ///
  /// Names are compared scalar by scalar: "é" may be written as one scalar or as two, and is then two names.
  ///
  /// - Throws: ``CSVError/noColumn(_:available:)``, or ``CSVError/ambiguousColumn(_:)`` where several
  ///   columns have the name.
  public func index(of column: Column) throws(CSVError) -> Int {
    switch column {
    case .number(let number):
      guard (0..<columnCount).contains(number) else {
        throw noColumn("\(number)")
      }
      return number
    case .name(let name):
      guard let place = places[ExactName(name)] else { throw noColumn(name.quotedBriefly) }
      guard !places.isRepeated(ExactName(name)) else { throw .ambiguousColumn(name) }
      return place
    }
  }

  private func noColumn(_ name: String) -> CSVError {
    if columnCount == 1, rowCount > 0 {
      let line = (columnNames.first ?? self[0, 0]).shortened(to: CSVHint.length)
      if CSVHint.line(line) != nil || line.contains(",") { return .oneColumn(name, line: line) }
    }
    return .noColumn(name, available: (0..<columnCount).map { describedColumn($0) })
  }

  /// The numbers of some columns, from 0.
  ///
  /// - Throws: ``CSVError`` where a column is not there, or not the only one of its name.
  public func indices(of columns: Columns) throws(CSVError) -> [Int] {
    switch columns {
    case .these(let columns): return try indices(of: columns)
    case .all(let except):
      let excluded = Set(try indices(of: except))
      return (0..<columnCount).filter { !excluded.contains($0) }
    }
  }

  private func indices(of columns: [Column]) throws(CSVError) -> [Int] {
    var indices: [Int] = []
    for column in columns { indices.append(try index(of: column)) }
    return indices
  }
}
