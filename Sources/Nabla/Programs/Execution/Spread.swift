// Spreading work over the cores: the only place that knows of threads. Without Dispatch (WebAssembly)
// the work is done one piece after the other, with the same results.

#if canImport(Dispatch)
import Dispatch
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

  /// A closure whose calls do not touch the same memory.
  private struct Unchecked: @unchecked Sendable {
    let body: (Int) -> Void
  }
}
