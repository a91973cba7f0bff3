// What the scheduler asks of the instructions that are not in a group yet: who waits for a number, and
// which instructions wait for none.

/// Who uses each number, once for each time.
struct Users {
  private let starts: [Int32]
  private let list: [Place]

  init(_ code: Code) {
    var starts = [Int32](repeating: 0, count: code.instructions.count + 1)
    for instruction in code.instructions {
      code.forEachOperand(of: instruction) { starts[Int($0) + 1] += 1 }
    }
    for place in 1..<starts.count { starts[place] += starts[place - 1] }
    self.starts = starts
    var list = [Place](repeating: 0, count: Int(starts[starts.count - 1]))
    var next = starts
    for (user, instruction) in code.instructions.enumerated() {
      code.forEachOperand(of: instruction) { operand in
        list[Int(next[Int(operand)])] = Place(user)
        next[Int(operand)] += 1
      }
    }
    self.list = list
  }

  func users(of place: Place) -> ArraySlice<Place> {
    list[Int(starts[Int(place)])..<Int(starts[Int(place) + 1])]
  }
}

/// Ready instructions, those of one kind together.
struct Buckets {
  struct Key: Hashable {
    var opcode: Opcode
    var differs: Bool
    var xDiffers = false
    var yDiffers = false
    var hasHead = false
    var hasTail = false
    var length: Int32 = 0
    var constantBits: UInt64 = 0
  }

  private struct Bucket {
    let differs: Bool
    var members: [Place] = []
    var height: Int32 = -1
  }

  private var numbers: [Key: Int] = [:]
  private var buckets: [Bucket] = []
  /// Those that hold something.
  private var occupied: [Int] = []

  mutating func insert(_ place: Place, height: Int32, key: Key) {
    let number = number(of: key)
    if buckets[number].members.isEmpty { occupied.append(number) }
    buckets[number].members.append(place)
    buckets[number].height = max(buckets[number].height, height)
  }

  private mutating func number(of key: Key) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = buckets.count
    buckets.append(Bucket(differs: key.differs))
    return buckets.count - 1
  }

  /// Empties the bucket with the instruction that has the longest way to go.
  mutating func next(differing: Bool) -> [Place]? {
    var best = -1
    for (index, number) in occupied.enumerated() where buckets[number].differs == differing {
      if best < 0 || buckets[number].height > buckets[occupied[best]].height { best = index }
    }
    guard best >= 0 else { return nil }
    let number = occupied[best]
    occupied[best] = occupied[occupied.count - 1]
    occupied.removeLast()
    let members = buckets[number].members
    buckets[number].members = []
    buckets[number].height = -1
    return members
  }
}
