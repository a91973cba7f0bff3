// Slots for the results of groups, used again when nothing needs them any more.
//
// The results of a group lie side by side, so slots are given out in ranges, and a range is free when
// none of its numbers is needed. A free range serves the next group of the same size: layers and chains
// repeat their sizes, so this finds nearly all there is to find, in constant time.

struct SlotAllocator {
  /// The slot of each place.
  var slots: [Int32]
  /// How often each place will still be read.
  var uses: [Int32]
  /// How many slots there are of each kind.
  var sameCount = 0
  var rowCount = 0
  /// The range that each place belongs to, or -1.
  private var ranges: [Int32]
  private var starts: [Int32] = []
  private var counts: [Int32] = []
  /// How often the numbers of each range will still be read.
  private var rangeUses: [Int32] = []
  private var freeSame: [Int32: [Int32]] = [:]
  private var freeRows: [Int32: [Int32]] = [:]
  private var freeRanges: [Int32] = []

  init(count: Int) {
    slots = Array(repeating: 0, count: count)
    uses = Array(repeating: 0, count: count)
    ranges = Array(repeating: -1, count: count)
  }

  /// Gives members of a group slots side by side.
  ///
  /// - Returns: The first.
  mutating func allocate(_ members: [Place], inRows: Bool) -> Int32 {
    let count = Int32(members.count)
    let start = takeRange(count, inRows: inRows)
    let range = makeRange(start, count)
    var total: Int32 = 0
    for (offset, member) in members.enumerated() {
      slots[Int(member)] = start + Int32(offset)
      ranges[Int(member)] = range
      total += uses[Int(member)]
    }
    rangeUses[Int(range)] = total
    return start
  }

  /// Gives a place a slot of its own.
  mutating func allocate(_ place: Place, inRows: Bool) -> Int32 {
    let start = takeRange(1, inRows: inRows)
    let range = makeRange(start, 1)
    slots[Int(place)] = start
    ranges[Int(place)] = range
    rangeUses[Int(range)] = uses[Int(place)]
    return start
  }

  private mutating func takeRange(_ count: Int32, inRows: Bool) -> Int32 {
    if let start = inRows ? freeRows[count]?.popLast() : freeSame[count]?.popLast() {
      return start
    }
    defer { if inRows { rowCount += Int(count) } else { sameCount += Int(count) } }
    return Int32(inRows ? rowCount : sameCount)
  }

  private mutating func makeRange(_ start: Int32, _ count: Int32) -> Int32 {
    if let range = freeRanges.popLast() {
      starts[Int(range)] = start
      counts[Int(range)] = count
      return range
    }
    starts.append(start)
    counts.append(count)
    rangeUses.append(0)
    return Int32(starts.count - 1)
  }

  /// Counts one reading of a number; after the last its range is free.
  mutating func giveUp(_ place: Place, inRows: Bool) {
    let range = Int(ranges[Int(place)])
    guard range >= 0 else { return }
    rangeUses[range] -= 1
    guard rangeUses[range] == 0 else { return }
    if inRows {
      freeRows[counts[range], default: []].append(starts[range])
    } else {
      freeSame[counts[range], default: []].append(starts[range])
    }
    freeRanges.append(Int32(range))
  }
}
