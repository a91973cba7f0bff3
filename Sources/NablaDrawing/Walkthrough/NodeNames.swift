// What a walkthrough calls the nodes. A label is what its author wrote, so it may be long, double,
// or hold line breaks; a name is one line, short enough for a table, and belongs to one node.

/// A name for each node, by place.
struct NodeNames {
  let names: [String]

  /// Names of at most this many Unicode scalars; longer labels are cut.
  static let limit = 32

  /// - Parameter labels: The nodes' labels, by place.
  init(_ labels: [String?]) {
    var words = labels.map { $0.map(Self.word) ?? "" }
    var counts: [String: Int] = [:]
    for word in words { counts[word, default: 0] += 1 }
    var taken: Set<String> = []
    for place in words.indices {
      let number = "#\(place + 1)"
      let word = words[place]
      // As in `listing()`; a label that looks like a number of ours gets ours in addition.
      var name = word.isEmpty ? number : word
      if !word.isEmpty, (counts[word] ?? 0) > 1 || Self.looksLikeNumber(word) { name += number }
      while !taken.insert(name).inserted { name += "'" }
      words[place] = name
    }
    names = words
  }

  private static func looksLikeNumber(_ word: String) -> Bool {
    word.first == "#" && word.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// A label in one line.
  static func word(_ label: String) -> String {
    let line = label.visible.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.unicodeScalars.count > limit ? beginning(line) + "…" : line
  }

  /// As many whole characters as there is room for; of one that is too long itself, as many scalars.
  private static func beginning(_ line: String) -> String {
    let cut = line.unicodeScalars.prefix(limit - 1)
    let whole = line.indices.prefix { $0 < cut.endIndex }.last ?? cut.startIndex
    let end = line.index(after: whole) == cut.endIndex ? cut.endIndex : whole
    return String(end > cut.startIndex ? cut[..<end] : cut)
  }
}
