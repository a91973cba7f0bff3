// The course of the training, the confusion matrix and the first layer's weights, drawn. Charts take
// plain numbers: the drawing module knows nothing of networks.

import Foundation
import NablaDrawing
import NablaNetworks

extension Digits {
  static func drawCharts(_ trained: Trained, _ test: Dataset) throws {
    heading("Drawn")
    let loss = LossChart(
      training: trained.history.losses, title: "A 64-32-10 network learns digits")
    print(loss.text(height: 16))
    let counts = evaluate(trained.model, on: test, loss: Self.loss).confusion?.counts ?? []
    let confusion = ConfusionChart(counts: counts, title: "What it takes 297 digits for")
    // A row of the weight matrix belongs to a neuron; each of its numbers to a pixel.
    let weights = trained.model.layers[0].parameterArrays[0].values.map { $0.data }
    let images = WeightImages(
      stride(from: 0, to: weights.count, by: 64).map { Array(weights[$0..<$0 + 64]) },
      width: 8, height: 8, title: "The weights of the 32 hidden neurons")

    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("nabla-digits-\(NSUserName())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, svg) in [
      ("loss", loss.svg()), ("confusion", confusion.svg()), ("weights", images.svg()),
    ] {
      try svg.write(to: "\(folder)/\(name).svg")
      print("wrote \(folder)/\(name).svg")
    }
  }
}
