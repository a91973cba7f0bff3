// A program as source code: one function to paste into an app or into firmware.

extension Program {
  /// Writes the program as a function that needs libm and nothing else.
  ///
  ///     let x = Value(1), y = Value(2)
  ///     let program = try Program(inputs: [x, y], outputs: [x * x + cos(y)])
  ///     let text = try program.source(language: .c, name: "energy")
  ///
  /// The function computes one row from memory to memory:
  ///
  /// ```text
  /// void energy(const double *inputs, const double *parameters, double *outputs)   // C99
  /// func energy(_ inputs: UnsafePointer<Double>, _ parameters: UnsafePointer<Double>,
  ///             _ outputs: UnsafeMutablePointer<Double>)                           // Swift
  /// ```
  ///
  /// In Swift it is called with arrays, `energy([1, 2], [], &outputs)`, or with pointers where there
  /// are no arrays. The totals follow the outputs, as the numbers that the row adds to them: the
  /// caller adds them up over its rows, and divides by the number of rows where a mean is wanted. The
  /// outputs must not overlap what is read. Helper functions begin with the name and an underscore,
  /// and are seen in their file alone.
  ///
  /// The numbers are those of this program with the option `isExact`, bit for bit, where libm is the
  /// same. (A NaN may differ in its sign.) C is refused by the compiler under `-ffast-math` and the
  /// options that it consists of, as far as compilers tell; the file's first lines say what they do not.
  ///
  /// A long program is cut into several functions of some thousand lines, because compilers take more
  /// than linear time for a function; numbers that several need are kept in memory that they share.
  ///
  /// - Parameters:
  ///   - language: The language to write.
  ///   - name: The name of the function.
  /// - Returns: A file of source code.
  /// - Throws: ``ProgramError/noSource(_:)`` if the program uses a custom primitive.
  /// - Precondition: The name is an identifier of the language: ASCII letters, digits and `_`, not a
  ///   digit first, and no keyword. In C it has a lowercase letter, if it is longer than one letter, since
  ///   macros are named in capitals; and is not a name that C reserves or that the C library has, such as
  ///   `sin`, `write` or `index`.
  /// - Complexity: Linear in the program.
  public func source(language: SourceLanguage, name: String) throws(ProgramError) -> String {
    if let objection = language.objection(to: name) {
      preconditionFailure("source: \(objection), got '\(name)'")
    }
    for instruction in code.instructions where instruction.opcode == .table(.custom) {
      throw .noSource(code.rules[Int(instruction.constant)].rule.name)
    }
    var file = SourceFile(self, language: language, name: name)
    return file.text()
  }
}
