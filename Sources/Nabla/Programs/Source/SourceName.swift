// The rule for the names of functions that programs are written as.
//
// What is written besides the function cannot collide: helper functions begin with its name and an
// underscore and are seen in their file alone, and the names of numbers (x0, p1, v23, t4) are local. So
// the name that the caller chooses is the only one that a language may know as something else.

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
    return self == .c ? Self.objectionOfC(to: name) : nil
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

  static func words(_ text: String) -> Set<Substring> {
    Set(text.split { $0 == " " || $0 == "\n" })
  }
}
