import Foundation
import Nabla
import NablaNetworks

/// A model of two arrays, to be saved and restored.
struct SavedModel: Model {
  let parameterArrays: [ParameterArray]
  var inputCount: Int { 2 }
  var outputCount: Int { 1 }

  init(weights: [Double] = [1, 2, 3, 4, 5, 6], bias: [Double] = [7, 8]) {
    parameterArrays = [
      ParameterArray(name: "layers.0.weight", shape: [2, 3], values: weights.map { Value($0) }),
      ParameterArray(name: "layers.0.bias", shape: [2], values: bias.map { Value($0) }),
    ]
  }

  func callAsFunction(_ inputs: [Value]) -> [Value] { inputs }

  var numbers: [Double] { parameters.map { $0.data } }
}

/// A folder for the files of one test, removed with its owner.
final class TestFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "nabla-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// The names of the files in the folder.
  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// What a training would save.
struct SavedState: Codable, Equatable, Sendable {
  var epoch = 3
  var velocity: [Double] = [0.1, -0.0, 1e-300]
  var generator = SeededGenerator(seed: 5)
}
