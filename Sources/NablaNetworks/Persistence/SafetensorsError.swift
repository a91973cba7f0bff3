/// What is wrong with a safetensors file; nothing has been changed.
public enum SafetensorsError: Error, Hashable, Sendable {
  /// The file could not be read or written.
  case file(FileError)
  /// The file is too short for what it says about itself; both are numbers of bytes of the whole file.
  case truncated(expected: Int, found: Int)
  /// The header claims to be longer than the format allows.
  case headerTooLarge(UInt64)
  /// The header is not the JSON that it should be.
  case header(byte: Int, expected: String)
  /// A tensor lacks its type, its shape or its place.
  case incomplete(String)
  /// A tensor has numbers of a type that the format does not have, or one that a model cannot take.
  case elementType(String, tensor: String)
  /// The shape of a tensor does not agree with the number of its bytes.
  case shape([Int], tensor: String, byteCount: Int)
  /// The tensors overlap or leave holes: this one does not begin where the one before ends.
  case offsets(begin: Int, end: Int, tensor: String, expectedBegin: Int)
  /// There are bytes after the last tensor.
  case surplus(byteCount: Int)
  /// A number is too large for the type that it should be written as.
  case tooLarge(Double, tensor: String)
  /// The parameters do not fit the model.
  case parameters(RestoreError)
}

extension SafetensorsError: CustomStringConvertible {
  /// What is wrong, and what to do next.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .truncated(let expected, let found):
      "the file has \(found.of("byte")), it should have \(expected) or more; is it a safetensors file, and "
        + "whole?"
    case .headerTooLarge(let count):
      "the header claims \(count) bytes, the format allows 100000000; is it a safetensors file?"
    case .header(let byte, let expected):
      "byte \(byte) of the header: expected \(expected); the file is damaged"
    case .incomplete(let tensor):
      "\(tensor.quotedBriefly) has no dtype, shape or data_offsets; the file is damaged"
    case .elementType(let type, let tensor):
      "\(tensor.quotedBriefly) has the type \(type.quotedBriefly); convert it to F64, F32, F16 or BF16"
    case .shape(let shape, let tensor, let byteCount):
      "\(tensor.quotedBriefly) has the shape \(shape.shapeText), which does not take "
        + "\(byteCount.of("byte")); the file is damaged"
    case .offsets(let begin, let end, let tensor, let expectedBegin):
      "\(tensor.quotedBriefly) is said to be at \(begin)..<\(end), the tensor before ends at "
        + "\(expectedBegin); the file is damaged"
    case .surplus(let byteCount):
      "after the last tensor the file goes on for \(byteCount.of("byte")); it is damaged"
    case .tooLarge(let value, let tensor):
      "\(value) of \(tensor.quotedBriefly) is too large for a 32-bit number; write 64-bit numbers"
    case .parameters(let error): "\(error)"
    }
  }
}
