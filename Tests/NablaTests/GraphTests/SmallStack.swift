// A thread with a small stack, for what must not recurse over a graph.

import Foundation

/// Runs the body on a thread of its own with a stack of 512 KB, the size that secondary threads have
/// on some platforms, and hands over what it returns.
func onSmallStack<T: Sendable>(_ body: @escaping @Sendable () -> T) -> T? {
  let isDone = DispatchSemaphore(value: 0)
  // Written before the signal and read after the wait.
  nonisolated(unsafe) var result: T?
  let thread = Thread {
    result = body()
    isDone.signal()
  }
  thread.stackSize = 512 * 1024
  thread.start()
  isDone.wait()
  return result
}
