// safetensors, the format in which PyTorch's tools exchange parameters (Hugging Face, "Safetensors",
// https://huggingface.co/docs/safetensors, version 0.8):
//
//     8 bytes    the length n of the header, little-endian
//     n bytes    {"layers.0.weight":{"dtype":"F64","shape":[2,3],"data_offsets":[0,48]},…}, then spaces
//     the rest   the numbers, little-endian, last axis fastest, without holes
//
// The header is padded so that the numbers begin at a multiple of 8. Reading accepts what the description
// of the format allows, and no more: every byte belongs to exactly one tensor, each name comes once (the
// reference implementation lets the last of several win). Only the floating-point types of 16 bits and more
// are read: parameters are numbers to compute with. Of other tensors, such as counters and quantized
// weights, the name, the type and the shape are kept.

/// Named arrays of parameters, as a safetensors file holds them.
///
///     var generator = SeededGenerator(seed: 42)
///     let model = MLP(inputs: 2, hidden: [4], outputs: 1, using: &generator)
///     try Safetensors(model).save(to: "model.safetensors")
///     try Safetensors.load(from: "model.safetensors").restore(into: model)
///
/// Other tools name parameters in their own way, and save more than a model here has. So a file from
/// PyTorch, whose `nn.Sequential` has an affine layer at every second place, is restored with other names:
///
///     let file = Safetensors(parameters: [
///       SavedParameters(name: "0.weight", shape: [1, 2], values: [3, 4]),
///       SavedParameters(name: "0.bias", shape: [1], values: [5]),
///     ])
///     let names = ["0.weight": "layers.0.weight", "0.bias": "layers.0.bias"]
///     let neuron = MLP([Layer(weights: [[0, 0]], biases: [0])])
///     try file.restore(into: neuron) { name in names[name] }
///     print(neuron.parameters.map { $0.data })      // [3.0, 4.0, 5.0]
public struct Safetensors: Hashable, Sendable {
  /// The arrays, in the order of the header.
  public let parameters: [SavedParameters]
  /// The tensors of a file whose numbers are not read, since their type is none of parameters; they are
  /// not written either.
  public let otherTensors: [OtherTensor]
  /// Texts that the file holds beside them.
  public let metadata: [String: String]

  /// A tensor whose numbers are not read.
  public struct OtherTensor: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The type as the file names it, such as `I64` or `BOOL`.
    public let type: String
    /// The lengths of the axes, outermost first.
    public let shape: [Int]

    /// Whether two tensors have the same name, scalar by scalar, the same type and the same shape.
    public static func == (one: OtherTensor, other: OtherTensor) -> Bool {
      ExactName(one.name) == ExactName(other.name) && one.type == other.type
        && one.shape == other.shape
    }
  }

  /// A type that numbers are written as.
  public enum ElementType: String, Hashable, Sendable, CaseIterable {
    /// 64 bits: every number as it is.
    case float64 = "F64"
    /// 32 bits: half the size, numbers rounded to about seven digits.
    case float32 = "F32"
  }

  /// Captures the parameters of a model.
  ///
  /// - Precondition: no two arrays of parameters have the same name.
  public init(_ model: some Model, metadata: [String: String] = [:]) {
    self.init(parameters: [SavedParameters](of: model), metadata: metadata)
  }

  /// Creates a file's content from parameters.
  ///
  /// - Precondition: no two arrays have the same name, and none is called `__metadata__`.
  public init(parameters: [SavedParameters], metadata: [String: String] = [:]) {
    if let name = parameters.repeatedName {
      preconditionFailure("two arrays of parameters are called \(name)")
    }
    precondition(
      !parameters.contains { $0.name == Self.metadataName },
      "\(Self.metadataName) cannot be the name of parameters")
    self.parameters = parameters
    self.metadata = metadata
    otherTensors = []
  }

  static let metadataName = "__metadata__"
  static let maximumHeaderLength = 100_000_000

  /// Puts the parameters into a model; if any name, shape or number does not fit, changes nothing.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - rename: The name in the model of an array in the file, or nil to leave the array out.
  /// - Throws: ``SafetensorsError/parameters(_:)`` with the array that does not fit,
  ///   ``SafetensorsError/elementType(_:tensor:)`` where the file has the array in numbers of another type.
  public func restore(
    into model: some Model, renaming rename: (String) -> String? = { $0 }
  ) throws(SafetensorsError) {
    do throws(RestoreError) {
      try parameters.restore(into: model, renaming: rename)
    } catch {
      if case .missing(let names) = error {
        let missing = NameIndex(names.lazy.map { ExactName($0) })
        for tensor in otherTensors {
          guard let name = rename(tensor.name), missing[ExactName(name)] != nil else { continue }
          throw .elementType(tensor.type, tensor: tensor.name)
        }
      }
      throw .parameters(error)
    }
  }

  /// Writes the file: at every moment it is the old one or the new one, whole.
  ///
  /// Links are followed, and permissions kept. The folder must be one that new files can be made in; what
  /// killed saves have left over in it (`.nabla-….partial`) is removed.
  ///
  /// - Throws: ``SafetensorsError/file(_:)`` if it cannot be written; also what ``bytes(as:)`` throws.
  public func save(to path: String, as type: ElementType = .float64) throws(SafetensorsError) {
    let bytes = try bytes(as: type)
    do throws(FileError) {
      try AtomicFile(path: path).write(bytes)
    } catch {
      throw .file(error)
    }
  }

  /// Reads a file.
  ///
  /// - Throws: ``SafetensorsError`` if it cannot be read, or is not what the format allows.
  public static func load(from path: String) throws(SafetensorsError) -> Safetensors {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try [UInt8](contentsOfFile: path)
    } catch {
      throw .file(error)
    }
    return try Safetensors(bytes: bytes)
  }
}

// MARK: - Writing

extension Safetensors {
  /// The file that `save` writes.
  ///
  /// - Throws: ``SafetensorsError/headerTooLarge(_:)`` for a header above 100,000,000 bytes,
  ///   ``SafetensorsError/tooLarge(_:tensor:)`` for a number that 32 bits cannot hold.
  public func bytes(as type: ElementType = .float64) throws(SafetensorsError) -> [UInt8] {
    var header = [UInt8](header(as: type).utf8)
    header += [UInt8](repeating: 32, count: (8 - header.count % 8) % 8)
    guard header.count <= Self.maximumHeaderLength else {
      throw .headerTooLarge(UInt64(header.count))
    }
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(header.count), size: 8)
    bytes += header
    for array in parameters {
      for value in array.values {
        switch type {
        case .float64: bytes.append(littleEndian: value.bitPattern, size: 8)
        case .float32:
          let rounded = Float(value)
          guard rounded.isFinite || !value.isFinite else {
            throw .tooLarge(value, tensor: array.name)
          }
          bytes.append(littleEndian: UInt64(rounded.bitPattern), size: 4)
        }
      }
    }
    return bytes
  }

  private func header(as type: ElementType) -> String {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }
        .map { JSONScanner.quoted($0.key) + ":" + JSONScanner.quoted($0.value) }
      members.append("\"\(Self.metadataName)\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for array in parameters {
      let end = offset + array.values.count * (type == .float64 ? 8 : 4)
      let shape = array.shape.map { "\($0)" }.joined(separator: ",")
      members.append(
        JSONScanner.quoted(array.name)
          + ":{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    return "{" + members.joined(separator: ",") + "}"
  }
}

extension [UInt8] {
  fileprivate mutating func append(littleEndian value: UInt64, size: Int) {
    for byte in 0..<size { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }
}
