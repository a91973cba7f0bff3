// Parts of a dataset, for training and for testing. The rows of each part keep their order, so a split
// says which rows, and a shuffle says in which order.

extension Dataset {
  /// The samples with these numbers, in this order; a number may come twice.
  ///
  /// - Precondition: every number is at least 0 and less than `count`.
  public subscript(indices: some Sequence<Int>) -> Dataset {
    let indices = Array(indices)
    if let odd = indices.first(where: { !(0..<count).contains($0) }) {
      preconditionFailure("there is no sample \(odd) among \(count)")
    }
    return Dataset(indices, of: self)
  }

  /// The samples in a random order.
  public func shuffled(using generator: inout some RandomNumberGenerator) -> Dataset {
    self[Array(0..<count).seededShuffled(using: &generator)]
  }

  /// The first samples, and the rest.
  ///
  /// - Precondition: 0 <= trainCount <= count.
  public func split(at trainCount: Int) -> (train: Dataset, test: Dataset) {
    precondition(
      (0...count).contains(trainCount), "cannot split \(count) samples at \(trainCount)")
    return (self[0..<trainCount], self[trainCount..<count])
  }

  /// The samples whose number is not chosen, and those whose number is: `{ $0 % 5 == 4 }` tests on
  /// every fifth.
  public func split(testWhere isTest: (Int) -> Bool) -> (train: Dataset, test: Dataset) {
    let chosen = (0..<count).map(isTest)
    return (self[(0..<count).filter { !chosen[$0] }], self[(0..<count).filter { chosen[$0] }])
  }

  /// A random split into a training and a testing part, in which the rows keep their order.
  ///
  /// The testing part has `testFraction * count` samples, rounded. If it is stratified, each class (each
  /// different row of targets) has its share of it, to less than one sample; which of several classes with
  /// equal claims gives one sample more is random, so a class of a single sample may be in either part.
  ///
  /// - Precondition: 0 <= testFraction <= 1.
  public func split(
    testFraction: Double, stratified: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) -> (train: Dataset, test: Dataset) {
    precondition(
      (0...1).contains(testFraction), "expected a fraction from 0 to 1, got \(testFraction)")
    let groups = stratified ? samplesByClass() : [Array(0..<count)]
    let sizes = Self.shares(
      of: groups.map { $0.count }, fraction: testFraction, using: &generator)
    var isTest = [Bool](repeating: false, count: count)
    for (group, size) in zip(groups, sizes) {
      for sample in group.seededShuffled(using: &generator).prefix(size) { isTest[sample] = true }
    }
    return split { isTest[$0] }
  }

  /// Splits for cross-validation: each sample is in the testing part of exactly one of them.
  ///
  /// The samples are dealt out at random like cards, so the parts differ by at most one sample, and if
  /// they are stratified, so do the counts of each class. The classes are dealt out in a random order, so
  /// that which of them meet in a part is random too.
  ///
  /// - Precondition: 2 <= foldCount <= count.
  public func folds(
    _ foldCount: Int, stratified: Bool = false, using generator: inout some RandomNumberGenerator
  ) -> [(train: Dataset, test: Dataset)] {
    precondition(
      foldCount >= 2 && foldCount <= count,
      "expected from 2 to \(count) folds for \(count) samples, got \(foldCount)")
    var groups = stratified ? samplesByClass() : [Array(0..<count)]
    // Where every class goes round evenly, their order decides nothing, and no number is drawn.
    if groups.contains(where: { $0.count % foldCount != 0 }) {
      groups.seededShuffle(using: &generator)
    }
    var fold = [Int](repeating: 0, count: count)
    var dealt = 0
    for group in groups {
      for sample in group.seededShuffled(using: &generator) {
        fold[sample] = dealt % foldCount
        dealt += 1
      }
    }
    return (0..<foldCount).map { chosen in split { fold[$0] == chosen } }
  }

  /// The numbers of the samples of each class, classes in the order of their first sample.
  private func samplesByClass() -> [[Int]] {
    var groups: [[Int]] = []
    var groupOfTargets: [[Double]: Int] = [:]
    for (sample, row) in targets.enumerated() {
      if let group = groupOfTargets[row] {
        groups[group].append(sample)
      } else {
        groupOfTargets[row] = groups.count
        groups.append([sample])
      }
    }
    return groups
  }

  /// How many of each group to take: the fraction rounded down, and the samples that are then missing
  /// from the groups that lost most, of equals at random.
  private static func shares(
    of counts: [Int], fraction: Double, using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    let exact = counts.map { Double($0) * fraction }
    var shares = exact.map { Int($0.rounded(.down)) }
    let total = Int((Double(counts.reduce(0, +)) * fraction).rounded())
    let missing = total - shares.reduce(0, +)
    guard missing > 0 else { return shares }
    // In steps of 2^-30: what is equal in exact arithmetic is then equal here.
    let losses = zip(exact, shares).map { (($0 - Double($1)) * 0x1p30).rounded() }
    let order = Array(counts.indices).seededShuffled(using: &generator)
    let byLoss = order.indices.sorted { a, b in
      let (lossOfA, lossOfB) = (losses[order[a]], losses[order[b]])
      return lossOfA == lossOfB ? a < b : lossOfA > lossOfB
    }
    for group in byLoss.prefix(missing).map({ order[$0] }) where shares[group] < counts[group] {
      shares[group] += 1
    }
    return shares
  }
}
