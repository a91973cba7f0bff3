// Names in files: of columns, of classes, of parameters. Two strings are equal in Swift if they mean the
// same characters: "é" in one scalar equals "e" with an accent in another. Files keep both apart, and so
// must what reads them, or one of two columns is lost.

/// A name that equals only those of the same Unicode scalars.
struct ExactName: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (one: ExactName, other: ExactName) -> Bool {
    one.text.utf8.elementsEqual(other.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// Where each of many names stands: one pass over them, then a look for each question.
struct NameIndex<Name: Hashable> {
  private var places: [Name: Int] = [:]
  private var repeated: Set<Name> = []
  /// The first name that was there before, if there is one.
  private(set) var firstRepeated: Name?

  /// Creates the index of names in an order.
  init(_ names: some Sequence<Name>) {
    for (place, name) in names.enumerated() {
      guard places[name] != nil else {
        places[name] = place
        continue
      }
      repeated.insert(name)
      firstRepeated = firstRepeated ?? name
    }
  }

  /// The first place of a name, if it is there.
  subscript(name: Name) -> Int? { places[name] }

  /// Whether a name is there several times.
  func isRepeated(_ name: Name) -> Bool { repeated.contains(name) }
}

extension NameIndex: Sendable where Name: Sendable {}
