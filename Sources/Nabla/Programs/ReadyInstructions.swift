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
    /// The longest way that a member has to go.
    var height: Int32 = -1
    /// When it was last filled: how many buckets had been before.
    var age = 0
  }

  private var numbers: [Key: Int] = [:]
  private var buckets: [Bucket] = []
  /// How often an empty bucket has been filled.
  private var fillCount = 0
  /// The buckets that hold something, for what is the same for all rows and for what differs.
  private var same = BucketQueue()
  private var differing = BucketQueue()

  /// How often two buckets have been compared: the only work here that could outgrow the program.
  var comparisonCount: Int { same.comparisonCount + differing.comparisonCount }

  mutating func insert(_ place: Place, height: Int32, key: Key) {
    let number = number(of: key)
    if buckets[number].members.isEmpty {
      buckets[number].age = fillCount
      fillCount += 1
    }
    buckets[number].members.append(place)
    guard height > buckets[number].height else { return }
    buckets[number].height = height
    // What the queue has for the bucket already is out of date now, and skipped when it comes up.
    let entry = BucketQueue.Entry(height: height, age: buckets[number].age, number: number)
    if key.differs { differing.insert(entry) } else { same.insert(entry) }
  }

  private mutating func number(of key: Key) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = buckets.count
    buckets.append(Bucket(differs: key.differs))
    return buckets.count - 1
  }

  /// Empties the bucket with the instruction that has the longest way to go, of several the one that was
  /// filled first.
  ///
  /// - Complexity: Logarithmic in the number of buckets that hold something.
  mutating func next(differing isDiffering: Bool) -> [Place]? {
    while let entry = isDiffering ? differing.removeFirst() : same.removeFirst() {
      let bucket = buckets[entry.number]
      guard bucket.age == entry.age, bucket.height == entry.height else { continue }
      buckets[entry.number] = Bucket(differs: bucket.differs, age: -1)
      return bucket.members
    }
    return nil
  }
}

/// Buckets, the one with the longest way to go first: a binary heap.
private struct BucketQueue {
  /// A bucket as it was when its height last rose.
  struct Entry {
    let height: Int32
    let age: Int
    let number: Int
  }

  private var heap: [Entry] = []
  private(set) var comparisonCount = 0

  mutating func insert(_ entry: Entry) {
    var place = heap.count
    heap.append(entry)
    while place > 0, comesBefore(entry, heap[(place - 1) / 2]) {
      heap[place] = heap[(place - 1) / 2]
      place = (place - 1) / 2
    }
    heap[place] = entry
  }

  mutating func removeFirst() -> Entry? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    var place = 0
    while case var below = 2 * place + 1, below < heap.count {
      if below + 1 < heap.count, comesBefore(heap[below + 1], heap[below]) { below += 1 }
      guard comesBefore(heap[below], last) else { break }
      heap[place] = heap[below]
      place = below
    }
    heap[place] = last
    return first
  }

  private mutating func comesBefore(_ one: Entry, _ other: Entry) -> Bool {
    comparisonCount += 1
    return one.height != other.height ? one.height > other.height : one.age < other.age
  }
}
