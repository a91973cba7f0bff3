// The rule for the names of functions that programs are written as.

extension Program.SourceLanguage {
  /// What is wrong with a name; nil if nothing is.
  func objection(to name: String) -> String? {
    let letters = name.unicodeScalars
    let isWord = letters.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
    }
    guard let first = letters.first, isWord, !("0"..."9").contains(first), name != "_" else {
      return "expected a name of ASCII letters, digits and _, not starting with a digit"
    }
    if keywords.contains(Substring(name)) { return "expected a name that is no keyword" }
    if self == .c, Self.isTaken(name) { return "expected a name that <math.h> does not declare" }
    return nil
  }

  private var keywords: Set<Substring> {
    switch self {
    case .swift: Self.swiftKeywords
    case .c: Self.cKeywords
    }
  }

  private static var swiftKeywords: Set<Substring> {
    words(
      """
      Any Self as associatedtype break case catch class continue default defer deinit do else enum
      extension fallthrough false fileprivate for func guard if import in init inout internal is let
      nil operator precedencegroup private protocol public repeat rethrows return self static struct
      subscript super switch throw throws true try typealias var where while
      """)
  }

  /// C's, from C99 to C23, and those of C++, as which C is often compiled.
  private static var cKeywords: Set<Substring> {
    words(
      """
      alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t
      char8_t class compl concept const const_cast consteval constexpr constinit continue co_await
      co_return co_yield decltype default delete do double dynamic_cast else enum explicit export
      extern false float for friend goto if inline int long main mutable namespace new noexcept not
      not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires
      restrict return short signed sizeof static static_assert static_cast struct switch template
      this thread_local throw true try typedef typeid typename typeof typeof_unqual union unsigned
      using virtual void volatile wchar_t while xor xor_eq
      """)
  }

  /// Whether a C compiler knows the name as something else: a function of <math.h>, also with the
  /// endings f and l, a macro, or a name reserved for the compiler.
  private static func isTaken(_ name: String) -> Bool {
    if name.hasPrefix("__") { return true }
    let second = name.unicodeScalars.dropFirst().first
    if name.hasPrefix("_"), let second, ("A"..."Z").contains(second) { return true }
    let ending = name.last == "f" || name.last == "l" ? 1 : 0
    return mathNames.contains(Substring(name)) || mathNames.contains(name.dropLast(ending))
  }

  private static var mathNames: Set<Substring> {
    words(
      """
      HUGE_VAL INFINITY NAN acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh drem
      erf erfc exp exp10 exp2 expm1 fabs fdim finite floor fma fmax fmin fmod fpclassify frexp gamma
      hypot ilogb isfinite isgreater isgreaterequal isinf isless islessequal islessgreater isnan
      isnormal isunordered j0 j1 jn ldexp lgamma lgamma_r llrint llround log log10 log1p log2 logb
      lrint lround math_errhandling modf nan nearbyint nextafter nexttoward pow pow10 remainder
      remquo rint round roundeven scalb scalbln scalbn signbit signgam significand sin sincos sinh
      sqrt tan tanh tgamma trunc y0 y1 yn
      """)
  }

  private static func words(_ text: String) -> Set<Substring> {
    Set(text.split { $0 == " " || $0 == "\n" })
  }
}
