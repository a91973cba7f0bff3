// From text to samples.
//
// Classes are numbered in a fixed order that does not depend on the order of the rows: by value if
// all names are numbers (2 before 10), else by their Unicode scalars. So a file and the same file
// shuffled give the same one-hot rows. A test file that may lack a class should be given the names
// of the training file.

extension Table {
  /// The samples with these columns as inputs and targets.
  ///
  /// Missing inputs are treated as asked; a missing target is an error, unless rows are dropped or NaN
  /// is asked for: a made-up target would be learned.
  ///
  /// - Throws: ``CSVError`` with the line and the column of what is missing or no number.
  public func dataset(
    inputs: Columns, targets: Columns, missing: MissingValues = .error
  ) throws(CSVError) -> Dataset {
    let rows = try completeRows(inputs: indices(of: inputs), others: indices(of: targets), missing)
    let strict = missing == .columnMean ? MissingValues.error : missing
    return Dataset(
      inputs: try numbers(rows, indices(of: inputs), missing),
      targets: try numbers(rows, indices(of: targets), strict))
  }

  /// The samples with these columns as inputs and a class as target: a one-hot row for each.
  ///
  /// A missing class is an error, unless rows are dropped or its mark is among the names. Without
  /// `classNames`, the classes are those that the column holds, sorted: by value if all are numbers, else by
  /// their Unicode scalars. More than 1,000 of those are an error, since such a column holds numbers or keys
  /// rather than classes.
  ///
  /// - Throws: ``CSVError`` with the line and the column of what is missing, no number or no class.
  /// - Precondition: the names of the classes are different.
  public func dataset(
    inputs: Columns, classes: Column, classNames: [String]? = nil, missing: MissingValues = .error
  ) throws(CSVError) -> Dataset {
    let column = try index(of: classes)
    let rows = try completeRows(inputs: indices(of: inputs), others: [column], missing)
    let (numbers, names) = try self.classes(of: column, in: rows, names: classNames)
    return Dataset(
      inputs: try self.numbers(rows, indices(of: inputs), missing),
      targets: numbers.map { oneHot($0, count: names.count) }, classNames: names)
  }

  /// The classes of a column of texts: for each row the number of its class, and the names of all.
  ///
  /// So such a column becomes numbers that can go into a model, one input for each class:
  ///
  ///     let table = try Table(csv: "size,colour,price\n1,red,5\n2,blue,9\n")
  ///     var data = try table.dataset(inputs: ["size"], targets: ["price"])
  ///     let colours = try table.classes(in: "colour")
  ///     let columns = oneHot(colours.numbers, count: colours.names.count)
  ///     data.inputs = zip(data.inputs, columns).map { $0 + $1 }
  ///     print(colours.names, data.inputs)      // ["blue", "red"] [[1.0, 0.0, 1.0], [2.0, 1.0, 0.0]]
  ///
  /// Give the names of the training file to other files, which may lack a class. Without them, the classes
  /// are those that the column holds, sorted as for ``dataset(inputs:classes:classNames:missing:)``.
  /// A missing value is an error, unless its mark is among the names: `["", "blue", "red"]`.
  ///
  /// - Throws: ``CSVError`` with the line and the column of what is missing or no class.
  /// - Precondition: the names of the classes are different.
  public func classes(
    in column: Column, names: [String]? = nil
  ) throws(CSVError) -> (numbers: [Int], names: [String]) {
    try classes(of: index(of: column), in: Array(0..<rowCount), names: names)
  }

  /// The numbers of a column, one for each row; without the rows that are dropped.
  ///
  /// - Throws: ``CSVError`` with the line and the column of what is missing or no number.
  public func numbers(
    in column: Column, missing: MissingValues = .error
  ) throws(CSVError) -> [Double] {
    let index = try index(of: column)
    let rows = completeRows(inputs: [index], others: [], missing)
    return try numbers(rows, [index], missing).map { $0[0] }
  }
}

