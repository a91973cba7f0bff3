// What people call a node, and where in the source they did.

extension Value {
  /// The name given to this node, if any.
  public var label: String? {
    get { notes?.label }
    set {
      if newValue != nil { makeNotes().label = newValue } else { notes?.label = nil }
    }
  }

  /// Names this node, and returns it.
  ///
  ///     let x = Value(-2), y = Value(5)
  ///     let q = (x + y).labeled("q")
  ///     print(q)      // Value(3.0, gradient: 0.0, "q" = -2.0 + 5.0)
  @discardableResult
  public func labeled(
    _ label: String, fileID: StaticString = #fileID, line: UInt = #line
  ) -> Value {
    let notes = makeNotes()
    notes.label = label
    notes.location = SourceLocation(fileID: fileID, line: line)
    return self
  }

  /// Where this node was labelled or, for a custom primitive, made; nil if it is not known.
  public var location: SourceLocation? { notes?.location }

  func makeNotes() -> Notes {
    let details = makeDetails()
    if let notes = details.notes { return notes }
    let notes = Notes()
    details.notes = notes
    return notes
  }
}

/// A place in the source text.
public struct SourceLocation: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The module and file.
  public let fileID: String
  /// The line, counted from 1.
  public let line: Int

  init(fileID: StaticString, line: UInt) {
    self.fileID = fileID.description
    self.line = Int(line)
  }

  /// The file and line, as compilers write them.
  public var description: String { "\(fileID):\(line)" }
}
