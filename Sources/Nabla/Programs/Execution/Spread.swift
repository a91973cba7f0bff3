// Spreading work over the cores: the only place that knows of threads. Without Dispatch (WebAssembly)
// the work is done one piece after the other, with the same results.

#if canImport(Dispatch)
import Dispatch
#if canImport(Synchronization)
import Synchronization
#endif
#endif
#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

enum Spread {
  /// How many threads can run at once.
  static let coreCount: Int = {
    #if !canImport(Dispatch)
    return 1
    #elseif canImport(Darwin) || canImport(Glibc) || canImport(Musl) || canImport(Android)
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    #else
    return 4
    #endif
  }()

  /// Calls the body with 0 to count - 1, on several threads if there are several numbers.
  static func run(_ count: Int, _ body: (Int) -> Void) {
    #if canImport(Dispatch)
    if count > 1 {
      return withoutActuallyEscaping(body) { body in
        let shared = Unchecked(body: body)
        DispatchQueue.concurrentPerform(iterations: count) { shared.body($0) }
      }
    }
    #endif
    for index in 0..<count { body(index) }
  }

  /// Calls the first body with 0 to count - 1 and, when all these calls have returned, the second.
  ///
  /// On several threads, which meet in between without going to sleep: what they do takes microseconds.
  static func run(_ count: Int, _ first: (Int) -> Void, then second: (Int) -> Void) {
    #if canImport(Dispatch) && canImport(Synchronization)
    if count > 1, #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
      let stages = Stages(count)
      return run(count) { _ in stages.run(first, then: second) }
    }
    #endif
    for index in 0..<count { first(index) }
    for index in 0..<count { second(index) }
  }

  /// Lets another thread have this core.
  fileprivate static func yield() {
    #if canImport(Darwin) || canImport(Glibc) || canImport(Musl) || canImport(Android)
    sched_yield()
    #endif
  }

  /// A closure whose calls do not touch the same memory.
  private struct Unchecked: @unchecked Sendable {
    let body: (Int) -> Void
  }
}

#if canImport(Dispatch) && canImport(Synchronization)
/// Calls that threads take one after the other, in two stages.
///
/// A thread that comes late finds less to do, one that does not come is not missed: nobody waits for a
/// call that no thread has taken.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
private final class Stages: Sendable {
  private let count: Int
  private let taken = Atomic<Int>(0)
  private let done = Atomic<Int>(0)
  private let takenThen = Atomic<Int>(0)

  init(_ count: Int) { self.count = count }

  func run(_ first: (Int) -> Void, then second: (Int) -> Void) {
    while let index = take(taken) {
      first(index)
      done.add(1, ordering: .releasing)
    }
    var polls = 0
    while done.load(ordering: .acquiring) < count {
      polls += 1
      // The thread that is waited for may need this core.
      if polls.isMultiple(of: 4096) { Spread.yield() }
    }
    while let index = take(takenThen) { second(index) }
  }

  private func take(_ counter: borrowing Atomic<Int>) -> Int? {
    let index = counter.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
#endif
