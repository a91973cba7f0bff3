import Foundation
import NablaNetworks
import Testing

/// The files under Examples/Data, as the examples find them.
enum ShippedData {
  static let folder =
    #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
    + "/Examples/Data/"
}

// Independent numbers: python3 with csv and plain sums over the files.

@Suite("The data that comes with the examples")
struct ShippedDataTests {
  @Test("the 8x8 digits")
  func digits() throws {
    let table = try Table(csvFile: ShippedData.folder + "digits8x8.csv")
    #expect(table.columnNames == [])
    let data = try table.dataset(inputs: .range(0..<64), classes: 64)
    #expect(data.count == 1797)
    #expect(data.classNames == (0..<10).map { "\($0)" })
    #expect(data.inputs.joined().reduce(0, +) == 561718)
    #expect(
      (0..<10).map { label in data.targets.count { $0[label] == 1 } } == [
        178, 182, 177, 183, 181, 182, 181, 179, 174, 180,
      ])
  }

  @Test("iris")
  func iris() throws {
    let data = try Table(csvFile: ShippedData.folder + "iris.csv")
      .dataset(inputs: .all(except: ["species"]), classes: "species")
    #expect(data.count == 150)
    #expect(data.classNames == ["setosa", "versicolor", "virginica"])
    #expect(data.inputs[0] == [5.1, 3.5, 1.4, 0.2])
    #expect(data.targets[149] == [0, 0, 1])
    let (train, test) = data.split { $0 % 5 == 4 }
    #expect(train.count == 120 && test.count == 30)
  }

  @Test("the 1,000 and 500 images of MNIST")
  func mnist() throws {
    let folder = ShippedData.folder
    for (name, count, sum) in [
      ("mnist1000-train", 1000, 25786920), ("mnist500-test", 500, 13104703),
    ] {
      let images = try IDXArray(file: folder + name + "-images-idx3-ubyte")
      #expect(images.shape == [count, 28, 28])
      #expect(images.bytes[16...].reduce(0) { $0 + Int($1) } == sum)
    }
    let data = try Dataset(
      imageFile: folder + "mnist500-test-images-idx3-ubyte",
      labelFile: folder + "mnist500-test-labels-idx1-ubyte")
    #expect(data.inputs[0].count == 784)
    // The labels are 0, 1, ..., 9, 0, 1, ...
    #expect((0..<500).allSatisfy { data.targets[$0][$0 % 10] == 1 })
  }
}
