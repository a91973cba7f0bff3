// How the languages spell what a program consists of.

extension Program {
  /// A language that a program can be written in.
  public enum SourceLanguage: Hashable, Sendable, CaseIterable {
    /// Swift, also Embedded Swift.
    case swift
    /// C, from C99 on.
    case c
  }
}

extension Program.SourceLanguage {
  /// A number that reads back as the same bits; any NaN is the one NaN.
  func text(of constant: Double) -> String {
    if constant.isNaN { return self == .c ? "NAN" : "Double.nan" }
    if constant.isSubnormal, self == .swift {
      // Swift warns of a literal that is not exact.
      return "Double(bitPattern: 0x\(String(constant.bitPattern, radix: 16)))"
    }
    guard constant.isInfinite else { return "\(constant)" }
    return (constant < 0 ? "-" : "") + (self == .c ? "INFINITY" : "Double.infinity")
  }

  /// A statement that gives a formula a name.
  func declaration(_ name: String, _ text: String, isVariable: Bool = false) -> String {
    switch self {
    case .swift: "\(isVariable ? "var" : "let") \(name): Double = \(text)"
    case .c: "\(isVariable ? "" : "const ")double \(name) = \(text);"
    }
  }

  /// A statement as it stands.
  func statement(_ text: String) -> String { self == .c ? text + ";" : text }

  /// The head of a function of numbers.
  func head(of function: String, _ parameters: [String]) -> String {
    switch self {
    case .swift:
      "private func \(function)(\(parameters.map { "_ \($0): Double" }.joined(separator: ", ")))"
        + " -> Double {"
    case .c:
      "static double \(function)(\(parameters.map { "double \($0)" }.joined(separator: ", "))) {"
    }
  }

  /// The head of a function that reads and writes memory.
  func head(of function: String, isPart: Bool) -> String {
    switch self {
    case .swift:
      """
      \(isPart ? "private " : "")func \(function)(
        _ inputs: UnsafePointer<Double>, _ parameters: UnsafePointer<Double>,
        _ outputs: UnsafeMutablePointer<Double>\
      \(isPart ? ", _ shared: UnsafeMutablePointer<Double>" : "")
      ) {
      """
    case .c:
      """
      \(isPart ? "static " : "")void \(function)(const double *inputs, const double *parameters, \
      double *outputs\(isPart ? ", double *shared" : "")) {
      """
    }
  }

  /// What opens a file of this language.
  var prelude: String {
    switch self {
    case .swift:
      """
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
      #elseif canImport(ucrt)
      import ucrt
      #endif

      """
    case .c:
      // GCC computes functions of arguments that it knows, in more digits than the C library, unless it
      // must leave the rounding mode open. Clang is told to forget the parts of -ffast-math, of which it
      // defines no macros.
      #"""
      #include <math.h>

      #if defined(__FAST_MATH__) || defined(_M_FP_FAST) || defined(__RECIPROCAL_MATH__) || \
          defined(__ASSOCIATIVE_MATH__) || defined(__NO_SIGNED_ZEROS__) || \
          (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
      #error "compile without -ffast-math and the options it consists of: they change the numbers"
      #endif
      #if defined(__FLT_EVAL_METHOD__) && (__FLT_EVAL_METHOD__ == 2 || __FLT_EVAL_METHOD__ < 0)
      #error "compile for arithmetic in double (-mfpmath=sse): excess digits change the numbers"
      #endif
      #if defined(__clang__)
      #pragma clang diagnostic push
      #pragma clang diagnostic ignored "-Wignored-pragmas"
      #pragma float_control(precise, on)
      #pragma clang diagnostic pop
      #pragma STDC FP_CONTRACT OFF
      #elif defined(__GNUC__)
      #pragma GCC optimize("-ffp-contract=off", "-frounding-math")
      #elif defined(_MSC_VER)
      #pragma fp_contract(off)
      #else
      #pragma STDC FP_CONTRACT OFF
      #endif

      """#
    }
  }

  /// The functions of libm that cannot be called as they are.
  func wrapper(of function: SourceFunction, named name: String) -> String? {
    switch (self, function) {
    case (.c, .pow):
      """
      /* libm's pow. A compiler that knew an argument would take sqrt, exp2 or a quotient instead. */
      static double \(name)(double x, double y) {
        volatile double base = x;
        volatile double exponent = y;
        return pow(base, exponent);
      }
      """
    case (.swift, .pow):
      """
      // libm's pow. A compiler that knew an argument would take sqrt, exp2 or a quotient instead.
      @inline(never) @_optimize(none)
      private func \(name)(_ x: Double, _ y: Double) -> Double { pow(x, y) }
      """
    case (.c, .logGamma):
      """
      static double \(name)(double x) { return lgamma(x); }
      """
    case (.swift, .logGamma):
      """
      private func \(name)(_ x: Double) -> Double {
        #if os(Windows)
        return lgamma(x)
        #else
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
        #endif
      }
      """
    default: nil
    }
  }
}