extension Table {
  private static var maximumClassCount: Int { 1000 }

  /// The rows to use: all of them, or those in which nothing is missing.
  private func completeRows(
    inputs: [Int], others: [Int], _ missing: MissingValues
  ) -> [Int] {
    guard missing == .dropRow else { return Array(0..<rowCount) }
    let columns = inputs + others
    return (0..<rowCount).filter { row in !columns.contains { isMissing(row: row, column: $0) } }
  }

  private func numbers(
    _ rows: [Int], _ columns: [Int], _ missing: MissingValues
  ) throws(CSVError) -> [[Double]] {
    var result: [[Double]] = []
    result.reserveCapacity(rows.count)
    var hasGaps = false
    for row in rows {
      var numbers: [Double] = []
      numbers.reserveCapacity(columns.count)
      for column in columns {
        let number = try number(row: row, column: column)
        if number == nil, missing == .error {
          throw .missingValue(
            column: describedColumn(column), at: position(row: row, column: column))
        }
        hasGaps = hasGaps || number == nil
        numbers.append(number ?? .nan)
      }
      result.append(numbers)
    }
    if hasGaps, missing == .columnMean { try fillGaps(of: &result, rows, columns) }
    return result
  }

  /// Puts the mean of each column where its values are missing.
  private func fillGaps(
    of numbers: inout [[Double]], _ rows: [Int], _ columns: [Int]
  ) throws(CSVError) {
    let means = Standardization.fit(on: numbers).means
    // A column of nothing but gaps has no mean.
    let isKnown = columns.indices.map { j in numbers.contains { !$0[j].isNaN } }
    for i in numbers.indices {
      for j in columns.indices where numbers[i][j].isNaN {
        guard isKnown[j] else {
          throw .missingValue(
            column: describedColumn(columns[j]), at: position(row: rows[i], column: columns[j]))
        }
        numbers[i][j] = means[j]
      }
    }
  }

  private func classes(
    of column: Int, in rows: [Int], names: [String]?
  ) throws(CSVError) -> (numbers: [Int], names: [String]) {
    let given = NameIndex((names ?? []).lazy.map { ExactName($0) })
    if let name = given.firstRepeated {
      preconditionFailure("two classes are called \(name.text.quotedBriefly)")
    }
    for row in rows where isMissing(row: row, column: column) {
      // A mark that is given as a name is that of a class.
      if given[ExactName(self[row, column])] != nil { continue }
      throw .missingValue(column: describedColumn(column), at: position(row: row, column: column))
    }
    let names = if let names { names } else { try sortedClasses(of: column, in: rows) }
    let places = NameIndex(names.lazy.map { ExactName($0) })
    var numbers: [Int] = []
    numbers.reserveCapacity(rows.count)
    for row in rows {
      guard let number = places[ExactName(self[row, column])] else {
        throw .unknownClass(
          excerpt(field(row, column)), known: names, at: position(row: row, column: column))
      }
      numbers.append(number)
    }
    return (numbers, names)
  }

  private func sortedClasses(of column: Int, in rows: [Int]) throws(CSVError) -> [String] {
    let names = Set(rows.map { ExactName(self[$0, column]) }).map { $0.text }
    guard names.count <= Self.maximumClassCount else {
      throw .tooManyClasses(names.count, column: describedColumn(column))
    }
    let byText = names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    var valued: [(value: Double, name: String)] = []
    for name in byText {
      let bytes = [UInt8](name.utf8)
      let value = DecimalNumber.value(of: 0..<bytes.count, in: bytes, decimal: decimal)
      guard let value else { return byText }
      valued.append((value, name))
    }
    // Stable: names of the same value ("1" and "1.0") stay in the order of their text.
    return valued.enumerated()
      .sorted { ($0.element.value, $0.offset) < ($1.element.value, $1.offset) }
      .map { $0.element.name }
  }
}
