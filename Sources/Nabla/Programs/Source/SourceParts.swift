// How a long program is cut into functions, and where the numbers lie that several of them need.

struct SourceParts {
  private let code: Code
  /// The places that each part computes.
  private(set) var ranges: [Range<Int>] = []
  /// What each part reads from memory, in the order of the places: inputs, parameters, and numbers of
  /// earlier parts.
  private(set) var reads: [[Place]] = []
  /// Which outputs each part writes.
  ///
  /// It is the one that computes them, the last for what is not computed.
  /// Totals are counted on from the outputs.
  private(set) var outputs: [[(index: Int, place: Place)]] = []
  /// Where the numbers lie that a later part reads.
  private(set) var slots: [Place: Int] = [:]
  /// How many numbers are shared.
  private(set) var slotCount = 0
  /// The part that each place is in.
  private var partOfPlace: [Int32] = []

  init(_ code: Code, longestPart: Int) {
    self.code = code
    cut(longestPart)
  }

  private mutating func cut(_ longestPart: Int) {
    var start = 0
    var statements = 0
    for (place, instruction) in code.instructions.enumerated() {
      partOfPlace.append(Int32(ranges.count))
      switch instruction.opcode {
      case .input, .parameter, .constant: break
      case .products: statements += instruction.pairCount + 1
      case .table: statements += 1
      }
      guard statements >= longestPart, place + 1 < code.instructions.count else { continue }
      ranges.append(start..<place + 1)
      start = place + 1
      statements = 0
    }
    ranges.append(start..<code.instructions.count)
    outputs = ranges.map { _ in [] }
    for (index, place) in (code.outputs + code.totals).enumerated() {
      let part = isComputed(place) ? Int(partOfPlace[Int(place)]) : ranges.count - 1
      outputs[part].append((index, place))
    }
  }

  /// Finds what parts read, and gives what they read of each other a place in memory.
  mutating func shareNumbers() {
    var lastPart: [Place: Int] = [:]
    for part in ranges.indices {
      let read = readPlaces(of: part)
      for place in read where isComputed(place) { lastPart[place] = part }
      reads.append(read)
    }
    var free: [Int] = []
    for part in ranges.indices {
      // A part reads first and stores then, so that it may store where it was the last to read.
      for place in reads[part] where lastPart[place] == part {
        if let slot = slots[place] { free.append(slot) }
      }
      for place in ranges[part] where lastPart[Place(place)] != nil {
        slots[Place(place)] = free.popLast() ?? slotCount
        slotCount = max(slotCount, slots[Place(place), default: 0] + 1)
      }
    }
  }

  private func readPlaces(of part: Int) -> [Place] {
    var read: Set<Place> = []
    func note(_ place: Place) {
      let isHere = ranges[part].contains(Int(place))
      switch code.instructions[Int(place)].opcode {
      case .constant: break
      case .input, .parameter: read.insert(place)
      case .products, .table: if !isHere { read.insert(place) }
      }
    }
    for place in ranges[part] { code.forEachOperand(of: code.instructions[place], note) }
    for output in outputs[part] { note(output.place) }
    return read.sorted()
  }

  private func isComputed(_ place: Place) -> Bool {
    switch code.instructions[Int(place)].opcode {
    case .input, .parameter, .constant: false
    case .products, .table: true
    }
  }
}
