import NablaNetworks
import Testing

@Suite("Splitting and shuffling")
struct SplittingTests {
  /// Samples that know their number, in classes of the given sizes, one class after another.
  private func dataset(classes sizes: [Int]) -> Dataset {
    let targets = sizes.enumerated().flatMap { label, size in
      [[Double]](repeating: oneHot(label, count: sizes.count), count: size)
    }
    return Dataset(inputs: targets.indices.map { [Double($0)] }, targets: targets)
  }

  private func classCounts(_ data: Dataset) -> [Int] {
    guard let first = data.targets.first else { return [] }
    return first.indices.map { label in data.targets.count { $0[label] == 1 } }
  }

  @Test("a shuffle is the one of Fisher and Yates with these bits, on every platform")
  func pinned() {
    var generator = SeededGenerator(seed: 42)
    // Independent witness: xoshiro256** seeded by SplitMix64, Lemire's bounded numbers and the shuffle,
    // written in Python with unbounded integers.
    #expect(Array(0..<10).seededShuffled(using: &generator) == [9, 1, 4, 2, 8, 7, 6, 5, 3, 0])
  }

  @Test("all orders of four are equally likely")
  func uniform() {
    var generator = SeededGenerator(seed: 13)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[[0, 1, 2, 3].seededShuffled(using: &generator), default: 0] += 1 }
    #expect(counts.count == 24)
    // Chi-square with 23 degrees of freedom: 49.7 is passed with probability 0.001, seed 13.
    let chiSquare = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(chiSquare < 49.7, "\(chiSquare)")
  }

  /// Gives the same bits again and again.
  struct Constant: RandomNumberGenerator {
    var numbers: [UInt64]
    mutating func next() -> UInt64 { numbers.removeFirst() }
  }

  @Test("numbers that would make some results more likely are thrown away")
  func rejection() {
    // 2^64 mod 3 is 1: of all 2^64 numbers exactly one, 0, is too many.
    var generator = Constant(numbers: [0, 1, .max])
    #expect(generator.index(below: 3) == 0)
    #expect(generator.numbers == [.max])
    #expect(generator.index(below: 3) == 2)
    var large = Constant(numbers: [.max])
    #expect(large.index(below: .max) == .max - 1)
  }

  @Test("a split by position, by choice and by fraction has every sample once, in its order")
  func complete() {
    let data = dataset(classes: [6, 4])
    var generator = SeededGenerator(seed: 14)
    let splits = [
      data.split(at: 7), data.split { $0 % 5 == 4 },
      data.split(testFraction: 0.3, using: &generator),
      data.split(testFraction: 0, using: &generator),
      data.split(testFraction: 1, using: &generator),
    ]
    #expect(splits.map { $0.test.count } == [3, 2, 3, 0, 10])
    #expect(splits[1].test.inputs == [[4], [9]])
    for (train, test) in splits {
      let samples = (train.inputs + test.inputs).map { $0[0] }
      #expect(samples.sorted() == (0..<10).map { Double($0) })
      #expect(train.inputs.map { $0[0] } == train.inputs.map { $0[0] }.sorted())
      #expect(
        train.inputs.indices.allSatisfy {
          train.targets[$0] == data.targets[Int(train.inputs[$0][0])]
        })
    }
  }

  @Test("a stratified split gives each class its share, to less than one sample")
  func stratified() {
    var generator = SeededGenerator(seed: 15)
    for sizes in [[50, 50, 50], [7, 1, 92], [3, 3, 3, 3], [1, 1, 1]] {
      let data = dataset(classes: sizes)
      for fraction in [0.1, 0.2, 0.5, 0.77] {
        let (train, test) = data.split(
          testFraction: fraction, stratified: true, using: &generator)
        #expect(test.count == Int((Double(data.count) * fraction).rounded()))
        #expect(train.count + test.count == data.count)
        for (size, count) in zip(sizes, classCounts(test)) {
          #expect(abs(Double(count) - Double(size) * fraction) < 1, "\(sizes) \(fraction)")
        }
      }
    }
  }

  /// How often each sample is tested in splits from so many seeds.
  private func testCounts(_ data: Dataset, _ fraction: Double, seeds: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: data.count)
    for seed in 0..<UInt64(seeds) {
      var generator = SeededGenerator(seed: seed)
      let test = data.split(testFraction: fraction, stratified: true, using: &generator).test
      for sample in test.inputs { counts[Int(sample[0])] += 1 }
    }
    return counts
  }

  @Test("which of equal classes give one sample more is random, for classes of any size")
  func fairShares() {
    // The classes' shares are 0.3, 0.6, 0.9, 1.5 and 3.6 samples: some of them have to give one more.
    for sizes in [
      Array(repeating: 1, count: 10), Array(repeating: 2, count: 5), [3, 3, 3, 3], [5, 5],
    ] {
      let data = dataset(classes: sizes)
      let seeds = 2000
      let count = (Double(data.count) * 0.3).rounded()
      // Each sample is tested in a binomial number of splits; five standard deviations are passed once in
      // a million samples, and the seeds are these.
      let share = count / Double(data.count)
      let deviation = (Double(seeds) * share * (1 - share)).squareRoot()
      for (sample, times) in testCounts(data, 0.3, seeds: seeds).enumerated() {
        #expect(
          abs(Double(times) - Double(seeds) * share) < 5 * deviation, "\(sizes), sample \(sample)")
      }
    }
    // 0.6 and 3.6: the same claim to one more, though not in binary.
    let counts = testCounts(dataset(classes: [2, 12]), 0.3, seeds: 200)
    #expect(counts[..<2].reduce(0, +) > 50 && counts[..<2].reduce(0, +) < 150)
    // Classes that go round evenly draw nothing for it: such splits are those of before.
    var generator = SeededGenerator(seed: 1)
    _ = dataset(classes: [10, 20]).split(testFraction: 0.3, stratified: true, using: &generator)
    var twin = SeededGenerator(seed: 1)
    _ = Array(0..<10).seededShuffled(using: &twin)
    _ = Array(0..<20).seededShuffled(using: &twin)
    #expect(generator == twin)
  }

  @Test("which classes of few samples meet in a fold is random")
  func fairFolds() {
    let data = dataset(classes: Array(repeating: 1, count: 10))
    var meetings = 0
    for seed in 0..<900 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let folds = data.folds(5, stratified: true, using: &generator)
      meetings += folds.count { fold in [[0.0], [5]].allSatisfy { fold.test.inputs.contains($0) } }
    }
    // One of the nine others: 100 of 900, with a standard deviation of 9.4; five of them.
    #expect(meetings > 53 && meetings < 147, "\(meetings)")
  }

  @Test("the same seed gives the same split, another seed another")
  func seeds() {
    let data = dataset(classes: [40, 40])
    let tests = [1, 1, 2].map { (seed: UInt64) in
      var generator = SeededGenerator(seed: seed)
      return data.split(testFraction: 0.25, stratified: true, using: &generator).test
    }
    #expect(tests[0] == tests[1])
    #expect(tests[0] != tests[2])
  }

  @Test("folds test every sample exactly once and differ by at most one", arguments: [false, true])
  func folds(stratified: Bool) {
    let data = dataset(classes: [11, 7, 5])
    var generator = SeededGenerator(seed: 16)
    let folds = data.folds(4, stratified: stratified, using: &generator)
    #expect(folds.map { $0.test.count }.sorted() == [5, 6, 6, 6])
    let tested = folds.flatMap { $0.test.inputs.map { $0[0] } }
    #expect(tested.sorted() == (0..<23).map { Double($0) })
    for (train, test) in folds {
      #expect(Set(train.inputs + test.inputs).count == 23)
      guard stratified else { continue }
      for (count, size) in zip(classCounts(test), [11, 7, 5]) {
        #expect(count == size / 4 || count == size / 4 + 1)
      }
    }
  }

  @Test("one-hot rows")
  func oneHotRows() {
    #expect(oneHot(1, count: 3) == [0, 1, 0])
    #expect(oneHot([2, 0]) == [[0, 0, 1], [1, 0, 0]])
    #expect(oneHot([0], count: 2) == [[1, 0]])
    #expect(oneHot([]) == [])
  }
}
