// A plan's arrays as pointers, and the memory that it runs in: an executor reads a group for every few
// nanoseconds of work, so it must not pay for bounds checks and reference counts.

/// The arrays of a plan, valid inside ``Plan/withPointers(_:)``.
struct PlanPointers {
  let groups: UnsafePointer<Group>
  let indices: UnsafePointer<Int32>
  let totals: UnsafePointer<RowTotal>
  let rules: [Rule]
}

extension Plan {
  func withPointers<T>(_ body: (PlanPointers) -> T) -> T {
    groups.withUnsafeBufferPointer { groups in
      indices.withUnsafeBufferPointer { indices in
        totals.withUnsafeBufferPointer { totals in
          // Empty arrays have no address; nothing reads them then.
          body(
            PlanPointers(
              groups: groups.baseAddress ?? .init(bitPattern: 64).unsafelyUnwrapped,
              indices: indices.baseAddress ?? .init(bitPattern: 64).unsafelyUnwrapped,
              totals: totals.baseAddress ?? .init(bitPattern: 64).unsafelyUnwrapped,
              rules: rules))
        }
      }
    }
  }
}

/// Memory for numbers, on the boundaries that vectors want.
final class Numbers {
  let start: UnsafeMutablePointer<Double>
  let count: Int

  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Double>.stride
    start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Double.self, capacity: max(count, 1))
    start.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { start.deallocate() }
}
