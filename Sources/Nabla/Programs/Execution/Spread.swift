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

  /// Calls the body with each index from 0 to count - 1 and the number of the thread that takes it.
  ///
  /// The calls must not touch the same memory. All threads round as the caller's does. What is brief is
  /// left to threads that are awake.
  static func run(
    _ count: Int, threads: Int, isBrief: Bool,
    _ body: @escaping (_ index: Int, _ thread: Int) -> Void
  ) {
    #if canImport(Dispatch) && canImport(Synchronization)
    if #available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *) {
      return Helpers.shared.run(Job(count, threads: threads, body), isBrief: isBrief)
    }
    #endif
    #if canImport(Dispatch)
    nonisolated(unsafe) let body = body
    let environment = FloatingPointEnvironment.ofThisThread
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      environment.run {
        for index in stride(from: thread, to: count, by: threads) { body(index, thread) }
      }
    }
    #else
    for index in 0..<count { body(index, 0) }
    #endif
  }

  /// Lets another thread have this core.
  fileprivate static func yield() {
    #if canImport(Darwin) || canImport(Glibc) || canImport(Musl) || canImport(Android)
    sched_yield()
    #endif
  }
}

#if canImport(Dispatch) && canImport(Synchronization)
/// Calls that threads take one after the other.
///
/// A thread that comes late finds less to do, and one that does not come is not missed: nobody waits for
/// a call that no thread has taken.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
private final class Job: @unchecked Sendable {
  private let count: Int
  private let threads: Int
  private let body: (_ index: Int, _ thread: Int) -> Void
  /// How the thread rounds whose job it is.
  let environment = FloatingPointEnvironment.ofThisThread
  private let joined = Atomic<Int>(0)
  private let taken = Atomic<Int>(0)
  private let done = Atomic<Int>(0)

  init(_ count: Int, threads: Int, _ body: @escaping (_ index: Int, _ thread: Int) -> Void) {
    self.count = count
    self.threads = threads
    self.body = body
  }

  /// How many threads can help the one whose job it is.
  var helperCount: Int { min(threads, Spread.coreCount) - 1 }

  /// Takes calls until none is left, if there is room for another thread.
  func join() {
    let thread = joined.add(1, ordering: .relaxed).oldValue
    guard thread < threads else { return }
    while case let index = taken.add(1, ordering: .relaxed).oldValue, index < count {
      body(index, thread)
      done.add(1, ordering: .releasing)
    }
  }

  /// Returns when all calls have returned.
  func wait() {
    while done.load(ordering: .acquiring) < count { Spread.yield() }
  }
}

/// Threads that help whoever has a job.
///
/// To wake a thread takes as long as some 10 to 100 microseconds of work, and batches in training follow
/// each other at once. So a helper that has nothing to do looks for the next job for about as long before
/// it goes, and leaves its core to whoever else wants it; and a brief job calls helpers only if it
/// follows another.
@available(macOS 15, iOS 18, tvOS 18, watchOS 11, visionOS 2, *)
private final class Helpers: Sendable {
  static let shared = Helpers()

  private struct State {
    var job: Job?
    var lastEnd: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  /// How many jobs there have been.
  private let jobCount = Atomic<Int>(0)
  /// How many helpers have been called and have not gone.
  private let helperCount = Atomic<Int>(0)

  func run(_ job: Job, isBrief: Bool) {
    let isCalling = state.withLock {
      $0.job = job
      guard isBrief else { return true }
      return $0.lastEnd.map { $0.duration(to: .now) < .microseconds(100) } ?? false
    }
    jobCount.add(1, ordering: .releasing)
    if isCalling { call(job.helperCount) }
    job.join()
    job.wait()
    state.withLock {
      if $0.job === job { $0.job = nil }
      $0.lastEnd = .now
    }
  }

  /// Calls for helpers until there are so many.
  private func call(_ count: Int) {
    while helperCount.load(ordering: .relaxed) < count {
      helperCount.add(1, ordering: .relaxed)
      DispatchQueue.global().async { self.help() }
    }
  }

  private func help() {
    let own = FloatingPointEnvironment.ofThisThread
    var environment = own
    var (seen, polls) = (0, 0)
    while polls < 200 {
      let count = jobCount.load(ordering: .acquiring)
      if count == seen {
        polls += 1
        Spread.yield()
      } else {
        (seen, polls) = (count, 0)
        guard let job = state.withLock({ $0.job }) else { continue }
        // One job after the other comes from the same thread: nearly always there is nothing to do.
        if job.environment != environment {
          environment = job.environment
          environment.enter()
        }
        job.join()
      }
    }
    // The thread goes back to Dispatch as it came.
    if environment != own { own.enter() }
    helperCount.subtract(1, ordering: .relaxed)
  }
}
#endif
