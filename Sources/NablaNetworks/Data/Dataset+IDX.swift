extension Dataset {
  /// Images and their labels, as MNIST has them: pixels as inputs, one-hot rows as targets, and the
  /// numbers of the classes as their names.
  ///
  /// Bytes from 0 to 255 are scaled to 0...1; numbers of other types are taken as they are.
  ///
  /// - Throws: ``IDXError`` if there is not one label for each image, or a label is not below the number
  ///   of classes.
  public init(images: IDXArray, labels: IDXArray, classes: Int = 10) throws(IDXError) {
    guard let count = images.shape.first, labels.shape.count == 1 else {
      throw .wrongRank(images: images.shape.count, labels: labels.shape.count)
    }
    guard labels.count == count else { throw .labelCount(images: count, labels: labels.count) }
    let scale: Double = images.elementType == .uint8 ? 255 : 1
    let pixels = count == 0 ? 0 : images.count / count
    var inputs: [[Double]] = []
    var targets: [[Double]] = []
    for sample in 0..<count {
      guard let label = Int(exactly: labels[sample]), (0..<max(classes, 0)).contains(label) else {
        throw .label(labels[sample], sample: sample, classes: classes)
      }
      inputs.append((0..<pixels).map { images[sample * pixels + $0] / scale })
      targets.append(oneHot(label, count: classes))
    }
    self.init(inputs: inputs, targets: targets, classNames: (0..<max(classes, 0)).map { "\($0)" })
  }

  /// Reads two IDX files, compressed or not: images and their labels.
  ///
  /// - Parameters:
  ///   - imageFile: The path of the images.
  ///   - labelFile: The path of the labels.
  ///   - classes: How many classes there are.
  ///   - limit: How many bytes a compressed file may grow to; without it, a million and a hundred times
  ///     what it has.
  /// - Throws: ``IDXError`` if a file cannot be read, is no IDX, or does not fit the other.
  public init(
    imageFile: String, labelFile: String, classes: Int = 10, limit: Int? = nil
  ) throws(IDXError) {
    try self.init(
      images: IDXArray(file: imageFile, limit: limit),
      labels: IDXArray(file: labelFile, limit: limit), classes: classes)
  }
}
