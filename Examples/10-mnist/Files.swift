// Where the images are: in the package or, if the program is given a folder, there.

import Foundation
import NablaNetworks

extension MNIST {
  /// What can be wrong with the files.
  enum Problem: Error, CustomStringConvertible {
    /// More was given than a folder.
    case usage
    /// The folder is not there, or it is a file.
    case noFolder(String)
    /// A file is not in the folder, under any of its names.
    case missing([String], folder: String)
    /// A file is not what it should be.
    case unreadable(IDXError, part: String)
    /// The images of the two parts differ in size, or there are none.
    case images(train: [Int], test: [Int])

    /// What is wrong, and what to do next.
    var description: String {
      switch self {
      case .usage:
        "expected nothing, for the 1,000 images of the package, or the folder of the full MNIST"
      case .noFolder(let path):
        "there is no folder \(path); give the folder that holds the four files of MNIST, or nothing "
          + "for the 1,000 images of the package"
      case .missing(let names, let folder):
        "the folder \(folder) holds none of \(names.joined(separator: ", ")); it should hold the four "
          + "files of MNIST, compressed or not"
      case .unreadable(let error, let part): "the \(part): \(error)"
      case .images(let train, let test):
        "expected images of 28 x 28 in both parts and at least one in each, got the shapes \(train) "
          + "and \(test)"
      }
    }
  }

  /// The four files.
  struct Files {
    let isFull: Bool
    private let train: (images: String, labels: String)
    private let test: (images: String, labels: String)

    init(arguments: [String]) throws(Problem) {
      guard arguments.count <= 1 else { throw .usage }
      isFull = !arguments.isEmpty
      if let folder = arguments.first {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
          isFolder.boolValue
        else { throw .noFolder(folder) }
        train = try Self.part("train", in: folder)
        test = try Self.part("t10k", in: folder)
      } else {
        let package = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
        train = try Self.part("mnist1000-train", in: package + "/Data")
        test = try Self.part("mnist500-test", in: package + "/Data")
      }
    }

    private static func part(
      _ name: String, in folder: String
    ) throws(Problem) -> (images: String, labels: String) {
      (
        try file("\(name)-images", "idx3-ubyte", in: folder),
        try file("\(name)-labels", "idx1-ubyte", in: folder)
      )
    }

    /// Some tools unpack with a dot for the last hyphen.
    private static func file(
      _ name: String, _ kind: String, in folder: String
    ) throws(Problem) -> String {
      let names = ["-", "."].map { name + $0 + kind }.flatMap { [$0, $0 + ".gz"] }
      let found = names.map { folder + "/" + $0 }
        .first { FileManager.default.fileExists(atPath: $0) }
      guard let found else { throw .missing(names, folder: folder) }
      return found
    }

    /// The two parts.
    func read() throws(Problem) -> (train: Dataset, test: Dataset) {
      let train = try Self.read(train, "images to learn from")
      let test = try Self.read(test, "images to be asked about")
      let shapes = [train, test].map { [$0.count, $0.inputs.first?.count ?? 0] }
      guard shapes.allSatisfy({ $0[0] > 0 && $0[1] == 784 }) else {
        throw .images(train: shapes[0], test: shapes[1])
      }
      return (train, test)
    }

    private static func read(
      _ files: (images: String, labels: String), _ part: String
    ) throws(Problem) -> Dataset {
      do throws(IDXError) {
        return try Dataset(imageFile: files.images, labelFile: files.labels)
      } catch {
        throw .unreadable(error, part: part)
      }
    }
  }
}
