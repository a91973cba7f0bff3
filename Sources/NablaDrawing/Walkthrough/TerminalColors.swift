// The only place in this module that asks the platform for anything: whether a person is watching, and
// whether that person wants colours.

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Bionic)
import Bionic
#elseif canImport(Android)
import Android
#elseif canImport(WASILibc)
import WASILibc
#elseif os(Windows)
import ucrt
#endif

/// Whether text for a terminal is coloured.
public enum TerminalColors: Hashable, Sendable, CaseIterable {
  /// If the standard output is a terminal, and the environment does not ask for none with `NO_COLOR`
  /// (https://no-color.org) or `TERM=dumb`.
  case automatic
  /// Always.
  case always
  /// Never: for files.
  case never

  /// Whether to colour now.
  var areWanted: Bool {
    switch self {
    case .always: true
    case .never: false
    case .automatic:
      Self.isTerminal && Self.variable("NO_COLOR").isEmpty && Self.variable("TERM") != "dumb"
    }
  }

  private static var isTerminal: Bool {
    #if os(Windows)
    _isatty(1) != 0
    #else
    isatty(1) != 0
    #endif
  }

  /// A variable of the environment; empty if it is not set.
  private static func variable(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }
}
