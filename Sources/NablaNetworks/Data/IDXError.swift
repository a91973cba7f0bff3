/// What is wrong with an IDX file.
public enum IDXError: Error, Hashable, Sendable {
  /// The file could not be read or written.
  case file(FileError)
  /// The file is compressed, and the compression is damaged.
  case gzip(GzipError)
  /// The first bytes are not those of an IDX file.
  case notIDX([UInt8])
  /// The file names a type of numbers that IDX does not have.
  case unknownElementType(UInt8)
  /// The header says more, or less, than the file holds.
  case size(expected: Int, found: Int)
  /// The header claims more numbers than any file could hold.
  case impossibleShape([Int])
  /// The images have no first axis to count them by, or the labels are not a single row of numbers.
  case wrongRank(images: Int, labels: Int)
  /// There are not as many labels as images.
  case labelCount(images: Int, labels: Int)
  /// A label is not one of the classes.
  case label(Double, sample: Int, classes: Int)
}

extension IDXError: CustomStringConvertible {
  /// What is wrong, and what to do next.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .gzip(let error): "\(error)"
    case .notIDX(let bytes):
      "not an IDX file: expected two zero bytes, a type and a rank, got \(bytes); an IDX file of "
        + "images begins with [0, 0, 8, 3]"
    case .unknownElementType(let code):
      "the header names the type \(code), which IDX does not have (8, 9, 11, 12, 13, 14); the file is "
        + "damaged or of another format"
    case .size(let expected, let found):
      "the header says that the file has \(expected) bytes, it has \(found); download it again"
    case .impossibleShape(let shape):
      "the header claims the shape \(shape.shapeText), more than any file can hold; the file is damaged"
    case .wrongRank(let images, let labels):
      "expected images with at least one axis and labels with exactly one, got \(images) and \(labels); "
        + "check the order of the two files"
    case .labelCount(let images, let labels):
      "there are \(images) images and \(labels) labels; take the two files of the same part"
    case .label(let label, let sample, let classes):
      "the label of sample \(sample) is \(label), expected a whole number from 0 to \(classes - 1)"
    }
  }
}
