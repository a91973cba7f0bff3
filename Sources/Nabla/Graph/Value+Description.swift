// A node in words. None of these walks the graph by recursion, and a description never prints more
// than the node and its parents: a chain of a million nodes prints like any other. Labels and names are
// made visible (VisibleText.swift), whatever is in them.

extension Value: CustomStringConvertible {
  /// The node in one line.
  ///
  ///     let q = Value(3, label: "q")
  ///     print((q * Value(-4, label: "z")).labeled("f"))      // Value(-12.0, gradient: 0.0, "f" = "q" * "z")
  public var description: String {
    let name = label.map { ", \(Self.quoted($0))" } ?? ""
    let origin = isLeaf ? name : (label == nil ? ", " : name + " = ") + shortDescription
    return "Value(\(storedData.reported), gradient: \(storedGradient.reported)\(origin))"
  }

  /// The operation applied to the parents, each by its label or its number: `"q" * -4.0`.
  var shortDescription: String {
    guard let operation else { return label.map(Self.quoted) ?? storedData.reported }
    return operation.written(
      inputs: shortParents, count: parentCount, constant: storedConstant,
      name: notes?.rule?.name.visible)
  }

  /// The first parents' labels or numbers: enough to print, however many there are.
  private var shortParents: [String] {
    var words: [String] = []
    Node.passUnretained(self).forEachParent { parent in
      if words.count < 4 { words.append(parent.takeUnretainedValue().name) }
    }
    return words
  }

  /// The label in quotes, or the number.
  var name: String { label.map(Self.quoted) ?? storedData.reported }

  private static func quoted(_ label: String) -> String { "\"\(label.visible)\"" }
}

extension Value {
  /// What a drawing writes into this node's gate: `+`, `*-1`, `exp`, `1/x`; nil for a leaf.
  ///
  /// A custom primitive shows its name.
  public var gate: String? {
    operation?.gate(constant: storedConstant, name: notes?.rule?.name)
  }

  /// The whole graph as text: a line for each node, parents first.
  ///
  ///     let x = Value(-2, label: "x"), y = Value(5, label: "y"), z = Value(-4, label: "z")
  ///     let f = ((x + y) * z).labeled("f")
  ///     f.backward()
  ///     print(f.listing())
  ///
  /// ```console
  /// x = -2.0                   gradient -4.0
  /// y = 5.0                    gradient -4.0
  /// #3 = x + y = 3.0           gradient -4.0
  /// z = -4.0                   gradient 3.0
  /// f = #3 * z = -12.0         gradient 1.0
  /// ```
  ///
  /// Nodes without a label are numbered by their place. Linear in the graph, whatever its depth.
  public func listing() -> String {
    withPlaces { nodes, gradients in
      var text = ""
      for (node, gradient) in zip(nodes, gradients) {
        let value = node.takeUnretainedValue()
        var line = "\(value.listed) = "
        if let operation = value.operation {
          let inputs = value.parents.map { $0.listed }
          line += operation.written(
            inputs: inputs, count: inputs.count, constant: value.storedConstant,
            name: value.notes?.rule?.name.visible)
          line += " = "
        }
        line += value.storedData.reported
        text += line
        text += String(repeating: " ", count: max(2, 27 - line.count))
        text += "gradient \(gradient.reported)\n"
      }
      return text
    }
  }

  /// The label, or the place in the listing under way.
  private var listed: String { label?.visible ?? "#\(Node.passUnretained(self).place + 1)" }
}
