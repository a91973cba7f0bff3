// The only place in this module that asks the platform for anything: whether a person is watching,
// and what time it is. Neither has any influence on results.

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#elseif canImport(Bionic)
import Bionic
#elseif canImport(WASILibc)
import WASILibc
#elseif os(Windows)
import WinSDK
import ucrt
#endif

/// The standard output and the clock.
enum Terminal {
  /// Whether the standard output is a terminal.
  static var isInteractive: Bool {
    #if os(Windows)
    _isatty(1) != 0
    #else
    isatty(1) != 0
    #endif
  }

  /// Seconds since some moment in the past.
  static func seconds() -> Double {
    #if os(Windows)
    return Double(GetTickCount64()) / 1000
    #else
    // Not the monotonic clock, which is not everywhere in the same place; it only paces a display.
    var time = timeval()
    gettimeofday(&time, nil)
    return Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
    #endif
  }

  /// Writes at once, without a line's end.
  static func write(_ text: String) {
    print(text, terminator: "")
    fflush(nil)
  }
}
