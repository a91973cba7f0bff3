// How a thread rounds, handed on to the threads that help it.
//
// A processor keeps the rounding mode, and whether subnormal numbers are flushed to zero, for each
// thread. Audio code and libraries built with -ffast-math set them for the thread that calls them, and
// interval arithmetic changes the rounding mode. If a helper rounded in another way than the thread whose
// work it shares, the result would depend on which of them took which rows.

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// A thread's rounding mode and all else that C's floating-point environment holds.
struct FloatingPointEnvironment: Equatable {
  #if canImport(Darwin) || canImport(Glibc) || canImport(Musl) || canImport(Android)
  private var environment = fenv_t()

  /// The environment of the thread that asks, which takes some 0.1 microseconds.
  static var ofThisThread: Self {
    var this = Self()
    fegetenv(&this.environment)
    return this
  }

  /// Makes it this thread's.
  func enter() {
    withUnsafePointer(to: environment) { _ = fesetenv($0) }
  }

  /// Whether all bits are the same; exception flags, which nothing in a program reads, are among them.
  static func == (one: Self, other: Self) -> Bool {
    withUnsafeBytes(of: one.environment) { one in
      withUnsafeBytes(of: other.environment) { one.elementsEqual($0) }
    }
  }
  #else
  /// Where the C library has none that we can reach, threads round as they were started.
  static var ofThisThread: Self { Self() }
  func enter() {}
  #endif

  /// Calls the body in this environment, and returns to the thread's own.
  func run(_ body: () -> Void) {
    let own = Self.ofThisThread
    enter()
    body()
    own.enter()
  }
}
